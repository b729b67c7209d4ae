import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { assertKnown } from '../migrations/migrate.ts'
import { tablesAfter } from '../migrations/migration.ts'
import { timeline } from '../migrations/timeline.ts'
import { snake } from '../sql/columns.ts'
import { DatabaseRefused } from '../sql/database-refused.ts'
import { translateSqlite } from '../sql/sqlite-errors.ts'

/** What a backup holds. */
export interface BackupContents {
  /** The migrations of the installation it was made from. */
  readonly migrations: readonly string[]
  /** How many records there are of each table. */
  readonly records: ReadonlyMap<string, number>
}

/**
 * Reads a backup through: that the file is whole, and that this version of Portico can restore it.
 * Throws `DatabaseRefused` in one sentence.
 */
export const verifyBackup = (file: string): BackupContents => {
  if (!existsSync(file)) throw new DatabaseRefused(`${file}: there is no such file`)
  return reading(file, (database) => {
    const column = (sql: string): unknown[] =>
      database
        .prepare(sql)
        .all()
        .flatMap((row) => Object.values(row))
    const [verdict] = column('pragma integrity_check')
    if (verdict !== 'ok') throw new DatabaseRefused(`${file}: the backup is damaged`)
    if (!column("select name from sqlite_schema where type = 'table'").includes('migrations'))
      throw new DatabaseRefused(`${file}: this is not a backup of Portico`)
    // A trigger would go on doing in the installation what whoever wrote it wanted.
    if (column("select name from sqlite_schema where type not in ('table', 'index')").length > 0)
      throw new DatabaseRefused(`${file}: there is in it what no backup of Portico has`)
    const migrations = column('select id from migrations order by id').map(String)
    assertKnown(migrations, timeline)
    const tables = [...tablesAfter(timeline.slice(0, migrations.length)).keys()]
    const count = (table: string): number => Number(column(`select count(*) from "${snake(table)}"`)[0])
    return { migrations, records: new Map(tables.map((table) => [table, count(table)])) }
  })
}

/** Opens a database file for reading only, and closes it. Translates what goes wrong. */
export const reading = <T>(file: string, use: (database: DatabaseSync) => T): T => {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file, { readOnly: true })
    database.exec('pragma trusted_schema = off')
    return use(database)
  } catch (error) {
    throw error instanceof DatabaseRefused ? error : translateSqlite(error, file)
  } finally {
    database?.close()
  }
}

/**
 * Makes a file by way of a partial one beside it, so that what bears the name is whole and on the disk.
 * Throws `DatabaseRefused` rather than overwrite anything.
 */
export const makeWhole = async (file: string, make: (partial: string) => Promise<void>): Promise<void> => {
  const partial = `${file}.partial`
  for (const path of [file, `${file}-wal`, `${file}-shm`])
    if (existsSync(path)) throw new DatabaseRefused(`${path}: there is a file already, and it is left alone`)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  rmSync(partial, { force: true })
  closeSync(openSync(partial, 'wx', 0o600))
  try {
    await make(partial)
    flush(partial)
    renameSync(partial, file)
    flush(dirname(file))
  } catch (error) {
    for (const path of [partial, `${partial}-journal`, `${partial}-wal`, `${partial}-shm`])
      rmSync(path, { force: true })
    throw error
  }
}

const flush = (path: string): void => {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
