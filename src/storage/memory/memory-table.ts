import { type Test, testsOf } from '../conditions.ts'
import { copyRow, type Plain, tableOf } from '../fit.ts'
import type { Kind } from '../records.ts'
import { Taken } from '../storage.ts'
import { meets } from './meets.ts'

/** The records of one kind. Every write leaves a way back in `undo`, so that a list of changes can be all or nothing. */
export interface MemoryTable {
  get(id: string): Plain | undefined
  /** By columns that are unique together. */
  getBy(tests: readonly Test[]): Plain | undefined
  all(): Iterable<Plain>
  where(where: Plain): readonly Plain[]
  /** Replaces the record with this id, or removes it. Throws `Taken` when another holds a unique value. */
  set(id: string, row: Plain | undefined): void
}

/** One entry for the values of a unique set; undefined when one is absent, so that absence never collides. */
const entryOf = (set: readonly string[], row: Plain): string | undefined =>
  set.some((name) => row[name] === undefined) ? undefined : JSON.stringify(set.map((name) => row[name]))

export const createMemoryTable = (kind: Kind, undo: (() => void)[]): MemoryTable => {
  const rows = new Map<string, Plain>()
  const uniques = tableOf(kind).unique.map((set) => ({ set, holders: new Map<string, string>() }))

  const place = (id: string, row: Plain | undefined): void => {
    const old = rows.get(id)
    for (const { set, holders } of uniques) {
      const before = old && entryOf(set, old)
      if (before !== undefined) holders.delete(before)
      const after = row && entryOf(set, row)
      if (after !== undefined) holders.set(after, id)
    }
    if (row === undefined) rows.delete(id)
    else rows.set(id, row)
  }

  return {
    get: (id) => rows.get(id),
    getBy(tests) {
      for (const row of rows.values()) if (tests.every((test) => meets(row, test))) return row
      return undefined
    },
    all: () => rows.values(),
    where(where) {
      const tests = testsOf(kind, where)
      return [...rows.values()].filter((row) => tests.every((test) => meets(row, test)))
    },
    set(id, row) {
      const kept = row && copyRow(kind, row)
      for (const { set, holders } of uniques) {
        const holder = kept && holders.get(entryOf(set, kept) ?? '')
        if (holder !== undefined && holder !== id) throw new Taken(kind, set)
      }
      const old = rows.get(id)
      undo.push(() => place(id, old))
      place(id, kept)
    },
  }
}
