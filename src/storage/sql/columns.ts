import type { ColumnKind } from '../columns.ts'
import { jsonOf } from '../fit.ts'

/** What a driver is given for a value. */
export type SqlValue = string | number | boolean | Uint8Array | null | readonly (string | number | boolean | null)[]

/** How one kind of column is kept by one engine. `null`, for what is absent, is dealt with before either function. */
export interface ColumnMapping {
  readonly type: string
  readonly encode: (value: unknown) => SqlValue
  readonly decode: (raw: unknown) => unknown
}

export type ColumnMappings = Readonly<Record<ColumnKind, ColumnMapping>>

const asIs = { encode: (value: unknown) => value as SqlValue, decode: (raw: unknown) => raw }
const asJson = { encode: jsonOf, decode: (raw: unknown) => JSON.parse(String(raw)) }
/** Copies: the caller may go on writing into its bytes, and the driver's may be a view into something larger. */
const copyBytes = (bytes: unknown): Uint8Array => new Uint8Array(bytes as Uint8Array)
const asBytes = { encode: copyBytes, decode: copyBytes }

export const sqliteColumns: ColumnMappings = {
  id: { type: 'text', ...asIs },
  text: { type: 'text', ...asIs },
  int: { type: 'integer', ...asIs },
  time: { type: 'integer', ...asIs },
  flag: { type: 'integer', encode: (value) => (value === true ? 1 : 0), decode: (raw) => raw === 1 },
  json: { type: 'text', ...asJson },
  bytes: { type: 'blob', ...asBytes },
}

/**
 * Texts are in the "C" collation, so that they order and fold as on SQLite, whatever locale the cluster was made with.
 * `json` rather than `jsonb`: it keeps what was written, `\u0000` included, which `jsonb` refuses.
 */
export const postgresColumns: ColumnMappings = {
  id: { type: 'text collate "C"', ...asIs },
  text: { type: 'text collate "C"', ...asIs },
  int: { type: 'bigint', ...asIs },
  time: { type: 'bigint', ...asIs },
  flag: { type: 'boolean', ...asIs },
  json: { type: 'json', ...asJson },
  bytes: { type: 'bytea', ...asBytes },
}

/** `spentCodes` is kept in `spent_codes`: names that need no quotes when an administrator looks. */
export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
