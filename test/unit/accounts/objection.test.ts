import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Account } from '../../../src/accounts/account.ts'
import { changeAccount } from '../../../src/accounts/change.ts'
import { deleteAccount } from '../../../src/accounts/disable.ts'
import { verifyEmail } from '../../../src/accounts/email.ts'
import { askToProveEmail } from '../../../src/accounts/emails/ask.ts'
import { findObjection, objectToEmail } from '../../../src/accounts/emails/object.ts'
import { proveEmailByLink } from '../../../src/accounts/emails/prove.ts'
import { arrive } from '../../../src/accounts/identities/arrive.ts'
import { linkIdentity } from '../../../src/accounts/identities/link.ts'
import { changeOwnPassword, setPassword } from '../../../src/accounts/passwords/change.ts'
import { passwordCredential } from '../../../src/accounts/passwords/credential.ts'
import { findPasswordLink, setPasswordByLink } from '../../../src/accounts/passwords/link.ts'
import { signInWithPassword } from '../../../src/accounts/sessions/sign-in.ts'
import { days, hours } from '../../../src/lib/clock.ts'
import { mailKind } from '../../../src/mail/outbox.ts'
import { from as elsewhere, openTo, alice as someone } from './identities/sample.ts'
import { createMailWorld, letters, type MailWorld, only } from './letters.ts'
import * as support from './support.ts'

const { eventsOf, goodPassword, many, newAccountWithPassword, nothing, otherPassword, rowsOf, signedIn, tokensOf } =
  support
const from = { address: '192.0.2.1' }
const expired = { ok: false, problems: [{ field: 'link', code: 'expired' }] }

const alice = (world: MailWorld): Promise<Account> =>
  newAccountWithPassword(world, { email: 'alice@example.org', emailVerifiedBy: 'mail' })

const now = async (world: MailWorld, { id }: Account): Promise<Account> => {
  const found = await world.storage.find('accounts', id)
  assert.ok(found !== undefined)
  return found
}

/** Somebody at this account's browser asks for another address; what is written to both. */
const ask = async (world: MailWorld, account: Account, email: string) => {
  const asked = await askToProveEmail(world, { account: await now(world, account), email, ...from })
  assert.ok(asked.ok, JSON.stringify(asked))
  const written = await letters(world)
  return { toNew: only(written, 'email-confirm'), toOld: only(written, 'email-asked') }
}

/** The same, and whoever reads the new address confirms it. */
const take = async (world: MailWorld, account: Account, email: string) => {
  const { toNew, toOld } = await ask(world, account, email)
  const proven = await proveEmailByLink(world, await now(world, account), toNew.letter.secret, from)
  assert.ok(proven.ok, JSON.stringify(proven))
  return { asked: toOld, changed: only(await letters(world), 'email-changed') }
}

const proven = (email: string) => ({ email, emailKey: email, verifiedEmailKey: email })

/** Whoever is at this account's browser links an account elsewhere. */
const linkTo = async (world: MailWorld, account: Account, host: string) => {
  const { person } = await signedIn(world, await now(world, account))
  const linked = await linkIdentity(world, person, someone(host), elsewhere)
  assert.ok(linked.ok)
}

const secretOf = (letter: { readonly letter: { readonly secret?: string | undefined } }): string => {
  assert.ok(letter.letter.secret !== undefined)
  return letter.letter.secret
}

