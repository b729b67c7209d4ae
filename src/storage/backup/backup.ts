import { copyFileSync } from 'node:fs'
import { backup, DatabaseSync } from 'node:sqlite'
import type { Log } from '../../lib/log.ts'
import { migrate } from '../migrations/migrate.ts'
import { timeline } from '../migrations/timeline.ts'
import { openEngine, type StorageAddress } from '../open-storage.ts'
import { translateSqlite } from '../sql/sqlite-errors.ts'
import { type BackupContents, makeWhole, verifyBackup } from './backup-file.ts'
import { exportTo, importFrom } from './transfer.ts'

/**
 * Copies an installation, as it is at one instant, into a file that must not exist yet, while it goes on working.
 * Everything acknowledged before the call is in it. The file is a SQLite database whichever engine it comes from.
 * It holds hashes and sealed keys, and people's data: it is as private as the installation itself.
 */
export const backupTo = async (from: StorageAddress, file: string, log: Log): Promise<BackupContents> => {
  let contents: BackupContents | undefined
  await makeWhole(file, async (partial) => {
    if ('sqliteFile' in from) await copySqlite(from.sqliteFile, partial)
    else await withEngine(from, log, (engine) => engine.write(() => exportTo(partial)))
    contents = verifyBackup(partial)
  })
  return contents ?? verifyBackup(file)
}

/**
 * Makes an installation out of a backup, on either engine, and brings it up to date. Refuses with `DatabaseRefused` a target
 * that holds anything, and a backup that is damaged or from a newer version; the target is then as it was.
 */
export const restoreFrom = async (file: string, to: StorageAddress, log: Log): Promise<BackupContents> => {
  const contents = verifyBackup(file)
  if ('sqliteFile' in to) {
    await makeWhole(to.sqliteFile, async (partial) => copyFileSync(file, partial))
    await withEngine(to, log, migrate)
  } else {
    const migrations = timeline.slice(0, contents.migrations.length)
    await withEngine(to, log, async (engine) => {
      await engine.write(() => importFrom(file, migrations))
      await migrate(engine)
    })
  }
  return contents
}

const withEngine = async <T>(
  address: StorageAddress,
  log: Log,
  use: (engine: Awaited<ReturnType<typeof openEngine>>) => Promise<T>,
): Promise<T> => {
  const engine = await openEngine(address, log)
  try {
    return await use(engine)
  } finally {
    await engine.close()
  }
}

/** All pages in one step: the copy is then of one instant, and writers, who only wait for one another, do not hold it up. */
const allPages = 0x7fff_ffff

const copySqlite = async (source: string, partial: string): Promise<void> => {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(source, { readOnly: true })
    await backup(database, partial, { rate: allPages })
  } catch (error) {
    throw translateSqlite(error, source)
  } finally {
    database?.close()
  }
  // One file, that nothing beside it belongs to.
  const copy = new DatabaseSync(partial)
  copy.exec('pragma journal_mode = delete')
  copy.close()
}
