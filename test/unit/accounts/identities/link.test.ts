import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { arrive } from '../../../../src/accounts/identities/arrive.ts'
import { endSessionsOfThose } from '../../../../src/accounts/identities/end-sessions.ts'
import { identitiesOf, type KeptIdentity } from '../../../../src/accounts/identities/identity.ts'
import {
  acceptChangedHands,
  disputedOf,
  linkIdentity,
  unlinkIdentity,
} from '../../../../src/accounts/identities/link.ts'
import { confirmSession, findPerson, startSession } from '../../../../src/accounts/sessions/sessions.ts'
import { minutes } from '../../../../src/lib/clock.ts'
import type { Identity } from '../../../../src/sources/source.ts'
import { adding, type Storage } from '../../../../src/storage/storage.ts'
import { onEveryEngine } from '../../../support/engines.ts'
import { createMailWorld, letters, only } from '../letters.ts'
import { createPasswordWorld, eventsOf, left, newAccountWithPassword, nothing, signedIn, tokensOf } from '../support.ts'
import { alice, from, openTo } from './sample.ts'

type PasswordWorld = ReturnType<typeof createPasswordWorld>

const ready = async (world: PasswordWorld = createPasswordWorld()) => {
  await openTo(world, 'everyone')
  const account = await newAccountWithPassword(world, { username: 'smith' })
  const { person, secret } = await signedIn(world, account)
  return { world, account, person, secret }
}

/** Signs in as the source says, with a session. */
const comeIn = async (world: PasswordWorld, identity: Identity) => {
  const arrived = await arrive(world, identity, from)
  assert.ok(arrived.ok)
  const { account, identityId, acr, amr, proof } = arrived
  const started = await startSession(world, { account, identityId, acr, amr, proof })
  assert.ok(started)
  const person = await findPerson(world, started.secret)
  assert.ok(person)
  return { account, identityId, person, secret: started.secret }
}

const isFrom = (host: string) => (identity: KeptIdentity) => identity.host === host

const elsewhere = alice('social.example', { anchors: { ...alice().anchors, localId: '7' } })

describe('linking', () => {
  it('lets the person in by either from then on', async () => {
    const { world, account, person } = await ready()
    const linked = await linkIdentity(world, person, alice(), from)
    assert.ok(linked.ok)
    assert.equal(linked.did, 'link')
    const again = await arrive(world, alice(), from)
    assert.equal(again.ok && again.account.id, account.id)
    assert.equal((await eventsOf(world, 'identity.linked'))[0]?.actorId, account.id)
  })

  it('asks for a fresh proof, and takes nobody else’s', async () => {
    const { world, person } = await ready()
    await comeIn(world, alice('b.example'))
    const taken = await linkIdentity(world, person, alice('b.example'), from)
    assert.equal(!taken.ok && taken.reason, 'linked_elsewhere')
    world.clock.advance(minutes(16))
    const late = await linkIdentity(world, person, alice(), from)
    assert.equal(!late.ok && late.reason, 'proof_needed')
  })
})

describe('an identity that has changed hands', () => {
  it('is confirmed by whoever proves in another way that the account is theirs', async () => {
    const { world, person } = await ready()
    await linkIdentity(world, person, alice(), from)
    assert.equal((await arrive(world, elsewhere, from)).ok, false)
    const confirmed = await linkIdentity(world, person, elsewhere, from)
    assert.equal(confirmed.ok && confirmed.did, 'confirm')
    assert.equal((await arrive(world, elsewhere, from)).ok, true)
    assert.equal((await eventsOf(world, 'identity.confirmed')).length, 1)
  })

  it('is not confirmed by itself', async () => {
    const { world } = await ready()
    const { person } = await comeIn(world, alice())
    const refused = await linkIdentity(world, person, elsewhere, from)
    assert.equal(!refused.ok && refused.reason, 'changed_hands')
  })

  it('can be accepted by an administrator, who sees what came', async () => {
    const { world } = await ready()
    const { account, identityId } = await comeIn(world, alice())
    assert.equal(await acceptChangedHands(world, identityId, { actorId: 'root' }), false)
    await arrive(world, elsewhere, from)
    const [kept] = await identitiesOf(world, account.id)
    assert.equal(kept && disputedOf(kept)?.anchors.localId, '7')
    assert.equal(await acceptChangedHands(world, identityId, { actorId: 'root' }), true)
    const again = await arrive(world, elsewhere, from)
    assert.equal(again.ok && again.account.id, account.id)
  })
})

