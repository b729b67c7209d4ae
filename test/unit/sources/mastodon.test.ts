import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Answer, Ask, Asking } from '../../../src/sources/fediverse/asking.ts'
import { mastodon } from '../../../src/sources/fediverse/mastodon.ts'
import type { Client, Findings, Metadata, Server } from '../../../src/sources/fediverse/server.ts'

const origin = 'https://social.example.org'
const metadata: Metadata = {
  issuer: `${origin}/`,
  authorizationEndpoint: `${origin}/oauth/authorize`,
  tokenEndpoint: `${origin}/oauth/token`,
  revocationEndpoint: `${origin}/oauth/revoke`,
  appRegistrationEndpoint: `${origin}/api/v1/apps`,
  scopes: ['read', 'profile', 'write'],
  sendsIssuer: false,
  clientIdMetadata: false,
  pkce: true,
}

const serverOf = (findings: Findings = { metadata }): Server => ({
  key: 'k1',
  host: 'social.example.org',
  origin,
  findings: { dialect: 'mastodon', ...findings },
})
const running = (name: string, version = '1.0.0') => serverOf({ software: { name, version } })

const client: Client = {
  clientId: 'id',
  secret: 'secret',
  scopes: 'profile',
  redirectUri: 'https://id.example.org/fediverse/callback/k1',
  registeredAt: 0,
}
const token = { accessToken: 'token', answer: {} }

type Scripted = readonly [status: number, json?: unknown, headers?: Readonly<Record<string, string>>]

/** Answers in turn. */
const answering = (...answers: readonly Scripted[]) => {
  const asked: { where: string; ask: Ask }[] = []
  const left = [...answers]
  const asking: Asking = async (where: string, ask: Ask = {}): Promise<Answer> => {
    asked.push({ where, ask })
    const [status, json, headers] = left.shift() ?? assert.fail(`asked too often: ${where}`)
    return { status, headers: new Headers(headers), json: json as Answer['json'] }
  }
  return Object.assign(asking, { asked })
}

const registering = {
  redirectUri: client.redirectUri,
  scopes: 'profile',
  name: 'Our door',
  website: 'https://id.example.org',
  clientUrl: 'https://id.example.org/fediverse/client/k1',
}

describe("Mastodon's dialect, what it asks for", () => {
  it('is the profile where Mastodon itself offers that', () => {
    assert.deepEqual(mastodon.scopes(serverOf()), ['profile', 'read:accounts', 'read'])
  })

  it('is the account where nothing is offered, or by somebody who means something else by it', () => {
    assert.deepEqual(mastodon.scopes(serverOf({})), ['read:accounts', 'read'])
    const { appRegistrationEndpoint: _, ...others } = metadata
    assert.deepEqual(mastodon.scopes(serverOf({ metadata: others })), ['read:accounts', 'read'])
    assert.deepEqual(mastodon.scopes(serverOf({ metadata: { ...metadata, scopes: ['read'] } })), [
      'read:accounts',
      'read',
    ])
  })

  it('is plain reading where there is nothing less', () => {
    for (const name of ['pixelfed', 'friendica', 'takahe', 'wordpress'])
      assert.deepEqual(mastodon.scopes(running(name)), ['read'], name)
  })
})

