import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Account } from '../../../src/accounts/account.ts'
import { changeAccount } from '../../../src/accounts/change.ts'
import { disableAccount } from '../../../src/accounts/disable.ts'
import { unverifyEmail, verifyEmail } from '../../../src/accounts/email.ts'
import { askToProveEmail, findEmailPending } from '../../../src/accounts/emails/ask.ts'
import { newCode, readCode } from '../../../src/accounts/emails/code.ts'
import { findEmailLink, proveEmailByCode, proveEmailByLink } from '../../../src/accounts/emails/prove.ts'
import { hours, minutes } from '../../../src/lib/clock.ts'
import { createTestRandom } from '../../support/world.ts'
import { createMailWorld, letters, type MailWorld, only } from './letters.ts'
import { eventsOf, many, newAccount, rowsOf } from './support.ts'

const from = { address: '192.0.2.1' }
const by = { actorId: 'x', ...from }

const ask = async (world: MailWorld, account: Account, email = ''): Promise<{ secret: string; code: string }> => {
  const asked = await askToProveEmail(world, { account, email, ...from })
  assert.ok(asked.ok, JSON.stringify(asked))
  const { letter } = only(await letters(world), 'email-confirm')
  return letter
}

const again = async (world: MailWorld, { id }: Account): Promise<Account> => {
  const found = await world.storage.find('accounts', id)
  assert.ok(found !== undefined)
  return found
}

const expired = { ok: false, problems: [{ field: 'code', code: 'expired' }] }

