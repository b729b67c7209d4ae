import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createAccount } from '../../../src/accounts/create.ts'
import { createGroup, deleteGroup, groupsOf } from '../../../src/accounts/groups.ts'
import { signInWithPassword } from '../../../src/accounts/sessions/sign-in.ts'
import { approve, countWaiting, decline } from '../../../src/accounts/sign-up/approval.ts'
import { chooseFirstUsername, suggestFreeUsername } from '../../../src/accounts/sign-up/first-username.ts'
import { createInvitation, type NewInvitation, revokeInvitation } from '../../../src/accounts/sign-up/invitations.ts'
import { joinByInvitation } from '../../../src/accounts/sign-up/join.ts'
import { askToSignUp, finishSignUp, signUpLasts, signUpToBeLookedAt } from '../../../src/accounts/sign-up/sign-up.ts'
import type { SignUpMode } from '../../../src/accounts/sign-up/sign-up-mode.ts'
import { hours } from '../../../src/lib/clock.ts'
import { onEveryEngine } from '../../support/engines.ts'
import { createTestMailer } from '../../support/mail-app.ts'
import { letters } from './letters.ts'
import { createPasswordWorld, eventsOf, goodPassword, many, newAccount, rowsOf } from './support.ts'

const address = '192.0.2.1'