describe('the old address', () => {
  it('is told at once that there is to be another one, and again when there is', async () => {
    const world = createMailWorld()
    const account = await alice(world)
    const { asked, changed } = await take(world, account, 'mallory@evil.example')
    for (const { to } of [asked, changed]) assert.equal(to.address, 'alice@example.org')
    assert.equal(asked.letter.next, 'm***@evil.example')
    assert.equal(changed.letter.next, 'mallory@evil.example')
    const { email, verifiedEmailKey } = await now(world, account)
    assert.deepEqual([email, verifiedEmailKey], ['mallory@evil.example', 'mallory@evil.example'])
  })

  it('is not told when it was never proven: it may be anybody’s', async () => {
    const world = createMailWorld()
    const account = await newAccountWithPassword(world, { email: 'victim@example.org' })
    await askToProveEmail(world, { account, email: 'mine@example.org', ...from })
    assert.deepEqual(
      (await letters(world)).map(({ to }) => to.address),
      ['mine@example.org'],
    )
  })

  it('is told of a new username, a new password, and of an administrator’s change', async () => {
    const world = createMailWorld()
    const account = await alice(world)
    const { person } = await signedIn(world, account)
    await changeAccount(world, account.id, { username: 'alina' })
    const renamed = only(await letters(world), 'username-changed')
    assert.deepEqual(renamed.letter, { kind: 'username-changed', from: 'alice', to: 'alina' })
    const own = await changeOwnPassword(world, { person, current: goodPassword, next: otherPassword, ...from })
    assert.ok(own.ok)
    only(await letters(world), 'password-changed')
    assert.ok((await setPassword(world, { accountId: account.id, password: goodPassword }, {})).ok)
    only(await letters(world), 'password-changed')
    await changeAccount(world, account.id, { email: 'new@example.org' }, { actorId: 'admin' })
    const moved = only(await letters(world), 'email-changed')
    assert.equal(moved.to.address, 'alice@example.org')
    assert.equal(moved.letter.secret, undefined)
    await changeAccount(world, account.id, { name: 'Alina' })
    assert.deepEqual(await letters(world), [])
  })

  it('hears nothing where there is no mail server', async () => {
    const { mailer: _, ...world } = createMailWorld()
    const account = await newAccountWithPassword(world as MailWorld, { email: 'a@b.org', emailVerifiedBy: 'mail' })
    await changeAccount(world, account.id, { username: 'other', email: 'new@example.org' })
    await setPassword(world, { accountId: account.id, password: goodPassword }, {})
    assert.equal(await world.storage.count('jobs', { kind: mailKind }), 0)
  })
})

