/**
 * What a column can hold. Each engine maps these kinds in one place (`sql/columns.ts`);
 * everything above storage sees the TypeScript type only.
 */
export type ColumnKind = 'id' | 'text' | 'int' | 'time' | 'flag' | 'json' | 'bytes'

export interface Column<T = unknown, Optional extends boolean = boolean> {
  readonly kind: ColumnKind
  readonly optional: Optional
  /** Never read: carries the type of what the column holds. */
  readonly holds?: T
}

const column =
  <T>(kind: ColumnKind) =>
  (): Column<T, false> => ({ kind, optional: false })

export const text = <T extends string = string>(): Column<T, false> => ({ kind: 'text', optional: false })
export const int = column<number>('int')
/** Milliseconds since the epoch. */
export const time = column<number>('time')
export const flag = column<boolean>('flag')
export const bytes = column<Uint8Array>('bytes')
/** Any JSON value. `undefined` members are dropped on the way in, as JSON.stringify does. */
export const json = <T>(): Column<T, false> => ({ kind: 'json', optional: false })
/** Absent is `undefined`, never `null`; an optional column takes no part in uniqueness while absent. */
export const optional = <T>(of: Column<T, false>): Column<T, true> => ({ kind: of.kind, optional: true })

export type Columns = Readonly<Record<string, Column>>

export interface Table<C extends Columns = Columns> {
  readonly columns: C
  /** Sets of columns whose values, taken together, no two records share. */
  readonly unique: readonly (readonly (keyof C & string)[])[]
  /** Sets of columns that are looked up by. */
  readonly index: readonly (readonly (keyof C & string)[])[]
  /** The column after whose time the record is as good as gone; the sweep removes it. */
  readonly expires?: keyof C & string
}

type Held<C> = C extends Column<infer T, boolean> ? T : never

/** A record as the program sees it. `id` is always its primary key. */
export type RowOf<C extends Columns> = { readonly id: string } & {
  readonly [K in keyof C as C[K] extends Column<unknown, false> ? K : never]: Held<C[K]>
} & {
  readonly [K in keyof C as C[K] extends Column<unknown, false> ? never : K]?: Held<C[K]> | undefined
}

export const table = <C extends Columns>(
  columns: C,
  rules: {
    unique?: readonly (readonly (keyof C & string)[])[]
    index?: readonly (readonly (keyof C & string)[])[]
    expires?: keyof C & string
  } = {},
): Table<C> => ({
  columns,
  unique: rules.unique ?? [],
  index: rules.index ?? [],
  ...(rules.expires === undefined ? {} : { expires: rules.expires }),
})
