import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer as createTcp } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { type FakeServer, Stuck, withFediverse, withNamedFediverse } from '../../support/fediverse/fediverse.ts'
import {
  answering,
  bomb,
  claimingAcct,
  claimingActor,
  claimingByWebfinger,
  claimingDomain,
  claimingEverywhere,
  claimingUsername,
  endless,
  issuing,
  mixingUp,
  namingEndpoints,
  saying,
  sendingSecretsOn,
  slow,
} from '../../support/fediverse/hostile.ts'
import { mastodon } from '../../support/fediverse/mastodon.ts'
import { problemOf, type SigningIn, signingIn, somebody } from '../../support/fediverse/signing-in.ts'
import { type Blueprint, redirect } from '../../support/fediverse/site.ts'

const bad = 'bad.example.org'
const good = 'good.example.net'
const victim = `https://${good}/users/alice`
const broken = { code: 'broken', place: bad }
const unproven = { code: 'unproven', place: bad }
const mixedUp = { code: 'mixed_up', place: bad }
const unreachable = { code: 'unreachable', place: bad }

/** The hostile server, and an honest one that it would like to be somebody of. */
const open = async (t: TestContext, hostile: Blueprint) => {
  const fediverse = await withNamedFediverse(t, { [bad]: hostile, [good]: mastodon('4.4') })
  const servers: Record<string, FakeServer> = fediverse.servers
  const [badServer, goodServer] = [servers[bad], servers[good]]
  assert.ok(badServer && goodServer)
  return { ...fediverse, ...signingIn(t, fediverse.surroundings), bad: badServer, good: goodServer }
}

/** Lets itself be asked over and over again. */
const patient = mastodon('4.4', { traits: { registrationsPerTenMinutes: 10_000 } })

/** All the addresses that a sign-in reads, in their order. */
const addresses = [
  '/.well-known/webfinger',
  '/.well-known/oauth-authorization-server',
  '/.well-known/nodeinfo',
  '/nodeinfo/2.0',
  '/api/v2/instance',
  '/api/v1/instance',
  '/api/v1/apps',
  '/oauth/token',
  '/api/v1/accounts/verify_credentials',
]

const oddBodies = [
  ...['', 'null', '[]', '"text"', '{', '{}', '<html>', '\u0000', '['.repeat(50_000), '{"error":{"a":1}}'],
  '{"__proto__":{"access_token":"x","client_id":"y"}}',
  '{"links":7,"software":[],"access_token":{},"client_id":[],"username":{"a":1},"uri":null}',
]

/** Leaves, and comes back if it can: the identity, or the problem. Nothing else may come of any server. */
const tries = async (
  { begin, returns, bad: server }: SigningIn & { readonly bad: FakeServer },
  address = `@alice@${bad}`,
) => {
  const begun = await begin(address)
  if (!begun.ok) return begun
  return returns(begun, await server.approve(begun.url))
}

