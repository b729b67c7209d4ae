import { DatabaseRefused } from '../sql/database-refused.ts'
import type { Dialect } from '../sql/dialect.ts'
import { asking, type Engine, type Unit } from '../sql/engine.ts'
import { statementsOf } from './ddl.ts'
import type { Migration } from './migration.ts'
import { timeline } from './timeline.ts'

/** Any number, as long as every node uses the same. */
const lockKey = 727_364_001

/**
 * Brings the database up to date in one transaction: an interrupted migration leaves nothing behind. Of several nodes
 * that start at once one migrates and the others wait. Resolves to the migrations that were applied.
 * Throws `DatabaseRefused` for a database that a newer version has used, or that is somebody else's.
 */
export const migrate = (engine: Engine, migrations: readonly Migration[] = timeline): Promise<readonly string[]> =>
  engine.write(() => migrating(engine.dialect, migrations))

function* migrating(dialect: Dialect, migrations: readonly Migration[]): Unit<readonly string[]> {
  yield* lockMigrations(dialect)
  const applied = yield* appliedMigrations(dialect)
  assertKnown(applied ?? [], migrations)
  if (applied === undefined) yield* startTimeline(dialect)
  const pending = migrations.slice(applied?.length ?? 0)
  for (const migration of pending) yield* applyMigration(dialect, migration)
  return pending.map(({ id }) => id)
}

/** Held until the transaction ends; SQLite has the write lock already. */
export function* lockMigrations(dialect: Dialect): Unit<void> {
  if (dialect.name === 'sqlite') return
  yield asking('set local statement_timeout = 0')
  yield asking(`select pg_advisory_xact_lock(${lockKey})`, [], true)
}

/** Throws `DatabaseRefused` unless the database is empty. */
export function* startTimeline(dialect: Dialect): Unit<void> {
  const [table] = yield* tableNames(dialect)
  if (table !== undefined)
    throw new DatabaseRefused(`the database is in use (it has a table ${table}): give Portico one of its own`)
  yield asking(`create table migrations (id ${dialect.columns.id.type} primary key not null) ${dialect.tableEnd}`)
}

export function* applyMigration(dialect: Dialect, migration: Migration): Unit<void> {
  for (const sql of statementsOf(migration, dialect)) yield asking(sql)
  const placeholder = dialect.name === 'sqlite' ? '?' : '$1'
  yield asking(`insert into migrations (id) values (${placeholder})`, [migration.id])
}

/** In the order of the timeline; undefined for a database that has never been Portico's. */
export function* appliedMigrations(dialect: Dialect): Unit<readonly string[] | undefined> {
  if (!(yield* tableNames(dialect)).includes('migrations')) return undefined
  const { rows } = yield asking('select id from migrations order by id', [], true)
  return rows.map(([id]) => String(id))
}

/** Throws `DatabaseRefused` unless the database is at a point of this timeline. */
export const assertKnown = (applied: readonly string[], migrations: readonly Migration[]): void => {
  const strange = applied.find((id, at) => migrations[at]?.id !== id)
  if (strange === undefined) return
  const newest = migrations.at(-1)?.id ?? 'none'
  throw new DatabaseRefused(
    `the database has been used by a newer version of Portico (it has ${strange}, this version knows up to ${newest}): start that version, or restore a backup made before it`,
  )
}

function* tableNames(dialect: Dialect): Unit<readonly string[]> {
  const { rows } = yield asking(
    dialect.name === 'sqlite'
      ? "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name"
      : 'select tablename::text from pg_tables where schemaname = current_schema() order by tablename',
    [],
    true,
  )
  return rows.map(([name]) => String(name))
}
