import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { minutes } from '../../../src/lib/clock.ts'
import { asked, open } from '../../support/fediverse/before-a-server.ts'
import { withFediverse } from '../../support/fediverse/fediverse.ts'
import { funkwhale } from '../../support/fediverse/funkwhale.ts'
import { mbin } from '../../support/fediverse/mbin.ts'
import { mobilizon } from '../../support/fediverse/mobilizon.ts'
import { problemOf, signingIn, somebody } from '../../support/fediverse/signing-in.ts'

describe('Mobilizon', () => {
  it('says as whom somebody appears, of all that they are', async (t) => {
    const { comes, home } = await open(t, () => mobilizon({ actors: ['bob', 'alice'] }))
    const { subject, profile } = somebody(await comes(home.domain, home, { as: 'alice' }))
    assert.equal(subject, home.accounts.get('bob')?.actor)
    assert.equal(profile.emailHint, 'alice@mail.example.org')
  })

  it('signs in as nobody where that is undecided', async (t) => {
    const one = await open(t, () => mobilizon({ undecided: true }))
    somebody(await one.comes(one.home.domain, one.home))
    const two = await open(t, () => mobilizon({ actors: ['bob', 'alice'], undecided: true }))
    assert.equal(problemOf(await two.comes(two.home.domain, two.home)).code, 'broken')
  })

  it('gets its codes within their minute, or nobody is signed in', async (t) => {
    const { goes, returns, home, clock } = await open(t, () => mobilizon())
    const begun = await goes(home.domain)
    const callback = await home.approve(begun.url)
    clock.advance(minutes(2))
    assert.deepEqual(problemOf(await returns(begun, callback)), { code: 'mixed_up', place: home.host })
  })

  it('that has forgotten us is told again who we are, before anybody is sent there', async (t) => {
    const { comes, home, clock } = await open(t, () => mobilizon())
    await comes(home.domain, home)
    clock.advance(minutes(11))
    home.clients.clear()
    somebody(await comes(home.domain, home))
    assert.equal(asked(home, 'POST /apps').length, 2)
  })
})

describe('Mbin and Funkwhale', () => {
  for (const [name, fake, path] of [
    ['Mbin', () => mbin(), 'POST /api/client'],
    ['Funkwhale', () => funkwhale(), 'POST /api/v1/oauth/apps/'],
  ] as const) {
    it(`are told again who we are where they have forgotten it: ${name}`, async (t) => {
      const { comes, home, clock } = await open(t, fake)
      await comes(home.domain, home)
      clock.advance(minutes(11))
      home.clients.clear()
      somebody(await comes(home.domain, home))
      clock.advance(minutes(11))
      somebody(await comes(home.domain, home))
      assert.equal(asked(home, path).length, 2)
    })
  }

  it('may take clients of their administrators only', async (t) => {
    const { begin, home } = await open(t, () => mbin({ anybody: false }))
    assert.deepEqual(problemOf(await begin(home.domain)), { code: 'refused_registration', place: home.host })
  })

  it('know a person from a community that has their name', async (t) => {
    const { comes, home } = await open(t, () => mbin({ magazines: ['alice', 'bob'] }))
    for (const address of [home.domain, `@alice@${home.domain}`]) {
      const finished = await comes(address, home)
      assert.equal(somebody(finished).subject, `${home.origin}/u/alice`)
      assert.equal(somebody(finished).profile.acct, `alice@${home.domain}`)
      assert.equal(finished.ok && finished.instead, undefined)
    }
    const other = await comes(`@bob@${home.domain}`, home)
    assert.deepEqual(other.ok && other.instead, { typed: `@bob@${home.domain}` })
  })

  it('say when they take applications again', async (t) => {
    const { begin, home, clock } = await open(t, () => mbin())
    for (let times = 0; times < 2; times += 1) {
      await begin(home.domain)
      home.clients.clear()
      clock.advance(minutes(11))
    }
    const problem = problemOf(await begin(home.domain))
    assert.ok(problem.code === 'limited' && problem.retryAfter - clock.now() > minutes(300), JSON.stringify(problem))
  })

  it('are given an address to write to that could be one, also by whoever tries this at home', async (t) => {
    const { servers, allow } = await withFediverse(t, { home: mbin() })
    const { begin } = signingIn(t, { allow, base: 'http://localhost:8080' })
    assert.equal((await begin(servers.home.domain)).ok, true)
  })

  it('call people by the name in their handle, whatever they sign in by', async (t) => {
    const { comes, home } = await open(t, () => funkwhale({ logins: { alice: 'alice m.' } }))
    const { subject, profile } = somebody(await comes(home.domain, home))
    assert.equal(subject, home.accounts.get('alice')?.actor)
    assert.equal(profile.acct, `alice@${home.domain}`)
  })

  it('say who nobody is where they do not federate', async (t) => {
    const { comes, home } = await open(t, () => funkwhale({ federates: false }))
    assert.equal(problemOf(await comes(home.domain, home)).code, 'unproven')
  })

  it('mention an address, which is no more than a hint', async (t) => {
    const { comes, home } = await open(t, () => funkwhale())
    assert.equal(somebody(await comes(home.domain, home)).profile.emailHint, 'alice@mail.example.org')
  })
})
