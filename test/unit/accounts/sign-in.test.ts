import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { changeAccount } from '../../../src/accounts/change.ts'
import { deleteAccount, disableAccount } from '../../../src/accounts/disable.ts'
import { verifyEmail } from '../../../src/accounts/email.ts'
import { setPassword } from '../../../src/accounts/passwords/change.ts'
import { Busy, type Hasher } from '../../../src/accounts/passwords/hasher.ts'
import { offerPasswordLink, setPasswordByLink } from '../../../src/accounts/passwords/link.ts'
import { startSession } from '../../../src/accounts/sessions/sessions.ts'
import { type SignIn, signInWithPassword } from '../../../src/accounts/sessions/sign-in.ts'
import { days, minutes } from '../../../src/lib/clock.ts'
import { dump } from '../../support/dump.ts'
import {
  createPasswordWorld,
  eventsOf,
  goodPassword,
  many,
  newAccount,
  newAccountWithPassword,
  otherPassword,
  rowsOf,
} from './support.ts'

type PasswordWorld = ReturnType<typeof createPasswordWorld>

const home = '192.0.2.1'

/** A hasher that counts what it is asked. */
const counting = (hasher: Hasher) => {
  const seen: (string | undefined)[] = []
  const verify: Hasher['verify'] = (hash, password) => {
    seen.push(hash)
    return hasher.verify(hash, password)
  }
  return { seen, hasher: { ...hasher, verify } }
}

const attempt = (world: PasswordWorld, identifier: string, password: string, address = home): Promise<SignIn> =>
  signInWithPassword(world, { identifier, password, address, userAgent: 'Test' })

/** `ok`, `wrong` or `limited`. */
const said = async (signIn: Promise<SignIn>): Promise<string> => {
  const answer = await signIn
  return answer.ok ? 'ok' : answer.reason
}

const wrong = { ok: false, reason: 'wrong' }

