import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Query, Storage, Where } from '../storage.ts'
import { sample } from './samples.ts'
import type { Part } from './subject.ts'

/** Five accounts: `ids` below are the last letters of theirs. */
const accounts = [
  sample('accounts', 1, { id: 'a', name: 'Zoë', email: 'zoe@example.org', disabledAt: 10, createdAt: 3 }),
  sample('accounts', 2, { id: 'b', name: 'adam', administrator: true, createdAt: 1 }),
  sample('accounts', 3, { id: 'c', name: 'Adam 100%', disabledAt: 20, createdAt: 2, locale: '' }),
  sample('accounts', 4, { id: 'd', name: '\uffff', administrator: true, disabledAt: 10, createdAt: 2 }),
  sample('accounts', 5, { id: 'e', name: '\u{1f418}', email: 'ZOË@example.org', createdAt: 3 }),
]

const conditions: readonly (readonly [title: string, where: Where<'accounts'>, ids: string])[] = [
  ['nothing', {}, 'abcde'],
  ['an equal text', { name: 'adam' }, 'b'],
  ['an equal empty text', { locale: '' }, 'c'],
  ['an equal number', { createdAt: 2 }, 'cd'],
  ['an equal flag', { administrator: true }, 'bd'],
  ['a flag that is not set', { administrator: false }, 'ace'],
  ['an id', { id: 'd' }, 'd'],
  ['several conditions at once', { administrator: true, createdAt: 2 }, 'd'],
  ['absence', { disabledAt: undefined }, 'be'],
  ['absence by name', { disabledAt: { present: false } }, 'be'],
  ['presence', { disabledAt: { present: true } }, 'acd'],
  ['presence of a column that is always there', { name: { present: true } }, 'abcde'],
  ['a time before', { disabledAt: { before: 20 } }, 'ad'],
  ['a time after', { disabledAt: { after: 10 } }, 'c'],
  ['one of some texts', { name: { oneOf: ['adam', 'Zoë', 'nobody'] } }, 'ab'],
  ['one of some numbers', { createdAt: { oneOf: [1, 2] } }, 'bcd'],
  ['one of both flags', { administrator: { oneOf: [true, false] } }, 'abcde'],
  ['one of none', { name: { oneOf: [] } }, ''],
  ['one of some values or absence', { disabledAt: { oneOf: [20, undefined] } }, 'bce'],
  ['one of many values', { id: { oneOf: Array.from({ length: 2000 }, (_, n) => (n === 1999 ? 'e' : `x${n}`)) } }, 'e'],
  ['a part of a text, whatever its ASCII case', { name: { contains: 'ADAM' } }, 'bc'],
  ['a part that would be a pattern', { name: { contains: '0%' } }, 'c'],
  ['a wildcard, which is none', { name: { contains: '_' } }, ''],
  ['letters beyond ASCII in their own case only', { name: { contains: 'oË' } }, ''],
  ['a part with letters beyond ASCII', { email: { contains: 'zOË@EXAMPLE' } }, 'e'],
  ['an empty part of an optional column', { email: { contains: '' } }, 'ae'],
]

