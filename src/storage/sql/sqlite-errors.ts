import { kinds, tableOf } from '../fit.ts'
import type { Kind } from '../records.ts'
import { StorageUnavailable, Taken } from '../storage.ts'
import { snake } from './columns.ts'
import { DatabaseRefused } from './database-refused.ts'

/** Primary result codes (https://sqlite.org/rescode.html) that say that the file, not the statement, is the trouble. */
const unavailable: ReadonlyMap<number, string> = new Map([
  [5, 'the database is locked by another process'],
  [6, 'the database is locked'],
  [7, 'out of memory'],
  [8, 'the database cannot be written to'],
  [10, 'the disk does not answer as it should'],
  [13, 'the disk is full'],
  [14, 'the database file cannot be opened'],
])

const refused: ReadonlyMap<number, string> = new Map([
  [11, 'the database file is damaged'],
  [26, 'the file is not a SQLite database'],
])

const constraintFailed = 19

const sqliteCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined

/** What an error of the driver means to those above; anything unknown is left as it is. */
export const translateSqlite = (error: unknown, file?: string): unknown => {
  const code = sqliteCode(error)
  if (code === undefined || !(error instanceof Error)) return error
  const where = file === undefined ? '' : `${file}: `
  const wait = unavailable.get(code)
  if (wait !== undefined) return new StorageUnavailable(where + wait, { cause: error })
  const never = refused.get(code)
  if (never !== undefined) return new DatabaseRefused(where + never, { cause: error })
  return code === constraintFailed ? (takenFrom(error.message) ?? error) : error
}

const kindOf: ReadonlyMap<string, Kind> = new Map(kinds.map((kind) => [snake(kind), kind]))

/** `UNIQUE constraint failed: credentials.account_id, credentials.kind` */
const takenFrom = (message: string): Taken | undefined => {
  const [, list] = /^UNIQUE constraint failed: (.+)$/.exec(message) ?? []
  const parts = list?.split(', ').map((part) => part.split('.')) ?? []
  const kind = kindOf.get(parts[0]?.[0] ?? '')
  if (kind === undefined) return undefined
  const columns = parts.map(([, column]) => tableOf(kind).columns.find(([name]) => snake(name) === column)?.[0] ?? '')
  return new Taken(kind, columns)
}
