import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createAccount } from '../../../src/accounts/create.ts'
import { deleteAccount } from '../../../src/accounts/disable.ts'
import { createLink, peekLink, takeLink } from '../../../src/accounts/links.ts'
import { canSetUp, completeSetUp, offerSetUp } from '../../../src/accounts/sign-up/set-up.ts'
import { days, hours } from '../../../src/lib/clock.ts'
import { adding } from '../../../src/storage/storage.ts'
import { dump } from '../../support/dump.ts'
import { createTestWorld } from '../../support/world.ts'
import { createPasswordWorld, eventsOf, goodPassword, many, newAccount, rowsOf } from './support.ts'

describe('a one-time link', () => {
  const mark = (n: number | string) => [adding('settings', { id: `mark-${n}`, value: true })]

  it('is taken by one of 50, together with what comes of it', async () => {
    const world = createTestWorld()
    const secret = await createLink(world, { purpose: 'email', data: { n: 1 }, ttl: hours(1) })
    const taken = await many((n) => takeLink(world, secret, 'email', () => mark(n)))
    const winners = taken.filter((link) => link !== undefined)
    assert.deepEqual(
      winners.map(({ data }) => data),
      [{ n: 1 }],
    )
    assert.equal((await rowsOf(world, 'settings')).length, 1)
    assert.equal(await peekLink(world, secret, 'email'), undefined)
  })

  it('is there until it runs out, to the millisecond, however often it is looked at', async () => {
    const world = createTestWorld()
    const secret = await createLink(world, { purpose: 'email', ttl: hours(1) })
    world.clock.advance(hours(1) - 1)
    await many(() => peekLink(world, secret, 'email'))
    assert.ok(await peekLink(world, secret, 'email'))
    world.clock.advance(1)
    assert.equal(await peekLink(world, secret, 'email'), undefined)
    assert.equal(await takeLink(world, secret, 'email', () => mark(1)), undefined)
    assert.deepEqual(await rowsOf(world, 'settings'), [])
  })

  it('is good for its purpose only, and not used up by another', async () => {
    const world = createTestWorld()
    const secret = await createLink(world, { purpose: 'email', ttl: hours(1) })
    assert.equal(await peekLink(world, secret, 'password'), undefined)
    assert.equal(await takeLink(world, secret, 'password', () => mark(1)), undefined)
    assert.ok(await takeLink(world, secret, 'email', () => mark(2)))
  })

  it('is still there when what comes of it fails', async () => {
    const world = createTestWorld()
    const secret = await createLink(world, { purpose: 'email', ttl: hours(1) })
    await world.storage.atomically(mark(1))
    await assert.rejects(
      takeLink(world, secret, 'email', () => mark(1)),
      { name: 'Taken' },
    )
    assert.ok(await peekLink(world, secret, 'email'))
  })

  it('is kept without its secret, and is not to be had by its id', async () => {
    const world = createTestWorld()
    const secret = await createLink(world, { purpose: 'email', ttl: hours(1) })
    assert.equal((await dump(world.storage)).includes(secret.slice(4)), false)
    const [row] = await rowsOf(world, 'links')
    assert.equal(await peekLink(world, row?.id ?? '', 'email'), undefined)
    assert.equal(await takeLink(world, '\u0000', 'email', () => []), undefined)
  })
})

