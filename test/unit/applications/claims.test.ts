import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { changeAccount } from '../../../src/accounts/change.ts'
import { createAccount, type NewAccount } from '../../../src/accounts/create.ts'
import { unverifyEmail, verifyEmail } from '../../../src/accounts/email.ts'
import { claimNames, claimsOf, type Told } from '../../../src/applications/claims.ts'
import type { Row } from '../../../src/storage/records.ts'
import { createTestWorld } from '../../support/world.ts'

const made = async (input: Partial<NewAccount> = {}) => {
  const world = createTestWorld()
  const created = await createAccount(world, { username: 'ann', email: 'ann@example.org', ...input })
  assert.ok(created.ok)
  return { world, account: created.account }
}

const told = (account: Row<'accounts'>, assertEmailVerified: boolean) =>
  claimsOf({
    account,
    application: { assertEmailVerified },
    handle: 'ann',
    groups: [],
    scopes: ['email'],
    base: 'https://id.example.org',
  })['email_verified']

/** To an application that is told the truth, and to one for which the operator vouches. */
const both = (account: Row<'accounts'>) => [told(account, false), told(account, true)]

describe('that an address is verified', () => {
  it('is never said of one that its owner typed and nobody proved', async () => {
    const { world, account } = await made()
    assert.deepEqual(both(account), [false, false])
    const changed = await changeAccount(world, account.id, { email: 'new@example.org' }, { actorId: account.id })
    assert.ok(changed.ok)
    assert.deepEqual(both(changed.account), [false, false])
  })

  it('is said where the operator says so of one that somebody else put there', async () => {
    const { account } = await made({ emailFromOthers: true })
    assert.deepEqual(both(account), [false, true])
    const { world, account: other } = await made()
    const changed = await changeAccount(world, other.id, { email: 'given@example.org', emailFromOthers: true })
    assert.ok(changed.ok)
    assert.deepEqual(both(changed.account), [false, true])
  })

  it('is not said any more once its owner has typed another', async () => {
    const { world, account } = await made({ emailFromOthers: true })
    const changed = await changeAccount(world, account.id, { email: 'victim@example.org' }, { actorId: account.id })
    assert.ok(changed.ok)
    assert.deepEqual(both(changed.account), [false, false])
  })

  it('is not said any more once an administrator has taken it back', async () => {
    const { world, account } = await made({ emailFromOthers: true, emailVerifiedBy: 'configuration' })
    assert.deepEqual(both(account), [true, true])
    const taken = await unverifyEmail(world, account.id)
    assert.ok(taken.ok)
    assert.deepEqual(both(taken.account), [false, false])
  })

  it('is said to everybody of one that was proven', async () => {
    const { world, account } = await made()
    const proven = await verifyEmail(world, account.id, { email: 'ann@example.org', prover: 'mail' })
    assert.ok(proven.ok)
    assert.deepEqual(both(proven.account), [true, true])
  })
})

/** Alice, as she came from the fediverse. */
const atHome = {
  ...{ id: 'i', sourceId: 'fediverse', subject: 'https://social.example/users/alice', accountId: 'a' },
  host: 'social.example',
  profile: {
    ...{ username: 'alice', name: 'Alice', acct: 'alice@example.social', page: 'https://social.example/@alice' },
    ...{ picture: 'https://cdn.example/a.png', emailHint: 'alice@example.org', software: 'mastodon' },
    ...{ bot: false, locked: true },
  },
  ...{ anchors: {}, createdAt: 0, lastUsedAt: 0 },
}

const base = 'https://id.example.org'
const all = ['openid', 'profile', 'email', 'groups']

describe('the claims', () => {
  it('are among those that discovery names', async () => {
    const { account } = await made()
    const claims = claimsOf({
      account: { ...account, avatar: '/a.png', locale: 'en' },
      application: { assertEmailVerified: false },
      handle: 'ann_1',
      groups: ['staff'],
      identity: atHome,
      scopes: all,
      base,
    })
    assert.deepEqual(Object.keys(claims).sort(), [...claimNames].sort())
    assert.equal(claims['handle'], 'ann_1')
  })
})

describe('the claims of somebody from the fediverse', () => {
  const tell = async (more: Partial<Told> = {}) => {
    const { account } = await made({ username: 'alice_2', email: '' })
    const application = { assertEmailVerified: false }
    const claims = claimsOf({
      ...{ account, application, handle: 'alice_2', groups: [], identity: atHome, scopes: all, base },
      ...more,
    })
    return { account, claims }
  }

  it('say where they are at home, and nothing of what only the server says', async () => {
    const { claims } = await tell()
    const { acct, actor, profile, instance, instance_software, bot, locked, preferred_username } = claims
    assert.deepEqual(
      { acct, actor, profile, instance, instance_software, bot, locked, preferred_username },
      {
        acct: 'alice@example.social',
        actor: 'https://social.example/users/alice',
        profile: 'https://social.example/@alice',
        instance: 'social.example',
        instance_software: 'mastodon',
        bot: false,
        locked: true,
        preferred_username: 'alice_2',
      },
    )
    assert.doesNotMatch(JSON.stringify(claims), /cdn\.example|alice@example\.org/)
    assert.equal('email' in claims, false)
  })

  it('are called by their proven address where people only pass through', async () => {
    const { claims } = await tell({ application: { assertEmailVerified: false, bridge: true } })
    assert.equal(claims['preferred_username'], 'alice@example.social')
  })

  it('keep it to themselves where an application does not ask for a profile', async () => {
    const { claims } = await tell({ scopes: ['openid', 'email', 'groups'] })
    assert.deepEqual(claims, { groups: [] })
  })

  for (const vouched of [true, false]) {
    it(`have an address of the operator’s own domain where there is none, verified: ${vouched}`, async () => {
      const { account, claims } = await tell({ placeholder: { domain: 'people.example.org', vouched } })
      const { email, email_verified } = claims
      assert.deepEqual(
        { email, email_verified },
        { email: `${account.id.toLowerCase()}@people.example.org`, email_verified: vouched },
      )
    })
  }

  it('have their own address where they have one', async () => {
    const { account } = await made()
    const { claims } = await tell({ account, placeholder: { domain: 'people.example.org', vouched: true } })
    assert.deepEqual([claims['email'], claims['email_verified']], ['ann@example.org', false])
  })
})
