import { assertOrdered, assertPaged, keyOf, testsOf } from '../conditions.ts'
import { type Decided, settled } from '../decided.ts'
import { assertFitsRow, assertFitsSet, assertFitsValue, copyRow, kinds, type Plain } from '../fit.ts'
import type { Kind, Row } from '../records.ts'
import { type Change, Missing, type Query, type Storage, StorageUnavailable, Taken, Unfit } from '../storage.ts'
import { compareValues, meets } from './meets.ts'
import { createMemoryTable, type MemoryTable } from './memory-table.ts'

/** Everything in this process and nowhere else: for tests, and for trying things out. Keeps every promise but durability. */
export const createMemoryStorage = (): Storage => {
  const undo: (() => void)[] = []
  const tables = new Map<Kind, MemoryTable>(kinds.map((kind) => [kind, createMemoryTable(kind, undo)]))
  let closed = false

  const tableOf = (kind: Kind): MemoryTable => {
    if (closed) throw new StorageUnavailable('storage is closed')
    const table = tables.get(kind)
    if (table === undefined) throw new Unfit(`there is no table ${String(kind)}`)
    return table
  }

  /** Runs to its end or leaves no trace. Nothing is awaited inside, so nobody gets in between. */
  const unit = <T>(work: () => T): T => {
    undo.length = 0
    try {
      return work()
    } catch (error) {
      for (const back of undo.reverse()) back()
      throw error
    }
  }

  const put = (kind: Kind, row: Plain): void => {
    assertFitsRow(kind, row)
    tableOf(kind).set(String(row['id']), row)
  }

  const add = (kind: Kind, row: Plain): void => {
    assertFitsRow(kind, row)
    if (tableOf(kind).get(String(row['id'])) !== undefined) throw new Taken(kind, ['id'])
    put(kind, row)
  }

  const removeWhere = (kind: Kind, where: Plain): number => {
    const gone = tableOf(kind).where(where)
    for (const row of gone) tableOf(kind).set(String(row['id']), undefined)
    return gone.length
  }

  /** What cannot be kept fails before anything is tried, wherever it is in the list. */
  const check = (change: Change): void => {
    if (change.do === 'set') assertFitsSet(change.kind, change.to)
    else if (change.do === 'expect' || change.do === 'removeWhere') testsOf(change.kind, change.where)
    else if (change.do !== 'remove') assertFitsRow(change.kind, change.row)
  }

  const apply = (changes: readonly Change[]): void => {
    changes.forEach(check)
    for (const change of changes) {
      const { kind } = change
      if (change.do === 'remove') tableOf(kind).set(change.id, undefined)
      else if (change.do === 'removeWhere') removeWhere(kind, change.where)
      else if (change.do === 'set') {
        const row = tableOf(kind).get(change.id)
        if (row !== undefined) put(kind, { ...row, ...change.to })
      } else if (change.do === 'expect') {
        const row = tableOf(kind).get(change.id)
        const tests = testsOf(kind, change.where)
        if (row === undefined || !tests.every((test) => meets(row, test))) throw new Missing(kind)
      } else if (change.do === 'add') add(kind, change.row)
      else put(kind, change.row)
    }
  }

  const list = (kind: Kind, query: Query<Kind>): readonly Plain[] => {
    const { where = {}, anyOf, orderBy = 'id', descending = false, limit = Infinity, offset = 0 } = query
    assertOrdered(kind, orderBy)
    assertPaged(query)
    const either = anyOf?.map((where) => testsOf(kind, where))
    const met = tableOf(kind)
      .where(where)
      .filter((row) => either === undefined || either.some((tests) => tests.every((test) => meets(row, test))))
    const direction = descending ? -1 : 1
    return met
      .sort((a, b) => direction * (compareValues(a[orderBy], b[orderBy]) || compareValues(a['id'], b['id'])))
      .slice(offset, offset + limit)
  }

  return {
    async find<K extends Kind>(kind: K, key: string | Partial<Row<K>>) {
      const tests = keyOf(kind, key)
      const [first] = tests ?? []
      if (tests === undefined || first === undefined) return undefined
      const table = tableOf(kind)
      const row = first.column === 'id' && first.is === 'equal' ? table.get(String(first.value)) : table.getBy(tests)
      return row && copyRow(kind, row)
    },
    async list<K extends Kind>(kind: K, query: Query<K> = {}) {
      return list(kind, query as Query<Kind>).map((row) => copyRow(kind, row))
    },
    count: async (kind, where = {}) => tableOf(kind).where(where).length,
    add: async (kind, row) => unit(() => add(kind, row)),
    put: async (kind, row) => unit(() => put(kind, row)),
    remove: async (kind, id) => {
      const had = tableOf(kind).get(id) !== undefined
      unit(() => tableOf(kind).set(id, undefined))
      return had
    },
    removeWhere: async (kind, where) => unit(() => removeWhere(kind, where)),
    async take(kind, id, then) {
      const row = tableOf(kind).get(id)
      if (row === undefined) return undefined
      unit(() => {
        tableOf(kind).set(id, undefined)
        if (then !== undefined) apply(then(copyRow(kind, row)))
      })
      return copyRow(kind, row)
    },
    async change<K extends Kind>(kind: K, id: string, decide: (row: Row<K>) => Decided<K>) {
      const row = tableOf(kind).get(id)
      if (row === undefined) return undefined
      unit(() => {
        const [next, changes] = settled(decide(copyRow(kind, row)))
        if (next !== undefined) {
          if (next.id !== id) throw new Unfit(`${kind}: an id is not changed`)
          put(kind, next)
        }
        apply(changes)
      })
      const after = tableOf(kind).get(id)
      return after && copyRow(kind, after)
    },
    async bump(id, window, now, by = 1) {
      for (const number of [by, now, now + window]) assertFitsValue('counters', 'count', number)
      const held = tableOf('counters').get(id)
      const running = held !== undefined && Number(held['expiresAt']) > now
      const count = (running ? Number(held['count']) : 0) + by
      unit(() => put('counters', { id, count, expiresAt: running ? held['expiresAt'] : now + window }))
      return count
    },
    async claim(kinds, now, lease, limit) {
      assertPaged({ limit })
      const due = [...tableOf('jobs').all()]
        .map((row) => copyRow('jobs', row))
        .filter((job) => kinds.includes(job.kind) && job.dueAt <= now && job.leasedUntil <= now)
        .sort((a, b) => a.dueAt - b.dueAt || compareValues(a.id, b.id))
        .slice(0, limit)
        .map((job) => ({ ...job, leasedUntil: now + lease, attempts: job.attempts + 1 }))
      unit(() => {
        for (const job of due) put('jobs', job)
      })
      return due
    },
    async rotate({ id, applicationId, token, next, now, grace, renew, also }) {
      const held = tableOf('refreshTokens').get(id)
      if (held === undefined || held['applicationId'] !== applicationId) return { outcome: 'unknown' }
      const row = copyRow('refreshTokens', held)
      return unit(() => {
        if (row.current === token) {
          const renewed = {
            ...renew(copyRow('refreshTokens', row)),
            id,
            current: next,
            previous: token,
            rotatedAt: now,
          }
          put('refreshTokens', renewed)
          const kept = copyRow('refreshTokens', renewed)
          apply(also(kept))
          return { outcome: 'rotated', row: kept }
        }
        if (row.previous === token && now < row.rotatedAt + grace) {
          apply(also(copyRow('refreshTokens', row)))
          return { outcome: 'replayed', row }
        }
        tableOf('refreshTokens').set(id, undefined)
        removeWhere('accessTokens', { chainId: id })
        return { outcome: 'reused', row }
      })
    },
    atomically: async (changes) => unit(() => apply(changes)),
    ping: async () => void tableOf('settings'),
    close: async () => {
      closed = true
    },
  }
}
