import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { silentLog } from '../../../src/lib/log.ts'
import { sample } from '../../../src/storage/conformance/samples.ts'
import { migrate } from '../../../src/storage/migrations/migrate.ts'
import type { Migration } from '../../../src/storage/migrations/migration.ts'
import { timeline } from '../../../src/storage/migrations/timeline.ts'
import { openEngine, openStorage, type StorageAddress } from '../../../src/storage/open-storage.ts'
import { describeSchema } from '../../../src/storage/sql/describe.ts'
import { asking, type Engine } from '../../../src/storage/sql/engine.ts'
import { createSqlStorage } from '../../../src/storage/sql/sql-storage.ts'
import { engines } from '../../support/engines.ts'

const later: Migration = {
  id: '9001-later',
  steps: [
    { extend: 'groups', columns: { colour: 'text?', seenAt: 'time?' }, unique: [['colour']], index: [['seenAt']] },
    { create: 'badges', columns: { label: 'text', proof: 'bytes?' }, unique: [['label']] },
    { run: ["update groups set colour = 'red'"] },
    { drop: 'tombstones' },
  ],
}

const broken: Migration = {
  id: '9002-broken',
  steps: [{ create: 'halfway', columns: {} }, { run: ['insert into nowhere values (1)'] }],
}

for (const { name, skip, newPlace } of await engines()) {
  describe(`migrations on ${name}`, { skip }, () => {
    const withEngine = async <T>(place: StorageAddress, use: (engine: Engine) => Promise<T>): Promise<T> => {
      const engine = await openEngine(place, silentLog)
      try {
        return await use(engine)
      } finally {
        await engine.close()
      }
    }
    const everything = (engine: Engine) => describeSchema(engine).then(({ tables }) => tables)

    it('makes a new database, once', async () => {
      const place = await newPlace()
      await withEngine(place, async (engine) => {
        assert.deepEqual(
          await migrate(engine),
          timeline.map(({ id }) => id),
        )
        const made = await everything(engine)
        assert.deepEqual(await migrate(engine), [])
        assert.deepEqual(await everything(engine), made)
      })
    })

    it('brings an older database up to date and keeps what is in it', async () => {
      await withEngine(await newPlace(), async (engine) => {
        await migrate(engine)
        await createSqlStorage(engine).add('groups', sample('groups', 1))
        assert.deepEqual(await migrate(engine, [...timeline, later]), [later.id])
        const tables = await everything(engine)
        assert.deepEqual(tables.get('groups')?.unique, ['colour', 'name_key'])
        assert.deepEqual(tables.get('groups')?.index, ['seen_at'])
        assert.deepEqual([...(tables.get('badges')?.columns.keys() ?? [])].sort(), ['id', 'label', 'proof'])
        assert.equal(tables.has('tombstones'), false)
        const { rows } = await engine.read(asking('select id, colour from groups', [], true))
        assert.deepEqual(
          rows.map((row) => [...row]),
          [['id1', 'red']],
        )
      })
    })

    it('leaves everything as it was when a migration fails half-way', async () => {
      await withEngine(await newPlace(), async (engine) => {
        await migrate(engine)
        const before = await everything(engine)
        await assert.rejects(migrate(engine, [...timeline, later, broken]))
        assert.deepEqual(await everything(engine), before)
        assert.deepEqual(await migrate(engine, [...timeline, later]), [later.id])
      })
    })

    it('refuses a database that a newer version has used, in one sentence that names both', async () => {
      const place = await newPlace()
      await withEngine(place, (engine) => migrate(engine, [...timeline, later]))
      await assert.rejects(openStorage(place, silentLog), (error: Error) => {
        assert.equal(error.name, 'DatabaseRefused')
        assert.match(error.message, /newer version.*9001-later.*0004-loose-ends/)
        assert.doesNotMatch(error.message, /\n/)
        return true
      })
    })

    it("refuses somebody else's database and leaves it alone", async () => {
      const place = await newPlace()
      await withEngine(place, async (engine) => {
        await engine.write(function* () {
          yield asking('create table posts (id text)')
        })
        await assert.rejects(openStorage(place, silentLog), { name: 'DatabaseRefused', message: /in use.*posts/ })
        assert.deepEqual([...(await everything(engine)).keys()], ['posts'])
      })
    })

    it('lets one of several nodes that start at once migrate', async () => {
      const place = await newPlace()
      const nodes = await Promise.all([1, 2, 3, 4].map(() => openStorage(place, silentLog)))
      for (const node of nodes) await node.ping()
      await nodes[0]?.add('groups', sample('groups', 1))
      assert.equal(await nodes[3]?.count('groups'), 1)
      for (const node of nodes) await node.close()
    })
  })
}
