import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { ColumnKind } from '../columns.ts'
import { statementsOf } from '../migrations/ddl.ts'
import { appliedMigrations, applyMigration, assertKnown, lockMigrations, startTimeline } from '../migrations/migrate.ts'
import { type Migration, tablesAfter } from '../migrations/migration.ts'
import { timeline } from '../migrations/timeline.ts'
import { postgresColumns, type SqlValue, snake, sqliteColumns } from '../sql/columns.ts'
import { DatabaseRefused } from '../sql/database-refused.ts'
import { postgresDialect, sqliteDialect } from '../sql/dialect.ts'
import { asking, type Unit } from '../sql/engine.ts'
import { reading } from './backup-file.ts'

const batch = 500

type TransferTable = readonly [name: string, columns: readonly (readonly [name: string, kind: ColumnKind])[]]

const tablesOf = (migrations: readonly Migration[]): readonly TransferTable[] =>
  [...tablesAfter(migrations)].map(([name, { columns }]) => [
    name,
    [...columns].map(([column, { kind }]) => [column, kind] as const),
  ])

const listed = (columns: TransferTable[1]): string => columns.map(([name]) => `"${snake(name)}"`).join(', ')

/** JSON is text on either side and goes over letter by letter. */
const toSqlite = (kind: ColumnKind, raw: unknown): SQLInputValue => {
  if (raw === null || kind === 'json') return raw as SQLInputValue
  return sqliteColumns[kind].encode(postgresColumns[kind].decode(raw)) as SQLInputValue
}

/** As PostgreSQL writes the value down. */
const toPostgresText = (kind: ColumnKind, raw: unknown): string | null => {
  if (raw === null) return null
  if (kind === 'flag') return sqliteColumns.flag.decode(raw) === true ? 'true' : 'false'
  return raw instanceof Uint8Array ? `\\x${Buffer.from(raw).toString('hex')}` : String(raw)
}

/** Reads a PostgreSQL installation, as it is at one instant while others go on writing, into a new SQLite database. */
export function* exportTo(file: string): Unit<void> {
  yield asking('set transaction isolation level repeatable read, read only')
  const applied = yield* appliedMigrations(postgresDialect)
  if (applied === undefined) throw new DatabaseRefused('there is nothing to back up: the database is empty')
  assertKnown(applied, timeline)
  const migrations = timeline.slice(0, applied.length)

  const database = new DatabaseSync(file)
  try {
    database.exec(`begin; create table migrations (id text primary key not null) strict`)
    for (const migration of migrations) {
      // Of what moved data there is nothing left to move.
      const steps = migration.steps.filter((step) => !('run' in step))
      for (const sql of statementsOf({ ...migration, steps }, sqliteDialect)) database.exec(sql)
      database.prepare('insert into migrations (id) values (?)').run(migration.id)
    }
    for (const table of tablesOf(migrations)) yield* exportTable(database, table)
    database.exec('commit')
  } finally {
    database.close()
  }
}

function* exportTable(database: DatabaseSync, [name, columns]: TransferTable): Unit<void> {
  const insert = database.prepare(
    `insert into "${snake(name)}" (${listed(columns)}) values (${columns.map(() => '?').join(', ')})`,
  )
  const select = `select ${listed(columns)} from "${snake(name)}"`
  let page = yield asking(`${select} order by id limit ${batch}`, [], true)
  while (page.rows.length > 0) {
    for (const row of page.rows) insert.run(...columns.map(([, kind], at) => toSqlite(kind, row[at])))
    const [last] = page.rows.at(-1) ?? []
    page = yield asking(`${select} where id > $1 order by id limit ${batch}`, [String(last)], true)
  }
}

/** Writes a backup into a PostgreSQL database that must be empty, in the transaction of the unit. */
export function* importFrom(file: string, migrations: readonly Migration[]): Unit<void> {
  yield* lockMigrations(postgresDialect)
  yield* startTimeline(postgresDialect)
  for (const migration of migrations) yield* applyMigration(postgresDialect, migration)
  for (const table of tablesOf(migrations)) yield* importTable(file, table)
}

function* importTable(file: string, [name, columns]: TransferTable): Unit<void> {
  const values = columns.map((_, at) => `$${at + 1}::text[]`).join(', ')
  const names = columns.map((_, at) => `c${at}`).join(', ')
  const casts = columns.map(([, kind], at) => `c${at}::${postgresColumns[kind].type}`).join(', ')
  const insert = `insert into "${snake(name)}" (${listed(columns)}) select ${casts} from unnest(${values}) as r(${names})`
  const table: TransferTable = [name, columns]
  for (let rows = readPage(file, table); rows.length > 0; rows = readPage(file, table, String(rows.at(-1)?.[0]))) {
    yield asking(
      insert,
      columns.map(([, kind], at): SqlValue => rows.map((row) => toPostgresText(kind, row[at]))),
    )
  }
}

const readPage = (file: string, [name, columns]: TransferTable, after?: string): readonly unknown[][] =>
  reading(file, (database) => {
    const where = after === undefined ? '' : 'where id > ?'
    const select = database.prepare(
      `select ${listed(columns)} from "${snake(name)}" ${where} order by id limit ${batch}`,
    )
    select.setReturnArrays(true)
    return (after === undefined ? select.all() : select.all(after)) as unknown as unknown[][]
  })