describe('a hostile server', () => {
  for (const [name, hostile] of Object.entries({
    'names the actor of another server': claimingActor(victim),
    'names an actor whose address begins like its own': claimingActor(`https://${bad}@${good}/users/alice`),
    'names an actor whose address ends like its own': claimingActor(`https://${good}/@alice#.${bad}`),
    'names an actor below its own name': claimingActor(`https://users.${bad}/alice`),
    'names an actor above its own name': claimingActor('https://example.org/users/alice'),
    'names an actor at another port': claimingActor(`https://${bad}:8443/users/alice`),
    'names an actor without TLS': claimingActor(`http://${bad}/users/alice`),
    'names an actor with somebody else in front': claimingEverywhere(`https://${good}@${bad}/users/alice`),
    'names a part of an actor': claimingEverywhere(`https://${bad}/users/alice#${good}`),
    'names another of its own people than WebFinger does': claimingActor(`https://${bad}/users/bob`),
    'names an actor that is a script': claimingActor(`javascript:alert("https://${bad}/")`),
    'names somebody of another server': claimingAcct(`alice@${good}`),
    'names somebody with an @, be it its own': claimingAcct(`alice@${bad}`),
    'names somebody with an @ in front': claimingAcct('@alice'),
    'names somebody with an @ that is written wide': claimingUsername(`alice\uff20${good}`),
    'names somebody with an @ that is written small, and no actor': claimingUsername(`alice\ufe6b${good}`, '3.5'),
    'names somebody with what cannot be seen': claimingUsername('al\u200dice'),
  })) {
    it(`lets nobody in who ${name}`, async (t) => {
      assert.deepEqual(problemOf(await tries(await open(t, hostile), bad)), unproven)
    })
  }

  it('lets nobody in who has WebFinger name the actor of another server, and sends nobody anywhere but there', async (t) => {
    const all = await open(t, claimingByWebfinger(victim))
    assert.deepEqual(problemOf(await tries(all, bad)), unproven)
    // Whoever is named by it may sign in where they are at home, and is called what they are called there.
    const { url, ...begun } = await all.goes(`@alice@${bad}`)
    assert.equal(new URL(url).host, good)
    const { subject, profile } = somebody(await all.returns({ url, ...begun }, await all.good.approve(url)))
    assert.deepEqual([subject, profile.acct], [victim, `alice@${good}`])
  })

  it('lets nobody in by what WebFinger says of somebody with another page', async (t) => {
    const other = `https://${bad}/@somebody-else`
    const all = await open(t, claimingByWebfinger(`https://${bad}/users/bob`, { aliases: [other] }))
    assert.deepEqual(problemOf(await tries(all, bad)), unproven)
  })

  it('never makes anybody somebody of another server, whatever it says', async (t) => {
    const odd: unknown[] = [
      7,
      '',
      null,
      [victim],
      { href: victim },
      ` ${victim}`,
      `${victim}\n`,
      `//${good}/users/alice`,
    ]
    for (const hostile of [
      ...odd.map(claimingActor),
      ...[
        `alice@${good}#`,
        `alice@${good}`,
        `../${good}/alice`,
        `alice?x=@${good}`,
        `alice%40${good}`,
        '',
        'x'.repeat(9000),
      ].flatMap((username) => [claimingUsername(username, '3.5'), claimingUsername(username, '4.4')]),
    ]) {
      const finished = await tries(await open(t, hostile))
      if (!finished.ok) continue
      const { subject, host, profile } = finished.identity
      assert.deepEqual([new URL(subject).host, host], [bad, bad], subject)
      assert.ok(profile.acct === undefined || profile.acct.endsWith(`@${bad}`), profile.acct)
      assert.match(profile.acct ?? '', /^[^@]{0,200}@?[^@]*$/)
    }
  })

  it('gets its own name and no other one, where the name that it says its handles end in knows nothing of it', async (t) => {
    const all = await open(t, claimingDomain(good))
    const { subject, profile } = somebody(await tries(all))
    assert.equal(subject, `https://${bad}/users/alice`)
    assert.equal(profile.acct, `alice@${bad}`)
    const older = await open(t, claimingDomain(good, '3.5'))
    const found = somebody(await tries(older))
    assert.deepEqual([found.subject, found.profile.acct], [`https://${bad}/users/alice`, `alice@${bad}`])
    // Nor for somebody whom the honest server has never heard of.
    const begun = await all.goes(bad)
    all.good.accounts.delete('alice')
    assert.equal(somebody(await all.returns(begun, await all.bad.approve(begun.url))).profile.acct, `alice@${bad}`)
  })

  it('is told nothing of the secrets between us and another server that it names as its own', async (t) => {
    for (const endpoints of [
      { authorization_endpoint: `https://${good}/oauth/authorize` },
      { token_endpoint: `https://${good}/oauth/token` },
      { app_registration_endpoint: `https://${good}/api/v1/apps` },
      { userinfo_endpoint: `https://${good}/oauth/userinfo` },
      { revocation_endpoint: `https://${good}/oauth/revoke` },
    ]) {
      const all = await open(t, namingEndpoints(endpoints))
      const begun = await all.begin(bad)
      if (begun.ok) {
        assert.equal(new URL(begun.url).host, bad)
        const finished = await all.returns(begun, await all.bad.approve(begun.url))
        if (finished.ok) assert.equal(finished.identity.host, bad)
      }
      assert.deepEqual(all.good.seen, [], JSON.stringify(endpoints))
    }
  })

  it('cannot have what is secret sent on', async (t) => {
    const all = await open(t, sendingSecretsOn(`https://${good}`))
    assert.deepEqual(problemOf(await all.begin(bad)), unreachable)
    assert.deepEqual(all.good.seen, [])
  })

  it('cannot send us where nobody is let in', async (t) => {
    const { surroundings, servers, resolve } = await withNamedFediverse(t, {
      [bad]: patient,
      [good]: mastodon('4.4'),
    })
    const trap = await trapAt(t, surroundings.unsafePort)
    resolve('inside.example.org', ['127.0.0.2'])
    const server = servers[bad]
    for (const to of [
      'https://127.0.0.1/',
      'https://127.0.0.2/',
      'https://[::1]/',
      'https://2130706433/',
      'https://0x7f.0.0.2/',
      'https://localhost/',
      'https://inside.example.org/',
      'https://router.internal/',
      'http://169.254.169.254/latest/meta-data/',
      `http://${good}/`,
      `https://${good}:22/`,
      `https://alice:secret@${good}/`,
      'file:///etc/passwd',
    ]) {
      for (const path of ['/.well-known/webfinger', '/.well-known/nodeinfo', '/api/v1/instance']) {
        server.meddle = ({ url }) => (new URL(url).pathname === path ? redirect(to) : undefined)
        const finished = await tries({ ...signingIn(t, surroundings), bad: server })
        if (finished.ok) assert.equal(finished.identity.host, bad)
        assert.equal(trap.connections(), 0, to)
        assert.deepEqual(servers[good].seen, [], to)
      }
    }
  })

  it('is not gone to when its name means something inside, from the beginning or later', async (t) => {
    const all = await open(t, mastodon('4.4'))
    const trap = await trapAt(t, all.surroundings.unsafePort)
    all.resolve(bad, ['127.0.0.2'])
    assert.deepEqual(problemOf(await all.begin(bad)), unreachable)
    all.resolve(bad, ['127.0.0.1', '127.0.0.2'])
    all.world.clock.advance(60_000)
    assert.deepEqual(problemOf(await all.begin(bad)), unreachable)
    all.resolve(bad, ['127.0.0.1'])
    all.world.clock.advance(60_000)
    const begun = await all.goes(bad)
    all.resolve(bad, ['127.0.0.2'])
    const callback = await all.bad.approve(begun.url)
    await all.returns(begun, callback)
    assert.equal(trap.connections(), 0)
  })

  for (const [name, kind] of Object.entries({ endless, 'a bomb': bomb })) {
    it(`brings nothing down with an answer that is ${name}`, async (t) => {
      for (const path of addresses) {
        const finished = await tries(await open(t, kind(path)))
        if (finished.ok) assert.equal(finished.identity.subject, `https://${bad}/users/alice`)
        const needed = ['/api/v1/apps', '/oauth/token', '/api/v1/accounts/verify_credentials'].includes(path)
        if (needed) assert.deepEqual(problemOf(finished), unreachable, path)
      }
    })
  }

  it('is given up on when its answers never come to an end', async (t) => {
    for (const path of addresses) {
      const { surroundings, servers } = await withNamedFediverse(t, { [bad]: slow(path), [good]: mastodon('4.4') })
      const asked: (number | undefined)[] = []
      const hurried = signingIn(t, { ...surroundings, within: 300, asked })
      const finished = await tries({ ...hurried, bad: servers[bad] })
      if (finished.ok) assert.equal(finished.identity.subject, `https://${bad}/users/alice`)
      else
        assert.ok(['unreachable', 'no_server'].includes(finished.problem.code), `${path} ${JSON.stringify(finished)}`)
      assert.ok(
        asked.every((within) => (within ?? 10_000) <= 10_000),
        `${path} is waited for too long`,
      )
    }
  })

  it('may answer with anything, and gets a problem for it', async (t) => {
    const { servers, allow } = await withFediverse(t, { home: patient })
    const { home } = servers
    const headers = { 'content-type': 'application/json' }
    for (const path of addresses)
      for (const [index, body] of oddBodies.entries()) {
        const status = [200, 401, 500][index % 3] ?? 200
        for (const one of new Set([200, status])) {
          home.meddle = ({ url }) =>
            new URL(url).pathname === path ? new Response(body, { status: one, headers }) : undefined
          const finished = await tries({ ...signingIn(t, { allow }), bad: home }, `@alice@${home.domain}`)
          if (finished.ok) assert.equal(finished.identity.subject, `${home.origin}/users/alice`)
        }
      }
  })

  it('is found out when it answers no JSON where that matters', async (t) => {
    const page = () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })
    for (const path of ['/api/v1/apps', '/oauth/token', '/api/v1/accounts/verify_credentials'])
      assert.deepEqual(problemOf(await tries(await open(t, answering(path, page)))), broken, path)
  })

  it('cannot get at the code of another server by sending people on to it', async (t) => {
    const all = await open(t, mastodon('4.4'))
    // We are known at the honest server, and what we are called there is no secret.
    const honest = await all.goes(good)
    const known = new URL(honest.url).searchParams
    const attack = (redirect: string | undefined) =>
      mixingUp((asked) => {
        const query = new URLSearchParams(known)
        query.set('state', asked.get('state') ?? '')
        query.set('code_challenge', asked.get('code_challenge') ?? '')
        if (redirect === 'own') query.set('redirect_uri', asked.get('redirect_uri') ?? '')
        return `https://${good}/oauth/authorize?${query}`
      })
    for (const redirect of [undefined, 'own']) {
      const evil = await open(t, attack(redirect))
      for (const [id, client] of all.good.clients) evil.good.clients.set(id, client)
      const begun = await evil.goes(bad)
      const onwards = await evil.bad.approve(begun.url)
      assert.equal(new URL(onwards).host, good)
      if (redirect === 'own') {
        await assert.rejects(evil.good.approve(onwards), Stuck)
        continue
      }
      assert.deepEqual(problemOf(await evil.returns(begun, await evil.good.approve(onwards))), mixedUp)
      assert.ok(!evil.bad.seen.some(({ path }) => path === '/oauth/token'), 'the code went to the wrong server')
    }
  })

  it('gains nothing by an answer of its own at another server’s callback', async (t) => {
    const all = await open(t, mastodon('4.4'))
    const [atBad, atGood] = [await all.goes(bad), await all.goes(good)]
    const badBack = new URL(await all.bad.approve(atBad.url))
    const goodBack = new URL(await all.good.approve(atGood.url))
    const swapped = new URL(badBack)
    swapped.pathname = goodBack.pathname
    assert.equal(problemOf(await all.returns(atGood, swapped.href)).code, 'mixed_up')
    assert.equal(problemOf(await all.returns(atBad, swapped.href)).code, 'mixed_up')
    assert.equal(problemOf(await all.returns(atGood, badBack.href)).code, 'mixed_up')
    assert.equal(problemOf(await all.returns(atBad, goodBack.href)).code, 'mixed_up')
  })

  for (const [name, hostile, comes] of [
    ['says who it is where it announced that', issuing(({ origin }) => `${origin}/`, true), true],
    ['says nothing where it announced to say who it is', issuing(undefined, true), false],
    ['says that it is another', issuing(() => `https://${good}/`, true), false],
    ['says that it is another, without having announced anything', issuing(() => `https://${good}/`, false), false],
    ['says all but who it is', issuing(({ origin }) => origin, true), false],
  ] as const) {
    it(`${comes ? 'is believed' : 'is found out'} when it ${name}`, async (t) => {
      const finished = await tries(await open(t, hostile))
      if (comes) somebody(finished)
      else assert.deepEqual(problemOf(finished), mixedUp)
    })
  }

  it('does not choose what its software is called, where that is more than a name', async (t) => {
    const long = saying('/nodeinfo/2.0', (said) => ({
      ...said,
      software: { name: `${'x'.repeat(5000)}\u202e`, version: 'y'.repeat(5000) },
    }))
    assert.equal(somebody(await tries(await open(t, long))).profile.software, 'x'.repeat(100))
  })
})

const trapAt = async (t: TestContext, port: number | undefined) => {
  let connections = 0
  const server = createTcp((socket) => {
    connections += 1
    socket.destroy()
  })
  server.listen(port, '127.0.0.2')
  await once(server, 'listening')
  assert.equal((server.address() as AddressInfo).port, port)
  t.after(() => server.close())
  return { connections: () => connections }
}
