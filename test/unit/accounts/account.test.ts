import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findAccount, findByIdentifier, findByUsername, listAccounts } from '../../../src/accounts/account.ts'
import { changeAccount } from '../../../src/accounts/change.ts'
import { createAccount, type NewAccount } from '../../../src/accounts/create.ts'
import { unverifyEmail, verifyEmail } from '../../../src/accounts/email.ts'
import { createGroup, groupsOf } from '../../../src/accounts/groups.ts'
import { createTestWorld } from '../../support/world.ts'
import { eventsOf, many, newAccount, rowsOf } from './support.ts'

describe('creating an account', () => {
  it('keeps what was said and writes its event', async () => {
    const world = createTestWorld()
    const group = await createGroup(world, { name: 'staff' })
    assert.ok(group.ok)
    const account = await newAccount(world, {
      username: 'Alice',
      name: 'Alice \u202EExample',
      email: 'Alice@Example.ORG',
      locale: 'de-de',
      avatar: 'https://example.org/a.png',
      groupIds: [group.group.id, group.group.id],
    })
    assert.deepEqual(await findAccount(world, account.id), {
      id: account.id,
      username: 'Alice',
      usernameKey: 'alice',
      name: 'Alice Example',
      email: 'Alice@example.org',
      emailKey: 'alice@example.org',
      avatar: 'https://example.org/a.png',
      locale: 'de-DE',
      administrator: false,
      managed: false,
      createdAt: world.clock.now(),
      updatedAt: world.clock.now(),
    })
    assert.deepEqual(await groupsOf(world, account.id), ['staff'])
    const [created] = await eventsOf(world, 'account.created')
    assert.equal(created?.accountId, account.id)
  })

  it('calls somebody without a name by their username', async () => {
    assert.equal((await newAccount(createTestWorld(), { name: ' \u200E ' })).name, 'alice')
  })

  it('names every problem at once and keeps nothing', async () => {
    const world = createTestWorld()
    const made = await createAccount(world, {
      username: 'a b',
      email: 'x',
      locale: '!',
      avatar: 'javascript:alert(1)',
      passwordHash: 'plain',
    })
    assert.deepEqual(made, {
      ok: false,
      problems: [
        { field: 'username', code: 'malformed' },
        { field: 'email', code: 'malformed' },
        { field: 'password', code: 'malformed' },
        { field: 'locale', code: 'malformed' },
        { field: 'avatar', code: 'malformed' },
      ],
    })
    assert.deepEqual(await rowsOf(world, 'accounts'), [])
    assert.deepEqual(await rowsOf(world, 'events'), [])
  })

  it('keeps a username to one account, in every spelling', async () => {
    const world = createTestWorld()
    await newAccount(world)
    for (const username of ['alice', 'ALICE', ' Ａｌｉｃｅ']) {
      assert.deepEqual(await createAccount(world, { username }), {
        ok: false,
        problems: [{ field: 'username', code: 'taken' }],
      })
    }
  })

  it('makes one account of 50 made at once with one name', async () => {
    const world = createTestWorld()
    const made = await many(() => createAccount(world, { username: 'alice' }))
    assert.equal(made.filter(({ ok }) => ok).length, 1)
    assert.equal((await rowsOf(world, 'accounts')).length, 1)
    assert.equal((await eventsOf(world, 'account.created')).length, 1)
  })

  it('makes no account in a group that is not there', async () => {
    const world = createTestWorld()
    const made = await createAccount(world, { username: 'alice', groupIds: ['gone'] })
    assert.deepEqual(made, { ok: false, problems: [{ field: 'groups', code: 'unknown' }] })
    assert.deepEqual(await rowsOf(world, 'accounts'), [])
  })

  it('takes nothing from input but what it names', async () => {
    const world = createTestWorld()
    const input: NewAccount & Record<string, unknown> = {
      username: 'alice',
      id: 'chosen',
      disabledAt: 1,
      verifiedEmailKey: 'victim@example.org',
      createdAt: 0,
    }
    const made = await createAccount(world, input)
    assert.ok(made.ok)
    assert.notEqual(made.account.id, 'chosen')
    assert.equal(made.account.verifiedEmailKey, undefined)
    assert.equal(made.account.disabledAt, undefined)
    assert.equal(made.account.createdAt, world.clock.now())
  })
})

