import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { days, minutes } from '../../../src/lib/clock.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { createSafeFetch } from '../../../src/net/safe-fetch.ts'
import { allowedOrigins } from '../../../src/net/target.ts'
import { arrivalOf } from '../../../src/sources/contract.ts'
import { createFediverse } from '../../../src/sources/fediverse/fediverse.ts'
import { serverKey } from '../../../src/sources/fediverse/server-key.ts'
import type { Finished, SourceWorld } from '../../../src/sources/source.ts'
import { type FakeServer, type Wanted, withFediverse } from '../../support/fediverse/fediverse.ts'
import { mastodon } from '../../support/fediverse/mastodon.ts'
import { peertube } from '../../support/fediverse/without-a-way-in.ts'
import { createTestWorld } from '../../support/world.ts'

const departure = { state: 'S'.repeat(43), afresh: false, locale: 'en' }

const open = async (t: TestContext, fake: Wanted) => {
  const test = createTestWorld()
  const {
    servers: { home },
    allow,
  } = await withFediverse(t, { home: fake }, { clock: test.clock })
  const fetch = createSafeFetch({ allow, log: silentLog })
  t.after(() => fetch.close())
  const vouched = allowedOrigins(allow)
  const world: SourceWorld & typeof test = { ...test, fetch, base: 'https://id.example.org', vouched: () => vouched }
  const source = createFediverse(world, { name: async () => 'Our door' })
  const leave = async (address = home.host, more: Partial<typeof departure> = {}) =>
    source.begin({ ...departure, ...more, address })
  const comesBack = async (left: Awaited<ReturnType<typeof leave>>, as = 'alice') => {
    assert.ok(left.ok, JSON.stringify(left))
    return source.finish(arrivalOf(await home.approve(left.url, { as }), left.memo))
  }
  return { world, home, source, leave, comesBack, row: () => world.storage.find('servers', serverKey(home.host)) }
}

const asked = (server: FakeServer): readonly string[] =>
  server.seen.splice(0).map(({ method, path }) => `${method} ${path.split('?')[0]}`)

const problemOf = (answer: { readonly ok: true } | Extract<Finished, { ok: false }>) =>
  answer.ok ? assert.fail('it went well') : answer.problem

