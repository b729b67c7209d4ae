import type { ColumnKind } from './columns.ts'
import { columnOf, fits, fitsText, type Plain, tableOf } from './fit.ts'
import type { Kind } from './records.ts'
import { Unfit } from './storage.ts'

/** One condition of a `Where`, told apart once for all engines. */
export type Test = { readonly column: string; readonly kind: ColumnKind } & (
  | { readonly is: 'equal' | 'before' | 'after' | 'contains'; readonly value: unknown }
  | { readonly is: 'oneOf'; readonly values: readonly unknown[]; readonly orAbsent: boolean }
  | { readonly is: 'present' | 'absent' | 'never' }
)

const isForm = (condition: unknown): condition is Plain =>
  typeof condition === 'object' && condition !== null && !(condition instanceof Uint8Array)

/**
 * The conditions in the order in which they were written. Throws `Unfit` for one that the column cannot be asked:
 * JSON and bytes only know whether they are there, and only numbers come before and after.
 * Text that no engine can hold equals nothing, so that a stranger's text may be looked up as it is.
 */
export const testsOf = (kind: Kind, where: Plain): readonly Test[] =>
  Object.entries(where).map(([column, condition]) => testOf(kind, column, condition))

const testOf = (kind: Kind, column: string, condition: unknown): Test => {
  const of = columnOf(kind, column).kind
  const base = { column, kind: of }
  if (condition === undefined) return { ...base, is: 'absent' }
  if (isForm(condition)) {
    const [form, ...others] = Object.keys(condition)
    const value = condition[form ?? '']
    if (others.length > 0) throw new Unfit(`${kind}.${column} is asked two things at once`)
    if (form === 'present' && typeof value === 'boolean') return { ...base, is: value ? 'present' : 'absent' }
    const number = of === 'int' || of === 'time'
    if ((form === 'before' || form === 'after') && number && fits(of, value)) return { ...base, is: form, value }
    const text = of === 'id' || of === 'text'
    if (form === 'contains' && text && typeof value === 'string')
      return fitsText(value) ? { ...base, is: form, value: lowerAscii(value) } : { ...base, is: 'never' }
    if (form === 'oneOf' && Array.isArray(value) && comparable(of)) {
      const values = value.filter((one) => one !== undefined && holdable(kind, column, of, one))
      return { ...base, is: 'oneOf', values, orAbsent: value.includes(undefined) }
    }
  } else if (comparable(of)) {
    return holdable(kind, column, of, condition) ? { ...base, is: 'equal', value: condition } : { ...base, is: 'never' }
  }
  throw new Unfit(`${kind}.${column} cannot be asked this`)
}

const comparable = (kind: ColumnKind): boolean => kind !== 'json' && kind !== 'bytes'

const holdable = (kind: Kind, column: string, of: ColumnKind, value: unknown): boolean => {
  if (fits(of, value)) return true
  if (typeof value === 'string' && (of === 'id' || of === 'text')) return false
  throw new Unfit(`${kind}.${column} cannot equal a ${typeof value}`)
}

export const lowerAscii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/**
 * A key of `find` as conditions; undefined when nothing can have it, because it asks for a value that is absent
 * or cannot be held. Throws `Unfit` when the columns are not unique together.
 */
export const keyOf = (kind: Kind, key: string | Plain): readonly Test[] | undefined => {
  if (typeof key === 'string')
    return fitsText(key) ? [{ column: 'id', kind: 'id', is: 'equal', value: key }] : undefined
  const names = Object.keys(key)
  const unique = [['id'], ...tableOf(kind).unique].some(
    (set) => set.length === names.length && set.every((name) => names.includes(name)),
  )
  if (!unique) throw new Unfit(`${kind} is not found by ${names.join(', ')}`)
  const tests = testsOf(kind, key)
  return tests.some(({ is }) => is !== 'equal') ? undefined : tests
}

/** Throws `Unfit` for a column that has no order. */
export const assertOrdered = (kind: Kind, column: string): void => {
  if (!comparable(columnOf(kind, column).kind)) throw new Unfit(`${kind}.${column} has no order`)
}

/** Throws `Unfit` unless limit and offset are whole numbers from zero. */
export const assertPaged = ({ limit = 0, offset = 0 }: { readonly limit?: number; readonly offset?: number }): void => {
  for (const n of [limit, offset]) if (!Number.isSafeInteger(n) || n < 0) throw new Unfit('no page is that large')
}