describe('finding an account', () => {
  it('goes by username in every spelling', async () => {
    const world = createTestWorld()
    const { id } = await newAccount(world)
    for (const typed of ['alice', 'Alice ', 'ＡLICE']) {
      assert.equal((await findByIdentifier(world, typed))?.id, id)
      assert.equal((await findByUsername(world, typed))?.id, id)
    }
  })

  it('goes by an e-mail address only once it is verified', async () => {
    const world = createTestWorld()
    const { id } = await newAccount(world, { email: 'alice@example.org' })
    assert.equal(await findByIdentifier(world, 'alice@example.org'), undefined)
    await verifyEmail(world, id, { email: 'alice@example.org', prover: 'mail' })
    assert.equal((await findByIdentifier(world, ' ALICE@Example.org'))?.id, id)
  })

  it('finds nobody for what no engine could hold', async () => {
    const world = createTestWorld()
    await newAccount(world)
    for (const typed of ['', '\u0000', 'alice\u0000', '\uD800', '@', 'x'.repeat(100_000)]) {
      assert.equal(await findByIdentifier(world, typed), undefined)
    }
  })

  it('lists by username, in pages, and searches username, name and address', async () => {
    const world = createTestWorld()
    await newAccount(world, { username: 'carol', name: 'Carol Smith' })
    await newAccount(world, { username: 'alice', email: 'a@wonder.example' })
    await newAccount(world, { username: 'bob' })
    const names = async (query: Parameters<typeof listAccounts>[1]) => {
      const { accounts, more } = await listAccounts(world, query)
      return [accounts.map(({ username }) => username).join(' '), more]
    }
    assert.deepEqual(await names({}), ['alice bob carol', false])
    assert.deepEqual(await names({ limit: 2 }), ['alice bob', true])
    assert.deepEqual(await names({ limit: 2, offset: 2 }), ['carol', false])
    assert.deepEqual(await names({ search: ' BO' }), ['bob', false])
    assert.deepEqual(await names({ search: 'smith' }), ['carol', false])
    assert.deepEqual(await names({ search: 'wonder' }), ['alice', false])
    assert.deepEqual(await names({ search: '%' }), ['', false])
  })
})

describe('changing an account', () => {
  it('changes what is named and leaves the rest', async () => {
    const world = createTestWorld()
    const account = await newAccount(world, { name: 'Alice', locale: 'de', avatar: '/a.png' })
    world.clock.advance(1000)
    const changed = await changeAccount(world, account.id, { name: 'Alice B', avatar: '' }, { actorId: 'admin' })
    assert.ok(changed.ok)
    assert.deepEqual(
      [changed.account.name, changed.account.avatar, changed.account.locale],
      ['Alice B', undefined, 'de'],
    )
    assert.equal(changed.account.updatedAt, world.clock.now())
    const [line] = await eventsOf(world, 'account.changed')
    assert.deepEqual([line?.actorId, line?.data], ['admin', { fields: ['name', 'avatar'] }])
  })

  it('writes nothing when nothing is different', async () => {
    const world = createTestWorld()
    const account = await newAccount(world, { name: 'Alice', email: 'alice@example.org' })
    world.clock.advance(1000)
    await changeAccount(world, account.id, { name: 'Alice', username: 'alice', email: 'alice@example.org', locale: '' })
    await changeAccount(world, account.id, { administrator: false })
    assert.equal((await findAccount(world, account.id))?.updatedAt, account.updatedAt)
    assert.equal((await rowsOf(world, 'events')).length, 1)
  })

  it('says so of an account that is not there', async () => {
    const unknown = { ok: false, problems: [{ field: 'account', code: 'unknown' }] }
    assert.deepEqual(await changeAccount(createTestWorld(), 'nobody', { name: 'x' }), unknown)
    assert.deepEqual(await changeAccount(createTestWorld(), 'nobody', { administrator: false }), unknown)
  })

  it('names every problem at once and changes nothing', async () => {
    const world = createTestWorld()
    const account = await newAccount(world)
    const before = await findAccount(world, account.id)
    const changed = await changeAccount(world, account.id, { name: 'New', username: '', email: '@', locale: 'x_' })
    assert.deepEqual(changed, {
      ok: false,
      problems: [
        { field: 'username', code: 'required' },
        { field: 'email', code: 'malformed' },
        { field: 'locale', code: 'malformed' },
      ],
    })
    assert.deepEqual(await findAccount(world, account.id), before)
  })

  it('changes only the case of a username without reserving anything', async () => {
    const world = createTestWorld()
    const account = await newAccount(world)
    const changed = await changeAccount(world, account.id, { username: 'Alice' })
    assert.ok(changed.ok)
    assert.deepEqual([changed.account.username, changed.account.usernameKey], ['Alice', 'alice'])
    assert.deepEqual(await rowsOf(world, 'tombstones'), [])
  })

  it('keeps the username somebody had from everybody but them', async () => {
    const world = createTestWorld()
    const alice = await newAccount(world)
    const bob = await newAccount(world, { username: 'bob' })
    assert.ok((await changeAccount(world, alice.id, { username: 'alina' })).ok)
    const taken = { ok: false, problems: [{ field: 'username', code: 'taken' }] }
    assert.deepEqual(await createAccount(world, { username: 'Alice' }), taken)
    assert.deepEqual(await changeAccount(world, bob.id, { username: 'alice' }), taken)
    assert.deepEqual(await changeAccount(world, bob.id, { username: 'alina' }), taken)
    assert.ok((await changeAccount(world, alice.id, { username: 'alice' })).ok)
    assert.deepEqual(await createAccount(world, { username: 'alina' }), taken)
    const renamed = await eventsOf(world, 'username.changed')
    assert.deepEqual(renamed.map(({ data }) => `${data['from']} ${data['to']}`).sort(), ['alice alina', 'alina alice'])
  })
})

