import assert from 'node:assert/strict'
import { it } from 'node:test'
import { kinds, tableOf } from '../fit.ts'
import { records } from '../records.ts'
import { snake } from '../sql/columns.ts'
import { sample } from './samples.ts'
import type { Differences, Subject } from './subject.ts'

/** What an engine on disk promises beyond one in memory. */
export const lasting = (subject: () => Subject, differences: Differences): void => {
  for (const [promise, reason] of Object.entries(differences)) {
    it(`differs in that it never ${promise}: ${reason}`, (t) => t.diagnostic(reason))
  }

  if (differences['outlives the program'] === undefined) {
    it('keeps what it has answered for whoever opens it next', async () => {
      const { storage } = subject()
      const another = await open(subject())
      await storage.add('groups', sample('groups', 1))
      assert.deepEqual(await another.find('groups', 'id1'), sample('groups', 1))
      await another.close()
      const later = await open(subject())
      assert.deepEqual(await later.list('groups'), [sample('groups', 1)])
      await later.close()
    })

    it('finishes what is under way before it closes, and takes on nothing afterwards', async () => {
      const storage = await open(subject())
      const writes = Promise.all([1, 2, 3].map((n) => storage.add('groups', sample('groups', n))))
      await Promise.all([writes, storage.close()])
      assert.equal(await subject().storage.count('groups'), 3)
      await assert.rejects(storage.add('groups', sample('groups', 4)), { name: 'StorageUnavailable' })
      await assert.rejects(storage.find('groups', 'id1'), { name: 'StorageUnavailable' })
      await assert.rejects(storage.ping(), { name: 'StorageUnavailable' })
      await storage.close()
    })
  }

  if (differences['is shared by several nodes'] === undefined) {
    it('gives a record to one taker of all nodes, and counts for all', async () => {
      const { storage } = subject()
      const another = await open(subject())
      await storage.add('codes', sample('codes', 1))
      const nodes = Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? storage : another))
      const got = await Promise.all(nodes.map((node) => node.take('codes', 'id1', () => [])))
      assert.equal(got.filter((row) => row !== undefined).length, 1)
      const sums = await Promise.all(nodes.map((node) => node.bump('a', 1000, 5)))
      assert.equal(Math.max(...sums), 50)
      assert.equal(new Set(sums).size, 50)
      await another.close()
    })
  }

  if (differences['has the tables of records.ts'] === undefined) {
    it('has the tables, columns and indexes of records.ts', async () => {
      const schema = await subject().schema?.()
      assert.ok(schema)
      assert.deepEqual([...schema.tables.keys()].sort(), [...kinds.map(snake), 'migrations'].sort())
      for (const kind of kinds) {
        const made = schema.tables.get(snake(kind))
        const columns = tableOf(kind).columns.map(([name, column]): [string, string] => [
          snake(name),
          schema.typeOf(column.kind) + (column.optional ? '' : ' not null'),
        ])
        assert.deepEqual(new Map(made?.columns), new Map(columns), kind)
        const { unique, index, expires } = records[kind]
        const lists = (sets: readonly (readonly string[])[]) => sets.map((set) => set.map(snake).join(',')).sort()
        assert.deepEqual(made?.unique, lists(unique), kind)
        // The sweep looks records up by when they expire.
        assert.deepEqual(made?.index, lists([...index, ...(expires === undefined ? [] : [[expires]])]), kind)
      }
    })
  }
}

const open = async (subject: Subject) => {
  assert.ok(subject.another, 'an engine that can be opened again says how, or declares a difference')
  return subject.another()
}
