import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seconds } from '../../../src/lib/clock.ts'
import { sample } from '../../../src/storage/conformance/samples.ts'
import { storageConformance } from '../../../src/storage/conformance.ts'
import { createMemoryStorage } from '../../../src/storage/memory/memory-storage.ts'
import { remembering } from '../../../src/storage/remembering.ts'
import { adding, removing, setting } from '../../../src/storage/storage.ts'
import { dump } from '../../support/dump.ts'
import { createTestClock } from '../../support/world.ts'

// Whoever remembers must still keep every promise of storage.
storageConformance(
  'memory, some kinds remembered',
  async () => {
    const storage = remembering(createMemoryStorage(), createTestClock(), ['applications', 'codes', 'groups', 'links'])
    return { storage, dump: () => dump(storage), close: () => storage.close() }
  },
  {
    differences: {
      'outlives the program': 'it is for tests and for trying things out',
      'is shared by several nodes': 'there is one process',
      'has the tables of records.ts': 'it reads records.ts itself',
    },
  },
)

describe('storage that remembers applications', () => {
  const setUp = async () => {
    const shared = createMemoryStorage()
    const clock = createTestClock()
    const [one, other] = [remembering(shared, clock, ['applications']), remembering(shared, clock, ['applications'])]
    const row = sample('applications', 1)
    await one.add('applications', row)
    const nameAt = async (storage: typeof one) => (await storage.find('applications', { clientId: row.clientId }))?.name
    return { one, other, clock, row, nameAt }
  }

  it('sees its own changes at once, in whichever way they are made', async () => {
    const { one, row, nameAt } = await setUp()
    await nameAt(one)
    await one.put('applications', { ...row, name: 'put' })
    assert.equal(await nameAt(one), 'put')
    await one.change('applications', row.id, (row) => ({ ...row, name: 'changed' }))
    assert.equal(await nameAt(one), 'changed')
    await one.atomically([setting('applications', row.id, { name: 'set' })])
    assert.equal(await nameAt(one), 'set')
    const code = sample('codes', 1)
    await one.add('codes', code)
    await one.take('codes', code.id, () => [setting('applications', row.id, { name: 'taken' })])
    assert.equal(await nameAt(one), 'taken')
    const session = sample('sessions', 1)
    await one.add('sessions', session)
    await one.change('sessions', session.id, () => [undefined, [setting('applications', row.id, { name: 'beside' })]])
    assert.equal(await nameAt(one), 'beside')
    await one.atomically([removing('applications', row.id)])
    assert.equal(await nameAt(one), undefined)
    await one.atomically([adding('applications', { ...row, name: 'again' })])
    assert.equal(await nameAt(one), 'again')
  })

  it('sees another’s changes within a second', async () => {
    const { one, other, clock, row, nameAt } = await setUp()
    await nameAt(other)
    await one.put('applications', { ...row, name: 'new' })
    clock.advance(1000)
    assert.equal(await nameAt(other), 'new')
  })

  it('does not remember what was read while it changed', async () => {
    const { one, row, nameAt } = await setUp()
    const changing = one.put('applications', { ...row, name: 'new' })
    await nameAt(one)
    await changing
    assert.equal(await nameAt(one), 'new')
  })

  it('asks once a second for all there are, whoever asks for them, and sees what it adds and removes at once', async () => {
    const shared = createMemoryStorage()
    let asked = 0
    const counting: typeof shared = {
      ...shared,
      list: (...query) => {
        asked += 1
        return shared.list(...query)
      },
    }
    const clock = createTestClock()
    const one = remembering(counting, clock, ['applications'])
    const rows = [sample('applications', 1), sample('applications', 2)] as const
    const ids = async () => (await one.list('applications')).map(({ id }) => id)
    assert.deepEqual(await ids(), [])
    await one.add('applications', rows[0])
    assert.deepEqual((await Promise.all([ids(), ids(), ids()])).flat(), [rows[0].id, rows[0].id, rows[0].id])
    assert.equal(asked, 2)
    await shared.add('applications', rows[1])
    clock.advance(seconds(1))
    assert.deepEqual((await ids()).length, 2)
    await one.remove('applications', rows[1].id)
    assert.deepEqual(await ids(), [rows[0].id])
    assert.equal(asked, 4)
    assert.equal((await one.list('applications', { where: { id: rows[1].id } })).length, 0)
    assert.equal(asked, 5, 'what is looked for is looked up')
    await assert.rejects(async () => Reflect.apply([].push, await one.list('applications'), [1]), TypeError)
  })

  it('does not remember that there was nothing', async () => {
    const { one, other } = await setUp()
    const later = sample('applications', 2)
    assert.equal(await other.find('applications', later.id), undefined)
    await one.add('applications', later)
    assert.equal((await other.find('applications', later.id))?.id, later.id)
  })

  it('hands out what nobody can write to', async () => {
    const { one, row } = await setUp()
    const found = await one.find('applications', row.id)
    assert.throws(() => Object.assign(found ?? {}, { name: 'mine' }), TypeError)
  })
})
