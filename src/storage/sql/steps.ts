import { assertPaged, type Test, testsOf } from '../conditions.ts'
import { assertFitsRow, assertFitsSet, assertFitsValue, fitsText, type Plain, tableOf } from '../fit.ts'
import type { Kind } from '../records.ts'
import { type Change, Missing, Taken } from '../storage.ts'
import type { Answer, Ask, Unit } from './engine.ts'
import type { Rows } from './rows.ts'
import type { Statements } from './statements.ts'

/**
 * One statement of a unit, with its values written out already: what the caller does to its record
 * after the call makes no difference to what is stored.
 */
export interface Step {
  /** Nothing to run when there can be no such record. */
  readonly ask: Ask | undefined
  /** Throws when the answer means failure. */
  readonly check?: (answer: Answer) => void
}

export interface Steps {
  add(kind: Kind, row: Plain): Step
  put(kind: Kind, row: Plain): Step
  /** Puts a record in the place of the one that is held, which is there: an index of what stays as it is has nothing to do. */
  rewrite(kind: Kind, held: Plain, row: Plain): Step
  remove(kind: Kind, id: string): Step
  removeWhere(kind: Kind, where: Plain): Step
  /** Answers with the record, which is gone. */
  take(kind: Kind, id: string): Step
  /** Answers with the record, which nobody else writes until the unit ends. */
  hold(kind: Kind, id: string): Step
  bump(id: string, by: number, end: number, now: number): Step
  claim(kinds: readonly string[], now: number, until: number, limit: number): Step
  /** A list of changes, in its order. */
  all(changes: readonly Change[]): readonly Step[]
}

const nothing: Answer = { rows: [], changed: 0 }

export function* runStep(step: Step): Unit<Answer> {
  const answer = step.ask === undefined ? nothing : yield step.ask
  step.check?.(answer)
  return answer
}

export function* runSteps(steps: readonly Step[]): Unit<void> {
  for (const step of steps) yield* runStep(step)
}

export const byId = (id: string): readonly Test[] => [{ column: 'id', kind: 'id', is: 'equal', value: id }]

/** All columns but those that records are looked up by and that stay as they are. A record that was changed from within looks as it did before. */
const rewritten = (kind: Kind, held: Plain, row: Plain): readonly string[] => {
  const { columns, short } = tableOf(kind)
  const stays = (name: string): boolean => held !== row && short.has(name) && row[name] === held[name]
  return columns.map(([name]) => name).filter((name) => name !== 'id' && !stays(name))
}

export const createSteps = (statements: Statements, rows: Rows): Steps => {
  const about = (id: string, ask: () => Ask): Step => ({ ask: fitsText(id) ? ask() : undefined })

  const steps: Steps = {
    add(kind, row) {
      assertFitsRow(kind, row)
      return {
        ask: { statement: statements.insert(kind), values: rows.encode(kind, row) },
        check({ changed }) {
          if (changed === 0) throw new Taken(kind, ['id'])
        },
      }
    },
    put(kind, row) {
      assertFitsRow(kind, row)
      return { ask: { statement: statements.upsert(kind), values: rows.encode(kind, row) } }
    },
    rewrite(kind, held, row) {
      assertFitsRow(kind, row)
      const columns = rewritten(kind, held, row)
      if (columns.length === 0) return { ask: undefined }
      const values = [...rows.encodeColumns(kind, columns, row), String(row['id'])]
      return { ask: { statement: statements.update(kind, columns), values } }
    },
    remove: (kind, id) => about(id, () => ({ statement: statements.delete(kind, byId(id)), values: [id] })),
    removeWhere(kind, where) {
      const tests = testsOf(kind, where)
      return { ask: { statement: statements.delete(kind, tests), values: rows.encodeTests(tests) } }
    },
    take: (kind, id) => about(id, () => ({ statement: statements.delete(kind, byId(id), true), values: [id] })),
    hold: (kind, id) =>
      about(id, () => ({ statement: statements.select(kind, { tests: byId(id), lock: true }), values: [id] })),
    bump(id, by, end, now) {
      assertFitsValue('counters', 'id', id)
      for (const number of [by, end, now]) assertFitsValue('counters', 'count', number)
      return { ask: { statement: statements.bump(), values: [id, by, end, now] } }
    },
    claim(kinds, now, until, limit) {
      assertPaged({ limit })
      const list = statements.dialect.oneOf(kinds.filter(fitsText))
      return { ask: { statement: statements.claim(), values: [list, now, until, limit] } }
    },
    all: (changes) => [...locks(changes), ...changes.map(of)],
  }

  const of = (change: Change): Step => {
    const { kind } = change
    switch (change.do) {
      case 'remove':
        return steps.remove(kind, change.id)
      case 'removeWhere':
        return steps.removeWhere(kind, change.where)
      case 'set': {
        assertFitsSet(kind, change.to)
        const columns = Object.keys(change.to)
        const values = [...rows.encodeColumns(kind, columns, change.to), change.id]
        if (columns.length === 0) return { ask: undefined }
        return about(change.id, () => ({ statement: statements.update(kind, columns), values }))
      }
      case 'expect': {
        const tests = [...byId(change.id), ...testsOf(kind, change.where)]
        const ask = { statement: statements.select(kind, { tests, lock: true }), values: rows.encodeTests(tests) }
        return {
          ask: fitsText(change.id) ? ask : undefined,
          check(answer) {
            if (answer.rows.length === 0) throw new Missing(kind)
          },
        }
      }
      default:
        return change.do === 'add' ? steps.add(kind, change.row) : steps.put(kind, change.row)
    }
  }

  /**
   * Several records that exist already are locked in one order that all lists share, whatever order they are changed in:
   * two lists that want the same records then wait for one another, where they would otherwise deadlock.
   */
  const locks = (changes: readonly Change[]): readonly Step[] => {
    if (!statements.dialect.locksRows || changes.length < 2) return []
    const ids = new Map<Kind, Set<string>>()
    for (const change of changes) {
      const id = change.do === 'put' ? change.row.id : 'id' in change ? change.id : undefined
      if (id !== undefined && fitsText(id)) ids.set(change.kind, (ids.get(change.kind) ?? new Set()).add(id))
    }
    if ([...ids.values()].reduce((sum, { size }) => sum + size, 0) < 2) return []
    return [...ids]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, some]): Step => {
        const tests: readonly Test[] = [{ column: 'id', kind: 'id', is: 'oneOf', values: [...some], orAbsent: false }]
        const statement = statements.select(kind, { tests, orderBy: 'id', lock: true })
        return { ask: { statement, values: rows.encodeTests(tests) } }
      })
  }

  return steps
}
