import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { changeAccount } from '../../../src/accounts/change.ts'
import { createAccount, type NewAccount } from '../../../src/accounts/create.ts'
import { unverifyEmail, verifyEmail } from '../../../src/accounts/email.ts'
import { claimNames, claimsOf } from '../../../src/applications/claims.ts'
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

describe('the claims', () => {
  it('are among those that discovery names', async () => {
    const { account } = await made()
    const claims = claimsOf({
      account: { ...account, avatar: '/a.png', locale: 'en' },
      application: { assertEmailVerified: false },
      handle: 'ann_1',
      groups: ['staff'],
      scopes: ['openid', 'profile', 'email', 'groups'],
      base: 'https://id.example.org',
    })
    assert.deepEqual(Object.keys(claims).sort(), [...claimNames].sort())
    assert.equal(claims['handle'], 'ann_1')
  })
})