describe('proving an address', () => {
  const ways = {
    link: (world: MailWorld, account: Account, { secret }: { secret: string }) =>
      proveEmailByLink(world, account, secret, by),
    code: (world: MailWorld, account: Account, { code }: { code: string }) =>
      proveEmailByCode(world, account, code, by),
  }
  for (const [way, prove] of Object.entries(ways)) {
    it(`makes it the account’s, by ${way}, and says by whom and when`, async () => {
      const world = createMailWorld()
      const account = await newAccount(world, { email: 'Alice@example.org' })
      const sent = await ask(world, account)
      world.clock.advance(minutes(1))
      assert.deepEqual(await prove(world, account, sent), { ok: true, address: 'Alice@example.org' })
      const { verifiedEmailKey, emailVerifiedAt, emailVerifiedBy } = await again(world, account)
      assert.deepEqual(
        [verifiedEmailKey, emailVerifiedAt, emailVerifiedBy],
        ['alice@example.org', world.clock.now(), 'mail'],
      )
      assert.equal((await eventsOf(world, 'email.verified')).length, 1)
      assert.equal((await eventsOf(world, 'email.changed')).length, 0)
      assert.equal(await findEmailPending(world, account.id), undefined)
    })

    it(`is done once, by ${way}, however many try at once`, async () => {
      const world = createMailWorld()
      const account = await newAccount(world, { email: 'alice@example.org' })
      const sent = await ask(world, account, 'new@example.org')
      const tries = way === 'code' ? 5 : 50
      const done = await many(() => prove(world, account, sent), tries)
      assert.equal(done.filter(({ ok }) => ok).length, 1)
      assert.equal((await eventsOf(world, 'email.verified')).length, 1)
      assert.deepEqual(await prove(world, await again(world, account), sent), expired)
    })

    it(`is for the account that asked and for no other, by ${way}`, async () => {
      const world = createMailWorld()
      const alice = await newAccount(world, { email: 'alice@example.org' })
      const bob = await newAccount(world, { username: 'bob', email: 'alice@example.org' })
      const sent = await ask(world, alice)
      assert.deepEqual(await prove(world, bob, sent), expired)
      assert.equal((await again(world, bob)).verifiedEmailKey, undefined)
      assert.ok((await prove(world, alice, sent)).ok)
    })

    it(`proves nothing of an account whose address was changed meanwhile, by ${way}`, async () => {
      const world = createMailWorld()
      const account = await newAccount(world, { email: 'alice@example.org' })
      const sent = await ask(world, account)
      await changeAccount(world, account.id, { email: 'other@example.org' }, { actorId: 'admin' })
      for (const held of [account, await again(world, account)])
        assert.deepEqual(await prove(world, held, sent), expired)
      const { email, verifiedEmailKey } = await again(world, account)
      assert.deepEqual([email, verifiedEmailKey], ['other@example.org', undefined])
    })

    it(`proves nothing of an account that is switched off, by ${way}`, async () => {
      const world = createMailWorld()
      const account = await newAccount(world, { email: 'alice@example.org' })
      const sent = await ask(world, account)
      await disableAccount(world, account.id)
      assert.deepEqual(await prove(world, account, sent), expired)
    })

    it(`says to whoever can read its mail that an address is somebody else’s, and leaves it there, by ${way}`, async () => {
      const world = createMailWorld()
      const owner = await newAccount(world, { email: 'a@example.org', emailVerifiedBy: 'mail' })
      const other = await newAccount(world, { username: 'bob' })
      const sent = await ask(world, other, 'a@example.org')
      assert.deepEqual(await prove(world, other, sent), { ok: false, problems: [{ field: 'email', code: 'taken' }] })
      assert.equal((await again(world, other)).email, undefined)
      assert.equal((await again(world, owner)).verifiedEmailKey, 'a@example.org')
    })
  }

  it('is over after a day for the link, and after a quarter of an hour for the code', async () => {
    const world = createMailWorld()
    const account = await newAccount(world, { email: 'alice@example.org' })
    const { secret, code } = await ask(world, account)
    world.clock.advance(minutes(15))
    assert.deepEqual(await proveEmailByCode(world, account, code, by), expired)
    world.clock.advance(hours(24) - minutes(15) - 1)
    assert.equal(await findEmailLink(world, account, secret), 'alice@example.org')
    world.clock.advance(1)
    assert.equal(await findEmailLink(world, account, secret), undefined)
    assert.deepEqual(await proveEmailByLink(world, account, secret, by), expired)
  })

  it('by looking at the link is not done', async () => {
    const world = createMailWorld()
    const account = await newAccount(world, { email: 'alice@example.org' })
    const { secret } = await ask(world, account)
    for (let n = 0; n < 3; n++) assert.equal(await findEmailLink(world, account, secret), 'alice@example.org')
    assert.equal((await again(world, account)).verifiedEmailKey, undefined)
  })

  it('with a guessed code is over after five guesses, the right one included', async () => {
    const world = createMailWorld()
    const account = await newAccount(world, { email: 'alice@example.org' })
    const { secret, code } = await ask(world, account)
    const wrong = code === '000000' ? '000001' : '000000'
    const guesses = await many(() => proveEmailByCode(world, account, wrong, by), 20)
    const told = guesses.map((guess) => (guess.ok ? 'ok' : guess.problems[0]?.code))
    assert.equal(told.filter((said) => said === 'wrong').length, 5)
    assert.equal(told.filter((said) => said === 'too_many_tries').length, 15)
    const late = await proveEmailByCode(world, account, code, by)
    assert.deepEqual(late, { ok: false, problems: [{ field: 'code', code: 'too_many_tries' }] })
    // Whoever has the mail still gets through.
    assert.ok((await proveEmailByLink(world, account, secret, by)).ok)
  })

  it('takes a code as people type it', () => {
    for (const typed of ['123456', ' 123 456 ', '123-456', '１２３４５６']) assert.equal(readCode(typed), '123456')
    for (const typed of ['', '12345', '1234567', 'abcdef', '12345x']) assert.equal(readCode(typed), undefined)
    const random = createTestRandom()
    for (let n = 0; n < 1000; n++) assert.match(newCode(random), /^\d{6}$/)
  })

  it('goes by the newest mail only', async () => {
    const world = createMailWorld()
    const account = await newAccount(world, { email: 'alice@example.org' })
    const first = await ask(world, account, 'first@example.org')
    world.clock.advance(1)
    const second = await ask(world, account, 'second@example.org')
    assert.deepEqual(await proveEmailByLink(world, account, first.secret, by), expired)
    assert.ok((await proveEmailByLink(world, account, second.secret, by)).ok)
    assert.equal((await again(world, account)).email, 'second@example.org')
  })

  it('leaves neither link nor code where somebody who reads the database could find them', async () => {
    const world = createMailWorld()
    const account = await newAccount(world, { email: 'alice@example.org' })
    const { secret, code } = await ask(world, account)
    const text = JSON.stringify([
      await rowsOf(world, 'links'),
      await rowsOf(world, 'jobs'),
      await rowsOf(world, 'events'),
    ])
    assert.ok(!text.includes(secret))
    assert.ok(!new RegExp(`\\b${code}\\b`).test(text))
  })
})

