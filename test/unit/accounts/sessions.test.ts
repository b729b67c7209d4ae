import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { disableAccount } from '../../../src/accounts/disable.ts'
import { endEverything, endSession, endSessionByPublicId } from '../../../src/accounts/sessions/end-session.ts'
import {
  confirmSession,
  findPerson,
  isFresh,
  lifetimesOf,
  listSessions,
  renewed,
  startSession,
} from '../../../src/accounts/sessions/sessions.ts'
import { days, minutes, seconds } from '../../../src/lib/clock.ts'
import { hashSecret } from '../../../src/lib/secret.ts'
import { expecting, type Storage } from '../../../src/storage/storage.ts'
import { dump } from '../../support/dump.ts'
import { createTestClock, createTestWorld } from '../../support/world.ts'
import { eventsOf, left, many, newAccount, nothing, rowsOf, signedIn, tokensOf } from './support.ts'

describe('a session', () => {
  it('says who is there', async () => {
    const world = createTestWorld()
    const account = await newAccount(world)
    const started = await startSession(world, { account, amr: ['pwd'], address: '192.0.2.1', userAgent: 'Test' })
    assert.ok(started !== undefined)
    const person = await findPerson(world, started.secret)
    assert.equal(person?.account.id, account.id)
    assert.deepEqual(person?.session, started.session)
    const { amr, address, userAgent, authTime } = started.session
    assert.deepEqual([amr, address, userAgent, authTime], [['pwd'], '192.0.2.1', 'Test', world.clock.now()])
  })

  it('is kept without its secret', async () => {
    const world = createTestWorld()
    const { secret } = await signedIn(world, await newAccount(world))
    assert.equal((await dump(world.storage)).includes(secret.slice(4)), false)
  })

  it('is nobody for anything but its secret', async () => {
    const world = createTestWorld()
    const { secret, person } = await signedIn(world, await newAccount(world))
    for (const wrong of [
      undefined,
      '',
      secret.slice(0, -1),
      `${secret}x`,
      hashSecret(secret),
      person.session.publicId,
    ]) {
      assert.equal(await findPerson(world, wrong), undefined)
    }
  })

  it('starts under a new secret and ends what the browser had before', async () => {
    const world = createTestWorld()
    const alice = await newAccount(world)
    const bob = await newAccount(world, { username: 'bob' })
    const { secret: planted } = await signedIn(world, bob)
    const started = await startSession(world, { account: alice, amr: ['pwd'], replaces: planted })
    assert.notEqual(started?.secret, planted)
    assert.equal(await findPerson(world, planted), undefined)
    assert.equal((await findPerson(world, started?.secret))?.account.id, alice.id)
  })

  it('does not start for an account that was disabled, is gone, or whose proof is', async () => {
    const world = createTestWorld()
    const account = await newAccount(world)
    const gone = [expecting('credentials', 'gone', {})]
    assert.equal(await startSession(world, { account, amr: [], proof: gone }), undefined)
    assert.equal(await startSession(world, { account: { id: 'gone' }, amr: [] }), undefined)
    await disableAccount(world, account.id)
    assert.equal(await startSession(world, { account, amr: [] }), undefined)
    assert.deepEqual(await rowsOf(world, 'sessions'), [])
  })

  it('ends when nobody has used it for a week, to the millisecond', async () => {
    const world = createTestWorld()
    const { secret } = await signedIn(world, await newAccount(world))
    world.clock.advance(days(7) - 1)
    assert.ok(await findPerson(world, secret))
    world.clock.advance(days(7))
    assert.equal(await findPerson(world, secret), undefined)
  })

  it('ends after thirty days, used or not', async () => {
    const world = createTestWorld()
    const { secret } = await signedIn(world, await newAccount(world))
    for (let day = 1; day < 30; day++) {
      world.clock.advance(days(1))
      assert.ok(await findPerson(world, secret), `day ${day}`)
    }
    world.clock.advance(days(1) - 1)
    const session = (await findPerson(world, secret))?.session
    assert.equal(session?.expiresAt, session?.endsAt, 'the sweep goes by the earlier one')
    world.clock.advance(1)
    assert.equal(await findPerson(world, secret), undefined)
  })

  it('has the limits it was started with', async () => {
    const world = createTestWorld()
    const account = await newAccount(world)
    const lifetimes = { idle: minutes(10), absolute: minutes(25) }
    const started = await startSession(world, { account, amr: [], lifetimes })
    for (let n = 0; n < 4; n++) {
      world.clock.advance(minutes(6))
      assert.ok(await findPerson(world, started?.secret))
    }
    world.clock.advance(minutes(1))
    assert.equal(await findPerson(world, started?.secret), undefined)
  })

  it('does not come back when the clock is set back', async () => {
    const clock = createTestClock()
    const world = createTestWorld({ clock })
    const { secret } = await signedIn(world, await newAccount(world))
    clock.advance(days(8))
    assert.equal(await findPerson(world, secret), undefined)
    clock.advance(-days(8))
    assert.equal(await findPerson(world, secret), undefined)
  })

  it('is marked as used at most once a minute', async () => {
    const world = createTestWorld()
    const { secret, person } = await signedIn(world, await newAccount(world))
    const lastSeen = async () => (await findPerson(world, secret))?.session.lastSeenAt
    world.clock.advance(seconds(59))
    assert.equal(await lastSeen(), person.session.lastSeenAt)
    world.clock.advance(seconds(1))
    await many(() => lastSeen())
    assert.equal(await lastSeen(), world.clock.now())
  })

  it('is not brought back by a page that was under way when it ended', async () => {
    const world = createTestWorld()
    const { secret } = await signedIn(world, await newAccount(world))
    world.clock.advance(minutes(5))
    const [, , ended] = await Promise.all([
      findPerson(world, secret),
      findPerson(world, secret),
      endSession(world, secret),
    ])
    assert.ok(ended)
    assert.equal(await findPerson(world, secret), undefined)
    assert.deepEqual(await rowsOf(world, 'sessions'), [])
  })
})

