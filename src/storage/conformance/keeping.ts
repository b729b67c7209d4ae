import assert from 'node:assert/strict'
import { it } from 'node:test'
import { kinds, type Plain, tableOf } from '../fit.ts'
import type { Row } from '../records.ts'
import type { Storage } from '../storage.ts'
import { awkwardCount, awkwardRow, sample, withProto } from './samples.ts'
import type { Part } from './subject.ts'

/** Records go in and come out. */
export const keeping: Part = (subject) => {
  for (const kind of kinds) {
    it(`gives back every record of ${kind} as it was given`, async () => {
      const { storage } = subject()
      for (let n = 0; n < awkwardCount; n++) {
        const row = awkwardRow(kind, n)
        await (n % 2 === 0 ? storage.add(kind, row) : storage.put(kind, row))
        assert.deepEqual(await storage.find(kind, row.id), row)
      }
      assert.equal(await storage.count(kind), awkwardCount)
      for (const row of await storage.list(kind)) assert.deepEqual(await storage.take(kind, row.id), row)
      assert.deepEqual(await storage.list(kind), [])
    })
  }

  it('replaces every column of a record, absent ones included', async () => {
    const { storage } = subject()
    await storage.put('accounts', sample('accounts', 1, { email: 'a@example.org', locale: 'de', administrator: true }))
    await storage.put('accounts', sample('accounts', 1, { email: 'b@example.org' }))
    assert.deepEqual(await storage.find('accounts', 'id1'), sample('accounts', 1, { email: 'b@example.org' }))
  })

  it('takes an undefined member for an absent column', async () => {
    const { storage } = subject()
    await storage.add('accounts', { ...sample('accounts', 1), email: undefined })
    assert.deepEqual(await storage.find('accounts', 'id1'), sample('accounts', 1))
  })

  it('drops undefined members of JSON and keeps __proto__ as a plain member', async () => {
    const { storage } = subject()
    await storage.add('settings', { id: 'a', value: { gone: undefined, list: [undefined], kept: withProto } })
    const value = (await storage.find('settings', 'a'))?.value
    assert.equal(JSON.stringify(value), JSON.stringify({ list: [null], kept: withProto }))
    assert.equal(Object.getPrototypeOf((value as { kept: unknown }).kept), Object.prototype)
  })

  it('shares nothing with what it was given, even before it answers', async () => {
    const { storage } = subject()
    const given = { id: 'a', value: { list: [1] } }
    const key = sample('signingKeys', 1, { sealed: Uint8Array.of(1, 2, 3) })
    const writes = [storage.add('settings', given), storage.add('signingKeys', key)]
    given.value.list.push(2)
    key.sealed[0] = 9
    await Promise.all(writes)
    assert.deepEqual(await storage.find('settings', 'a'), { id: 'a', value: { list: [1] } })
    assert.deepEqual((await storage.find('signingKeys', 'id1'))?.sealed, Uint8Array.of(1, 2, 3))
  })

  it('shares nothing between two callers', async () => {
    const { storage } = subject()
    await storage.add('settings', { id: 'a', value: { list: [1] } })
    await storage.add('signingKeys', sample('signingKeys', 1))
    const one = await storage.find('settings', 'a')
    const held = one?.value as { list: number[] } | undefined
    held?.list.push(2)
    ;(await storage.find('signingKeys', 'id1'))?.sealed.fill(9)
    assert.deepEqual(await storage.list('settings'), [{ id: 'a', value: { list: [1] } }])
    assert.deepEqual((await storage.find('signingKeys', 'id1'))?.sealed, Uint8Array.of(0))
  })

  it('finds by each set of columns that are unique together', async () => {
    const { storage } = subject()
    for (const kind of kinds) {
      await storage.add(kind, awkwardRow(kind, 1))
      await storage.add(kind, awkwardRow(kind, 3))
      for (const set of uniqueSets(kind)) {
        const row: Plain = awkwardRow(kind, 3)
        const key = Object.fromEntries(set.map((name) => [name, row[name]]))
        assert.deepEqual(await (storage as AnyFind).find(kind, key), row, `${kind} by ${set.join(', ')}`)
      }
    }
  })

  it('finds nobody by an absent value', async () => {
    const { storage } = subject()
    await storage.add('accounts', sample('accounts', 1))
    assert.equal(await storage.find('accounts', { verifiedEmailKey: undefined }), undefined)
  })

  it('finds nothing that is not there, and says so when removing', async () => {
    const { storage } = subject()
    assert.equal(await storage.find('codes', 'none'), undefined)
    assert.equal(await storage.find('accounts', { usernameKey: 'none' }), undefined)
    assert.equal(await storage.remove('codes', 'none'), false)
    assert.equal(await storage.removeWhere('codes', { accountId: 'none' }), 0)
    assert.equal(await storage.take('codes', 'none'), undefined)
    assert.equal(await storage.take('codes', 'none', () => assert.fail('nothing was taken')), undefined)
    assert.equal(await storage.change('codes', 'none', () => assert.fail('nothing to decide')), undefined)
    await storage.atomically([])
  })

  it('removes one record and says so once', async () => {
    const { storage } = subject()
    await storage.add('codes', sample('codes', 1))
    await storage.add('codes', sample('codes', 2))
    assert.equal(await storage.remove('codes', 'id1'), true)
    assert.equal(await storage.remove('codes', 'id1'), false)
    assert.deepEqual(await storage.list('codes'), [sample('codes', 2)])
  })

  it('refuses to find by columns that several records may share', async () => {
    const { storage } = subject()
    await assert.rejects(storage.find('accounts', { name: 'a' }), { name: 'Unfit' })
    await assert.rejects(storage.find('credentials', { accountId: 'a' }), { name: 'Unfit' })
    await assert.rejects(storage.find('accounts', {}), { name: 'Unfit' })
  })

  const unfit: readonly Plain[] = [
    { name: 'with NUL \0' },
    { name: 'half a pair \ud800' },
    { id: 'NUL \0' },
    { usernameKey: 'x'.repeat(1001) },
    { name: undefined },
    { name: null },
    { name: 1 },
    { createdAt: 0.5 },
    { createdAt: Number.MAX_SAFE_INTEGER + 1 },
    { createdAt: Number.NaN },
    { createdAt: '1' },
    { administrator: 1 },
    { unheardOf: 1 },
  ]
  for (const [at, to] of unfit.entries()) {
    it(`refuses what not every engine can keep, and keeps nothing of it (${at})`, async () => {
      const { storage } = subject()
      const row = mistaken({ ...sample('accounts', 1), ...to })
      await assert.rejects(storage.add('accounts', row), { name: 'Unfit' })
      await assert.rejects(storage.put('accounts', row), { name: 'Unfit' })
      await storage.add('accounts', sample('accounts', 1))
      await assert.rejects(storage.atomically([{ do: 'set', kind: 'accounts', id: 'id1', to: mistaken(to) }]), {
        name: 'Unfit',
      })
      assert.deepEqual(await storage.list('accounts'), [sample('accounts', 1)])
    })
  }

  it('knows nothing by a key that cannot be kept, rather than failing', async () => {
    const { storage } = subject()
    await storage.add('accounts', sample('accounts', 1, { usernameKey: '\ufffd' }))
    for (const text of ['a\0b', '\ud800']) {
      assert.equal(await storage.find('accounts', text), undefined)
      assert.equal(await storage.find('accounts', { usernameKey: text }), undefined)
      assert.equal(await storage.take('accounts', text), undefined)
      assert.equal(await storage.take('accounts', text, () => []), undefined)
      assert.equal(await storage.remove('accounts', text), false)
      assert.equal(await storage.change('accounts', text, () => undefined), undefined)
      assert.deepEqual(await storage.list('accounts', { where: { usernameKey: text } }), [])
      assert.deepEqual(await storage.list('accounts', { where: { name: { contains: text } } }), [])
      assert.equal(await storage.count('accounts', { usernameKey: { oneOf: [text] } }), 0)
    }
  })
}

/** With types forgotten, as a mistake would. */
const mistaken = (row: Plain): Row<'accounts'> => row as Row<'accounts'>

type AnyFind = { find(kind: string, key: Plain): Promise<unknown> } & Storage

const uniqueSets = (kind: (typeof kinds)[number]) => [['id'], ...tableOf(kind).unique]
