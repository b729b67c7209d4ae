import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { disableAccount } from '../../../src/accounts/disable.ts'
import {
  answerForgotten,
  askForPasswordLink,
  type Forgotten,
  forgottenKind,
  mailPasswordLink,
} from '../../../src/accounts/passwords/forgotten.ts'
import { findPasswordLink, setPasswordByLink } from '../../../src/accounts/passwords/link.ts'
import { days, hours, minutes } from '../../../src/lib/clock.ts'
import { createMailWorld, letters, type MailWorld, only } from './letters.ts'
import {
  eventsOf,
  goodPassword,
  left,
  many,
  newAccount,
  newAccountWithPassword,
  nothing,
  otherPassword,
  signedIn,
} from './support.ts'

const from = { address: '192.0.2.1', userAgent: 'test' }
const proven = { email: 'alice@example.org', emailVerifiedBy: 'mail' } as const

/** Asks, and lets the outbox look who that is; what is then written. */
const forget = async (
  world: MailWorld,
  identifier: string,
  address = from.address,
): Promise<Awaited<ReturnType<typeof letters>>> => {
  const asked = await askForPasswordLink(world, { identifier, address, language: 'de' })
  assert.ok(asked.ok)
  const [entry] = await letters(world)
  assert.equal(entry?.kind, forgottenKind)
  await answerForgotten(world, entry as unknown as Forgotten)
  return letters(world)
}