describe('an e-mail address', () => {
  const verified = async (world: ReturnType<typeof createTestWorld>, username: string, email: string) => {
    const account = await newAccount(world, { username, email })
    return { account, outcome: await verifyEmail(world, account.id, { email, prover: 'mail' }) }
  }

  it('can be claimed by many and proven by one', async () => {
    const world = createTestWorld()
    const first = await verified(world, 'alice', 'shared@example.org')
    const second = await verified(world, 'bob', 'Shared@example.org')
    assert.equal(first.outcome.ok, true)
    assert.deepEqual(second.outcome, { ok: false, problems: [{ field: 'email', code: 'taken' }] })
    assert.equal((await findAccount(world, second.account.id))?.emailVerifiedAt, undefined)
  })

  it('is proven by one of 50 who prove it at once', async () => {
    const world = createTestWorld()
    const email = 'shared@example.org'
    const accounts = await many((n) => newAccount(world, { username: `user${n}`, email }))
    const proven = await Promise.all(accounts.map(({ id }) => verifyEmail(world, id, { email, prover: 'mail' })))
    assert.equal(proven.filter(({ ok }) => ok).length, 1)
    assert.equal((await eventsOf(world, 'email.verified')).length, 1)
  })

  it('says when, and by whom, it was proven', async () => {
    const world = createTestWorld()
    const { account, outcome } = await verified(world, 'alice', 'alice@example.org')
    assert.ok(outcome.ok)
    const { verifiedEmailKey, emailVerifiedAt, emailVerifiedBy } = outcome.account
    assert.deepEqual(
      [verifiedEmailKey, emailVerifiedAt, emailVerifiedBy],
      ['alice@example.org', account.createdAt, 'mail'],
    )
  })

  it('is not proven by a proof of another one', async () => {
    const world = createTestWorld()
    const { id } = await newAccount(world, { email: 'alice@example.org' })
    await changeAccount(world, id, { email: 'victim@example.org' })
    const late = await verifyEmail(world, id, { email: 'alice@example.org', prover: 'mail' })
    assert.deepEqual(late, { ok: false, problems: [{ field: 'email', code: 'expired' }] })
    assert.equal((await findAccount(world, id))?.verifiedEmailKey, undefined)
  })

  it('is unproven once changed, and free for whoever proves it', async () => {
    const world = createTestWorld()
    const { account } = await verified(world, 'alice', 'old@example.org')
    const changed = await changeAccount(world, account.id, { email: 'new@example.org' })
    assert.ok(changed.ok)
    const { email, verifiedEmailKey, emailVerifiedAt, emailVerifiedBy } = changed.account
    assert.deepEqual([email, verifiedEmailKey, emailVerifiedAt, emailVerifiedBy], ['new@example.org', ...Array(3)])
    assert.equal((await eventsOf(world, 'email.changed')).length, 1)
    assert.ok((await verified(world, 'bob', 'old@example.org')).outcome.ok)
  })

  it('stays proven when only its spelling changes', async () => {
    const world = createTestWorld()
    const { account } = await verified(world, 'alice', 'alice@example.org')
    const changed = await changeAccount(world, account.id, { email: 'Alice@EXAMPLE.org' })
    assert.ok(changed.ok)
    assert.deepEqual(
      [changed.account.email, changed.account.verifiedEmailKey],
      ['Alice@example.org', 'alice@example.org'],
    )
  })

  it('is unproven when an administrator says so, and when it is taken away', async () => {
    const world = createTestWorld()
    const { account } = await verified(world, 'alice', 'alice@example.org')
    const unproven = await unverifyEmail(world, account.id)
    assert.ok(unproven.ok)
    assert.deepEqual([unproven.account.email, unproven.account.emailVerifiedAt], ['alice@example.org', undefined])
    const removed = await changeAccount(world, account.id, { email: '' })
    assert.ok(removed.ok)
    assert.deepEqual([removed.account.email, removed.account.emailKey], [undefined, undefined])
  })
})
