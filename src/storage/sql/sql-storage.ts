import { assertOrdered, assertPaged, keyOf, testsOf } from '../conditions.ts'
import { fitsText, type Plain } from '../fit.ts'
import type { Kind, Row } from '../records.ts'
import type { Query, Storage } from '../storage.ts'
import { type Answer, type Ask, asking, type Engine, type Statement } from './engine.ts'
import { createRows } from './rows.ts'
import { createStatements } from './statements.ts'
import { byId, createSteps, runStep, runSteps, type Step } from './steps.ts'
import { createUnits } from './units.ts'

/** The contract on either engine. Reads are here; what writes more than one statement is in `units.ts`. */
export const createSqlStorage = (engine: Engine): Storage => {
  const statements = createStatements(engine.dialect)
  const rows = createRows(engine.dialect)
  const steps = createSteps(statements, rows)
  const units = createUnits(steps, rows)

  const one = async (step: Step): Promise<Answer> => engine.write(() => runStep(step), { single: true })

  const first = <K extends Kind>(kind: K, ask: Ask): Promise<Row<K> | undefined> =>
    engine.readAs(ask, ({ rows: [raw] }) => raw && rows.decode(kind, raw))

  /** Nearly everything that is asked: one statement for each kind, at hand. */
  const selectById = new Map<Kind, Statement>()
  const statementById = (kind: Kind): Statement => {
    const known = selectById.get(kind)
    if (known !== undefined) return known
    const statement = statements.select(kind, { tests: byId('') })
    selectById.set(kind, statement)
    return statement
  }

  const findBy = async <K extends Kind>(kind: K, key: Partial<Row<K>>): Promise<Row<K> | undefined> => {
    const tests = keyOf(kind, key)
    if (tests === undefined) return undefined
    return await first(kind, { statement: statements.select(kind, { tests }), values: rows.encodeTests(tests) })
  }

  return {
    find<K extends Kind>(kind: K, key: string | Partial<Row<K>>) {
      if (typeof key !== 'string') return findBy(kind, key)
      if (!fitsText(key)) return Promise.resolve(undefined)
      return first(kind, { statement: statementById(kind), values: [key] })
    },

    async list<K extends Kind>(kind: K, query: Query<K> = {}) {
      const { where = {}, orderBy = 'id', descending, limit, offset } = query
      assertOrdered(kind, orderBy)
      assertPaged(query)
      const tests = testsOf(kind, where as Plain)
      const anyOf = query.anyOf?.map((where) => testsOf(kind, where as Plain))
      const paged = limit !== undefined || offset !== undefined
      const statement = statements.select(kind, { tests, anyOf, orderBy, descending, paged })
      const values = [...rows.encodeTests(tests), ...(anyOf ?? []).flatMap(rows.encodeTests)]
      if (paged) values.push(limit ?? Number.MAX_SAFE_INTEGER, offset ?? 0)
      return await engine.readAs({ statement, values }, (answer) => answer.rows.map((raw) => rows.decode(kind, raw)))
    },

    async count(kind, where = {}) {
      const tests = testsOf(kind, where)
      const answer = await engine.read({ statement: statements.count(kind, tests), values: rows.encodeTests(tests) })
      return Number(answer.rows[0]?.[0])
    },

    async add(kind, row) {
      await one(steps.add(kind, row))
    },
    async put(kind, row) {
      await one(steps.put(kind, row))
    },
    remove: async (kind, id) => (await one(steps.remove(kind, id))).changed > 0,
    removeWhere: async (kind, where) => (await one(steps.removeWhere(kind, where))).changed,
    take: (kind, id, then) => engine.write(() => units.take(kind, id, then), { single: then === undefined }),
    change: (kind, id, decide) => engine.write(() => units.change(kind, id, decide)),
    rotate: (presented) => engine.write(() => units.rotate(presented)),
    async atomically(changes) {
      const prepared = steps.all(changes)
      await engine.write(() => runSteps(prepared), { single: prepared.length < 2 })
    },
    bump: async (id, window, now, by = 1) => Number((await one(steps.bump(id, by, now + window, now))).rows[0]?.[0]),
    async claim(kinds, now, lease, limit) {
      const { rows: raws } = await one(steps.claim(kinds, now, now + lease, limit))
      const jobs = raws.map((raw) => rows.decode('jobs', raw))
      return jobs.sort((a, b) => a.dueAt - b.dueAt || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)))
    },

    ping: async () => void (await engine.read(asking('select 1', [], true))),
    close: () => engine.close(),
  }
}