describe('unlinking', () => {
  it('ends the sessions that came by it, with what was issued in them, and no others', async () => {
    const { world, account, person, secret } = await ready()
    await linkIdentity(world, person, alice(), from)
    const other = await comeIn(world, alice())
    await world.storage.atomically(tokensOf(account.id, other.person.session.publicId))
    assert.ok((await unlinkIdentity(world, person, other.identityId, {})).ok)
    assert.equal(await findPerson(world, other.secret), undefined)
    assert.ok(await findPerson(world, secret))
    assert.deepEqual(await left(world, account.id), { ...nothing, sessions: 1 })
  })

  it('ends what came by it also where somebody proves again who they are meanwhile', async () => {
    const { world: base, person, secret } = await ready()
    await linkIdentity(base, person, alice(), from)
    const other = await comeIn(base, alice())
    let next: string | undefined
    const take: Storage['take'] = async (kind, id, then) => {
      if (kind === 'identities') next = (await confirmSession(base, other.secret, { amr: ['pwd'] }))?.secret
      return base.storage.take(kind, id, then)
    }
    const world = { ...base, storage: { ...base.storage, take } }
    assert.ok((await unlinkIdentity(world, person, other.identityId, {})).ok)
    assert.ok(next !== undefined)
    assert.equal(await findPerson(base, next), undefined)
    assert.ok(await findPerson(base, secret))
  })

  it('ends lasting access too that came by it and outlived its session', async () => {
    const { world, account, person } = await ready()
    await linkIdentity(world, person, alice(), from)
    const other = await comeIn(world, alice())
    await world.storage.atomically(tokensOf(account.id, other.person.session.publicId))
    await world.storage.remove('sessions', other.person.session.id)
    const [family] = await world.storage.list('refreshTokens')
    assert.ok(family)
    await world.storage.put('refreshTokens', { ...family, signIn: { identityId: other.identityId } })
    assert.ok((await unlinkIdentity(world, person, other.identityId, {})).ok)
    assert.equal(await world.storage.count('refreshTokens'), 0)
  })

  it('keeps the last way in, and takes a fresh proof', async () => {
    const { world } = await ready()
    const { person, identityId } = await comeIn(world, alice())
    assert.deepEqual(await unlinkIdentity(world, person, identityId, {}), { ok: false, reason: 'last' })
    await linkIdentity(world, person, alice('b.example'), from)
    world.clock.advance(minutes(16))
    assert.deepEqual(await unlinkIdentity(world, person, identityId, {}), { ok: false, reason: 'proof_needed' })
  })

  it('touches nobody else’s', async () => {
    const { world, person } = await ready()
    const { identityId } = await comeIn(world, alice())
    assert.deepEqual(await unlinkIdentity(world, person, identityId, {}), { ok: false, reason: 'unknown' })
  })
})

