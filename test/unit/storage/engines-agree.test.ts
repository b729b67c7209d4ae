import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { silentLog } from '../../../src/lib/log.ts'
import { sample } from '../../../src/storage/conformance/samples.ts'
import { createMemoryStorage } from '../../../src/storage/memory/memory-storage.ts'
import { openStorage } from '../../../src/storage/open-storage.ts'
import type { Row } from '../../../src/storage/records.ts'
import type { Change, Condition, Query, Storage, Where } from '../../../src/storage/storage.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { findPostgres } from '../../support/postgres.ts'

/** Few values, so that they meet; some that only a careless engine would tell apart, or not. */
const text = fc.constantFrom('a', 'A', 'b', '', 'ä', 'Ä', '\uffff', '\u{1f418}', '%', 'a\0', '\ud800')
const number = fc.constantFrom(0, 1, 2, -1, Number.MAX_SAFE_INTEGER)
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })

const row: fc.Arbitrary<Row<'accounts'>> = fc
  .record({
    id: text,
    usernameKey: text,
    name: text,
    verifiedEmailKey: maybe(text),
    disabledAt: maybe(number),
    createdAt: number,
    administrator: fc.boolean(),
  })
  .map((to) => sample('accounts', 0, to))

const condition = <T extends string | number | boolean | undefined>(of: fc.Arbitrary<T>): fc.Arbitrary<Condition<T>> =>
  fc.oneof(
    of,
    of.filter((one) => typeof one === 'number').map((before) => ({ before: Number(before) })),
    of.filter((one) => typeof one === 'number').map((after) => ({ after: Number(after) })),
    fc.array(of, { maxLength: 3 }).map((oneOf) => ({ oneOf })),
    fc.boolean().map((present) => ({ present })),
  )
const textCondition = <T extends string | undefined>(of: fc.Arbitrary<T>): fc.Arbitrary<Condition<T>> =>
  fc.oneof(
    fc.oneof(
      of,
      fc.array(of, { maxLength: 3 }).map((oneOf) => ({ oneOf })),
    ),
    text.map((contains) => ({ contains })),
  )

const where: fc.Arbitrary<Where<'accounts'>> = fc.record(
  {
    id: textCondition(text),
    name: textCondition(text),
    verifiedEmailKey: textCondition(maybe(text)),
    disabledAt: condition(maybe(number)),
    createdAt: condition(number),
    administrator: fc.oneof(
      fc.boolean(),
      fc.array(fc.boolean()).map((oneOf) => ({ oneOf })),
    ),
  },
  { requiredKeys: [] },
)

const query: fc.Arbitrary<Query<'accounts'>> = fc.record(
  {
    where,
    anyOf: fc.array(where, { maxLength: 3 }),
    orderBy: fc.constantFrom('id', 'name', 'verifiedEmailKey', 'disabledAt', 'createdAt', 'administrator'),
    descending: fc.boolean(),
    limit: fc.nat(4),
    offset: fc.nat(3),
  },
  { requiredKeys: [] },
)

const kind = 'accounts' as const
const change: fc.Arbitrary<Change> = fc.oneof(
  row.map((row) => ({ do: 'add' as const, kind, row })),
  row.map((row) => ({ do: 'put' as const, kind, row })),
  text.map((id) => ({ do: 'remove' as const, kind, id })),
  where.map((where) => ({ do: 'removeWhere' as const, kind, where })),
  fc.record({ do: fc.constant('expect' as const), kind: fc.constant(kind), id: text, where }),
  fc.record({
    do: fc.constant('set' as const),
    kind: fc.constant(kind),
    id: text,
    to: fc.record({ name: text, verifiedEmailKey: maybe(text), disabledAt: maybe(number) }, { requiredKeys: [] }),
  }),
)

type Step = (storage: Storage) => Promise<unknown>

const changes = fc.array(change, { maxLength: 4 })
const step: fc.Arbitrary<{ readonly says: string; readonly step: Step }> = fc
  .oneof(
    row.map((row): [unknown, Step] => [{ add: row }, (storage) => storage.add(kind, row)]),
    row.map((row): [unknown, Step] => [{ put: row }, (storage) => storage.put(kind, row)]),
    text.map((id): [unknown, Step] => [{ find: id }, (storage) => storage.find(kind, id)]),
    text.map((usernameKey): [unknown, Step] => [{ usernameKey }, (storage) => storage.find(kind, { usernameKey })]),
    query.map((query): [unknown, Step] => [{ query }, (storage) => storage.list(kind, query)]),
    where.map((where): [unknown, Step] => [{ count: where }, (storage) => storage.count(kind, where)]),
    where.map((where): [unknown, Step] => [{ removeWhere: where }, (storage) => storage.removeWhere(kind, where)]),
    text.map((id): [unknown, Step] => [{ remove: id }, (storage) => storage.remove(kind, id)]),
    fc
      .tuple(text, changes)
      .map(([id, then]): [unknown, Step] => [{ take: id, then }, (storage) => storage.take(kind, id, () => then)]),
    fc
      .tuple(text, text, changes)
      .map(([id, name, then]): [unknown, Step] => [
        { change: id, name, then },
        (storage) => storage.change(kind, id, (row) => [{ ...row, name }, then]),
      ]),
    changes.map((changes): [unknown, Step] => [{ changes }, (storage) => storage.atomically(changes)]),
  )
  .map(([says, step]) => ({ says: JSON.stringify(says), step }))

/** What a caller can tell. Of several unique values in use, which one is named first is nobody's business. */
const outcome = async (step: Step, storage: Storage): Promise<unknown> => {
  try {
    return await step(storage)
  } catch (error) {
    return error instanceof Error ? error.name : error
  }
}

const agrees = async (engine: Storage, runs: number): Promise<void> => {
  const property = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
    const memory = createMemoryStorage()
    await engine.removeWhere(kind, {})
    for (const { says, step } of steps) {
      assert.deepEqual(await outcome(step, engine), await outcome(step, memory), says)
      assert.deepEqual(await engine.list(kind), await memory.list(kind), says)
    }
  })
  await fc.assert(property, { numRuns: runs })
  await engine.close()
}

const postgres = await findPostgres()

describe('whatever is asked of them', () => {
  it('SQLite and memory agree', async () => {
    await agrees(await openStorage({ sqliteFile: join(temporaryFolder(), 'portico.db') }, silentLog), 150)
  })
  it('PostgreSQL and memory agree', { skip: postgres.missing }, async () => {
    await agrees(await openStorage({ postgresUrl: await postgres.createDatabase() }, silentLog), 60)
  })
})