describe("Mastodon's dialect, registering", () => {
  it('sends four keys as a form, the redirect URI as a text', async () => {
    const asking = answering([200, { client_id: 'id', client_secret: 'secret' }])
    const registered = await mastodon.register(asking, serverOf({}), registering)
    assert.deepEqual(registered, { ok: true, clientId: 'id', secret: 'secret' })
    assert.deepEqual(asking.asked, [
      {
        where: '/api/v1/apps',
        ask: {
          form: {
            client_name: 'Our door',
            redirect_uris: client.redirectUri,
            scopes: 'profile',
            website: 'https://id.example.org',
          },
        },
      },
    ])
  })

  it('takes a number for an id, and remembers when the secret ends', async () => {
    const ends = answering([201, { client_id: 17, client_secret: 's', client_secret_expires_at: 2_000_000_000 }])
    assert.deepEqual(await mastodon.register(ends, serverOf(), registering), {
      ok: true,
      clientId: '17',
      secret: 's',
      expiresAt: 2_000_000_000_000,
    })
    const never = answering([200, { client_id: '17', client_secret: 's', client_secret_expires_at: 0 }])
    assert.deepEqual(await mastodon.register(never, serverOf(), registering), { ok: true, clientId: '17', secret: 's' })
  })

  it('may be tried with other scopes where these are not known', async () => {
    for (const status of [400, 422])
      assert.deepEqual(await mastodon.register(answering([status, { error: 'no' }]), serverOf(), registering), {
        ok: false,
        reason: 'scopes',
      })
  })

  it('tells apart a server that takes nobody, one that is busy, and one that is broken', async () => {
    const codes = async (...answer: Scripted) => {
      const registered = await mastodon.register(answering(answer), serverOf(), registering)
      assert.ok(!registered.ok && registered.reason === 'problem')
      return registered.problem
    }
    for (const status of [401, 403, 404, 418])
      assert.deepEqual(await codes(status), { code: 'refused_registration', place: 'social.example.org' })
    const odd: readonly Scripted[] = [[500], [302], [200, {}], [200, { client_id: '', client_secret: 's' }]]
    for (const answer of odd) assert.equal((await codes(...answer)).code, 'broken')
    assert.deepEqual(await codes(429, {}, { 'retry-after': '90' }), {
      code: 'limited',
      place: 'social.example.org',
      retryAfter: 90_000,
    })
  })
})

describe("Mastodon's dialect, whether a server knows us still", () => {
  const known = (...answer: Scripted) => mastodon.isKnown?.(answering(answer), serverOf(), client)

  it('is asked in one request, with the redirect URI and without a scope', async () => {
    const asking = answering([200, { access_token: 'x' }])
    assert.equal(await mastodon.isKnown?.(asking, serverOf({}), client), 'known')
    assert.deepEqual(asking.asked, [
      {
        where: '/oauth/token',
        ask: {
          form: {
            grant_type: 'client_credentials',
            client_id: 'id',
            client_secret: 'secret',
            redirect_uri: client.redirectUri,
          },
        },
      },
    ])
  })

  it('is no where it says so', async () => {
    assert.equal(await known(401, { error: 'invalid_client' }), 'forgotten')
    assert.equal(await known(400, { error: 'invalid_client' }), 'forgotten')
    assert.equal(await known(401, { error: 'Unauthorized' }), 'forgotten')
    assert.equal(await known(400, { error: 'Invalid credentials' }), 'forgotten')
    assert.equal(await known(400, { error: 'sql: no rows in result set' }), 'forgotten')
    assert.equal(await known(500, { error: 'sql: no rows in result set' }), 'unsure')
  })

  it('is yes where it only minds what was asked for', async () => {
    assert.equal(await known(400, { error: 'invalid_scope' }), 'known')
  })

  it('is not known where it says something else', async () => {
    const odd: readonly Scripted[] = [[500], [429], [400, { error: 'unsupported_grant_type' }], [200, {}]]
    for (const answer of odd) assert.equal(await known(...answer), 'unsure', String(answer))
  })

  it('is not asked of a server that knows everybody', async () => {
    assert.equal(await mastodon.isKnown?.(answering(), running('takahe'), client), 'untold')
  })
})

describe("Mastodon's dialect, leaving", () => {
  const going = { state: 'state', codeChallenge: 'challenge', afresh: false, locale: 'de' }

  it('goes to the usual place with everything in it', () => {
    const url = new URL(mastodon.authorizeUrl(serverOf({}), client, going))
    assert.equal(url.origin + url.pathname, `${origin}/oauth/authorize`)
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      response_type: 'code',
      client_id: 'id',
      redirect_uri: client.redirectUri,
      scope: 'profile',
      state: 'state',
      code_challenge: 'challenge',
      code_challenge_method: 'S256',
      lang: 'de',
    })
  })

  it('goes where the metadata says, and asks for another account when that is wanted', () => {
    const elsewhere = serverOf({ metadata: { ...metadata, authorizationEndpoint: `${origin}/else?x=1` } })
    const url = new URL(mastodon.authorizeUrl(elsewhere, client, { ...going, afresh: true }))
    assert.equal(url.pathname, '/else')
    assert.equal(url.searchParams.get('x'), '1')
    assert.equal(url.searchParams.get('force_login'), 'true')
  })
})

