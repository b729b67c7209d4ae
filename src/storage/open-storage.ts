import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Log } from '../lib/log.ts'
import { migrate } from './migrations/migrate.ts'
import type { Engine } from './sql/engine.ts'
import { createSqlStorage } from './sql/sql-storage.ts'
import type { Storage } from './storage.ts'

/** Where everything is kept: a SQLite file, or a PostgreSQL database. */
export type StorageAddress = { readonly sqliteFile: string } | { readonly postgresUrl: string }

/**
 * Opens the storage, made or brought up to date first. Throws `DatabaseRefused` when it cannot be used as it is,
 * `StorageUnavailable` when it cannot be reached just now.
 */
export const openStorage = async (address: StorageAddress, log: Log): Promise<Storage> => {
  const engine = await openEngine(address, log)
  try {
    for (const id of await migrate(engine)) log.info('migrated the database', { id })
  } catch (error) {
    await engine.close()
    throw error
  }
  return createSqlStorage(engine)
}

/** The engine alone, nothing migrated. */
export const openEngine = async (address: StorageAddress, log: Log): Promise<Engine> => {
  // Each engine is loaded by those who use it.
  if ('postgresUrl' in address) return (await import('./sql/postgres.ts')).openPostgres(address.postgresUrl, log)
  makePrivate(address.sqliteFile)
  return (await import('./sql/sqlite.ts')).openSqlite(address.sqliteFile)
}

/** Makes folder and file for nobody else to read. SQLite gives the files beside it the same mode. */
const makePrivate = (file: string): void => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
}