describe('set-up', () => {
  const first = {
    username: 'alice',
    name: 'Alice Example',
    email: 'alice@example.org',
    password: goodPassword,
    address: '192.0.2.1',
  }
  const expired = { ok: false, problems: [{ field: 'link', code: 'expired' }] }

  const offered = async (world: ReturnType<typeof createPasswordWorld>): Promise<string> => {
    const secret = await offerSetUp(world)
    assert.ok(secret !== undefined)
    return secret
  }

  it('makes the first administrator, who can sign in and whose address counts', async () => {
    const world = createPasswordWorld()
    const secret = await offered(world)
    assert.equal(await canSetUp(world, secret), true)
    const done = await completeSetUp(world, { ...first, secret })
    assert.ok(done.ok)
    const { account } = done
    assert.deepEqual([account.administrator, account.name, account.username], [true, 'Alice Example', 'alice'])
    assert.deepEqual([account.verifiedEmailKey, account.emailVerifiedBy], [first.email, `administrator:${account.id}`])
    const [credential] = await rowsOf(world, 'credentials')
    assert.equal((await world.hasher.verify(credential?.data.hash, goodPassword)).ok, true)
    assert.equal((await eventsOf(world, 'setup.completed')).length, 1)
    assert.equal((await eventsOf(world, 'account.created')).length, 1)
  })

  it('is done once by two who post at once', async () => {
    const world = createPasswordWorld()
    const secret = await offered(world)
    const outcomes = await many(
      (n) => completeSetUp(world, { ...first, username: `admin${n}`, email: `a${n}@example.org`, secret }),
      10,
    )
    assert.equal(outcomes.filter(({ ok }) => ok).length, 1)
    for (const outcome of outcomes) if (!outcome.ok) assert.deepEqual(outcome, expired)
    assert.equal((await rowsOf(world, 'accounts')).length, 1)
    assert.equal(await offerSetUp(world), undefined)
    assert.deepEqual(await completeSetUp(world, { ...first, secret }), expired)
  })

  it('voids the link of an earlier start', async () => {
    const world = createPasswordWorld()
    const earlier = await offered(world)
    const later = await offered(world)
    assert.equal(await canSetUp(world, earlier), false)
    assert.deepEqual(await completeSetUp(world, { ...first, secret: earlier }), expired)
    assert.ok((await completeSetUp(world, { ...first, secret: later })).ok)
  })

  it('leaves the link alone when something was wrong, and names it all', async () => {
    const world = createPasswordWorld()
    const secret = await offered(world)
    const wrong = await completeSetUp(world, { ...first, username: '', email: ' ', password: 'password', secret })
    assert.deepEqual(wrong, {
      ok: false,
      problems: [
        { field: 'username', code: 'required' },
        { field: 'email', code: 'required' },
        { field: 'password', code: 'too_short' },
        { field: 'password', code: 'common' },
      ],
    })
    await newAccount(world, { username: 'alice' })
    const taken = await completeSetUp(world, { ...first, secret })
    assert.deepEqual(taken, { ok: false, problems: [{ field: 'username', code: 'taken' }] })
    assert.ok((await completeSetUp(world, { ...first, username: 'admin', secret })).ok)
  })

  it('runs out', async () => {
    const world = createPasswordWorld()
    const secret = await offered(world)
    world.clock.advance(days(7))
    assert.deepEqual(await completeSetUp(world, { ...first, secret }), expired)
    assert.ok(await offerSetUp(world))
  })

  it('never opens again, not even when every administrator is gone', async () => {
    const world = createPasswordWorld()
    const secret = await offered(world)
    const done = await completeSetUp(world, { ...first, secret })
    assert.ok(done.ok)
    await world.storage.removeWhere('accounts', {})
    assert.equal(await offerSetUp(world), undefined)
    assert.equal(await canSetUp(world, secret), false)
  })

  it('closes when an administrator comes from elsewhere, for the link that is about too', async () => {
    const world = createPasswordWorld()
    const secret = await offered(world)
    await newAccount(world, { username: 'configured', administrator: true })
    assert.equal(await canSetUp(world, secret), false)
    assert.deepEqual(await completeSetUp(world, { ...first, secret }), expired)
    assert.equal(await offerSetUp(world), undefined)
  })

  it('makes one administrator only, also when configuration makes one at the same moment', async () => {
    const world = createPasswordWorld()
    const secret = await offered(world)
    const hash = async (password: string) => {
      assert.ok((await createAccount(world, { username: 'configured', administrator: true })).ok)
      return world.hasher.hash(password)
    }
    const hasher = { ...world.hasher, hash }
    assert.deepEqual(await completeSetUp({ ...world, hasher }, { ...first, secret }), expired)
    assert.equal((await rowsOf(world, 'accounts')).length, 1)
  })

  it('stays open for an installation that has accounts and never had an administrator', async () => {
    const world = createPasswordWorld()
    const { id } = await newAccount(world)
    assert.ok(await offerSetUp(world))
    await deleteAccount(world, id)
    assert.ok(await offerSetUp(world))
  })
})