describe("Mastodon's dialect, redeeming a code", () => {
  const coming = { code: 'code', codeVerifier: 'verifier' }
  const redeem = (...answer: Scripted) => mastodon.exchange(answering(answer), serverOf(), client, coming)

  it('sends the secret in the body, the redirect URI and the verifier, and no scope', async () => {
    const asking = answering([200, { access_token: 'token', me: 'x' }])
    assert.deepEqual(await mastodon.exchange(asking, serverOf({}), client, coming), {
      ok: true,
      token: { accessToken: 'token', answer: { access_token: 'token', me: 'x' } },
    })
    assert.deepEqual(asking.asked, [
      {
        where: '/oauth/token',
        ask: {
          form: {
            grant_type: 'authorization_code',
            code: 'code',
            redirect_uri: client.redirectUri,
            client_id: 'id',
            client_secret: 'secret',
            code_verifier: 'verifier',
          },
        },
      },
    ])
  })

  it('tells a server that forgot us from a code that is not good', async () => {
    const code = async (...answer: Scripted) => {
      const exchanged = await redeem(...answer)
      assert.ok(!exchanged.ok)
      return exchanged.problem.code
    }
    assert.equal(await code(401, { error: 'invalid_client' }), 'forgotten')
    assert.equal(await code(400, { error: 'invalid_client' }), 'forgotten')
    assert.equal(await code(400, { error: 'invalid_grant' }), 'mixed_up')
    assert.equal(await code(401, { error: 'invalid_grant' }), 'mixed_up')
    assert.equal(await code(400, { error: 'Invalid credentials' }), 'mixed_up')
    assert.equal(await code(400, { error: 'sql: no rows in result set' }), 'mixed_up')
    assert.equal(await code(400, { error: 'invalid authorize code' }), 'mixed_up')
    assert.equal(await code(401, { error: 'access_denied' }), 'mixed_up')
    const asking = answering([401, { error: 'access_denied' }])
    const untold = await mastodon.exchange(asking, running('takahe'), client, coming)
    assert.equal(!untold.ok && untold.problem.code, 'forgotten')
    assert.equal(await code(200, {}), 'broken')
    assert.equal(await code(200, { access_token: '' }), 'broken')
    assert.equal(await code(503), 'broken')
    assert.equal(await code(429), 'limited')
  })
})