describe('proving again who one is', () => {
  it('goes on under a new secret, with the same public id and a new time', async () => {
    const world = createTestWorld()
    const { secret, person } = await signedIn(world, await newAccount(world))
    world.clock.advance(days(6))
    const confirmed = await confirmSession(world, secret, { amr: ['pwd', 'otp'] })
    assert.ok(confirmed !== undefined)
    assert.equal(await findPerson(world, secret), undefined)
    const session = (await findPerson(world, confirmed.secret))?.session
    assert.deepEqual(session, {
      ...person.session,
      id: hashSecret(confirmed.secret),
      amr: ['pwd', 'otp'],
      authTime: world.clock.now(),
      lastSeenAt: world.clock.now(),
      expiresAt: world.clock.now() + lifetimesOf(world).idle,
      endsAt: world.clock.now() + lifetimesOf(world).absolute,
    })
  })

  it('does nothing for a session that ended, ran out, or whose proof or account is gone', async () => {
    const world = createTestWorld()
    const account = await newAccount(world)
    const { secret } = await signedIn(world, account)
    const proof = [expecting('credentials', 'gone', {})]
    assert.equal(await confirmSession(world, secret, { amr: [], proof }), undefined)
    assert.ok(await findPerson(world, secret))
    world.clock.advance(days(8))
    assert.equal(await confirmSession(world, secret, { amr: [] }), undefined)
    const second = await signedIn(world, account)
    await endSession(world, second.secret)
    assert.equal(await confirmSession(world, second.secret, { amr: [] }), undefined)
  })

  it('gives one new secret to 50 who confirm at once', async () => {
    const world = createTestWorld()
    const { secret } = await signedIn(world, await newAccount(world))
    const confirmed = await many(() => confirmSession(world, secret, { amr: ['pwd'] }))
    assert.equal(confirmed.filter((one) => one !== undefined).length, 1)
    assert.equal((await rowsOf(world, 'sessions')).length, 1)
  })

  it('counts as fresh for as long as asked', async () => {
    const world = createTestWorld()
    const { person } = await signedIn(world, await newAccount(world))
    world.clock.advance(minutes(5))
    assert.equal(isFresh(world, person, minutes(5)), true)
    world.clock.advance(1)
    assert.equal(isFresh(world, person, minutes(5)), false)
    world.clock.advance(-minutes(10))
    assert.equal(isFresh(world, person, minutes(5)), false, 'a proof from the future')
  })
})

