import { nextTick } from 'node:process'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { StorageUnavailable } from '../storage.ts'
import { DatabaseRefused } from './database-refused.ts'
import { sqliteDialect } from './dialect.ts'
import { type Answer, type Ask, asking, bound, type Engine } from './engine.ts'
import { type Connection, createSharedCommits } from './shared-commits.ts'
import { translateSqlite } from './sqlite-errors.ts'

/** The first release after the WAL reset bug, which could corrupt a database, was mended. */
const oldestSqlite = [3, 51, 3] as const

/**
 * What must be in force, so that what was answered survives a power cut. `trusted_schema` off keeps a doctored file
 * from running functions of its own when it is opened.
 */
const pragmas = [
  ['journal_mode', 'wal', 'wal'],
  ['synchronous', 'full', 2],
  ['foreign_keys', 'on', 1],
  ['busy_timeout', '5000', 5000],
  ['trusted_schema', 'off', 0],
  // Pages that change with every sign-in are copied back once for 16 MiB of them, not for 4.
  ['wal_autocheckpoint', '4000', 4000],
  // KiB, once there is that much to keep: tokens are found at random places, and 2 MiB hold those of a few minutes.
  ['cache_size', '-16384', -16384],
] as const

const begin = asking('begin')
const commit = asking('commit')

/** Opens a database file, with every setting asserted as in force. Throws `DatabaseRefused` in one sentence. */
export const openSqlite = (file: string): Engine => {
  const database = open(file)
  const prepared = new Map<string, StatementSync>()

  const prepare = (sql: string): StatementSync => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare(sql)
    statement.setReturnArrays(true)
    prepared.set(sql, statement)
    return statement
  }

  const run = (ask: Ask): Answer => {
    try {
      const statement = prepare(ask.statement.sql)
      const values = bound(ask) as SQLInputValue[]
      if (!ask.statement.answers) return { rows: [], changed: Number(statement.run(...values).changes) }
      const rows = statement.all(...values) as unknown as unknown[][]
      return { rows, changed: rows.length }
    } catch (error) {
      throw translateSqlite(error)
    }
  }

  /**
   * Whether a transaction is open that only reads. To begin one costs more than to look something up, so what is read without waiting for anything
   * in between shares one. It is over before the next thing can arrive: what another process has answered is always seen.
   */
  let looking = false
  const look = (): void => {
    if (looking) return
    run(begin)
    looking = true
    nextTick(lookAway)
  }
  const lookAway = (): void => {
    if (!looking) return
    looking = false
    if (database.isOpen && database.isTransaction) run(commit)
  }

  const connection: Connection = {
    run,
    exec(sql) {
      lookAway()
      run(asking(sql))
    },
    isInTransaction: () => database.isTransaction,
  }
  const commits = createSharedCommits(connection)

  const readAs = async <T>(ask: Ask, make: (answer: Answer) => T): Promise<T> => {
    if (!database.isOpen) throw new StorageUnavailable('storage is closed')
    look()
    return make(run(ask))
  }

  return {
    dialect: sqliteDialect,
    read: (ask) => readAs(ask, (answer) => answer),
    readAs,
    write: (unit, options) => commits.write(unit, options?.single ?? false),
    async close() {
      if (!database.isOpen) return
      lookAway()
      commits.finish()
      prepared.clear()
      database.close()
    },
  }
}

const open = (file: string): DatabaseSync => {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file, { enableDoubleQuotedStringLiterals: false })
    assertVersion(String(scalar(database, 'select sqlite_version()')))
    // First, so that the others wait rather than fail while another process is at it.
    database.exec('pragma busy_timeout = 5000')
    for (const [name, setting, wanted] of pragmas) {
      database.exec(`pragma ${name} = ${setting}`)
      const actual = scalar(database, `pragma ${name}`)
      if (actual !== wanted) throw new DatabaseRefused(`${file}: ${name} should be ${wanted} and is ${String(actual)}`)
    }
    return database
  } catch (error) {
    database?.close()
    throw error instanceof DatabaseRefused ? error : translateSqlite(error, file)
  }
}

const scalar = (database: DatabaseSync, sql: string): unknown => Object.values(database.prepare(sql).get() ?? {})[0]

/** Throws `DatabaseRefused` for a SQLite that is too old. */
export const assertVersion = (version: string): void => {
  const parts = version.split('.').map(Number)
  for (const [at, oldest] of oldestSqlite.entries()) {
    const part = parts[at] ?? 0
    if (part > oldest) return
    if (part < oldest)
      throw new DatabaseRefused(`SQLite ${oldestSqlite.join('.')} or newer is needed; this Node.js has ${version}`)
  }
}