await onEveryEngine('signing up', (open) => {
  const newWorld = async (mode: SignUpMode, { mail = false } = {}) => {
    const world = createPasswordWorld({ storage: await open() })
    await world.storage.put('settings', { id: 'signUp', value: { mode } })
    return mail ? { ...world, mailer: createTestMailer() } : world
  }
  type TheWorld = Awaited<ReturnType<typeof newWorld>>

  const newcomer = (n = 0) => ({
    username: `new${n}`,
    name: '',
    email: `new${n}@example.org`,
    password: goodPassword,
    address: `198.51.100.${n}`,
  })
  const invite = async (world: TheWorld, input: Partial<NewInvitation> = {}) => {
    const made = await createInvitation(world, { uses: 1, ttl: hours(1), ...input }, {})
    assert.ok(made.ok, JSON.stringify(made))
    return { id: made.invitation.id, secret: made.secret ?? (await mailed(world, 'invitation')) }
  }
  const mailed = async (world: TheWorld, kind: string): Promise<string> => {
    const found = (await letters(world)).filter(({ letter }) => letter.kind === kind).at(-1)
    assert.ok(found !== undefined && 'secret' in found.letter, `no ${kind}`)
    return found.letter.secret ?? ''
  }
  const ask = (world: TheWorld, n = 0, changes: { username?: string; email?: string; address?: string } = {}) =>
    askToSignUp(world, { ...newcomer(n), ...changes })

  it('lets one of fifty in with the last use of an invitation', async () => {
    const world = await newWorld('invitation')
    const { secret } = await invite(world)
    const done = await many((n) => joinByInvitation(world, secret, newcomer(n)))
    assert.equal(done.filter(({ ok }) => ok).length, 1)
    assert.equal((await rowsOf(world, 'accounts')).length, 1)
    assert.equal((await eventsOf(world, 'invitation.used')).length, 1)
    assert.deepEqual(
      [...new Set(done.flatMap((one) => (one.ok ? [] : one.problems.map(({ code }) => code))))],
      ['expired'],
    )
  })

  it('lets in as many as an invitation says, and puts them into its groups', async () => {
    const world = await newWorld('invitation')
    const group = await createGroup(world, { name: 'friends' })
    const gone = await createGroup(world, { name: 'gone' })
    assert.ok(group.ok && gone.ok)
    const { secret } = await invite(world, { uses: 3, groupIds: [group.group.id, gone.group.id] })
    await deleteGroup(world, gone.group.id)
    const done = await many((n) => joinByInvitation(world, secret, newcomer(n)), 10)
    const joined = done.flatMap((one) => (one.ok ? [one.account] : []))
    assert.equal(joined.length, 3)
    for (const { id } of joined) assert.deepEqual(await groupsOf(world, id), ['friends'])
  })

  it('uses no invitation up for what was wrong, and for a name that is taken', async () => {
    const world = await newWorld('invitation')
    await newAccount(world, { username: 'alice' })
    const { secret } = await invite(world)
    for (const changes of [{ username: 'alice' }, { username: '' }, { email: '' }, { password: 'short' }]) {
      assert.equal((await joinByInvitation(world, secret, { ...newcomer(), ...changes })).ok, false)
    }
    assert.equal((await joinByInvitation(world, secret, newcomer())).ok, true)
  })

  it('lets nobody in with an invitation that was revoked, is too old, or counts for nothing here', async () => {
    const world = await newWorld('invitation')
    const revoked = await invite(world)
    assert.equal((await revokeInvitation(world, revoked.id, {}))?.id, revoked.id)
    assert.equal(await revokeInvitation(world, revoked.id, {}), undefined)
    assert.equal((await joinByInvitation(world, revoked.secret, newcomer())).ok, false)
    const late = await invite(world)
    await world.storage.put('settings', { id: 'signUp', value: { mode: 'closed' } })
    assert.equal((await joinByInvitation(world, late.secret, newcomer())).ok, false)
    await world.storage.put('settings', { id: 'signUp', value: { mode: 'approval' } })
    world.clock.advance(hours(1))
    assert.equal((await joinByInvitation(world, late.secret, newcomer())).ok, false)
  })

  it('takes an address as proven when the invitation was nowhere but in its mail', async () => {
    const world = await newWorld('invitation', { mail: true })
    const input = { email: 'Guest@Example.org', mail: true }
    const { secret } = await invite(world, input)
    const done = await joinByInvitation(world, secret, { ...newcomer(), email: 'somebody@else.example' })
    assert.ok(done.ok)
    const { email, emailVerifiedBy, vouchedEmailKey } = done.account
    assert.deepEqual([email, emailVerifiedBy, vouchedEmailKey], ['Guest@example.org', 'mail', undefined])
  })

  it('takes an address that an administrator wrote down for what it is', async () => {
    const world = await newWorld('invitation')
    const { secret } = await invite(world, { email: 'guest@example.org' })
    const done = await joinByInvitation(world, secret, newcomer())
    assert.ok(done.ok)
    const { verifiedEmailKey, vouchedEmailKey } = done.account
    assert.deepEqual([verifiedEmailKey, vouchedEmailKey], [undefined, 'guest@example.org'])
  })

  it('makes one account of one mail, however often its link is used', async () => {
    const world = await newWorld('open', { mail: true })
    assert.deepEqual(await ask(world), { ok: true })
    assert.deepEqual(await rowsOf(world, 'accounts'), [])
    const secret = await mailed(world, 'sign-up')
    const finishing = { password: goodPassword, address }
    const done = await many((n) => finishSignUp(world, secret, { ...finishing, username: `new${n % 2}` }))
    const [made, ...others] = done.flatMap((one) => (one.ok ? [one] : []))
    assert.ok(made !== undefined && others.length === 0)
    assert.deepEqual([made.waiting, made.account.emailVerifiedBy], [false, 'mail'])
    assert.deepEqual(await rowsOf(world, 'tombstones'), [])
  })

  it('keeps a username for one of many who ask for it, as long as the link is good', async () => {
    const world = await newWorld('open', { mail: true })
    const asked = await many((n) => ask(world, n, { username: 'alice' }), 20)
    assert.equal(asked.filter(({ ok }) => ok === true).length, 1)
    assert.equal((await createAccount(world, { username: 'Alice' })).ok, false)
    world.clock.advance(signUpLasts)
    assert.equal((await ask(world, 30, { username: 'alice' })).ok, true)
  })

  it('keeps one username for an address, the one asked for last', async () => {
    const world = await newWorld('open', { mail: true })
    await ask(world, 0, { username: 'first' })
    await ask(world, 0, { username: 'second' })
    assert.equal((await createAccount(world, { username: 'second' })).ok, false)
    assert.equal((await createAccount(world, { username: 'first' })).ok, true)
  })

  it('answers and stores the same for an address that has an account, whose mail says so', async () => {
    const world = await newWorld('open', { mail: true })
    await newAccount(world, { email: 'alice@example.org', emailVerifiedBy: 'mail' })
    const before = await rowsOf(world, 'events')
    const known = await ask(world, 1, { email: 'ALICE@example.org' })
    const unknown = await ask(world, 2)
    assert.deepEqual(known, unknown)
    const waiting = await letters(world)
    assert.deepEqual(waiting.map(({ letter }) => letter.kind).sort(), ['sign-up', 'sign-up-known'])
    assert.equal((await rowsOf(world, 'links')).length, 2)
    assert.equal((await rowsOf(world, 'tombstones')).length, 2)
    assert.equal((await rowsOf(world, 'events')).length - before.length, 2)
    assert.equal((await ask(world, 3, { username: 'new1' })).ok, false)
  })

  it('fills no mailbox, and listens to no place that asks without end', async () => {
    const world = await newWorld('open', { mail: true })
    const toOne = await many((n) => ask(world, n, { email: 'one@example.org' }), 10)
    assert.equal(toOne.filter(({ ok }) => ok === true).length, 3)
    const fromOne = await many((n) => ask(world, n + 20, { address: '203.0.113.1' }), 30)
    assert.equal(fromOne.filter(({ ok }) => ok === true).length, 10)
  })

  it('lets nobody sign in who waits, and says so after the right password alone', async () => {
    const world = await newWorld('approval')
    const done = await signUpToBeLookedAt(world, newcomer())
    assert.ok(done.ok === true && done.waiting)
    const signIn = (password: string) => signInWithPassword(world, { identifier: 'new0', password, address })
    assert.deepEqual(await signIn(goodPassword), { ok: false, reason: 'waiting' })
    assert.deepEqual(await signIn('something else entirely'), { ok: false, reason: 'wrong' })
    assert.ok((await approve(world, done.account.id, {})).ok)
    assert.equal((await signIn(goodPassword)).ok, true)
  })

  it('decides once about somebody who waits, whatever many administrators say', async () => {
    const world = await newWorld('approval', { mail: true })
    await ask(world)
    const finishing = { username: 'new0', password: goodPassword, address }
    const done = await finishSignUp(world, await mailed(world, 'sign-up'), finishing)
    assert.ok(done.ok && done.waiting)
    const { id } = done.account
    const decided = await many((n) => (n % 2 === 0 ? approve : decline)(world, id, {}), 20)
    assert.equal(decided.filter(({ ok }) => ok).length, 1)
    assert.equal(await countWaiting(world), 0)
    const told = (await letters(world)).filter(({ letter: { kind } }) => kind === 'approved' || kind === 'declined')
    assert.equal(told.length, 1)
  })

  it('tells each administrator once of somebody who waits, in their language, and nobody else', async () => {
    const world = await newWorld('approval', { mail: true })
    const proven = { emailVerifiedBy: 'configuration' } as const
    await newAccount(world, {
      username: 'boss',
      email: 'boss@example.org',
      administrator: true,
      locale: 'de',
      ...proven,
    })
    await newAccount(world, { username: 'deputy', email: 'deputy@example.org', administrator: true })
    await newAccount(world, { username: 'carol', email: 'carol@example.org', ...proven })
    await ask(world)
    const finishing = { username: 'new0', password: goodPassword, address }
    const done = await finishSignUp(world, await mailed(world, 'sign-up'), finishing)
    assert.ok(done.ok && done.waiting)
    await approve(world, done.account.id, {})
    const told = (await letters(world)).filter(({ letter }) => letter.kind === 'account-waiting')
    assert.deepEqual(
      told.map(({ to, letter }) => [to.address, to.language, letter]),
      [['boss@example.org', 'de', { kind: 'account-waiting', username: 'new0' }]],
    )
  })

  it('leaves nothing of somebody who was declined, not even the name', async () => {
    const world = await newWorld('approval')
    const done = await signUpToBeLookedAt(world, newcomer())
    assert.ok(done.ok === true)
    assert.ok((await decline(world, done.account.id, {})).ok)
    assert.deepEqual([await rowsOf(world, 'accounts'), await rowsOf(world, 'credentials')], [[], []])
    assert.equal((await signUpToBeLookedAt(world, newcomer())).ok, true)
  })

  it('declines nobody who is here', async () => {
    const world = await newWorld('approval')
    const { id } = await newAccount(world)
    assert.equal((await decline(world, id, {})).ok, false)
    assert.equal((await approve(world, id, {})).ok, false)
    assert.equal((await rowsOf(world, 'accounts')).length, 1)
  })

  it('takes one first username of many, and only from somebody who has none', async () => {
    const world = await newWorld('closed')
    const { id } = await newAccount(world, { username: 'made_up', usernameMadeUp: true })
    const chosen = await many((n) => chooseFirstUsername(world, id, `name${n}`, {}), 20)
    const names = new Set(chosen.map((one) => (one.ok ? one.account.username : '')))
    assert.equal(names.size, 1)
    assert.equal((await eventsOf(world, 'username.changed')).length, 1)
    assert.equal((await createAccount(world, { username: 'made_up' })).ok, true)
  })

  it('suggests a username that is nobody’s and was nobody’s', async () => {
    const world = await newWorld('closed')
    await newAccount(world, { username: 'jane_doe' })
    await world.storage.add('tombstones', { id: 'x', usernameKey: 'jane_doe_2', deletedAt: 1 })
    assert.equal(await suggestFreeUsername(world, 'Jane.Doe@example.org'), 'jane_doe_3')
    assert.equal(await suggestFreeUsername(world, 'Jané.Doe@example.org', (name) => name.endsWith('4')), 'jane_doe_4')
    assert.equal(await suggestFreeUsername(world, '@example.org'), undefined)
  })
})