describe('signing in with a password', () => {
  it('goes by username or verified address, in every spelling', async () => {
    const world = createPasswordWorld()
    const account = await newAccountWithPassword(world, { email: 'alice@example.org' })
    assert.equal(await said(attempt(world, 'alice@example.org', goodPassword)), 'wrong', 'not verified yet')
    await verifyEmail(world, account.id, { email: 'alice@example.org', prover: 'mail' })
    for (const identifier of ['alice', ' ALICE', 'Ａlice', 'alice@example.org', 'Alice@Example.ORG ']) {
      const signIn = await attempt(world, identifier, goodPassword)
      assert.equal(signIn.ok && signIn.account.id, account.id)
      assert.deepEqual(signIn.ok && signIn.amr, ['pwd'])
    }
  })

  it('writes who came in, from where', async () => {
    const world = createPasswordWorld()
    const account = await newAccountWithPassword(world)
    await attempt(world, 'alice', goodPassword)
    const [line] = await eventsOf(world, 'signin.succeeded')
    assert.deepEqual([line?.accountId, line?.address, line?.userAgent, line?.outcome], [account.id, home, 'Test', 'ok'])
    assert.equal((await rowsOf(world, 'credentials'))[0]?.lastUsedAt, world.clock.now())
  })

  it('answers nobody, a wrong password, an account that is disabled or without one in the same words', async () => {
    const world = createPasswordWorld()
    await newAccountWithPassword(world)
    await newAccount(world, { username: 'passwordless' })
    const disabled = await newAccountWithPassword(world, { username: 'disabled' })
    await disableAccount(world, disabled.id)
    for (const identifier of ['nobody', 'nobody@example.org', '\u0000', '', 'passwordless', 'disabled']) {
      assert.deepEqual(await attempt(world, identifier, goodPassword), wrong)
    }
    assert.deepEqual(await attempt(world, 'alice', 'wrong'), wrong)
    const reasons = (await eventsOf(world, 'signin.failed')).map(({ data }) => data['reason']).sort()
    assert.deepEqual(reasons, ['disabled', 'no_password', ...Array(4).fill('unknown'), 'wrong'])
  })

  it('does the same work for each of them: one hash and the same calls to the store', async () => {
    const plain = createPasswordWorld()
    await newAccountWithPassword(plain)
    await newAccount(plain, { username: 'passwordless' })
    const disabled = await newAccountWithPassword(plain, { username: 'disabled' })
    await disableAccount(plain, disabled.id)
    const workFor = async (identifier: string): Promise<readonly string[]> => {
      const calls: string[] = []
      const storage = new Proxy(plain.storage, {
        get(target, name, receiver) {
          const method: unknown = Reflect.get(target, name, receiver)
          if (typeof method !== 'function') return method
          return (...given: unknown[]) => {
            calls.push(`${String(name)} ${typeof given[0] === 'string' && name !== 'bump' ? given[0] : ''}`)
            return Reflect.apply(method, target, given)
          }
        },
      })
      const { seen, hasher } = counting(plain.hasher)
      await attempt({ ...plain, storage, hasher }, identifier, 'wrong', `198.51.100.${identifier.length}`)
      assert.equal(seen.length, 1)
      return calls
    }
    const known = await workFor('alice')
    assert.ok(known.length > 5)
    for (const identifier of ['nobody', 'passwordless', 'disabled']) assert.deepEqual(await workFor(identifier), known)
  })

  it('never keeps what was typed as a name when it is nobody’s: it may be a password', async () => {
    const world = createPasswordWorld()
    await newAccountWithPassword(world)
    await attempt(world, 'canary-typed-as-a-name', 'canary-typed-as-a-password')
    await attempt(world, 'alice', 'canary-typed-as-a-password')
    assert.equal((await dump(world.storage)).includes('canary'), false)
  })

  it('hashes anew what is kept in an old way, once, and is right the next time', async () => {
    const world = createPasswordWorld()
    const account = await newAccount(world, {
      passwordHash: '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    })
    assert.equal(await said(attempt(world, 'alice', 'wrong')), 'wrong')
    const hash = async () => (await rowsOf(world, 'credentials'))[0]?.data.hash
    assert.match((await hash()) ?? '', /^\$2a\$/)
    assert.deepEqual(await Promise.all([1, 2, 3].map(() => said(attempt(world, 'alice', 'U*U')))), ['ok', 'ok', 'ok'])
    const anew = await hash()
    assert.match(anew ?? '', /^\$argon2id\$/)
    assert.equal(await said(attempt(world, 'alice', 'U*U')), 'ok')
    assert.equal(await hash(), anew)
    assert.equal((await rowsOf(world, 'credentials'))[0]?.accountId, account.id)
  })

  it('lets in also when there is no time to hash anew', async () => {
    const world = createPasswordWorld()
    await newAccount(world, { passwordHash: '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW' })
    const hash = () => Promise.reject(new Busy(1))
    assert.equal(await said(attempt({ ...world, hasher: { ...world.hasher, hash } }, 'alice', 'U*U')), 'ok')
  })

  it('is no sign-in any more when the password is changed while it is checked', async () => {
    const world = createPasswordWorld()
    const account = await newAccountWithPassword(world)
    const verify: Hasher['verify'] = async (hash, password) => {
      const verdict = await world.hasher.verify(hash, password)
      await setPassword(world, { accountId: account.id, password: otherPassword }, {})
      return verdict
    }
    assert.deepEqual(await attempt({ ...world, hasher: { ...world.hasher, verify } }, 'alice', goodPassword), wrong)
    assert.deepEqual(await eventsOf(world, 'signin.succeeded'), [])
  })

  it('is no sign-in any more when the account is disabled while the password is checked', async () => {
    const world = createPasswordWorld()
    const account = await newAccountWithPassword(world)
    const verify: Hasher['verify'] = async (hash, password) => {
      await disableAccount(world, account.id)
      return world.hasher.verify(hash, password)
    }
    assert.deepEqual(await attempt({ ...world, hasher: { ...world.hasher, verify } }, 'alice', goodPassword), wrong)
    assert.deepEqual(await eventsOf(world, 'signin.succeeded'), [])
  })

  it('starts no session when the password is changed, or the account disabled, just before', async () => {
    for (const spoil of [
      (world: PasswordWorld, accountId: string) => setPassword(world, { accountId, password: otherPassword }, {}),
      (world: PasswordWorld, accountId: string) => disableAccount(world, accountId),
      (world: PasswordWorld, accountId: string) => deleteAccount(world, accountId),
    ]) {
      const world = createPasswordWorld()
      await newAccountWithPassword(world)
      const signIn = await attempt(world, 'alice', goodPassword)
      assert.ok(signIn.ok)
      await spoil(world, signIn.account.id)
      assert.equal(await startSession(world, signIn), undefined)
      assert.deepEqual(await rowsOf(world, 'sessions'), [])
    }
  })

  it('is not counted when it could not be checked', async () => {
    const world = createPasswordWorld()
    await newAccountWithPassword(world)
    const verify = () => Promise.reject(new Busy(1))
    for (let n = 0; n < 40; n++) {
      await assert.rejects(attempt({ ...world, hasher: { ...world.hasher, verify } }, 'alice', goodPassword), Busy)
    }
    assert.equal(await said(attempt(world, 'alice', goodPassword)), 'ok')
  })
})

describe('guessing a password', () => {
  const elsewhere = (n: number): string => `198.51.${100 + Math.floor(n / 250)}.${n % 250}`

  it('is over after ten in fifteen minutes, also for the right one, from wherever it comes', async () => {
    const world = createPasswordWorld()
    await newAccountWithPassword(world)
    for (let n = 0; n < 10; n++) assert.equal(await said(attempt(world, 'alice', 'wrong', elsewhere(n))), 'wrong')
    const limited = await attempt(world, 'alice', goodPassword, elsewhere(11))
    assert.deepEqual(limited, { ok: false, reason: 'limited', retryAfter: minutes(15) })
    world.clock.advance(minutes(15))
    assert.equal(await said(attempt(world, 'alice', goodPassword, elsewhere(11))), 'ok')
  })

  it('is not evaluated more often than that when 500 come at once from many addresses', async () => {
    const world = createPasswordWorld()
    await newAccountWithPassword(world)
    const { seen, hasher } = counting(world.hasher)
    const answers = await many((n) => said(attempt({ ...world, hasher }, 'alice', `wrong ${n}`, elsewhere(n))), 500)
    assert.equal(seen.length, 10)
    assert.equal(answers.filter((answer) => answer === 'wrong').length, 10)
  })

  it('counts every spelling and every name of an account as that account', async () => {
    const world = createPasswordWorld()
    const { id } = await newAccountWithPassword(world, { email: 'alice@example.org' })
    await verifyEmail(world, id, { email: 'alice@example.org', prover: 'mail' })
    const spellings = ['alice', 'Alice', 'ALICE ', 'Ａlice', 'alice@example.org', 'ALICE@example.org']
    const answers: string[] = []
    for (let n = 0; n < 11; n++) {
      answers.push(await said(attempt(world, spellings[n % spellings.length] ?? '', 'wrong', elsewhere(n))))
    }
    assert.deepEqual(answers, [...Array(10).fill('wrong'), 'limited'])
  })

  it('is limited in the same way at a name that is nobody’s', async () => {
    const world = createPasswordWorld()
    const answers: string[] = []
    for (let n = 0; n < 11; n++) {
      answers.push(await said(attempt(world, n % 2 === 0 ? 'nobody' : ' NOBODY', 'wrong', elsewhere(n))))
    }
    assert.deepEqual(answers, [...Array(10).fill('wrong'), 'limited'])
    assert.equal(await said(attempt(world, 'another', 'wrong', elsewhere(12))), 'wrong')
  })

  it('at many accounts from one address is over after thirty, one IPv6 network being one address', async () => {
    const world = createPasswordWorld()
    await newAccountWithPassword(world)
    for (let n = 0; n < 30; n++) {
      assert.equal(await said(attempt(world, `user${n}`, 'wrong', `2001:db8:1:2::${n.toString(16)}`)), 'wrong')
    }
    assert.equal(await said(attempt(world, 'alice', goodPassword, '2001:db8:1:2:ffff::1')), 'limited')
    assert.equal(await said(attempt(world, 'alice', goodPassword, '2001:db8:1:3::1')), 'ok')
  })

  it('does not shut out the owner where they have been before', async () => {
    const world = createPasswordWorld()
    await newAccountWithPassword(world)
    assert.equal(await said(attempt(world, 'alice', goodPassword)), 'ok')
    for (let n = 0; n < 50; n++) await attempt(world, 'alice', 'wrong', elsewhere(n))
    assert.equal(await said(attempt(world, 'alice', goodPassword, elsewhere(51))), 'limited')
    for (let n = 0; n < 20; n++) assert.equal(await said(attempt(world, 'alice', goodPassword)), 'ok')
  })

  it('is limited where the owner has been before as well', async () => {
    const world = createPasswordWorld()
    await newAccountWithPassword(world)
    await attempt(world, 'alice', goodPassword)
    const answers = await many(() => said(attempt(world, 'alice', 'wrong')))
    assert.equal(answers.filter((answer) => answer === 'wrong').length, 10)
    assert.equal(await said(attempt(world, 'alice', goodPassword)), 'limited')
  })

  it('where the owner was 90 days ago is guessing from elsewhere', async () => {
    const world = createPasswordWorld()
    await newAccountWithPassword(world)
    await attempt(world, 'alice', goodPassword)
    world.clock.advance(days(90))
    for (let n = 0; n < 10; n++) await attempt(world, 'alice', 'wrong', elsewhere(n))
    assert.equal(await said(attempt(world, 'alice', goodPassword)), 'limited')
  })

  const guessPatiently = async (world: PasswordWorld, addresses: (n: number) => string): Promise<number> => {
    let evaluated = 0
    for (let n = 0; n < 400; n++) {
      if ((await said(attempt(world, 'alice', 'wrong', addresses(n)))) === 'wrong') evaluated++
      world.clock.advance(minutes(2))
    }
    return evaluated
  }

  it('patiently, from many addresses, is over after a hundred in a row', async () => {
    const world = createPasswordWorld()
    const { id } = await newAccountWithPassword(world)
    await attempt(world, 'alice', goodPassword)
    assert.equal(await guessPatiently(world, elsewhere), 100)
    assert.equal(await said(attempt(world, 'alice', goodPassword, elsewhere(999))), 'limited', 'a new place')
    assert.equal(await said(attempt(world, 'alice', goodPassword)), 'ok', 'a known place')
    world.clock.advance(minutes(15))
    assert.equal(await said(attempt(world, 'alice', goodPassword, elsewhere(999))), 'ok', 'the row was broken')

    assert.equal(await guessPatiently(world, (n) => elsewhere(n + 500)), 100)
    const link = await offerPasswordLink(world, id)
    assert.ok(link.ok)
    await setPasswordByLink(world, { secret: link.secret, password: otherPassword, address: elsewhere(998) })
    assert.equal(await said(attempt(world, 'alice', otherPassword, elsewhere(997))), 'ok', 'a link always works')
  })

  it('patiently, from one address, is over after twenty a day, and never shuts the door for others', async () => {
    const world = createPasswordWorld()
    await newAccountWithPassword(world)
    assert.equal(await guessPatiently(world, () => elsewhere(1)), 20)
    assert.equal(await said(attempt(world, 'alice', goodPassword, elsewhere(2))), 'ok')
  })

  it('costs the owner nothing at a new place while others have shut it', async () => {
    const world = createPasswordWorld()
    await newAccountWithPassword(world)
    for (let n = 0; n < 10; n++) await attempt(world, 'alice', 'wrong', elsewhere(n))
    for (let n = 0; n < 50; n++)
      assert.equal(await said(attempt(world, 'alice', goodPassword, elsewhere(99))), 'limited')
    world.clock.advance(minutes(15))
    assert.equal(await said(attempt(world, 'alice', goodPassword, elsewhere(99))), 'ok')
  })

  it('starts from nothing again only for the account that was proven', async () => {
    const world = createPasswordWorld()
    await newAccountWithPassword(world)
    await newAccountWithPassword(world, { username: 'mallory' })
    for (let n = 0; n < 29; n++) {
      await attempt(world, `user${n}`, 'wrong')
      assert.equal(await said(attempt(world, 'mallory', goodPassword)), 'ok')
    }
    await attempt(world, 'user29', 'wrong')
    assert.equal(await said(attempt(world, 'alice', goodPassword)), 'limited', 'one’s own account buys no more guesses')
  })

  it('writes a line for each guess and one for all that were refused', async () => {
    const world = createPasswordWorld()
    const { id } = await newAccountWithPassword(world)
    for (let n = 0; n < 50; n++) await attempt(world, 'alice', 'wrong', elsewhere(n))
    const lines = await eventsOf(world, 'signin.failed')
    assert.deepEqual(
      ['wrong', 'limited'].map((reason) => lines.filter(({ data }) => data['reason'] === reason).length),
      [10, 1],
    )
    assert.ok(lines.every(({ accountId, outcome }) => accountId === id && outcome === 'refused'))
  })

  it('is forgotten with a deleted account', async () => {
    const world = createPasswordWorld()
    const { id } = await newAccountWithPassword(world)
    await attempt(world, 'alice', goodPassword)
    await attempt(world, 'alice', 'wrong', elsewhere(1))
    await changeAccount(world, id, { name: 'x' })
    await deleteAccount(world, id)
    assert.deepEqual(
      (await rowsOf(world, 'counters')).filter((counter) => counter.id.includes(id)),
      [],
    )
  })
})
