import { type Decided, settled } from '../decided.ts'
import { copyRow } from '../fit.ts'
import type { Kind, Row } from '../records.ts'
import { type Change, type Presented, type Rotation, Unfit } from '../storage.ts'
import type { Unit } from './engine.ts'
import type { Rows } from './rows.ts'
import { runStep, runSteps, type Steps } from './steps.ts'

/** The verbs that read, decide and write: pure functions of the caller's run between two statements. */
export interface Units {
  take<K extends Kind>(
    kind: K,
    id: string,
    then: ((row: Row<K>) => readonly Change[]) | undefined,
  ): Unit<Row<K> | undefined>
  change<K extends Kind>(kind: K, id: string, decide: (row: Row<K>) => Decided<K>): Unit<Row<K> | undefined>
  rotate(presented: Presented): Unit<Rotation>
}

export const createUnits = (steps: Steps, rows: Rows): Units => {
  const apply = (changes: readonly Change[]): Unit<void> => runSteps(steps.all(changes))

  function* hold<K extends Kind>(kind: K, id: string): Unit<Row<K> | undefined> {
    const [raw] = (yield* runStep(steps.hold(kind, id))).rows
    return raw && rows.decode(kind, raw)
  }

  return {
    *take(kind, id, then) {
      const [raw] = (yield* runStep(steps.take(kind, id))).rows
      if (raw === undefined) return undefined
      const row = rows.decode(kind, raw)
      if (then !== undefined) yield* apply(then(row))
      return row
    },

    *change(kind, id, decide) {
      const row = yield* hold(kind, id)
      if (row === undefined) return undefined
      const [next, changes] = settled(decide(row))
      if (next !== undefined) {
        if (next.id !== id) throw new Unfit(`${kind}: an id is not changed`)
        yield* runStep(steps.rewrite(kind, row, next))
      }
      if (changes.length === 0) return next === undefined ? row : copyRow(kind, next)
      yield* apply(changes)
      return yield* hold(kind, id)
    },

    *rotate({ id, applicationId, token, next, now, grace, renew, also }) {
      const row = yield* hold('refreshTokens', id)
      if (row === undefined || row.applicationId !== applicationId) return { outcome: 'unknown' }
      if (row.current === token) {
        const renewed = { ...renew(row), id, current: next, previous: token, rotatedAt: now }
        yield* runStep(steps.rewrite('refreshTokens', row, renewed))
        const kept = copyRow('refreshTokens', renewed)
        yield* apply(also(kept))
        return { outcome: 'rotated', row: kept }
      }
      if (row.previous === token && now < row.rotatedAt + grace) {
        yield* apply(also(row))
        return { outcome: 'replayed', row }
      }
      yield* runStep(steps.remove('refreshTokens', id))
      yield* runStep(steps.removeWhere('accessTokens', { chainId: id }))
      return { outcome: 'reused', row }
    },
  }
}
