import assert from 'node:assert/strict'
import { it } from 'node:test'
import { adding, type Change, expecting, putting, removing, removingWhere, setting } from '../storage.ts'
import { sample } from './samples.ts'
import { inUse, type Part } from './subject.ts'

/** Unique values, and changes that happen together or not at all. */
export const taking: Part = (subject) => {
  it('refuses an id in use', async () => {
    const { storage } = subject()
    await storage.add('accounts', sample('accounts', 1))
    await assert.rejects(storage.add('accounts', sample('accounts', 2, { id: 'id1' })), inUse('accounts', 'id'))
    await assert.rejects(storage.add('accounts', sample('accounts', 1)), inUse('accounts', 'id'))
    assert.deepEqual(await storage.list('accounts'), [sample('accounts', 1)])
  })

  it('refuses a unique value in use, and says which columns', async () => {
    const { storage } = subject()
    await storage.add('accounts', sample('accounts', 1, { verifiedEmailKey: 'a@example.org' }))
    await storage.add('accounts', sample('accounts', 2))
    await storage.add('credentials', sample('credentials', 1, { accountId: 'a', kind: 'password' }))
    const username = sample('accounts', 3, { usernameKey: 'usernameKey1' })
    const email = sample('accounts', 2, { verifiedEmailKey: 'a@example.org' })
    const credential = sample('credentials', 2, { accountId: 'a', kind: 'password' })
    await assert.rejects(storage.add('accounts', username), inUse('accounts', 'usernameKey'))
    await assert.rejects(storage.put('accounts', username), inUse('accounts', 'usernameKey'))
    await assert.rejects(storage.put('accounts', email), inUse('accounts', 'verifiedEmailKey'))
    await assert.rejects(
      storage.change('accounts', 'id2', () => email),
      inUse('accounts', 'verifiedEmailKey'),
    )
    await assert.rejects(storage.add('credentials', credential), inUse('credentials', 'accountId', 'kind'))
    const set = setting('accounts', 'id2', { verifiedEmailKey: 'a@example.org' })
    await assert.rejects(storage.atomically([set]), inUse('accounts', 'verifiedEmailKey'))
    assert.deepEqual(await storage.find('accounts', 'id2'), sample('accounts', 2))
    assert.equal(await storage.count('accounts'), 2)
  })

  it('lets records share a part of what must be unique together, and absence', async () => {
    const { storage } = subject()
    await storage.add('credentials', sample('credentials', 1, { accountId: 'a' }))
    await storage.add('credentials', sample('credentials', 2, { accountId: 'b' }))
    await storage.add('accounts', sample('accounts', 1))
    await storage.add('accounts', sample('accounts', 2))
    assert.equal(await storage.count('accounts', { verifiedEmailKey: undefined }), 2)
  })

  it('lets a record keep its own unique values, and frees those it gives up', async () => {
    const { storage } = subject()
    await storage.add('accounts', sample('accounts', 1, { verifiedEmailKey: 'a@example.org' }))
    await storage.put('accounts', sample('accounts', 1, { verifiedEmailKey: 'a@example.org', name: 'renamed' }))
    await storage.put('accounts', sample('accounts', 1, { usernameKey: 'other' }))
    await storage.put('accounts', sample('accounts', 2, { verifiedEmailKey: 'a@example.org' }))
    await storage.put('accounts', sample('accounts', 3, { usernameKey: 'usernameKey1' }))
    assert.equal(await storage.remove('accounts', 'id2'), true)
    await storage.add('accounts', sample('accounts', 4, { verifiedEmailKey: 'a@example.org' }))
  })

  it('applies a list of changes in its order', async () => {
    const { storage } = subject()
    await storage.add('groups', sample('groups', 1))
    await storage.atomically([
      removing('groups', 'id1'),
      adding('groups', sample('groups', 2, { nameKey: 'nameKey1' })),
      setting('groups', 'id2', { description: 'set', managed: true }),
      setting('groups', 'none', { description: 'nobody' }),
      setting('groups', 'id2', {}),
      removing('groups', 'none'),
      expecting('groups', 'id2', { description: 'set' }),
      putting('groups', sample('groups', 3)),
      adding('memberships', { id: 'id2:a', groupId: 'id2', accountId: 'a' }),
      adding('memberships', { id: 'id2:b', groupId: 'id2', accountId: 'b' }),
      adding('memberships', { id: 'id3:b', groupId: 'id3', accountId: 'b' }),
      removingWhere('memberships', { groupId: 'id2' }),
    ])
    const set = sample('groups', 2, { nameKey: 'nameKey1', description: 'set', managed: true })
    assert.deepEqual(await storage.list('groups'), [set, sample('groups', 3)])
    assert.deepEqual(
      (await storage.list('memberships')).map(({ id }) => id),
      ['id3:b'],
    )
  })

  it('sets a column to absence', async () => {
    const { storage } = subject()
    await storage.add('accounts', sample('accounts', 1, { email: 'a@example.org', disabledAt: 5 }))
    await storage.atomically([setting('accounts', 'id1', { disabledAt: undefined })])
    assert.deepEqual(await storage.find('accounts', 'id1'), sample('accounts', 1, { email: 'a@example.org' }))
  })

  it('never changes an id', async () => {
    const { storage } = subject()
    await storage.add('groups', sample('groups', 1))
    await assert.rejects(storage.atomically([setting('groups', 'id1', { id: 'id2' })]), { name: 'Unfit' })
    await assert.rejects(
      storage.change('groups', 'id1', (row) => ({ ...row, id: 'id2' })),
      { name: 'Unfit' },
    )
    assert.deepEqual(await storage.list('groups'), [sample('groups', 1)])
  })

  const failing: readonly (readonly [title: string, last: Change, error: object])[] = [
    ['a unique value is in use', adding('groups', sample('groups', 9, { nameKey: 'nameKey1' })), { name: 'Taken' }],
    ['an id is in use', adding('groups', sample('groups', 1)), { name: 'Taken' }],
    ['a record is not as expected', expecting('groups', 'id1', { name: 'other' }), { name: 'Missing', kind: 'groups' }],
    ['an expected record is missing', expecting('groups', 'none', {}), { name: 'Missing', kind: 'groups' }],
    ['an expected record cannot exist', expecting('groups', 'a\0', {}), { name: 'Missing', kind: 'groups' }],
    ['a value cannot be kept', setting('groups', 'id1', { name: '\0' }), { name: 'Unfit' }],
  ]
  for (const [title, last, error] of failing) {
    const changes = [
      adding('groups', sample('groups', 5)),
      setting('groups', 'id1', { description: 'changed' }),
      putting('groups', sample('groups', 2, { description: 'changed' })),
      removing('groups', 'id3'),
      removingWhere('groups', { nameKey: 'nameKey4' }),
      last,
    ]
    const before = [1, 2, 3, 4].map((n) => sample('groups', n))

    it(`does nothing of a list when ${title}`, async () => {
      const { storage } = subject()
      await storage.atomically(before.map((row) => adding('groups', row)))
      await assert.rejects(storage.atomically(changes), error)
      assert.deepEqual(await storage.list('groups'), before)
      await storage.add('groups', sample('groups', 5))
    })

    it(`takes nothing when ${title} in what was to follow`, async () => {
      const { storage } = subject()
      await storage.atomically(before.map((row) => adding('groups', row)))
      await storage.add('codes', sample('codes', 1))
      await assert.rejects(
        storage.take('codes', 'id1', () => changes),
        error,
      )
      await assert.rejects(
        storage.change('codes', 'id1', (row) => [{ ...row, expiresAt: 5 }, changes]),
        error,
      )
      assert.deepEqual(await storage.list('codes'), [sample('codes', 1)])
      assert.deepEqual(await storage.list('groups'), before)
    })
  }

  it('fails alone when many write at once', async () => {
    const { storage } = subject()
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => {
        const failing = n % 4 === 1 ? [expecting('groups', 'none', {})] : []
        return storage.atomically([adding('groups', sample('groups', n)), ...failing])
      }),
    )
    for (const [n, { status }] of outcomes.entries()) assert.equal(status, n % 4 === 1 ? 'rejected' : 'fulfilled')
    assert.equal(await storage.count('groups'), 15)
  })
}
