import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createAccount } from '../../../src/accounts/create.ts'
import { disableAccount } from '../../../src/accounts/disable.ts'
import { changeOwnPassword, setPassword } from '../../../src/accounts/passwords/change.ts'
import { hasPassword, passwordCredential } from '../../../src/accounts/passwords/credential.ts'
import { findPasswordLink, offerPasswordLink, setPasswordByLink } from '../../../src/accounts/passwords/link.ts'
import { endSession } from '../../../src/accounts/sessions/end-session.ts'
import { findPerson } from '../../../src/accounts/sessions/sessions.ts'
import { signInWithPassword } from '../../../src/accounts/sessions/sign-in.ts'
import { hours } from '../../../src/lib/clock.ts'
import {
  createPasswordWorld,
  eventsOf,
  goodPassword,
  left,
  many,
  newAccount,
  newAccountWithPassword,
  nothing,
  otherPassword,
  rowsOf,
  signedIn,
  tokensOf,
} from './support.ts'

type PasswordWorld = ReturnType<typeof createPasswordWorld>

const address = '192.0.2.1'

const isPassword = async (world: PasswordWorld, identifier: string, password: string): Promise<boolean> =>
  (await signInWithPassword(world, { identifier, password, address })).ok

describe('changing one’s own password', () => {
  const change = async (world: PasswordWorld, secret: string, current: string, next: string) => {
    const person = await findPerson(world, secret)
    assert.ok(person !== undefined)
    return changeOwnPassword(world, { person, current, next, address })
  }

  it('ends every other session and token, and goes on here under a new secret', async () => {
    const world = createPasswordWorld()
    const account = await newAccountWithPassword(world)
    const elsewhere = await signedIn(world, account)
    const here = await signedIn(world, account)
    await world.storage.atomically(tokensOf(account.id))
    await offerPasswordLink(world, account.id)
    const changed = await change(world, here.secret, goodPassword, otherPassword)
    assert.ok(changed.ok)
    assert.deepEqual(await left(world, account.id), { ...nothing, sessions: 1 })
    assert.equal(await findPerson(world, elsewhere.secret), undefined)
    assert.equal(await findPerson(world, here.secret), undefined)
    assert.equal((await findPerson(world, changed.secret))?.session.publicId, here.person.session.publicId)
    assert.equal(await isPassword(world, 'alice', goodPassword), false)
    assert.equal(await isPassword(world, 'alice', otherPassword), true)
    const [line] = await eventsOf(world, 'password.changed')
    assert.deepEqual([line?.accountId, line?.address], [account.id, address])
  })

  it('needs the current one, and guessing it is limited and written down', async () => {
    const world = createPasswordWorld()
    const { secret } = await signedIn(world, await newAccountWithPassword(world))
    const codes = await many(async () => {
      const changed = await change(world, secret, 'wrong', otherPassword)
      return changed.ok ? 'changed' : changed.problems.map(({ field, code }) => `${field} ${code}`).join()
    }, 20)
    assert.deepEqual(codes.sort(), [...Array(10).fill('current too_many_tries'), ...Array(10).fill('current wrong')])
    assert.equal((await eventsOf(world, 'signin.failed')).length, 11)
    assert.ok(await findPerson(world, secret))
  })

  it('refuses a bad one before it asks for the current one', async () => {
    const world = createPasswordWorld()
    const { secret } = await signedIn(world, await newAccountWithPassword(world))
    const codes = async (next: string) => {
      const changed = await change(world, secret, 'wrong', next)
      return changed.ok ? [] : changed.problems.map(({ field, code }) => `${field} ${code}`)
    }
    assert.deepEqual(await codes(''), ['password required'])
    assert.deepEqual(await codes('alice'), ['password too_short', 'password context'])
    assert.deepEqual(await codes('alicealicealice!'), ['password context'])
    assert.deepEqual(await rowsOf(world, 'counters'), [])
  })

  it('follows the operator’s rules', async () => {
    const world = createPasswordWorld({ passwordRules: { minimum: 8, words: ['example.org'] } })
    const { secret } = await signedIn(world, await newAccountWithPassword(world))
    assert.ok((await change(world, secret, goodPassword, 'zdkqmhxw')).ok)
  })

  it('is not for an account without one', async () => {
    const world = createPasswordWorld()
    const { secret } = await signedIn(world, await newAccount(world))
    const changed = await change(world, secret, '', otherPassword)
    assert.deepEqual(changed, { ok: false, problems: [{ field: 'current', code: 'wrong' }] })
  })

  it('is done once by 10 who post at once', async () => {
    const world = createPasswordWorld()
    const account = await newAccountWithPassword(world)
    const { secret } = await signedIn(world, account)
    const changed = await many(() => change(world, secret, goodPassword, otherPassword), 10)
    assert.equal(changed.filter(({ ok }) => ok).length, 1)
    assert.equal((await rowsOf(world, 'sessions')).length, 1)
    assert.equal((await eventsOf(world, 'password.changed')).length, 1)
  })

  it('is nothing when another password was set while the new one was hashed', async () => {
    const world = createPasswordWorld()
    const account = await newAccountWithPassword(world)
    const { person } = await signedIn(world, account)
    const hash = async (password: string) => {
      await world.storage.atomically(passwordCredential(world, account.id, await world.hasher.hash('a third password')))
      return world.hasher.hash(password)
    }
    const hasher = { ...world.hasher, hash }
    const input = { person, current: goodPassword, next: otherPassword, address }
    const changed = await changeOwnPassword({ ...world, hasher }, input)
    assert.deepEqual(changed, { ok: false, problems: [{ field: 'current', code: 'expired' }] })
    assert.equal(await isPassword(world, 'alice', 'a third password'), true)
  })

  it('brings no session back that ended while the password was hashed', async () => {
    const world = createPasswordWorld()
    const { secret, person } = await signedIn(world, await newAccountWithPassword(world))
    const hash = async (password: string) => {
      await endSession(world, secret)
      return world.hasher.hash(password)
    }
    const hasher = { ...world.hasher, hash }
    const changed = await changeOwnPassword(
      { ...world, hasher },
      { person, current: goodPassword, next: otherPassword, address },
    )
    assert.equal(changed.ok, false)
    assert.deepEqual(await rowsOf(world, 'sessions'), [])
    assert.equal(await isPassword(world, 'alice', goodPassword), true)
  })
})

