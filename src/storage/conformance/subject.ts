import type { ColumnKind } from '../columns.ts'
import type { Kind } from '../records.ts'
import type { Storage } from '../storage.ts'

/** What the suite is run on. */
export interface Subject {
  readonly storage: Storage
  /** Every row as text, as it lies in the engine: to be searched for what must not be there. */
  dump(): Promise<string>
  close(): Promise<void>
  /** Another node on the same data. */
  another?(): Promise<Storage>
  /** What the migrations made. */
  schema?(): Promise<Schema>
}

export interface Schema {
  /** How the engine keeps a kind of column. */
  typeOf(kind: ColumnKind): string
  /** By the names that the engine uses. */
  readonly tables: ReadonlyMap<string, TableShape>
}

export interface TableShape {
  /** Type, and `not null` where that is so, by column. */
  readonly columns: ReadonlyMap<string, string>
  /** Column lists, joined with commas, sorted. The primary key is not among them. */
  readonly unique: readonly string[]
  readonly index: readonly string[]
}

/** What an engine may be excused from, by the name of the promise. */
export type Promises = 'outlives the program' | 'is shared by several nodes' | 'has the tables of records.ts'
export type Differences = Readonly<Partial<Record<Promises, string>>>

/** Registers tests on a storage that is empty before each. */
export type Part = (subject: () => Subject) => void

export const inUse = (kind: Kind, ...columns: string[]) => ({ name: 'Taken', kind, columns })
