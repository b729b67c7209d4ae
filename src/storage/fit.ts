import type { Column, ColumnKind } from './columns.ts'
import { type Kind, type Row, records } from './records.ts'
import { Unfit } from './storage.ts'

/** A record with its types forgotten: what engines pass around below the contract. */
export type Plain = Readonly<Record<string, unknown>>

export interface PlainTable {
  readonly kind: Kind
  /** `id` first, then as on the page of records. */
  readonly columns: readonly (readonly [name: string, column: Column])[]
  readonly column: ReadonlyMap<string, Column>
  readonly unique: readonly (readonly string[])[]
  /** Columns that are looked up by. PostgreSQL cannot index what is long. */
  readonly short: ReadonlySet<string>
}

const plainTable = (kind: Kind): PlainTable => {
  const columns: [string, Column][] = [
    ['id', { kind: 'id', optional: false }],
    ...Object.entries<Column>(records[kind].columns),
  ]
  const { unique, index } = records[kind]
  const short = new Set(['id', ...unique.flat(), ...index.flat()])
  return { kind, columns, column: new Map(columns), unique, short }
}

export const kinds = Object.keys(records) as readonly Kind[]
const tables = new Map(kinds.map((kind) => [kind, plainTable(kind)]))

export const tableOf = (kind: Kind): PlainTable => {
  const table = tables.get(kind)
  if (table === undefined) throw new Unfit(`there is no table ${String(kind)}`)
  return table
}

export const columnOf = (kind: Kind, name: string): Column => {
  const column = tableOf(kind).column.get(name)
  if (column === undefined) throw new Unfit(`${kind} has no column ${name}`)
  return column
}

/** Neither SQLite nor PostgreSQL keeps NUL and half surrogate pairs as they are; so nobody does. */
export const fitsText = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/** Whether a column of this kind can hold the value. JSON is looked at when it is written out. */
export const fits = (kind: ColumnKind, value: unknown): boolean => {
  switch (kind) {
    case 'id':
    case 'text':
      return typeof value === 'string' && fitsText(value)
    case 'int':
    case 'time':
      return Number.isSafeInteger(value)
    case 'flag':
      return typeof value === 'boolean'
    case 'bytes':
      return value instanceof Uint8Array
    case 'json':
      return value !== undefined
  }
}

/** In UTF-8. PostgreSQL refuses index entries above some 2,700 bytes, and an index may have two such columns. */
const mostIndexedBytes = 1000

const tooLong = (kind: Kind, name: string, value: unknown): boolean =>
  typeof value === 'string' &&
  value.length * 3 > mostIndexedBytes &&
  tableOf(kind).short.has(name) &&
  Buffer.byteLength(value) > mostIndexedBytes

/** Throws `Unfit`, naming the column and never the value. */
export const assertFitsValue = (kind: Kind, name: string, value: unknown): void =>
  assertFitsColumn(kind, name, columnOf(kind, name), value)

const assertFitsColumn = (kind: Kind, name: string, column: Column, value: unknown): void => {
  if (tooLong(kind, name, value)) throw new Unfit(`${kind}.${name} cannot hold this much`)
  if (value === undefined ? column.optional : fits(column.kind, value)) return
  throw new Unfit(`${kind}.${name} cannot hold this ${value === undefined ? 'absence' : typeof value}`)
}

/** Throws `Unfit` unless every column of the record can be held, and there is no other. */
export const assertFitsRow = (kind: Kind, row: Plain): void => {
  const table = tableOf(kind)
  for (const [name, column] of table.columns) assertFitsColumn(kind, name, column, row[name])
  for (const name in row) if (!table.column.has(name)) columnOf(kind, name)
}

/** Throws `Unfit` unless these columns can be set to these values. */
export const assertFitsSet = (kind: Kind, to: Plain): void => {
  if ('id' in to) throw new Unfit(`${kind}: an id is not changed`)
  for (const name in to) assertFitsValue(kind, name, to[name])
}

export const jsonOf = (value: unknown): string => {
  const text = JSON.stringify(value)
  if (text === undefined) throw new Unfit(`a ${typeof value} is not JSON`)
  return text
}

/** A value that shares nothing with the one given, as it would come back from a database. */
const copyValue = (kind: ColumnKind, value: unknown): unknown => {
  if (kind === 'json') return JSON.parse(jsonOf(value))
  return value instanceof Uint8Array ? new Uint8Array(value) : value
}

/** A record that shares nothing with the one given; absent columns are left out. */
export const copyRow = <K extends Kind>(kind: K, row: Plain): Row<K> => {
  const copy: Record<string, unknown> = {}
  for (const [name, column] of tableOf(kind).columns) {
    if (row[name] !== undefined) copy[name] = copyValue(column.kind, row[name])
  }
  return copy as Row<K>
}