describe('a password set by an administrator', () => {
  it('replaces the old one and signs the account out everywhere', async () => {
    const world = createPasswordWorld()
    const account = await newAccountWithPassword(world)
    await signedIn(world, account)
    await world.storage.atomically(tokensOf(account.id))
    const by = { actorId: 'admin' }
    assert.deepEqual(await setPassword(world, { accountId: account.id, password: otherPassword }, by), { ok: true })
    assert.deepEqual(await left(world, account.id), nothing)
    assert.equal(await isPassword(world, 'alice', otherPassword), true)
    assert.equal((await eventsOf(world, 'password.changed'))[0]?.actorId, 'admin')
    assert.equal((await rowsOf(world, 'credentials')).length, 1)
  })

  it('is held to the same rules', async () => {
    const world = createPasswordWorld()
    const { id } = await newAccount(world)
    const set = await setPassword(world, { accountId: id, password: 'short' }, {})
    assert.deepEqual(set, { ok: false, problems: [{ field: 'password', code: 'too_short' }] })
    assert.equal(await hasPassword(world, id), false)
    const unknown = { ok: false, problems: [{ field: 'account', code: 'unknown' }] }
    assert.deepEqual(await setPassword(world, { accountId: 'gone', password: otherPassword }, {}), unknown)
  })
})

describe('a link that sets a password', () => {
  const offered = async (world: PasswordWorld, accountId: string): Promise<string> => {
    const link = await offerPasswordLink(world, accountId, { actorId: 'admin' })
    assert.ok(link.ok)
    return link.secret
  }
  const expired = { ok: false, problems: [{ field: 'link', code: 'expired' }] }
  const use = (world: PasswordWorld, secret: string, password = otherPassword) =>
    setPasswordByLink(world, { secret, password, address })

  it('sets it once, whoever signed in before is out', async () => {
    const world = createPasswordWorld()
    const account = await newAccountWithPassword(world)
    await signedIn(world, account)
    await world.storage.atomically(tokensOf(account.id))
    const secret = await offered(world, account.id)
    assert.equal((await findPasswordLink(world, secret))?.id, account.id)
    const used = await use(world, secret)
    assert.equal(used.ok && used.account.id, account.id)
    assert.deepEqual(await left(world, account.id), nothing)
    assert.equal(await isPassword(world, 'alice', otherPassword), true)
    assert.deepEqual(await use(world, secret, goodPassword), expired)
    assert.equal((await eventsOf(world, 'account.link'))[0]?.actorId, 'admin')
  })

  it('gives an account its first password', async () => {
    const world = createPasswordWorld()
    const { id } = await newAccount(world)
    assert.ok((await use(world, await offered(world, id))).ok)
    assert.equal(await isPassword(world, 'alice', otherPassword), true)
  })

  it('is used by one of 10 who post at once', async () => {
    const world = createPasswordWorld()
    const { id } = await newAccount(world)
    const secret = await offered(world, id)
    const used = await many(() => use(world, secret), 10)
    assert.equal(used.filter(({ ok }) => ok).length, 1)
    assert.equal((await rowsOf(world, 'credentials')).length, 1)
    assert.equal((await eventsOf(world, 'password.changed')).length, 1)
  })

  it('stays when the password was refused, runs out after a day, and is void once there is a newer one', async () => {
    const world = createPasswordWorld()
    const { id } = await newAccount(world)
    const first = await offered(world, id)
    const secret = await offered(world, id)
    assert.deepEqual(await use(world, first), expired)
    assert.deepEqual(await use(world, secret, 'short'), {
      ok: false,
      problems: [{ field: 'password', code: 'too_short' }],
    })
    assert.ok(await findPasswordLink(world, secret))
    world.clock.advance(hours(24))
    assert.deepEqual(await use(world, secret), expired)
  })

  it('is no way around being disabled', async () => {
    const world = createPasswordWorld()
    const { id } = await newAccount(world)
    const secret = await offered(world, id)
    await world.storage.change('accounts', id, (row) => ({ ...row, disabledAt: 1 }))
    assert.deepEqual(await use(world, secret), expired)
    assert.equal(await findPasswordLink(world, secret), undefined)
    await disableAccount(world, id)
    const disabled = { ok: false, problems: [{ field: 'account', code: 'disabled' }] }
    assert.deepEqual(await offerPasswordLink(world, id), disabled)
    const unknown = { ok: false, problems: [{ field: 'account', code: 'unknown' }] }
    assert.deepEqual(await offerPasswordLink(world, 'gone'), unknown)
  })
})

it('accepts a hash that was made elsewhere, and no text that is none', async () => {
  const world = createPasswordWorld()
  const passwordHash = 'pbkdf2_sha256$1000$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A='
  assert.ok((await createAccount(world, { username: 'django', passwordHash })).ok)
  assert.equal(await isPassword(world, 'django', 'lètmein'), true)
  assert.equal((await createAccount(world, { username: 'plain', passwordHash: 'lètmein' })).ok, false)
})
