import type { ColumnKind } from '../columns.ts'

/**
 * One step of the timeline that both engines share. A migration is frozen once released: it says what it makes itself
 * and never looks at `records.ts`, which has moved on by the time an old database meets it.
 */
export interface Migration {
  /** `0001-foundation`: applied in this order, remembered by this name. */
  readonly id: string
  readonly steps: readonly MigrationStep[]
}

/** The shape of a table changes by `create`, `extend` and `drop` only: backups read it off them. */
export type MigrationStep =
  | ({ readonly create: string; readonly columns: MigrationColumns } & MigrationSets)
  /** New columns are optional: there may be records. */
  | ({ readonly extend: string; readonly columns: MigrationColumns } & MigrationSets)
  | { readonly drop: string }
  /** Moves data, in statements that both engines understand. */
  | { readonly run: readonly string[] }

/** By the names of `records.ts`; a question mark makes a column optional. `id` is implied. */
export type MigrationColumns = Readonly<Record<string, ColumnKind | `${ColumnKind}?`>>

export interface MigrationSets {
  readonly unique?: readonly (readonly string[])[]
  readonly index?: readonly (readonly string[])[]
}

export interface MadeTable {
  readonly columns: ReadonlyMap<string, { readonly kind: ColumnKind; readonly optional: boolean }>
}

/** What the tables look like after these migrations, by the names of `records.ts`. */
export const tablesAfter = (migrations: readonly Migration[]): ReadonlyMap<string, MadeTable> => {
  const tables = new Map<string, MadeTable>()
  for (const step of migrations.flatMap(({ steps }) => steps)) {
    if ('create' in step) tables.set(step.create, { columns: new Map([idColumn, ...made(step.columns)]) })
    else if ('extend' in step) {
      const before = tables.get(step.extend)?.columns ?? []
      tables.set(step.extend, { columns: new Map([...before, ...made(step.columns)]) })
    } else if ('drop' in step) tables.delete(step.drop)
  }
  return tables
}

type MadeColumn = readonly [string, { readonly kind: ColumnKind; readonly optional: boolean }]

const idColumn: MadeColumn = ['id', { kind: 'id', optional: false }]

const made = (columns: MigrationColumns): readonly MadeColumn[] =>
  Object.entries(columns).map(([name, kind]) => [
    name,
    { kind: kind.replace('?', '') as ColumnKind, optional: kind.endsWith('?') },
  ])