describe('an objection', () => {
  for (const late of [false, true]) {
    it(`brings the old address back, ends everything and leads to a new password, ${late ? 'after' : 'before'} the change`, async () => {
      const world = createMailWorld()
      const account = await alice(world)
      await signedIn(world, account)
      await world.storage.atomically(tokensOf(account.id))
      const secret = late
        ? secretOf((await take(world, account, 'mallory@evil.example')).changed)
        : secretOf((await ask(world, account, 'mallory@evil.example')).toOld)
      const done = await objectToEmail(world, secret, from)
      assert.ok(done.ok)
      const { email, verifiedEmailKey } = await now(world, account)
      assert.deepEqual([email, verifiedEmailKey], ['alice@example.org', 'alice@example.org'])
      assert.deepEqual(await support.left(world, account.id), { ...nothing, links: 1 })
      assert.equal((await eventsOf(world, 'email.objected')).length, 1)
      assert.equal((await findPasswordLink(world, done.passwordSecret))?.id, account.id)
      const set = { secret: done.passwordSecret, password: otherPassword, ...from }
      assert.ok((await setPasswordByLink(world, set)).ok)
    })
  }

  it('leaves a thief nothing to come back by: neither the password that they know, nor an account elsewhere of their own', async () => {
    const world = createMailWorld()
    await openTo(world, 'everyone', {})
    const came = await arrive(world, someone('social.example'), elsewhere)
    assert.ok(came.ok)
    const account = await now(world, { id: came.account.id } as Account)
    world.clock.advance(days(100))
    await linkTo(world, account, 'home.example')
    world.clock.advance(days(30))
    await world.storage.atomically(passwordCredential(world, account.id, await world.hasher.hash(goodPassword)))
    await world.storage.change('accounts', account.id, (row) => [{ ...row, ...proven('alice@example.org') }, []])
    await linkTo(world, account, 'thief.example')
    world.clock.advance(hours(1))
    const { changed } = await take(world, account, 'mallory@evil.example')
    await linkTo(world, account, 'later.example')
    const done = await objectToEmail(world, secretOf(changed), from)
    assert.ok(done.ok)
    const { username } = await now(world, account)
    const again = await signInWithPassword(world, { identifier: username, password: goodPassword, ...from })
    assert.equal(again.ok, false)
    const kept = await rowsOf(world, 'identities')
    assert.deepEqual(kept.map(({ host }) => host).sort(), ['home.example', 'social.example'])
    assert.equal((await eventsOf(world, 'identity.unlinked')).length, 2)
    assert.ok((await setPasswordByLink(world, { secret: done.passwordSecret, password: otherPassword, ...from })).ok)
  })

  it('voids what was asked for', async () => {
    const world = createMailWorld()
    const account = await alice(world)
    const { toNew, toOld } = await ask(world, account, 'mallory@evil.example')
    assert.ok((await objectToEmail(world, secretOf(toOld), from)).ok)
    assert.equal((await proveEmailByLink(world, await now(world, account), toNew.letter.secret, from)).ok, false)
  })

  it('is made once, however many try at once', async () => {
    const world = createMailWorld()
    const account = await alice(world)
    const secret = secretOf((await take(world, account, 'mallory@evil.example')).changed)
    const done = await many(() => objectToEmail(world, secret, from))
    assert.equal(done.filter(({ ok }) => ok).length, 1)
    assert.deepEqual(await objectToEmail(world, secret, from), expired)
  })

  it('survives whatever the thief does next: a new password, a second address', async () => {
    const world = createMailWorld()
    const account = await alice(world)
    const { changed } = await take(world, account, 'mallory@evil.example')
    const { person } = await signedIn(world, await now(world, account))
    const own = await changeOwnPassword(world, { person, current: goodPassword, next: otherPassword, ...from })
    assert.ok(own.ok)
    world.clock.advance(1000)
    await letters(world)
    const second = await take(world, account, 'mallory2@evil.example')
    assert.ok((await objectToEmail(world, secretOf(changed), from)).ok)
    assert.equal((await now(world, account)).email, 'alice@example.org')
    // What was written to the thief's own address brings nothing back.
    assert.deepEqual(await objectToEmail(world, secretOf(second.changed), from), expired)
    assert.deepEqual(await objectToEmail(world, secretOf(second.asked), from), expired)
    assert.equal((await now(world, account)).email, 'alice@example.org')
  })

  it('is void once an administrator has settled the address', async () => {
    const world = createMailWorld()
    const account = await alice(world)
    const { changed } = await take(world, account, 'new@example.org')
    await changeAccount(world, account.id, { email: 'right@example.org' }, { actorId: 'admin' })
    assert.deepEqual(await objectToEmail(world, secretOf(changed), from), expired)
  })

  it('can be made for three days, and looking makes none', async () => {
    const world = createMailWorld()
    const account = await alice(world)
    const secret = secretOf((await take(world, account, 'new@example.org')).changed)
    world.clock.advance(days(3) - 1)
    assert.equal((await findObjection(world, secret))?.address, 'alice@example.org')
    assert.equal((await now(world, account)).email, 'new@example.org')
    world.clock.advance(1)
    assert.equal(await findObjection(world, secret), undefined)
    assert.deepEqual(await objectToEmail(world, secret, from), expired)
  })

  it('takes no address from somebody who has proven it since', async () => {
    const world = createMailWorld()
    const account = await alice(world)
    const secret = secretOf((await take(world, account, 'new@example.org')).changed)
    const bob = await support.newAccount(world, { username: 'bob', email: 'alice@example.org' })
    assert.ok((await verifyEmail(world, bob.id, { email: 'alice@example.org', prover: 'mail' })).ok)
    assert.deepEqual(await objectToEmail(world, secret, from), expired)
    assert.equal((await now(world, account)).email, 'new@example.org')
  })

  it('goes with the account', async () => {
    const world = createMailWorld()
    const account = await alice(world)
    const secret = secretOf((await ask(world, account, 'new@example.org')).toOld)
    assert.ok((await deleteAccount(world, account.id)).ok)
    assert.equal(await findObjection(world, secret), undefined)
    assert.equal(await world.storage.count('links'), 0)
  })
})
