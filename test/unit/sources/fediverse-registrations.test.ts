import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { type FakeServer, Stuck, withFediverse } from '../../support/fediverse/fediverse.ts'
import { friendica } from '../../support/fediverse/friendica.ts'
import { gotosocial } from '../../support/fediverse/gotosocial.ts'
import { hollo } from '../../support/fediverse/hollo.ts'
import { answering } from '../../support/fediverse/hostile.ts'
import { iceshrimpNet } from '../../support/fediverse/iceshrimp-net.ts'
import { mastodon } from '../../support/fediverse/mastodon.ts'
import { pixelfed } from '../../support/fediverse/pixelfed.ts'
import { pleroma } from '../../support/fediverse/pleroma.ts'
import { problemOf, publicBase, signingIn, somebody } from '../../support/fediverse/signing-in.ts'
import { type Blueprint, json } from '../../support/fediverse/site.ts'
import { takahe } from '../../support/fediverse/takahe.ts'
import { wordpressApps } from '../../support/fediverse/wordpress-ema.ts'
import { createTestClock } from '../../support/world.ts'

const minutes = 60_000

const open = async (t: TestContext, fake: Blueprint) => {
  const clock = createTestClock()
  const { servers, allow } = await withFediverse(t, { home: fake }, { clock })
  return { home: servers.home, clock, allow, ...signingIn(t, { allow }, { clock }) }
}

const registrations = ({ seen }: FakeServer): number =>
  seen.filter(({ method, path }) => method === 'POST' && path === '/api/v1/apps').length

/** The callback as anybody can write it into the address bar of the browser that left. */
const saying = ({ url }: { readonly url: string }, parameters: Readonly<Record<string, string>>): string => {
  const asked = new URL(url).searchParams
  const back = new URL(asked.get('redirect_uri') ?? '')
  for (const [name, value] of Object.entries({ state: asked.get('state') ?? '', ...parameters }))
    back.searchParams.set(name, value)
  return back.href
}