describe('a forgotten password', () => {
  it('is helped with by a link to the account’s proven address, by any of its names', async () => {
    for (const identifier of ['alice', ' ALICE ', 'alice@example.org', 'Alice@EXAMPLE.org']) {
      const world = createMailWorld()
      const account = await newAccountWithPassword(world, proven)
      const { to, letter, accountId } = only(await forget(world, identifier), 'password-link')
      assert.deepEqual([to.address, to.language, accountId], ['alice@example.org', 'de', account.id])
      const set = { secret: letter.secret, password: otherPassword, ...from }
      assert.ok((await setPasswordByLink(world, set)).ok)
    }
  })

  it('sends nothing to an address that nobody has proven, to nobody, and to accounts that are off', async () => {
    const world = createMailWorld()
    await newAccount(world, { email: 'typed@example.org' })
    const off = await newAccount(world, { username: 'off', ...proven })
    await disableAccount(world, off.id)
    for (const name of ['alice', 'typed@example.org', 'off', 'alice@example.org', 'nobody', 'nobody@example.org', '%'])
      assert.deepEqual(await forget(world, name), [])
    assert.equal(await world.storage.count('links'), 0)
    const reasons = (await eventsOf(world, 'password.forgotten')).map(({ data, outcome }) => [outcome, data['reason']])
    assert.deepEqual(reasons.map(([outcome, reason]) => `${outcome} ${reason}`).sort(), [
      'refused disabled',
      'refused disabled',
      'refused unknown',
      'refused unknown',
      'refused unknown',
      'refused unknown',
      'refused unverified',
    ])
  })

  it('leaves the same behind in the same number of steps, whether there is such an account or not', async () => {
    const steps = async (identifier: string): Promise<unknown> => {
      const world = createMailWorld()
      await newAccountWithPassword(world, proven)
      const seen: string[] = []
      const storage = new Proxy(world.storage, {
        get: (target, name) => {
          const method: unknown = Reflect.get(target, name)
          if (typeof method !== 'function') return method
          return (...given: unknown[]) => {
            seen.push(`${String(name)} ${JSON.stringify(given).length}`)
            return method.apply(target, given)
          }
        },
      })
      assert.deepEqual(await askForPasswordLink({ ...world, storage }, { identifier, ...from }), { ok: true })
      return seen
    }
    const here = await steps('alice@example.org')
    assert.deepEqual(await steps('nobod@example.org'), here)
    assert.deepEqual(await steps('off@nowhere.examp'), here)
  })

  it('may be asked for ten times in a quarter of an hour from one place', async () => {
    const world = createMailWorld()
    const asked = await many((n) => askForPasswordLink(world, { identifier: `u${n}`, ...from }), 30)
    assert.equal(asked.filter(({ ok }) => ok).length, 10)
    const again = await askForPasswordLink(world, { identifier: 'alice', ...from })
    assert.ok(!again.ok && again.retryAfter > 0 && again.retryAfter <= minutes(15))
    assert.ok((await askForPasswordLink(world, { identifier: 'alice', address: '198.51.100.1' })).ok)
    world.clock.advance(minutes(15))
    assert.ok((await askForPasswordLink(world, { identifier: 'alice', ...from })).ok)
  })

  it('fills nobody’s mailbox, from however many places and by whichever name', async () => {
    const world = createMailWorld()
    await newAccountWithPassword(world, proven)
    let sent = 0
    const flood = async (): Promise<number> => {
      let count = 0
      for (let n = 0; n < 12; n++) {
        const name = n % 2 === 0 ? 'alice' : 'alice@example.org'
        count += (await forget(world, name, `192.0.2.${n}`)).length
      }
      sent += count
      return count
    }
    assert.equal(await flood(), 3)
    for (let hour = 0; hour < 23; hour++) {
      world.clock.advance(hours(1))
      await flood()
    }
    assert.equal(sent, 8)
    world.clock.advance(days(1))
    assert.equal(await flood(), 3)
  })

  it('ends every session and every other link with the new password', async () => {
    const world = createMailWorld()
    const account = await newAccountWithPassword(world, proven)
    await signedIn(world, account)
    const first = only(await forget(world, 'alice'), 'password-link').letter.secret
    const second = only(await forget(world, 'alice'), 'password-link').letter.secret
    // Whoever asks in somebody's name does not void what the owner was sent.
    assert.equal((await findPasswordLink(world, first))?.id, account.id)
    assert.ok((await setPasswordByLink(world, { secret: second, password: otherPassword, ...from })).ok)
    assert.deepEqual(await left(world, account.id), nothing)
    assert.equal(await findPasswordLink(world, first), undefined)
    only(await letters(world), 'password-changed')
  })

  it('is helped with for an hour, and once however many try', async () => {
    const world = createMailWorld()
    const account = await newAccountWithPassword(world, proven)
    const { letter, until } = only(await forget(world, 'alice'), 'password-link')
    assert.equal(until, world.clock.now() + hours(1))
    world.clock.advance(hours(1) - 1)
    assert.equal((await findPasswordLink(world, letter.secret))?.id, account.id)
    const set = { secret: letter.secret, password: otherPassword, ...from }
    const done = await many(() => setPasswordByLink(world, set), 10)
    assert.equal(done.filter(({ ok }) => ok).length, 1)
    await letters(world)
    const late = only(await forget(world, 'alice'), 'password-link')
    world.clock.advance(hours(1))
    assert.equal(await findPasswordLink(world, late.letter.secret), undefined)
  })

  it('leaves what was typed nowhere: it may be a password in the wrong field', async () => {
    const world = createMailWorld()
    await askForPasswordLink(world, { identifier: goodPassword, ...from })
    const everything = async () =>
      JSON.stringify([
        await world.storage.list('jobs'),
        await world.storage.list('counters'),
        await world.storage.list('events'),
      ])
    assert.ok(!(await everything()).includes(goodPassword))
    await answerForgotten(world, { identifier: goodPassword, ...from })
    assert.ok(!(await everything()).includes(goodPassword))
  })
})

describe('a link that an administrator sends', () => {
  it('goes to a proven address and to no other', async () => {
    const world = createMailWorld()
    const account = await newAccount(world, proven)
    assert.deepEqual(await mailPasswordLink(world, account, { actorId: 'admin' }), {
      ok: true,
      address: 'alice@example.org',
    })
    const { letter } = only(await letters(world), 'password-link')
    assert.equal((await findPasswordLink(world, letter.secret))?.id, account.id)
    const typed = await newAccount(world, { username: 'bob', email: 'bob@example.org' })
    const unverified = { ok: false, problems: [{ field: 'email', code: 'unverified' }] }
    assert.deepEqual(await mailPasswordLink(world, typed, {}), unverified)
    const { mailer: _, ...without } = world
    assert.deepEqual(await mailPasswordLink(without, account, {}), unverified)
    assert.deepEqual(await letters(world), [])
  })
})
