import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createGroup, searchGroups } from '../../../src/accounts/groups.ts'
import { findWaiting, listWaiting } from '../../../src/accounts/sign-up/approval.ts'
import { createInvitation, listInvitations } from '../../../src/accounts/sign-up/invitations.ts'
import { days } from '../../../src/lib/clock.ts'
import type { Storage } from '../../../src/storage/storage.ts'
import { onEveryEngine } from '../../support/engines.ts'
import { createPasswordWorld, newAccount } from './support.ts'

/** What was read of storage, and how many rows of it at most. */
const watched = (storage: Storage) => {
  const limits: (number | undefined)[] = []
  const list: Storage['list'] = (kind, query) => {
    limits.push(query?.limit)
    return storage.list(kind, query)
  }
  return { limits, storage: { ...storage, list } }
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at)

await onEveryEngine('lists that are searched and turned over', (open) => {
  it('finds groups by part of a name or of what is said of them, and reads no more than a page', async () => {
    const { storage, limits } = watched(await open())
    const world = createPasswordWorld({ storage })
    for (const n of numbers(5)) assert.ok((await createGroup(world, { name: `Club ${n}` })).ok)
    assert.ok((await createGroup(world, { name: 'Écoute', description: 'Listens on Mondays' })).ok)
    limits.length = 0
    const page = async (query: Parameters<typeof searchGroups>[1]) => {
      const { groups, more } = await searchGroups(world, query)
      return [groups.map(({ name }) => name), more]
    }
    assert.deepEqual(await page({ limit: 2 }), [['Club 0', 'Club 1'], true])
    assert.deepEqual(await page({ limit: 2, offset: 2 }), [['Club 2', 'Club 3'], true])
    assert.deepEqual(await page({ limit: 2, offset: 4 }), [['Club 4', 'Écoute'], false])
    assert.deepEqual(limits, [3, 3, 3])
    assert.deepEqual(await page({ search: ' cLUB 3 ' }), [['Club 3'], false])
    assert.deepEqual(await page({ search: 'ÉCOU' }), [['Écoute'], false])
    assert.deepEqual(await page({ search: 'mondays' }), [['Écoute'], false])
    assert.deepEqual(await page({ search: 'club', limit: 2, offset: 4 }), [['Club 4'], false])
    assert.deepEqual(await page({ search: '%' }), [[], false])
  })

  it('finds invitations by part of a note or of an address, the newest first, a page at a time', async () => {
    const { storage, limits } = watched(await open())
    const world = createPasswordWorld({ storage })
    for (const n of numbers(5)) {
      world.clock.advance(1)
      const email = n === 4 ? 'Zoe@example.org' : undefined
      assert.ok((await createInvitation(world, { note: `Party ${n}`, email, uses: 1, ttl: days(1) }, {})).ok)
    }
    limits.length = 0
    const page = async (query: Parameters<typeof listInvitations>[1]) => {
      const { invitations, more } = await listInvitations(world, query)
      return [invitations.map(({ note }) => note), more]
    }
    assert.deepEqual(await page({ limit: 3 }), [['Party 4', 'Party 3', 'Party 2'], true])
    assert.deepEqual(await page({ limit: 3, offset: 3 }), [['Party 1', 'Party 0'], false])
    assert.deepEqual(limits, [4, 4])
    assert.deepEqual(await page({ search: 'pARTY 1' }), [['Party 1'], false])
    assert.deepEqual(await page({ search: 'zoe@EXAMPLE' }), [['Party 4'], false])
    assert.deepEqual(await page({ search: 'nobody' }), [[], false])
  })

  it('finds accounts that wait by part of a name or an address, and none that do not', async () => {
    const { storage, limits } = watched(await open())
    const world = createPasswordWorld({ storage })
    const member = await newAccount(world, { username: 'new-member', name: 'Newt' })
    for (const n of numbers(5)) {
      world.clock.advance(1)
      const email = `mail${n}@example.org`
      await newAccount(world, { username: `new${n}`, name: `Person ${n}`, email, awaitsApproval: true })
    }
    limits.length = 0
    const page = async (query: Parameters<typeof listWaiting>[1]) => {
      const { accounts, more } = await listWaiting(world, query)
      return [accounts.map(({ username }) => username), more]
    }
    assert.deepEqual(await page({ limit: 3 }), [['new0', 'new1', 'new2'], true])
    assert.deepEqual(await page({ limit: 3, offset: 3 }), [['new3', 'new4'], false])
    assert.deepEqual(limits, [4, 4])
    assert.deepEqual(await page({ search: 'NEW', limit: 4 }), [['new0', 'new1', 'new2', 'new3'], true])
    assert.deepEqual(await page({ search: 'mail3@' }), [['new3'], false])
    assert.deepEqual(await page({ search: 'person 2' }), [['new2'], false])
    assert.equal(await findWaiting(world, member.id), undefined)
  })
})