describe('what servers know us as', () => {
  it('is asked for once, for everybody', async (t) => {
    const { home, comes, clock } = await open(t, mastodon('4.4'))
    for (const as of ['alice', 'bob', 'alice']) {
      somebody(await comes(home.domain, home, { as }))
      clock.advance(30 * minutes)
    }
    assert.equal(registrations(home), 1)
  })

  it('is asked for once when twenty come at once, to two processes with one store', async (t) => {
    const { home, begin, allow, world } = await open(t, mastodon('4.4'))
    const other = signingIn(t, { allow }, world)
    // Known, and not yet registered with, so that all of them come to registering at one moment.
    home.meddle = ({ method }) => (method === 'POST' ? json(403, { error: 'Forbidden' }) : undefined)
    problemOf(await begin(home.domain))
    home.meddle = undefined
    home.seen.length = 0
    const begun = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? begin(home.domain) : other.begin(home.domain))),
    )
    assert.ok(begun.every(({ ok }) => ok))
    assert.equal(registrations(home), 1)
  })

  it('says who we are, where people come back to, and nothing else', async (t) => {
    const { home, goes } = await open(t, mastodon('4.4'))
    const { url } = await goes(home.domain)
    const [client] = home.clients.values()
    assert.equal(client?.name, 'Portico')
    assert.deepEqual(client?.redirects, [new URL(url).searchParams.get('redirect_uri')])
    const [redirect = ''] = client?.redirects ?? []
    assert.ok(redirect.startsWith(`${publicBase}/fediverse/callback/`), redirect)
    assert.ok(!redirect.includes('?') && redirect.length < 120, redirect)
    assert.ok(home.seen.every(({ headers }) => String(headers['user-agent']).includes(publicBase)))
  })

  it('is under a name that fits, however long ours is', async (t) => {
    const { servers, allow } = await withFediverse(t, { home: mastodon('4.4') })
    const { home } = servers
    await signingIn(t, { allow, name: '\u{1f3db}'.repeat(100) }).goes(home.domain)
    assert.equal([...home.clients.values()][0]?.name, '\u{1f3db}'.repeat(60))
  })

  for (const [name, fake] of Object.entries({
    'Mastodon 3.5': mastodon('3.5'),
    'Mastodon 4.2': mastodon('4.2'),
    'Mastodon 4.5': mastodon('4.5'),
    'GoToSocial 0.18': gotosocial('0.18'),
    'GoToSocial 0.20': gotosocial('0.20'),
    Akkoma: pleroma('akkoma'),
    Pixelfed: pixelfed(),
    Friendica: friendica(),
    Hollo: hollo(),
    'Iceshrimp.NET': iceshrimpNet(),
    WordPress: wordpressApps(),
  })) {
    it(`is asked for anew before anybody is sent to ${name}, where it has been forgotten`, async (t) => {
      const { home, comes, goes, clock } = await open(t, fake)
      somebody(await comes(home.domain, home))
      home.clients.clear()
      clock.advance(60 * minutes)
      const begun = await goes(home.domain)
      assert.match(await home.approve(begun.url), /code=/)
      somebody(await comes(home.domain, home))
    })

    it(`is kept where ${name} knows it`, async (t) => {
      const { home, comes, clock } = await open(t, fake)
      for (let days = 0; days < 3; days += 1) {
        somebody(await comes(home.domain, home))
        clock.advance(24 * 60 * minutes)
      }
      assert.equal(home.clients.size, 1)
    })
  }

  it('is not asked about at Takahe, which never tells, nor asked for again and again', async (t) => {
    const { home, comes, goes, clock } = await open(t, takahe())
    for (let times = 0; times < 6; times += 1) {
      somebody(await comes(home.domain, home))
      clock.advance(12 * 60 * minutes)
    }
    const { length } = home.seen
    await goes(home.domain)
    assert.ok(home.seen.slice(length).every(({ method }) => method === 'GET'))
    assert.equal(registrations(home), 1)
  })

  it('is asked for anew at Takahe after a day without anybody from there, since it may have been forgotten', async (t) => {
    const { home, comes, goes, clock } = await open(t, takahe())
    somebody(await comes(home.domain, home))
    home.clients.clear()
    clock.advance(12 * 60 * minutes)
    await assert.rejects(home.approve((await goes(home.domain)).url), Stuck)
    clock.advance(13 * 60 * minutes)
    somebody(await comes(home.domain, home))
    assert.equal(registrations(home), 2)
  })

  it('can be forgotten while somebody is away, who can begin again', async (t) => {
    const { home, goes, returns, comes } = await open(t, mastodon('4.4'))
    const begun = await goes(home.domain)
    const callback = await home.approve(begun.url)
    home.clients.clear()
    assert.deepEqual(problemOf(await returns(begun, callback)), { code: 'forgotten', place: home.host })
    somebody(await comes(home.domain, home))
  })

  for (const [name, fake] of Object.entries({
    'Mastodon 4.5': mastodon('4.5'),
    'GoToSocial 0.20': gotosocial('0.20'),
    Akkoma: pleroma('akkoma'),
    Friendica: friendica(),
    Hollo: hollo(),
    'Iceshrimp.NET': iceshrimpNet(),
  })) {
    it(`is not given up over a code that is not good, at ${name}`, async (t) => {
      const { home, goes, returns, comes } = await open(t, fake)
      const begun = await goes(home.domain)
      const callback = await home.approve(begun.url)
      for (const code of home.codes.keys()) home.codes.delete(code)
      assert.deepEqual(problemOf(await returns(begun, callback)), { code: 'mixed_up', place: home.host })
      somebody(await comes(home.domain, home))
      assert.equal(registrations(home), 1)
    })
  }

  for (const [name, fake] of Object.entries({ 'GoToSocial 0.20': gotosocial('0.20'), Akkoma: pleroma('akkoma') })) {
    it(`is asked about the next time where ${name} says the same of it and of a code`, async (t) => {
      const { home, goes, returns, comes } = await open(t, fake)
      const begun = await goes(home.domain)
      const callback = await home.approve(begun.url)
      home.clients.clear()
      assert.deepEqual(problemOf(await returns(begun, callback)), { code: 'mixed_up', place: home.host })
      somebody(await comes(home.domain, home))
      assert.equal(registrations(home), 2)
    })
  }

  it('is for less precise scopes where the server takes others and does not give them', async (t) => {
    const refusesScopes = (asked: readonly string[]) => (asked.includes('read') ? undefined : ('redirected' as const))
    const { home, goes, returns, comes } = await open(t, mastodon('3.5', { name: 'acme', traits: { refusesScopes } }))
    const begun = await goes(home.domain)
    assert.deepEqual(problemOf(await returns(begun, await home.approve(begun.url))), {
      code: 'forgotten',
      place: home.host,
    })
    somebody(await comes(home.domain, home))
    assert.deepEqual([...home.clients.values()].at(-1)?.scopes, ['read'])
  })

  it('is not given up because a browser says that it was forgotten: the server is asked', async (t) => {
    const { home, goes, returns } = await open(t, mastodon('4.4'))
    for (const error of ['invalid_client', 'unauthorized_client']) {
      const begun = await goes(home.domain)
      assert.equal(problemOf(await returns(begun, saying(begun, { error }))).code, 'forgotten')
      await goes(home.domain)
    }
    assert.equal(registrations(home), 1)
    const begun = await goes(home.domain)
    home.clients.clear()
    await returns(begun, saying(begun, { error: 'invalid_client' }))
    assert.match(await home.approve((await goes(home.domain)).url), /code=/)
  })

  it('is for the scopes that somebody came in by, whatever a browser says', async (t) => {
    const { home, comes, goes, returns } = await open(t, mastodon('4.4'))
    somebody(await comes(home.domain, home))
    for (let times = 0; times < 4; times += 1) {
      const begun = await goes(home.domain)
      await returns(begun, saying(begun, { error: 'invalid_scope' }))
    }
    assert.equal(new URL((await goes(home.domain)).url).searchParams.get('scope'), 'profile')
    assert.equal(registrations(home), 1)
  })

  it('is never for nothing at all, and a day later for the best once more', async (t) => {
    const { home, goes, returns, clock } = await open(t, mastodon('4.4'))
    for (let times = 0; times < 6; times += 1) {
      const begun = await goes(home.domain)
      await returns(begun, saying(begun, { error: 'invalid_scope' }))
    }
    clock.advance(24 * 60 * minutes)
    assert.equal(new URL((await goes(home.domain)).url).searchParams.get('scope'), 'profile')
    assert.equal(registrations(home), 3)
  })

  it('may be gone from our own records while somebody is away', async (t) => {
    const { home, goes, returns, world } = await open(t, mastodon('4.4'))
    const begun = await goes(home.domain)
    const callback = await home.approve(begun.url)
    for (const { id } of await world.storage.list('registrations')) await world.storage.remove('registrations', id)
    somebody(await returns(begun, callback))
  })

  it('is not checked for every visitor', async (t) => {
    const { home, goes } = await open(t, mastodon('4.4'))
    await goes(home.domain)
    const { length } = home.seen
    for (let visitor = 0; visitor < 5; visitor += 1) await goes(home.domain)
    assert.equal(home.seen.length, length)
  })

  it('is not given up for a server that stumbles', async (t) => {
    const { home, comes, begin, clock } = await open(t, mastodon('4.4'))
    somebody(await comes(home.domain, home))
    clock.advance(60 * minutes)
    home.meddle = () => json(503, { error: 'Service unavailable' })
    await begin(home.domain)
    home.meddle = undefined
    clock.advance(60 * minutes)
    somebody(await comes(home.domain, home))
    assert.equal(registrations(home), 1)
  })

  it('is not to be had where too many were, until the server says', async (t) => {
    const { home, begin, goes, clock } = await open(t, mastodon('4.3'))
    // Somebody else at our address has used them up.
    for (let times = 0; times < 5; times += 1) {
      const body = new URLSearchParams({ client_name: 'x', redirect_uris: 'https://x.example.org/' })
      await home.answer(new Request(`${home.origin}/api/v1/apps`, { method: 'POST', body }))
    }
    const limited = { code: 'limited', place: home.host, retryAfter: clock.now() + 10 * minutes }
    clock.advance(2 * minutes)
    assert.deepEqual(problemOf(await begin(home.domain)), limited)
    clock.advance(1 * minutes)
    assert.deepEqual(problemOf(await begin(home.domain)), limited)
    assert.equal(registrations(home), 1)
    clock.advance(8 * minutes)
    await goes(home.domain)
    assert.equal(registrations(home), 2)
  })

  it('is not to be had for as long as Retry-After says', async (t) => {
    const { home, begin, clock } = await open(
      t,
      answering('/api/v1/apps', () => json(429, { error: 'Throttled' }, { 'retry-after': '90' })),
    )
    const limited = { code: 'limited', place: home.host, retryAfter: clock.now() + 90_000 }
    assert.deepEqual(problemOf(await begin(home.domain)), limited)
  })

  it('may be refused, and then nobody is sent there', async (t) => {
    const { home, begin } = await open(
      t,
      answering('/api/v1/apps', () => json(403, { error: 'Forbidden' })),
    )
    assert.deepEqual(problemOf(await begin(home.domain)), { code: 'refused_registration', place: home.host })
  })

  it('is what the person is shown a mistake about, where nobody looked before', async (t) => {
    const { home, goes } = await open(t, mastodon('4.4'))
    const { url } = await goes(home.domain)
    home.clients.clear()
    await assert.rejects(home.approve(url), Stuck)
  })
})