const queries: readonly (readonly [title: string, query: Query<'accounts'>, ids: string])[] = [
  ['by id', {}, 'abcde'],
  ['by id, descending', { descending: true }, 'edcba'],
  ['by a number, ties by id', { orderBy: 'createdAt' }, 'bcdae'],
  ['by a number, descending, ties by id in the same direction', { orderBy: 'createdAt', descending: true }, 'eadcb'],
  ['by a text, in order of code points', { orderBy: 'name' }, 'cabde'],
  ['by a flag', { orderBy: 'administrator' }, 'acebd'],
  ['by an optional column, absent ones first', { orderBy: 'disabledAt' }, 'beadc'],
  ['by an optional column, descending, absent ones last', { orderBy: 'disabledAt', descending: true }, 'cdaeb'],
  ['the first few', { limit: 2 }, 'ab'],
  ['none at all', { limit: 0 }, ''],
  ['what follows', { offset: 3 }, 'de'],
  ['a page', { orderBy: 'createdAt', limit: 2, offset: 2 }, 'da'],
  ['past the end', { offset: 9, limit: 9 }, ''],
  ['any of several conditions', { anyOf: [{ name: 'adam' }, { createdAt: 3, email: { present: true } }] }, 'abe'],
  ['all of one and any of others', { where: { administrator: true }, anyOf: [{ id: 'a' }, { id: 'b' }] }, 'b'],
  ['any of none', { anyOf: [] }, ''],
  ['any of nothing in particular', { anyOf: [{}] }, 'abcde'],
  [
    'everything together',
    {
      where: { createdAt: { after: 1 }, name: { present: true } },
      anyOf: [{ disabledAt: { oneOf: [10] } }, { disabledAt: { present: false } }],
      orderBy: 'createdAt',
      descending: true,
      limit: 2,
      offset: 1,
    },
    'ad',
  ],
]

const fill = (storage: Storage) =>
  storage.atomically(accounts.map((row) => ({ do: 'add' as const, kind: 'accounts' as const, row })))

/** Every form of condition and query. */
export const asking: Part = (subject) => {
  for (const [title, where, ids] of conditions) {
    it(`finds records by ${title}`, async () => {
      const { storage } = subject()
      await fill(storage)
      const met = await storage.list('accounts', { where })
      assert.equal(met.map(({ id }) => id).join(''), ids)
      assert.deepEqual(
        met,
        accounts.filter(({ id }) => ids.includes(id)),
      )
      assert.equal(await storage.count('accounts', where), ids.length)
      assert.equal(await storage.removeWhere('accounts', where), ids.length)
      assert.equal(await storage.count('accounts'), accounts.length - ids.length)
    })
  }

  for (const [title, query, ids] of queries) {
    it(`lists ${title}`, async () => {
      const { storage } = subject()
      await fill(storage)
      assert.equal((await storage.list('accounts', query)).map(({ id }) => id).join(''), ids)
    })
  }

  it('holds a record for expired from the very millisecond on', async () => {
    const { storage } = subject()
    await storage.add('codes', sample('codes', 1, { expiresAt: 60_000 }))
    const good = async (now: number) => (await storage.list('codes', { where: { expiresAt: { after: now } } })).length
    assert.equal(await good(59_999), 1)
    assert.equal(await good(60_000), 0)
    assert.equal(await good(60_001), 0)
    assert.equal(await storage.removeWhere('codes', { expiresAt: { before: 60_000 } }), 0)
    assert.equal(await storage.removeWhere('codes', { expiresAt: { before: 60_001 } }), 1)
  })

  it('finds an expired record until it is swept', async () => {
    const { storage } = subject()
    await storage.add('codes', sample('codes', 1, { expiresAt: 1 }))
    assert.equal((await storage.find('codes', 'id1'))?.expiresAt, 1)
  })

  it('refuses questions that a column cannot answer', async () => {
    const { storage } = subject()
    const refused = (where: object) =>
      assert.rejects(storage.count('accounts', where as Where<'accounts'>), { name: 'Unfit' }, JSON.stringify(where))
    await refused({ name: { before: 1 } })
    await refused({ createdAt: { contains: '1' } })
    await refused({ createdAt: '1' })
    await refused({ createdAt: { after: 0.5 } })
    await refused({ name: { after: 1, before: 2 } })
    await refused({ unheardOf: 1 })
    await assert.rejects(storage.count('settings', { value: { present: 1 } as never }), { name: 'Unfit' })
    await assert.rejects(storage.list('settings', { orderBy: 'value' }), { name: 'Unfit' })
    await assert.rejects(storage.list('settings', { limit: -1 }), { name: 'Unfit' })
    await assert.rejects(storage.list('settings', { offset: 0.5 }), { name: 'Unfit' })
  })
}
