import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  type SqlBool,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely'
import { type ColumnMappings, postgresColumns, sqliteColumns } from './columns.ts'

/** Tables and columns by name only: the contract above has the types. */
export type AnyTables = Record<string, Record<string, unknown>>

/** All that differs between the engines in the text of a statement. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres'
  readonly columns: ColumnMappings
  /** Only ever asked to compile. */
  readonly builder: Kysely<AnyTables>
  /** Rows that are read in order to be written are locked; SQLite has one writer at a time and no need. */
  readonly locksRows: boolean
  /** `list` is one value, however many are in it, so that the statement stays the same. */
  readonly isOneOf: (column: RawBuilder<unknown>, list: RawBuilder<unknown>) => RawBuilder<SqlBool>
  readonly oneOf: (values: readonly (string | number | boolean)[]) => string | readonly (string | number | boolean)[]
  readonly contains: (column: RawBuilder<unknown>, part: RawBuilder<unknown>) => RawBuilder<SqlBool>
  /** What ends the definition of a table. */
  readonly tableEnd: string
}

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  columns: sqliteColumns,
  builder: new Kysely<AnyTables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  }),
  locksRows: false,
  isOneOf: (column, list) => sql`${column} in (select value from json_each(${list}))`,
  oneOf: (values) => JSON.stringify(values),
  contains: (column, part) => sql`instr(lower(${column}), ${part}) > 0`,
  // The primary key is the table: one tree less to write to.
  tableEnd: 'strict, without rowid',
}

export const postgresDialect: Dialect = {
  name: 'postgres',
  columns: postgresColumns,
  builder: new Kysely<AnyTables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }),
  locksRows: true,
  isOneOf: (column, list) => sql`${column} = any(${list})`,
  oneOf: (values) => values,
  contains: (column, part) => sql`strpos(lower(${column}), ${part}) > 0`,
  tableEnd: '',
}