describe("Mastodon's dialect, who it is", () => {
  const account = {
    id: '42',
    username: 'alice',
    acct: 'alice',
    display_name: 'Alice',
    uri: `${origin}/ap/users/42`,
    url: `${origin}/@alice`,
    avatar: `${origin}/a.gif`,
    avatar_static: `${origin}/a.png`,
    created_at: '2022-11-16T00:00:00.000Z',
    bot: false,
    locked: true,
  }
  const says = async (json: unknown, answer = {}) => {
    const identified = await mastodon.identify(answering([200, json]), serverOf(), { ...token, answer })
    assert.ok(identified.ok)
    return identified.said
  }

  it('is asked with the token, in one request', async () => {
    const asking = answering([200, account])
    const identified = await mastodon.identify(asking, serverOf(), token)
    assert.ok(identified.ok)
    assert.deepEqual(asking.asked, [{ where: '/api/v1/accounts/verify_credentials', ask: { token: 'token' } }])
    const { actor, username, acct, picture, localId, createdAt, locked, memorial } = identified.said
    assert.deepEqual(
      [actor, username, acct, picture, localId, createdAt, locked, memorial],
      [`${origin}/ap/users/42`, 'alice', 'alice', `${origin}/a.png`, '42', account.created_at, true, undefined],
    )
  })

  it('is whom the token is for, where the server says that', async () => {
    assert.equal(
      (await says({ ...account, uri: undefined }, { me: `${origin}/profile/alice` })).actor,
      `${origin}/profile/alice`,
    )
    const pleroma = { ap_id: `${origin}/users/alice`, email: 'a@mail.example.org' }
    const said = await says({ ...account, uri: undefined, pleroma })
    assert.deepEqual([said.actor, said.emailHint], [pleroma.ap_id, 'a@mail.example.org'])
    assert.equal((await says({ ...account, uri: undefined })).actor, undefined)
  })

  it('tells of an account that is closed, or has moved', async () => {
    const said = await says({
      ...account,
      suspended: true,
      memorial: true,
      moved: { uri: 'https://b.example.org/u/1' },
    })
    assert.deepEqual([said.suspended, said.memorial, said.movedTo], [true, true, 'https://b.example.org/u/1'])
  })

  it('says why the server lets nobody in with it', async () => {
    const problem = async (...answers: readonly Scripted[]) => {
      const identified = await mastodon.identify(answering(...answers), serverOf(), token)
      assert.ok(!identified.ok)
      return 'state' in identified.problem ? identified.problem.state : identified.problem.code
    }
    assert.equal(await problem([403, { error: 'Your login is currently disabled' }]), 'suspended')
    assert.equal(await problem([403, { error: 'Your login is currently pending approval' }]), 'not_ready')
    assert.equal(await problem([403, { error: 'Your login is missing a confirmed e-mail address' }]), 'not_ready')
    assert.equal(await problem([403, { error: 'This action is outside the authorized scopes' }]), 'broken')
    assert.equal(await problem([401, {}]), 'broken')
    assert.equal(await problem([429, {}]), 'limited')
    for (const json of [{}, { username: '' }, { username: 7 }, undefined])
      assert.equal(await problem([200, json]), 'broken')
  })

  it('is asked of userinfo where the account itself is closed to our scope', async () => {
    const withUserinfo = serverOf({ metadata: { ...metadata, userinfoEndpoint: `${origin}/oauth/userinfo` } })
    const closed = [403, { error: 'This action is outside the authorized scopes' }] as const
    for (const name of ['preferred_username', 'preferredUsername']) {
      const asking = answering(closed, [200, { sub: `${origin}/@alice`, [name]: 'alice' }])
      const identified = await mastodon.identify(asking, withUserinfo, token)
      assert.ok(identified.ok)
      assert.deepEqual([identified.said.actor, identified.said.username], [`${origin}/@alice`, 'alice'])
      assert.equal(asking.asked[1]?.where, `${origin}/oauth/userinfo`)
    }
    // One that stumbles is not asked for less than it says of itself otherwise.
    assert.equal((await mastodon.identify(answering([500, {}]), withUserinfo, token)).ok, false)
    const mute = await mastodon.identify(answering(closed, [200, { sub: 'x' }]), withUserinfo, token)
    assert.equal(mute.ok, false)
  })
})

describe("Mastodon's dialect, giving a token back", () => {
  it('is for one that opens more than the account', async () => {
    const asking = answering([200, {}])
    await mastodon.revoke?.(asking, serverOf({}), { ...client, scopes: 'read' }, token)
    assert.deepEqual(asking.asked, [
      { where: '/oauth/revoke', ask: { form: { token: 'token', client_id: 'id', client_secret: 'secret' } } },
    ])
    for (const scopes of ['profile', 'read:accounts'])
      await mastodon.revoke?.(answering(), serverOf(), { ...client, scopes }, token)
  })

  it('is for every one where a code is good again while the token lives', async () => {
    const asking = answering([200, {}])
    await mastodon.revoke?.(asking, running('akkoma'), { ...client, scopes: 'read:accounts' }, token)
    assert.deepEqual(
      asking.asked.map(({ where }) => where),
      ['/oauth/revoke'],
    )
  })

  it('is not tried where there is no way', async () => {
    const broad = { ...client, scopes: 'read' }
    await mastodon.revoke?.(answering(), running('pixelfed'), broad, token)
  })
})