describe('the fediverse', () => {
  it('brings somebody from their own server', async (t) => {
    const { home, leave, comesBack } = await open(t, mastodon('4.3'))
    const finished = await comesBack(await leave(`@alice@${home.host}`))
    assert.ok(finished.ok, JSON.stringify(finished))
    const { subject, host, profile } = finished.identity
    assert.deepEqual(
      [subject, host, profile.acct, finished.instead],
      [`${home.origin}/users/alice`, home.host, `alice@${home.host}`, undefined],
    )
  })

  it('says when somebody else came than was typed', async (t) => {
    const { home, leave, comesBack } = await open(t, mastodon('4.5'))
    const finished = await comesBack(await leave(`@alice@${home.host}`), 'bob')
    assert.ok(finished.ok)
    assert.equal(finished.identity.profile.acct, `bob@${home.host}`)
    assert.deepEqual(finished.instead, { typed: `@alice@${home.host}` })
  })

  it('asks a server that it knows no more than it has to', async (t) => {
    const { world, home, leave, comesBack } = await open(t, mastodon('4.4'))
    await comesBack(await leave())
    world.clock.advance(minutes(11))
    asked(home)
    const left = await leave(`@alice@${home.host}`)
    assert.deepEqual(asked(home), ['GET /.well-known/webfinger', 'POST /oauth/token'])
    await comesBack(left)
    assert.deepEqual(asked(home), [
      'POST /oauth/token',
      'GET /api/v1/accounts/verify_credentials',
      'GET /.well-known/webfinger',
    ])
    assert.ok((await leave()).ok)
    assert.deepEqual(asked(home), [])
  })

  it('looks at a server anew after a day', async (t) => {
    const { world, home, leave, row } = await open(t, mastodon('4.4'))
    await leave()
    const before = await row()
    assert.deepEqual([before?.software, before?.version], ['mastodon', '4.4.2'])
    world.clock.advance(days(1))
    asked(home)
    await leave()
    assert.ok(asked(home).includes('GET /.well-known/nodeinfo'))
    assert.ok(((await row())?.foundAt ?? 0) > (before?.foundAt ?? 0))
  })

  it('remembers a server for a while, also when somebody came from there: whether they are taken in is not its to say', async (t) => {
    const { world, leave, comesBack, row } = await open(t, mastodon('4.4'))
    const left = await leave()
    assert.equal((await row())?.expiresAt, world.clock.now() + days(7))
    await comesBack(left)
    const known = await row()
    const now = world.clock.now()
    assert.deepEqual([known?.expiresAt, known?.signIns, known?.lastSignInAt], [now + days(7), 1, now])
    const [registration] = await world.storage.list('registrations')
    assert.equal(registration?.expiresAt, now + days(90))
  })

  it('remembers where the people of a name sign in', async (t) => {
    const { home, leave } = await open(t, { fake: mastodon('4.4'), split: 'redirect' })
    assert.notEqual(home.domain, home.host)
    const left = await leave(home.domain)
    assert.ok(left.ok, JSON.stringify(left))
    assert.equal(left.place, home.host)
    asked(home)
    assert.ok((await leave(home.domain)).ok)
    assert.deepEqual(asked(home), [])
  })

  it('tells a server that forgot us of us before anybody is sent there', async (t) => {
    const { world, home, leave, comesBack } = await open(t, mastodon('4.4'))
    await comesBack(await leave())
    home.clients.clear()
    world.clock.advance(minutes(11))
    const finished = await comesBack(await leave())
    assert.ok(finished.ok, JSON.stringify(finished))
  })

  it('starts anew with a server that forgot us while somebody was there', async (t) => {
    const { home, source, leave, comesBack } = await open(t, mastodon('4.4'))
    const left = await leave()
    assert.ok(left.ok)
    const callback = await home.approve(left.url)
    home.clients.clear()
    const finished = await source.finish(arrivalOf(callback, left.memo))
    assert.deepEqual(problemOf(finished), { code: 'forgotten', place: home.host })
    assert.ok((await comesBack(await leave())).ok)
  })

  it('redeems a code as the client that it was given to, whatever has been registered since', async (t) => {
    const { home, leave, comesBack, world } = await open(t, mastodon('4.4'))
    const left = await leave()
    await world.storage.removeWhere('registrations', {})
    assert.ok((await leave()).ok)
    assert.equal(home.clients.size, 2)
    assert.ok((await comesBack(left)).ok)
  })

  it('says until when a server takes nobody new', async (t) => {
    const { home, leave, world } = await open(t, mastodon('4.4'))
    home.meddle = ({ url }) =>
      url.endsWith('/api/v1/apps') ? new Response('{}', { status: 429, headers: { 'retry-after': '300' } }) : undefined
    const now = world.clock.now()
    const problem = { code: 'limited', place: home.host, retryAfter: now + minutes(5) }
    assert.deepEqual(problemOf(await leave()), problem)
    asked(home)
    world.clock.advance(minutes(1))
    assert.deepEqual(problemOf(await leave()), problem)
    assert.deepEqual(asked(home), [])
  })

  it('leaves a server alone that asked for it, also when it would be looked at anew', async (t) => {
    const { home, leave, comesBack, world } = await open(t, mastodon('4.4'))
    const left = await leave()
    const headers = { 'retry-after': String(30 * 3600) }
    home.meddle = ({ url }) => (url.endsWith('/oauth/token') ? new Response('{}', { status: 429, headers }) : undefined)
    world.clock.advance(days(1) - minutes(1))
    assert.equal(problemOf(await comesBack(left)).code, 'limited')
    world.clock.advance(minutes(1))
    asked(home)
    assert.deepEqual(problemOf(await leave()), {
      code: 'limited',
      place: home.host,
      retryAfter: world.clock.now() - minutes(1) + days(1),
    })
    assert.deepEqual(asked(home), [])
  })

  it('asks for something else where a server refuses what it registered us for', async (t) => {
    const { home, source, leave, comesBack } = await open(t, mastodon('4.4'))
    const left = await leave()
    assert.ok(left.ok)
    const parameters = new Map([['error', 'invalid_scope']])
    const finished = await source.finish({ memo: left.memo, callback: serverKey(home.host), parameters })
    assert.equal(problemOf(finished).code, 'forgotten')
    const again = await leave()
    assert.ok(again.ok)
    assert.equal(new URL(again.url).searchParams.get('scope'), 'read:accounts')
    assert.ok((await comesBack(again)).ok)
  })

  it('asks who it is, whoever is signed in there, and in their language', async (t) => {
    const { leave } = await open(t, mastodon('4.4'))
    const left = await leave(undefined, { afresh: true, locale: 'de' })
    assert.ok(left.ok)
    const { searchParams } = new URL(left.url)
    assert.deepEqual([searchParams.get('force_login'), searchParams.get('lang')], ['true', 'de'])
  })

  it('takes nobody from a server that is turned away, before leaving and after coming back', async (t) => {
    const { home, leave, comesBack, world } = await open(t, mastodon('4.4'))
    const left = await leave()
    const rule = { about: 'software', value: 'mastodon', action: 'deny', reason: 'Not today', managed: false } as const
    await world.storage.add('instanceRules', { id: 'software:mastodon', ...rule, createdAt: 0 })
    const problem = { code: 'denied_server', place: home.host, reason: 'Not today' }
    assert.deepEqual(problemOf(await leave()), problem)
    assert.deepEqual(problemOf(await comesBack(left)), problem)
  })

  it('says what a server is that has no way in', async (t) => {
    const { home, leave } = await open(t, peertube())
    assert.deepEqual(problemOf(await leave()), { code: 'unsupported', place: home.host, software: 'peertube' })
    asked(home)
    assert.equal(problemOf(await leave()).code, 'unsupported')
    assert.deepEqual(asked(home), [])
  })

  it('keeps for administrators what went wrong at a server', async (t) => {
    const { home, leave, comesBack, row } = await open(t, mastodon('4.4'))
    const left = await leave()
    home.meddle = ({ url }) => (url.endsWith('/oauth/token') ? new Response('oops', { status: 500 }) : undefined)
    assert.equal(problemOf(await comesBack(left)).code, 'broken')
    assert.equal((await row())?.lastErrorCode, 'broken')
  })
})