describe('asking for the mail', () => {
  it('changes nothing of the account', async () => {
    const world = createMailWorld()
    const account = await newAccount(world, { email: 'alice@example.org', emailVerifiedBy: 'mail' })
    const before = await again(world, account)
    await ask(world, account, 'new@example.org')
    assert.deepEqual(await again(world, account), before)
  })

  it('is refused where there is nothing to prove', async () => {
    const world = createMailWorld()
    const account = await newAccount(world, { email: 'alice@example.org', emailVerifiedBy: 'mail' })
    const codes = async (email: string) => {
      const asked = await askToProveEmail(world, { account, email, ...from })
      return asked.ok ? 'ok' : asked.problems[0]?.code
    }
    assert.deepEqual(await Promise.all(['', 'alice@example.org', 'alice@', 'a＠example.org'].map(codes)), [
      'already',
      'already',
      'malformed',
      'characters',
    ])
    assert.equal((await rowsOf(world, 'jobs')).length, 0)
  })

  it('fills nobody’s mailbox: not the own, not somebody else’s, not from many accounts', async () => {
    const world = createMailWorld()
    const accounts = await many((n) => newAccount(world, { username: `u${n}`, email: `u${n}@example.org` }), 8)
    const outcomes = async (account: Account, email: string, times: number) =>
      (await many((n) => askToProveEmail(world, { account, email, address: `192.0.2.${n}` }), times)).map(
        (asked) => asked.ok,
      )
    const [first, ...others] = accounts
    assert.ok(first !== undefined)
    assert.equal((await outcomes(first, '', 20)).filter(Boolean).length, 5)
    let reached = 0
    for (const account of others) reached += (await outcomes(account, 'victim@example.org', 2)).filter(Boolean).length
    assert.equal(reached, 5)
    world.clock.advance(hours(1))
    assert.equal((await outcomes(first, '', 1)).filter(Boolean).length, 1)
  })

  it('writes in the language of the account, or of the page', async () => {
    const world = createMailWorld()
    const german = await newAccount(world, { email: 'a@example.org', locale: 'de' })
    const none = await newAccount(world, { username: 'bob', email: 'b@example.org' })
    await askToProveEmail(world, { account: german, email: '', language: 'en', ...from })
    await askToProveEmail(world, { account: none, email: '', language: 'de', ...from })
    assert.deepEqual(
      (await letters(world)).map(({ to }) => to.language),
      ['de', 'de'],
    )
  })
})

describe('who vouches for an address', () => {
  it('is written down, and taken back', async () => {
    const world = createMailWorld()
    const account = await newAccount(world, { email: 'alice@example.org' })
    world.clock.advance(1000)
    const vouched = await verifyEmail(world, account.id, { email: 'alice@example.org', prover: 'administrator:boss' })
    assert.ok(vouched.ok)
    assert.deepEqual(
      [vouched.account.emailVerifiedBy, vouched.account.emailVerifiedAt],
      ['administrator:boss', world.clock.now()],
    )
    const taken = await unverifyEmail(world, account.id)
    assert.ok(taken.ok)
    assert.deepEqual([taken.account.emailVerifiedBy, taken.account.emailVerifiedAt], [undefined, undefined])
  })
})
