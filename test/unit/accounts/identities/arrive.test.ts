import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { deleteAccount, disableAccount } from '../../../../src/accounts/disable.ts'
import { createGroup, groupIdsOf } from '../../../../src/accounts/groups.ts'
import { type Arrived, arrive } from '../../../../src/accounts/identities/arrive.ts'
import { identitiesOf, identityIdOf, profileOf } from '../../../../src/accounts/identities/identity.ts'
import type { ArrivalContext } from '../../../../src/accounts/identities/look-at-arrival.ts'
import { startSession } from '../../../../src/accounts/sessions/sessions.ts'
import { createInvitation } from '../../../../src/accounts/sign-up/invitations.ts'
import { days } from '../../../../src/lib/clock.ts'
import type { Identity } from '../../../../src/sources/source.ts'
import { onEveryEngine } from '../../../support/engines.ts'
import { createTestWorld, type TestWorld } from '../../../support/world.ts'
import { eventsOf, many, newAccount, rowsOf } from '../support.ts'
import { alice, from, openTo } from './sample.ts'

const open = async (): Promise<TestWorld> => {
  const world = createTestWorld()
  await openTo(world, 'everyone')
  return world
}

const come = async (world: TestWorld, identity: Identity, context: Partial<ArrivalContext> = {}) => {
  const arrived = await arrive(world, identity, { ...from, ...context })
  assert.ok(arrived.ok, JSON.stringify(arrived))
  return arrived
}

const reasonOf = (arrived: Arrived): string => (arrived.ok ? 'came in' : arrived.reason)

describe('arriving for the first time', () => {
  it('makes an account with what the source says, in a name of its own', async () => {
    const world = await open()
    const { account, did, acr, amr } = await come(world, alice(), { locale: 'de-AT' })
    assert.deepEqual(
      { did, acr, amr, username: account.username, name: account.name, locale: account.locale, cameBy: account.cameBy },
      {
        did: 'create',
        acr: 'urn:portico:acr:fediverse',
        amr: ['fed'],
        username: 'alice',
        name: 'Alice Example',
        locale: 'de-AT',
        cameBy: 'source',
      },
    )
    assert.deepEqual([account.email, account.usernameMadeUp, account.administrator], [undefined, undefined, false])
    const [identity] = await identitiesOf(world, account.id)
    assert.equal(identity?.id, identityIdOf('fediverse', 'https://social.example/users/alice'))
    for (const kind of ['account.created', 'identity.linked', 'signin.succeeded'] as const) {
      assert.equal((await eventsOf(world, kind)).length, 1, kind)
    }
  })

  it('never gives two servers’ alices one username, and asks the second for hers', async () => {
    const world = await open()
    await newAccount(world)
    const { account: one } = await come(world, alice())
    const { account: two } = await come(world, alice('other.example'))
    assert.deepEqual([one.username, one.usernameMadeUp], ['alice_social_example', true])
    assert.deepEqual([two.username, two.usernameMadeUp], ['alice_other_example', true])
  })

  it('gives a name that nothing fits to somebody who is called what nobody can be called here', async () => {
    const world = await open()
    const { profile } = alice()
    const { account } = await come(
      world,
      alice('a.example', { profile: { ...profile, username: '💥', acct: undefined } }),
    )
    assert.deepEqual([account.username, account.usernameMadeUp], ['a_example', true])
  })

  it('does not let a name turn the text around it, nor an e-mail hint become an address', async () => {
    const world = await open()
    const profile = { username: 'eve', name: '\u202Eecila\u0007 ', emailHint: 'alice@example.org' }
    const { account } = await come(world, alice('evil.example', { profile }))
    assert.deepEqual([account.name, account.email, account.emailKey], ['ecila', undefined, undefined])
  })

  it('takes nobody in where the source is not switched on', async () => {
    const world = createTestWorld()
    assert.equal(reasonOf(await arrive(world, alice(), from)), 'source_off')
    assert.deepEqual(await rowsOf(world, 'accounts'), [])
  })

  it('goes by what the application says before what the installation says', async () => {
    const world = await open()
    const application = { newcomers: 'servers', newcomerServers: ['only.example'] } as const
    assert.equal(reasonOf(await arrive(world, alice(), { ...from, application })), 'server_not_admitted')
    assert.equal(reasonOf(await arrive(world, alice('a.only.example'), { ...from, application })), 'came in')
  })

  it('tells a reference with a refusal, under which an administrator finds it', async () => {
    const world = createTestWorld()
    await openTo(world, 'invited')
    const arrived = await arrive(world, alice(), from)
    assert.ok(!arrived.ok)
    const [line] = await eventsOf(world, 'signin.failed')
    assert.deepEqual([line?.code, line?.data['reason']], [arrived.reference, 'not_invited'])
  })
})

