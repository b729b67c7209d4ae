import { lowerAscii, type Test } from '../conditions.ts'
import type { Plain } from '../fit.ts'

/** Whether a record meets one condition. */
export const meets = (row: Plain, test: Test): boolean => {
  const value = row[test.column]
  switch (test.is) {
    case 'equal':
      return value === test.value
    case 'before':
      return value !== undefined && Number(value) < Number(test.value)
    case 'after':
      return value !== undefined && Number(value) > Number(test.value)
    case 'oneOf':
      return value === undefined ? test.orAbsent : test.values.includes(value)
    case 'contains':
      return typeof value === 'string' && lowerAscii(value).includes(String(test.value))
    case 'present':
      return value !== undefined
    case 'absent':
      return value === undefined
    case 'never':
      return false
  }
}

/** Negative when `one` comes first: absent values, then by size, texts by code point (JavaScript compares UTF-16 units). */
export const compareValues = (one: unknown, other: unknown): number => {
  if (one === other) return 0
  if (one === undefined) return -1
  if (other === undefined) return 1
  if (typeof one === 'string' && typeof other === 'string') return Buffer.compare(Buffer.from(one), Buffer.from(other))
  return Number(one) - Number(other)
}