describe('a server that is turned away', () => {
  it('has the sessions of its people ended, and of nobody else', async () => {
    const { world, secret } = await ready()
    const theirs = await comeIn(world, alice('x.bad.example'))
    const others = await comeIn(world, alice('notbad.example'))
    await world.storage.atomically(tokensOf(theirs.account.id, theirs.person.session.publicId))
    assert.equal(await endSessionsOfThose(world, isFrom('x.bad.example'), { actorId: 'root' }), 1)
    assert.equal(await findPerson(world, theirs.secret), undefined)
    assert.ok(await findPerson(world, others.secret))
    assert.ok(await findPerson(world, secret))
    assert.deepEqual(await left(world, theirs.account.id), nothing)
  })

  it('has a session ended also while its person proves again who they are', async () => {
    const { world: base } = await ready()
    const theirs = await comeIn(base, alice('bad.example'))
    let secret: string | undefined = theirs.secret
    let proofs = 0
    const atomically: Storage['atomically'] = async (changes) => {
      if (proofs++ === 0) secret = (await confirmSession(base, theirs.secret, { amr: ['pwd'] }))?.secret
      return base.storage.atomically(changes)
    }
    const world = { ...base, storage: { ...base.storage, atomically } }
    assert.equal(await endSessionsOfThose(world, isFrom('bad.example')), 1)
    assert.ok(secret !== theirs.secret)
    assert.equal(await findPerson(base, secret), undefined)
  })

  it('has lasting access ended too that outlived its session', async () => {
    const { world } = await ready()
    const { account, identityId, person } = await comeIn(world, alice('bad.example'))
    await world.storage.atomically(tokensOf(account.id, person.session.publicId))
    await world.storage.remove('sessions', person.session.id)
    const [family] = await world.storage.list('refreshTokens')
    assert.ok(family)
    await world.storage.put('refreshTokens', { ...family, signIn: { identityId } })
    assert.equal(await endSessionsOfThose(world, isFrom('bad.example')), 1)
    assert.equal(await world.storage.count('refreshTokens'), 0)
  })

  it('has nobody left in, however many come from there and whoever goes meanwhile', async () => {
    const { world, account } = await ready()
    const many = 1100
    const rowOf = (at: number) => ({
      ...{ id: `i${at}`, sourceId: 'fediverse', subject: `https://bad.example/${at}`, accountId: account.id },
      ...{ host: 'bad.example', profile: {}, anchors: {}, createdAt: at < 1050 ? 1 : at, lastUsedAt: 1 },
    })
    await world.storage.atomically(Array.from({ length: many }, (_, at) => adding('identities', rowOf(at))))
    const seen = new Set<string>()
    const going: Promise<unknown>[] = []
    await endSessionsOfThose(world, ({ id }) => {
      // Those who were looked at unlink, as soon as they were: what is left moves up.
      going.push(world.storage.remove('identities', id))
      seen.add(id)
      return false
    })
    await Promise.all(going)
    assert.equal(seen.size, many)
  })
})

await onEveryEngine('ways in', (open) => {
  it('leaves one when all are unlinked at once', async () => {
    const { world } = await ready(createPasswordWorld({ storage: await open() }))
    const { person, account } = await comeIn(world, alice())
    for (const host of ['b.example', 'c.example', 'd.example']) {
      assert.ok((await linkIdentity(world, person, alice(host), from)).ok)
    }
    const all = await identitiesOf(world, account.id)
    await Promise.all(all.map(({ id }) => unlinkIdentity(world, person, id, {})))
    assert.ok((await identitiesOf(world, account.id)).length >= 1)
  })
})

describe('a way in that is new, or gone', () => {
  it('is told to the person by mail', async () => {
    const world = createMailWorld()
    await openTo(world, 'everyone')
    const account = await newAccountWithPassword(world, { email: 'alice@example.org', emailVerifiedBy: 'mail' })
    const { person } = await signedIn(world, account)
    const linked = await linkIdentity(world, person, alice(), from)
    assert.ok(linked.ok)
    const handle = '@alice@social.example'
    assert.deepEqual(only(await letters(world), 'identity-linked').letter, { kind: 'identity-linked', handle })
    await unlinkIdentity(world, person, linked.identityId, {})
    assert.deepEqual(only(await letters(world), 'identity-unlinked').letter, { kind: 'identity-unlinked', handle })
  })
})