describe('ending sessions', () => {
  it('signs a browser out, with its open codes and an event', async () => {
    const world = createTestWorld()
    const account = await newAccount(world)
    const { secret, person } = await signedIn(world, account)
    await world.storage.atomically(tokensOf(account.id, person.session.publicId))
    const ended = await endSession(world, secret, { address: '192.0.2.1' })
    assert.equal(ended?.publicId, person.session.publicId)
    assert.equal(await findPerson(world, secret), undefined)
    assert.equal((await left(world, account.id))['codes'], 0)
    const [line] = await eventsOf(world, 'signout')
    assert.deepEqual([line?.accountId, line?.address], [account.id, '192.0.2.1'])
    assert.equal(await endSession(world, secret), undefined)
    assert.equal((await eventsOf(world, 'signout')).length, 1)
  })

  it('ends one of a list, and none of somebody else', async () => {
    const world = createTestWorld()
    const alice = await newAccount(world)
    const bob = await newAccount(world, { username: 'bob' })
    const first = await signedIn(world, alice)
    const second = await signedIn(world, alice)
    assert.equal(await endSessionByPublicId(world, bob.id, first.person.session.publicId), false)
    assert.equal(await endSessionByPublicId(world, alice.id, 'gone'), false)
    assert.equal(await endSessionByPublicId(world, alice.id, first.person.session.publicId), true)
    assert.equal(await findPerson(world, first.secret), undefined)
    assert.ok(await findPerson(world, second.secret))
    assert.equal((await eventsOf(world, 'session.ended')).length, 1)
  })

  it('ends one of a list also while its person proves again who they are', async () => {
    const base = createTestWorld()
    const account = await newAccount(base)
    const { secret, person } = await signedIn(base, account)
    let next: string | undefined = secret
    // Three proofs, each between looking for the session and ending it.
    let proofs = 0
    const take: Storage['take'] = async (kind, id, then) => {
      if (proofs++ < 3) next = (await confirmSession(base, next ?? '', { amr: ['pwd'] }))?.secret
      return base.storage.take(kind, id, then)
    }
    const world = { ...base, storage: { ...base.storage, take } }
    assert.equal(await endSessionByPublicId(world, account.id, person.session.publicId), true)
    assert.equal(proofs, 4)
    assert.deepEqual(await rowsOf(base, 'sessions'), [])
    assert.equal(await findPerson(base, next), undefined)
    assert.equal((await eventsOf(base, 'session.ended')).length, 1)
  })

  it('lists those that live, the one used last first', async () => {
    const world = createTestWorld()
    const account = await newAccount(world)
    const old = await signedIn(world, account)
    world.clock.advance(days(5))
    const first = await signedIn(world, account)
    world.clock.advance(minutes(2))
    const second = await signedIn(world, account)
    await signedIn(world, await newAccount(world, { username: 'bob' }))
    world.clock.advance(days(2))
    await findPerson(world, first.secret)
    assert.deepEqual(
      (await listSessions(world, account.id)).map(({ publicId }) => publicId),
      [first, second].map(({ person }) => person.session.publicId),
    )
    assert.equal(await findPerson(world, old.secret), undefined)
  })

  it('ends everything of an account and nothing of another', async () => {
    const world = createTestWorld()
    const alice = await newAccount(world)
    const bob = await newAccount(world, { username: 'bob' })
    await signedIn(world, alice)
    const theirs = await signedIn(world, bob)
    await world.storage.atomically([...tokensOf(alice.id), ...tokensOf(bob.id)])
    await world.storage.atomically(endEverything(alice.id))
    assert.deepEqual(await left(world, alice.id), nothing)
    assert.deepEqual(await left(world, bob.id), { sessions: 1, codes: 1, accessTokens: 1, refreshTokens: 1, links: 0 })
    assert.ok(await findPerson(world, theirs.secret))
  })

  it('keeps the one session that is to go on, and does not bring it back when it ended meanwhile', async () => {
    const world = createTestWorld()
    const account = await newAccount(world)
    await signedIn(world, account)
    const { secret, person } = await signedIn(world, account)
    const is = renewed(person.session, 'pse_next', { now: 1, amr: ['pwd'], lifetimes: lifetimesOf(world) })
    const changes = endEverything(account.id, { keep: { was: person.session, is } })
    await world.storage.atomically(changes)
    assert.deepEqual(
      (await rowsOf(world, 'sessions')).map(({ id }) => id),
      [hashSecret('pse_next')],
    )
    await endSession(world, 'pse_next')
    await assert.rejects(world.storage.atomically(changes), { name: 'Missing' })
    assert.deepEqual(await rowsOf(world, 'sessions'), [])
    assert.equal(await findPerson(world, secret), undefined)
  })
})
