import type { Test } from '../conditions.ts'
import { type Plain, tableOf } from '../fit.ts'
import type { Kind, Row } from '../records.ts'
import type { SqlValue } from './columns.ts'
import type { Dialect } from './dialect.ts'

/** Turns records and conditions into what the driver is given, and back. Rows arrive in the order of the table's columns. */
export interface Rows {
  encode(kind: Kind, row: Plain): SqlValue[]
  encodeColumns(kind: Kind, columns: readonly string[], values: Plain): SqlValue[]
  /** The values that conditions compare with, in the order in which their slots were handed out. */
  encodeTests(tests: readonly Test[]): SqlValue[]
  decode<K extends Kind>(kind: K, raw: readonly unknown[]): Row<K>
}

export const createRows = (dialect: Dialect): Rows => {
  const { columns: mappings } = dialect

  const encodeTest = (test: Test): SqlValue[] => {
    const { encode } = mappings[test.kind]
    switch (test.is) {
      case 'oneOf':
        return [dialect.oneOf(test.values.map(encode) as (string | number | boolean)[])]
      case 'equal':
      case 'before':
      case 'after':
      case 'contains':
        return [encode(test.value)]
      default:
        return []
    }
  }

  const encodeColumns = (kind: Kind, columns: readonly string[], values: Plain): SqlValue[] => {
    const table = tableOf(kind)
    return columns.map((name) => {
      const value = values[name]
      const column = table.column.get(name)
      return value === undefined || column === undefined ? null : mappings[column.kind].encode(value)
    })
  }

  return {
    encode: (kind, row) =>
      tableOf(kind).columns.map(([name, { kind: of }]) => {
        const value = row[name]
        return value === undefined ? null : mappings[of].encode(value)
      }),
    encodeColumns,
    encodeTests: (tests) => tests.flatMap(encodeTest),
    decode<K extends Kind>(kind: K, raw: readonly unknown[]) {
      const row: Record<string, unknown> = {}
      const { columns } = tableOf(kind)
      for (let at = 0; at < columns.length; at++) {
        const entry = columns[at]
        const value = raw[at]
        if (entry !== undefined && value !== null && value !== undefined)
          row[entry[0]] = mappings[entry[1].kind].decode(value)
      }
      return row as Row<K>
    },
  }
}