describe('arriving with an invitation', () => {
  const invited = async (world: TestWorld, uses = 1) => {
    await openTo(world, 'invited')
    const group = await createGroup(world, { name: 'Friends' })
    assert.ok(group.ok)
    const made = await createInvitation(world, { uses, ttl: days(1), groupIds: [group.group.id] }, {})
    assert.ok(made.ok && made.secret !== undefined)
    return { secret: made.secret, groupId: group.group.id }
  }

  it('uses it up and joins its groups with the same commit that makes the account', async () => {
    const world = createTestWorld()
    const { secret, groupId } = await invited(world)
    const { account } = await come(world, alice(), { invitation: secret })
    assert.deepEqual(await groupIdsOf(world, account.id), [groupId])
    assert.equal(account.cameBy, 'invitation')
    assert.equal(reasonOf(await arrive(world, alice('b.example'), { ...from, invitation: secret })), 'not_invited')
    assert.equal((await rowsOf(world, 'accounts')).length, 1)
  })

  it('is not needed the second time, and not used either', async () => {
    const world = createTestWorld()
    const { secret } = await invited(world, 5)
    await come(world, alice(), { invitation: secret })
    await come(world, alice(), { invitation: secret })
    assert.equal((await rowsOf(world, 'invitations'))[0]?.used, 1)
  })
})

describe('arriving once more', () => {
  it('signs the same person in, and keeps what is new of them', async () => {
    const world = await open()
    const first = await come(world, alice())
    world.clock.advance(days(3))
    const profile = { ...alice().profile, name: 'Alice of the Hills', acct: 'alice@hills.example' }
    const again = await come(world, alice('social.example', { profile }))
    assert.deepEqual([again.did, again.account.id], ['sign-in', first.account.id])
    assert.equal((await world.storage.find('accounts', first.account.id))?.name, 'Alice of the Hills')
    const [kept] = await identitiesOf(world, first.account.id)
    assert.ok(kept)
    assert.deepEqual([profileOf(kept).acct, kept.lastUsedAt], ['alice@hills.example', world.clock.now()])
  })

  it('leaves a name alone that the person has given themselves here', async () => {
    const world = await open()
    const { account } = await come(world, alice())
    await world.storage.put('accounts', { ...account, name: 'Ally' })
    await come(world, alice('social.example', { profile: { ...alice().profile, name: 'Another' } }))
    assert.equal((await world.storage.find('accounts', account.id))?.name, 'Ally')
  })

  it('does not let in who was switched off, or has changed hands', async () => {
    const world = await open()
    await newAccount(world, { username: 'admin', administrator: true })
    const { account } = await come(world, alice())
    const other = alice('social.example', { anchors: { ...alice().anchors, localId: '7' } })
    assert.equal(reasonOf(await arrive(world, other, from)), 'changed_hands')
    assert.equal(reasonOf(await arrive(world, alice(), from)), 'came in')
    await disableAccount(world, account.id)
    assert.equal(reasonOf(await arrive(world, alice(), from)), 'disabled')
  })

  it('makes somebody new of whoever had their account deleted: the old subject and name never come back', async () => {
    const world = await open()
    await newAccount(world, { username: 'admin', administrator: true })
    const { account: gone } = await come(world, alice())
    await deleteAccount(world, gone.id)
    assert.deepEqual(await rowsOf(world, 'identities'), [])
    const { account, did } = await come(world, alice())
    assert.equal(did, 'create')
    assert.notEqual(account.id, gone.id)
    assert.notEqual(account.username, gone.username)
  })

  it('starts no session with an identity that was unlinked in between', async () => {
    const world = await open()
    const { account, proof, identityId, amr } = await come(world, alice())
    await world.storage.remove('identities', identityId)
    assert.equal(await startSession(world, { account, amr, proof, identityId }), undefined)
  })
})

await onEveryEngine('arrivals', (openStorage) => {
  it('makes one account of fifty first sign-ins at once', async () => {
    const world = createTestWorld({ storage: await openStorage() })
    await openTo(world, 'everyone')
    const arrived = await many(() => come(world, alice()))
    assert.equal(new Set(arrived.map(({ account }) => account.id)).size, 1)
    assert.equal(arrived.filter(({ did }) => did === 'create').length, 1)
    assert.equal((await rowsOf(world, 'accounts')).length, 1)
  })

  it('gives fifty alices of fifty servers fifty names', async () => {
    const world = createTestWorld({ storage: await openStorage() })
    await openTo(world, 'everyone')
    const arrived = await many((n) => come(world, alice(`s${n}.example`)))
    assert.equal(new Set(arrived.map(({ account }) => account.usernameKey)).size, 50)
  })

  it('lets one of many in by an invitation with one use', async () => {
    const world = createTestWorld({ storage: await openStorage() })
    await openTo(world, 'invited')
    const made = await createInvitation(world, { uses: 1, ttl: days(1) }, {})
    assert.ok(made.ok)
    const invitation = made.secret
    const all = await many((n) => arrive(world, alice(`s${n}.example`), { ...from, invitation }), 20)
    assert.deepEqual([all.filter(({ ok }) => ok).length, (await rowsOf(world, 'accounts')).length], [1, 1])
  })
})
