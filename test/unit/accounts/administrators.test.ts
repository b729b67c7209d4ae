import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findAccount } from '../../../src/accounts/account.ts'
import { changeAccount } from '../../../src/accounts/change.ts'
import { createAccount } from '../../../src/accounts/create.ts'
import { deleteAccount, disableAccount, enableAccount } from '../../../src/accounts/disable.ts'
import { createGroup, groupsOf } from '../../../src/accounts/groups.ts'
import { createLink } from '../../../src/accounts/links.ts'
import { passwordCredential } from '../../../src/accounts/passwords/credential.ts'
import { findPerson } from '../../../src/accounts/sessions/sessions.ts'
import { days } from '../../../src/lib/clock.ts'
import { adding } from '../../../src/storage/storage.ts'
import { createTestWorld, type TestWorld } from '../../support/world.ts'
import { eventsOf, left, many, newAccount, nothing, rowsOf, signedIn, tokensOf } from './support.ts'

const activeAdministrators = (world: TestWorld): Promise<number> =>
  world.storage.count('accounts', { administrator: true, disabledAt: undefined })

/** Every way in which an administrator stops being an active one. */
const ways: Readonly<Record<string, (world: TestWorld, id: string) => Promise<{ readonly ok: boolean }>>> = {
  disabled: (world, id) => disableAccount(world, id),
  deleted: (world, id) => deleteAccount(world, id),
  demoted: (world, id) => changeAccount(world, id, { administrator: false, name: 'Demoted' }),
}

describe('the last active administrator', () => {
  for (const [name, way] of Object.entries(ways)) {
    it(`is not ${name}`, async () => {
      const world = createTestWorld()
      const { id } = await newAccount(world, { administrator: true })
      await newAccount(world, { username: 'bob' })
      const asleep = await newAccount(world, { username: 'carol', administrator: true })
      await disableAccount(world, asleep.id)
      const before = await findAccount(world, id)
      const outcome = await way(world, id)
      assert.equal(JSON.stringify(outcome).includes('last_administrator'), true)
      assert.deepEqual(await findAccount(world, id), before)
    })

    it(`is ${name} once there is another`, async () => {
      const world = createTestWorld()
      const { id } = await newAccount(world, { administrator: true })
      await newAccount(world, { username: 'bob', administrator: true })
      assert.equal((await way(world, id)).ok, true)
      assert.equal(await activeAdministrators(world), 1)
    })
  }

  it('is left when two go at once, whichever way each goes', async () => {
    for (const one of Object.values(ways)) {
      for (const other of Object.values(ways)) {
        const world = createTestWorld()
        const alice = await newAccount(world, { administrator: true })
        const bob = await newAccount(world, { username: 'bob', administrator: true })
        const outcomes = await Promise.all([one(world, alice.id), other(world, bob.id)])
        assert.equal(outcomes.filter(({ ok }) => ok).length, 1)
        assert.equal(await activeAdministrators(world), 1)
      }
    }
  })

  it('is left of 50 who go at once', async () => {
    const world = createTestWorld()
    const all = await many((n) => newAccount(world, { username: `admin${n}`, administrator: true }))
    const kinds = Object.values(ways)
    const outcomes = await Promise.all(all.map(({ id }, n) => kinds[n % kinds.length]?.(world, id)))
    assert.equal(outcomes.filter((outcome) => outcome?.ok).length, 49)
    assert.equal(await activeAdministrators(world), 1)
  })
})

