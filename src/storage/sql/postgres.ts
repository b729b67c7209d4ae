import type { ClientBase, Pool, PoolClient, QueryArrayConfig } from 'pg'
import type { Log } from '../../lib/log.ts'
import { StorageUnavailable } from '../storage.ts'
import { DatabaseRefused } from './database-refused.ts'
import { postgresDialect } from './dialect.ts'
import { type Answer, type Ask, asking, bound, type Engine, type Unit } from './engine.ts'
import { mayRetry, translatePostgres } from './postgres-errors.ts'

/** Longer than any statement of ours takes on a server that is well, shorter than a visitor waits. */
const statementTimeout = 10_000
const connectTimeout = 5_000

/** Two lists of changes that want the same records in opposite orders lose one of the two each time. */
const mostTries = 10

const oldestVersion = 140_000

/** Object identifiers of the types we keep: https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat */
const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [16, (text: string) => text === 't'],
  [17, (text: string) => Buffer.from(text.slice(2), 'hex')],
  [20, Number],
  [23, Number],
])
const asText = (text: string): unknown => text

/**
 * Connects, and asserts what our promises rest on. Throws `DatabaseRefused` in one sentence,
 * and `StorageUnavailable` when the server cannot be reached.
 */
export const openPostgres = async (url: string, log: Log): Promise<Engine> => {
  const pool = await createPool(url, log)
  try {
    await assertServer(pool, log)
  } catch (error) {
    await pool.end()
    throw error
  }

  const underWay = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined

  /** The pool forgets those who still wait for a connection when it ends; so it ends after them. */
  const tracked = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closing !== undefined) throw new StorageUnavailable('storage is closed')
    const running = work()
    underWay.add(running)
    try {
      return await running
    } finally {
      underWay.delete(running)
    }
  }

  return {
    dialect: postgresDialect,
    read: (ask) => tracked(() => query(pool, ask)),
    readAs: (ask, make) => tracked(async () => make(await query(pool, ask))),
    write: (unit, options) =>
      tracked(() => retrying(() => (options?.single === true ? drive(pool, unit()) : inTransaction(pool, unit)))),
    async close() {
      closing ??= Promise.allSettled(underWay).then(() => pool.end())
      await closing
    },
  }
}

const retrying = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries === mostTries || !(error instanceof StorageUnavailable) || !mayRetry(error.cause)) throw error
    }
  }
}

const createPool = async (url: string, log: Log): Promise<Pool> => {
  const { default: pg } = await import('pg')
  // The driver would repeat the address when it complains, and with it the password.
  if (!URL.canParse(url))
    throw new DatabaseRefused('the database address is not like postgres://user:password@host:5432/name')
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: connectTimeout,
    statement_timeout: statementTimeout,
    query_timeout: statementTimeout + connectTimeout,
    keepAlive: true,
    idle_in_transaction_session_timeout: statementTimeout,
    application_name: 'portico',
    types: { getTypeParser: (type: number) => parsers.get(type) ?? asText },
  })
  // An idle connection that breaks is replaced; one at work says so to whoever waits for its answer.
  pool.on('error', (error) => log.warn('a connection to the database broke', { error: translatePostgres(error) }))
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

const assertServer = async (pool: Pool, log: Log): Promise<void> => {
  const settings = async (name: string): Promise<unknown> =>
    (await query(pool, asking(`show ${name}`, [], true))).rows[0]?.[0]
  if (Number(await settings('server_version_num')) < oldestVersion)
    throw new DatabaseRefused(
      `PostgreSQL ${oldestVersion / 10_000} or newer is needed; this is ${await settings('server_version')}`,
    )
  if ((await settings('server_encoding')) !== 'UTF8')
    throw new DatabaseRefused('the database must have the encoding UTF8')
  const commit = await settings('synchronous_commit')
  if (commit !== 'on' && commit !== 'remote_apply')
    throw new DatabaseRefused(`synchronous_commit must be on, so that what was answered is kept; it is ${commit}`)
  if ((await settings('fsync')) !== 'on') log.warn('the database runs with fsync off: a power cut loses it')
}

/** One name per statement, so that each connection parses and plans it once. */
const nameOf = new Map<string, string>()

const query = async (client: Pool | ClientBase, ask: Ask): Promise<Answer> => {
  const { sql } = ask.statement
  const name = nameOf.get(sql) ?? `portico${nameOf.size}`
  nameOf.set(sql, name)
  const config: QueryArrayConfig<unknown[]> = { name, text: sql, values: bound(ask), rowMode: 'array' }
  try {
    const { rows, rowCount } = await client.query(config)
    return { rows, changed: rowCount ?? 0 }
  } catch (error) {
    throw translatePostgres(error)
  }
}

const drive = async <T>(client: Pool | ClientBase, unit: Unit<T>): Promise<T> => {
  let step = unit.next()
  while (step.done !== true) step = unit.next(await query(client, step.value))
  return step.value
}

const inTransaction = async <T>(pool: Pool, unit: () => Unit<T>): Promise<T> => {
  const client = await connect(pool)
  try {
    await query(client, begin)
    const value = await drive(client, unit())
    await commit(client)
    client.release()
    return value
  } catch (error) {
    client.release(!(await rolledBack(client)))
    throw error
  }
}

const begin = asking('begin isolation level read committed')
const rollback = asking('rollback')

/** PostgreSQL answers `commit` with a rollback, and no error, when something in the transaction had failed. */
const commit = async (client: PoolClient): Promise<void> => {
  try {
    const { command } = await client.query('commit')
    if (command !== 'COMMIT') throw new StorageUnavailable('the commit failed')
  } catch (error) {
    throw translatePostgres(error)
  }
}

/** False when the connection is of no further use. The server then rolls back by itself. */
const rolledBack = async (client: PoolClient): Promise<boolean> => {
  try {
    await query(client, rollback)
    return true
  } catch {
    return false
  }
}

const connect = async (pool: Pool): Promise<PoolClient> => {
  try {
    return await pool.connect()
  } catch (error) {
    throw translatePostgres(error)
  }
}
