import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createGroup, groupIdsOf, groupsOf } from '../../../../src/accounts/groups.ts'
import { arrive } from '../../../../src/accounts/identities/arrive.ts'
import { linkIdentity, unlinkIdentity } from '../../../../src/accounts/identities/link.ts'
import type { Identity, Standing } from '../../../../src/sources/source.ts'
import { putting } from '../../../../src/storage/storage.ts'
import { createPasswordWorld, newAccountWithPassword, signedIn } from '../support.ts'
import { alice, from, openTo } from './sample.ts'

const take = { username: 'suggest', name: 'suggest', email: 'ignore', picture: 'ignore', groups: 'always' } as const
const boss: Standing = { administrator: true, groups: ['staff'], take, linkByEmail: false }
const asBoss = (standing: Partial<Standing> = {}): Identity =>
  alice('up.example', { standing: { ...boss, ...standing } })

/** Somebody with a password here, who is also the boss of another place. */
const ready = async (groups: 'always' | 'suggest' = 'always') => {
  const world = createPasswordWorld()
  await openTo(world, 'everyone', { take: { ...take, groups } })
  const account = await newAccountWithPassword(world, { username: 'smith' })
  const { person } = await signedIn(world, account)
  const linked = await linkIdentity(world, person, asBoss({ take: { ...take, groups } }), from)
  assert.ok(linked.ok)
  return { world, account, person, identityId: linked.identityId }
}

const isAdministrator = async ({ storage }: ReturnType<typeof createPasswordWorld>, id: string) =>
  (await storage.find('accounts', id))?.administrator

describe('what a source gave somebody', () => {
  it('is gone when they unlink it, and comes back by no other way', async () => {
    const { world, account, person, identityId } = await ready()
    await newAccountWithPassword(world, { username: 'root', administrator: true })
    assert.deepEqual([await isAdministrator(world, account.id), await groupsOf(world, account.id)], [true, ['staff']])
    assert.ok((await unlinkIdentity(world, person, identityId, {})).ok)
    assert.deepEqual([await isAdministrator(world, account.id), await groupsOf(world, account.id)], [false, []])
  })

  it('is all that is gone: what they have from here stays', async () => {
    const { world, account, person, identityId } = await ready()
    const made = await createGroup(world, { name: 'friends' })
    assert.ok(made.ok)
    const groupId = made.group.id
    await world.storage.atomically([putting('memberships', { id: 'm', groupId, accountId: account.id })])
    await unlinkIdentity(world, person, identityId, {})
    assert.deepEqual(await groupIdsOf(world, account.id), [groupId])
    // Nobody else administers.
    assert.equal(await isAdministrator(world, account.id), true)
  })

  for (const name of ['adm\u0131ns', '\uFF41dmins', 'admins\u202E', 'adm\u200Eins', 'ADM\u0130NS', 'admin\u017F'])
    it(`is no group that only looks like one of ours: ${JSON.stringify(name)}`, async () => {
      const { world, account } = await ready()
      const made = await createGroup(world, { name: 'Admins' })
      assert.ok(made.ok)
      assert.ok((await arrive(world, asBoss({ groups: [name] }), from)).ok)
      assert.equal((await groupIdsOf(world, account.id)).includes(made.group.id), false)
      assert.ok((await arrive(world, asBoss({ groups: ['ADMINS', name] }), from)).ok)
      assert.equal((await groupIdsOf(world, account.id)).includes(made.group.id), true)
    })

  it('stays where it was but a suggestion', async () => {
    const { world, account, person, identityId } = await ready('suggest')
    await unlinkIdentity(world, person, identityId, {})
    assert.deepEqual(await groupsOf(world, account.id), ['staff'])
  })

  it('is not taken by an attempt that takes no way in', async () => {
    const world = createPasswordWorld()
    await openTo(world, 'everyone', { take })
    const came = await arrive(world, asBoss(), from)
    assert.ok(came.ok)
    const { person } = await signedIn(world, came.account)
    assert.deepEqual(await unlinkIdentity(world, person, came.identityId, {}), { ok: false, reason: 'last' })
    assert.deepEqual(await groupsOf(world, came.account.id), ['staff'])
  })
})