describe('disabling an account', () => {
  it('signs it out everywhere and voids its links, in one commit with its event', async () => {
    const world = createTestWorld()
    const account = await newAccount(world)
    const other = await newAccount(world, { username: 'bob' })
    const { secret } = await signedIn(world, account)
    const theirs = await signedIn(world, other)
    await createLink(world, { purpose: 'password', accountId: account.id, ttl: days(1) })
    await world.storage.atomically([...tokensOf(account.id), ...tokensOf(other.id)])
    const disabled = await disableAccount(world, account.id, { actorId: 'admin' })
    assert.ok(disabled.ok)
    assert.equal(disabled.account.disabledAt, world.clock.now())
    assert.deepEqual(await left(world, account.id), nothing)
    assert.equal(await findPerson(world, secret), undefined)
    assert.notEqual(await findPerson(world, theirs.secret), undefined)
    assert.equal((await left(world, other.id))['refreshTokens'], 1)
    const [line] = await eventsOf(world, 'account.disabled')
    assert.deepEqual([line?.accountId, line?.actorId], [account.id, 'admin'])
  })

  it('refuses a session that was started just before', async () => {
    const world = createTestWorld()
    const account = await newAccount(world)
    const { secret } = await signedIn(world, account)
    await world.storage.change('accounts', account.id, (row) => ({ ...row, disabledAt: 1 }))
    assert.equal(await findPerson(world, secret), undefined)
  })

  it('is done once', async () => {
    const world = createTestWorld()
    const { id } = await newAccount(world)
    await many(() => disableAccount(world, id))
    assert.equal((await eventsOf(world, 'account.disabled')).length, 1)
  })

  it('is undone by enabling, which brings no session back', async () => {
    const world = createTestWorld()
    const account = await newAccount(world)
    const { secret } = await signedIn(world, account)
    await disableAccount(world, account.id)
    const enabled = await enableAccount(world, account.id)
    assert.ok(enabled.ok)
    assert.equal(enabled.account.disabledAt, undefined)
    assert.equal(await findPerson(world, secret), undefined)
    assert.equal((await eventsOf(world, 'account.enabled')).length, 1)
    assert.ok((await signedIn(world, account)).secret)
  })
})

describe('deleting an account', () => {
  it('leaves a tombstone and nothing else but the audit log', async () => {
    const world = createTestWorld()
    const group = await createGroup(world, { name: 'staff' })
    assert.ok(group.ok)
    const account = await newAccount(world, { groupIds: [group.group.id], email: 'alice@example.org' })
    await signedIn(world, account)
    await world.storage.atomically([
      ...tokensOf(account.id),
      ...passwordCredential(world, account.id, 'hash'),
      adding('grants', {
        id: `app:${account.id}`,
        applicationId: 'app',
        accountId: account.id,
        scopes: [],
        createdAt: 0,
        updatedAt: 0,
      }),
    ])
    assert.deepEqual(await deleteAccount(world, account.id), { ok: true })
    assert.equal(await findAccount(world, account.id), undefined)
    assert.deepEqual(await left(world, account.id), nothing)
    assert.deepEqual(await groupsOf(world, account.id), [])
    assert.equal(await world.storage.count('credentials'), 0)
    assert.equal(await world.storage.count('grants'), 0)
    assert.deepEqual(await rowsOf(world, 'tombstones'), [
      { id: account.id, usernameKey: 'alice', deletedAt: world.clock.now() },
    ])
    assert.equal((await eventsOf(world, 'account.deleted')).length, 1)
  })

  it('gives neither its name nor its subject to anybody again', async () => {
    const world = createTestWorld()
    const { id } = await newAccount(world)
    await deleteAccount(world, id)
    const taken = { ok: false, problems: [{ field: 'username', code: 'taken' }] }
    assert.deepEqual(await createAccount(world, { username: 'ALICE' }), taken)
    const bob = await newAccount(world, { username: 'bob' })
    assert.deepEqual(await changeAccount(world, bob.id, { username: 'alice' }), taken)
    const again = createTestWorld({ storage: world.storage })
    assert.deepEqual(await createAccount(again, { username: 'carol' }), taken, 'the same random bytes, the same id')
  })

  it('never lets somebody take the name while it goes', async () => {
    for (let round = 0; round < 20; round++) {
      const world = createTestWorld()
      const { id } = await newAccount(world)
      const [, ...made] = await Promise.all([
        deleteAccount(world, id),
        ...Array.from({ length: 5 }, () => createAccount(world, { username: 'alice' })),
      ])
      assert.equal(made.filter(({ ok }) => ok).length, 0)
    }
  })

  it('is done once', async () => {
    const world = createTestWorld()
    const { id } = await newAccount(world)
    const outcomes = await many(() => deleteAccount(world, id))
    assert.equal(outcomes.filter(({ ok }) => ok).length, 1)
    assert.equal((await eventsOf(world, 'account.deleted')).length, 1)
  })
})
