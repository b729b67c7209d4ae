import { kinds, tableOf } from '../fit.ts'
import { StorageUnavailable, Taken } from '../storage.ts'
import { uniqueName } from './names.ts'

/** SQLSTATE classes and codes (PostgreSQL documentation, appendix A) that say that the server is the trouble. */
const unavailable: readonly (readonly [prefix: string, sentence: string])[] = [
  ['08', 'the connection to the database broke'],
  ['25006', 'the database cannot be written to'],
  ['28', 'the database does not let us in'],
  ['3D000', 'there is no such database'],
  ['40', 'the database could not serialise the work'],
  ['53100', 'the disk of the database is full'],
  ['53', 'the database is short of resources'],
  ['55P03', 'a record stayed locked for too long'],
  ['57014', 'the database took too long'],
  ['57P', 'the database is shutting down or starting'],
  ['58', 'the disk of the database does not answer as it should'],
]

const uniqueViolation = '23505'
const sqlState = /^[0-9A-Z]{5}$/

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** Serialization failures and deadlocks: nothing was done, and the same work may succeed at once. */
export const mayRetry = (error: unknown): boolean => {
  const code = codeOf(error)
  return code === '40001' || code === '40P01'
}

/** Whether the connection is lost, so that it must not go back to the pool. */
export const isLost = (error: unknown): boolean => {
  const code = codeOf(error)
  return code === undefined ? error instanceof Error && lostMessage.test(error.message) : !sqlState.test(code)
}

/** What pg says, without a code, when a socket ends or a connection is not to be had. */
const lostMessage = /connection|timeout|client has encountered|pool after calling end/i

/** What an error of the driver means to those above. */
export const translatePostgres = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error
  const code = codeOf(error)
  if (code !== undefined && sqlState.test(code)) {
    // PostgreSQL repeats values in an error's details: only its code and its sentence go any further.
    const cause = Object.assign(new Error(`PostgreSQL ${code}: ${error.message}`), { code })
    const [, sentence] = unavailable.find(([prefix]) => code.startsWith(prefix)) ?? []
    if (sentence !== undefined) return new StorageUnavailable(sentence, { cause })
    return (code === uniqueViolation && takenFrom(error)) || cause
  }
  return isLost(error) ? new StorageUnavailable('the database does not answer', { cause: error }) : error
}

const uniques: ReadonlyMap<string, Taken> = new Map(
  kinds.flatMap((kind) => tableOf(kind).unique.map((set) => [uniqueName(kind, set), new Taken(kind, set)] as const)),
)

const takenFrom = (error: Error): Taken | undefined => {
  const constraint = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : ''
  const known = uniques.get(constraint)
  return known && new Taken(known.kind, known.columns)
}
