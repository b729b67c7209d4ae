import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type FakeServer, Stuck, withFediverse } from '../../support/fediverse/fediverse.ts'
import { friendica } from '../../support/fediverse/friendica.ts'
import { gotosocial } from '../../support/fediverse/gotosocial.ts'
import { hollo } from '../../support/fediverse/hollo.ts'
import { iceshrimpNet } from '../../support/fediverse/iceshrimp-net.ts'
import { mastodon } from '../../support/fediverse/mastodon.ts'
import { pixelfed } from '../../support/fediverse/pixelfed.ts'
import { pleroma } from '../../support/fediverse/pleroma.ts'
import type { Blueprint } from '../../support/fediverse/site.ts'
import { takahe } from '../../support/fediverse/takahe.ts'
import { wordpressApps } from '../../support/fediverse/wordpress-ema.ts'

const back = 'https://id.example.org/fediverse/callback/1'
const us = { client_name: 'Portico', redirect_uris: back, scopes: 'read', website: 'https://id.example.org' }

const post = (
  server: FakeServer,
  path: string,
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
) => {
  const asJson = headers['content-type'] === 'application/json'
  const form = Object.entries(body).map(([name, value]): [string, string] => [name, String(value)])
  return server.answer(
    new Request(server.origin + path, {
      method: 'POST',
      headers: { 'user-agent': 'test', ...headers },
      body: asJson ? JSON.stringify(body) : new URLSearchParams(form),
    }),
  )
}

const registered = async (server: FakeServer, body: Record<string, unknown> = {}): Promise<Record<string, string>> =>
  (await post(server, '/api/v1/apps', { ...us, ...body })).json()

const leave = (server: FakeServer, client: Record<string, string>, more: Record<string, string> = {}): string => {
  const going = { client_id: client['client_id'] ?? '', redirect_uri: back, response_type: 'code', scope: 'read' }
  return `${server.origin}/oauth/authorize?${new URLSearchParams({ ...going, ...more })}`
}

const start = async (t: { after(work: () => unknown): void }, fake: Blueprint): Promise<FakeServer> =>
  (await withFediverse(t, { home: fake })).servers.home

const asJson = { 'content-type': 'application/json' }

describe('what a fake refuses, as the real server does', () => {
  for (const [name, fake, body, headers, status] of [
    ['Mastodon 4.2 a list', mastodon('4.2'), { redirect_uris: [back] }, asJson, 422],
    ['Mastodon 4.2 the scope profile', mastodon('4.2'), { scopes: 'profile' }, {}, 422],
    ['Mastodon 4.5 an unknown scope', mastodon('4.5'), { scopes: 'read openid' }, {}, 422],
    ['Mastodon a long name', mastodon('4.5'), { client_name: 'x'.repeat(61) }, {}, 422],
    ['Mastodon a website that is none', mastodon('4.5'), { website: 'id.example.org' }, {}, 422],
    ['GoToSocial a list', gotosocial('0.20'), { redirect_uris: [back] }, asJson, 400],
    ['GoToSocial a request without User-Agent', gotosocial('0.18'), {}, { 'user-agent': '' }, 418],
    ['Akkoma a list', pleroma(), { redirect_uris: [back] }, asJson, 400],
    ['Pixelfed a list', pixelfed(), { redirect_uris: [back] }, asJson, 500],
    ['Pixelfed applications, where they are off', pixelfed({ oauth: false }), {}, {}, 404],
    ['Hollo a key that it does not know', hollo(), { contact: 'x' }, {}, 422],
    ['Hollo a website that is none', hollo(), { website: 'x' }, {}, 422],
    ['Iceshrimp.NET the scope profile', iceshrimpNet(), { scopes: 'profile' }, {}, 400],
    ['WordPress the scope profile', wordpressApps(), { scopes: 'profile' }, {}, 422],
  ] as const) {
    it(`is, in a registration, by ${name}`, async (t) => {
      const answer = await post(await start(t, fake), '/api/v1/apps', { ...us, ...body }, headers)
      assert.equal(answer.status, status, await answer.text())
    })
  }

  for (const [name, fake, given, going] of [
    ['Mastodon a scope that was not registered', mastodon('4.4'), { scopes: 'read:accounts' }, { scope: 'read' }],
    ['Pixelfed a scope below its own', pixelfed(), { scopes: 'read:accounts' }, { scope: 'read:accounts' }],
    ['Mastodon a proof key in the open', mastodon('4.4'), {}, { code_challenge: 'x', code_challenge_method: 'plain' }],
  ] as const) {
    it(`is, on the way back, by ${name}`, async (t) => {
      const server = await start(t, fake)
      const callback = await server.approve(leave(server, await registered(server, given), going))
      assert.match(new URL(callback).searchParams.get('error') ?? '', /^invalid_/)
    })
  }

  for (const [name, fake, given, going] of [
    ['Mastodon another redirect URI', mastodon('4.4'), {}, { redirect_uri: 'https://other.example.org/' }],
    ['GoToSocial a redirect URI with more', gotosocial('0.20'), {}, { redirect_uri: `${back}?x=1` }],
    [
      'Friendica a redirect URI with a query',
      friendica(),
      { redirect_uris: `${back}?x` },
      { redirect_uri: `${back}?x` },
    ],
    [
      'Friendica a scope that is none of its four words',
      friendica(),
      { scopes: 'read:accounts' },
      { scope: 'read:accounts' },
    ],
    ['Iceshrimp.NET a scope that was not registered', iceshrimpNet(), {}, { scope: 'write' }],
    ['Hollo a scope that was not registered', hollo(), {}, { scope: 'write' }],
    ['Takahe anything but a code', takahe(), {}, { response_type: 'token' }],
    ['anybody a client that is unknown', mastodon('4.4'), {}, { client_id: 'other' }],
  ] as const) {
    it(`is, on its own page, by ${name}`, async (t) => {
      const server = await start(t, fake)
      await assert.rejects(server.approve(leave(server, await registered(server, given), going)), Stuck)
    })
  }

  it('is, at the token endpoint, a code that is another’s, late, used, or for another address', async (t) => {
    let now = 1_000_000
    const { servers } = await withFediverse(t, { home: mastodon('4.4') }, { clock: { now: () => now } })
    const server = servers.home
    const client = await registered(server)
    const other = await registered(server)
    const redeem = async (more: Record<string, unknown> = {}, as = client) => {
      const code = new URL(await server.approve(leave(server, client))).searchParams.get('code')
      const { client_id, client_secret } = as
      return { grant_type: 'authorization_code', redirect_uri: back, code, client_id, client_secret, ...more }
    }
    const answerTo = async (body: Record<string, unknown>) => (await post(server, '/oauth/token', body)).json()
    assert.equal((await answerTo(await redeem({}, other))).error, 'invalid_grant')
    assert.equal((await answerTo(await redeem({ redirect_uri: `${back}/` }))).error, 'invalid_grant')
    assert.equal((await answerTo(await redeem({ client_secret: 'x' }))).error, 'invalid_client')
    const good = await redeem()
    const { access_token } = await answerTo(good)
    assert.ok(server.tokens.has(access_token))
    assert.equal((await answerTo(good)).error, 'invalid_grant')
    assert.ok(!server.tokens.has(access_token), 'a token outlives the theft of its code')
    const late = await redeem()
    now += 600_000
    assert.equal((await answerTo(late)).error, 'invalid_grant')
  })

  it('is HTTP Basic, and a client’s token without a redirect URI, by GoToSocial', async (t) => {
    const server = await start(t, gotosocial('0.20'))
    const { client_id = '', client_secret = '' } = await registered(server)
    const own = { grant_type: 'client_credentials', redirect_uri: back }
    const basic = { authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}` }
    assert.equal((await post(server, '/oauth/token', own, basic)).status, 400)
    const { redirect_uri: _, ...without } = { ...own, client_id, client_secret }
    assert.equal((await post(server, '/oauth/token', without)).status, 400)
    assert.equal((await post(server, '/oauth/token', { ...own, client_id, client_secret })).status, 200)
  })

  it('is a sixth registration within ten minutes, by Mastodon', async (t) => {
    const server = await start(t, mastodon('4.3'))
    const statuses: number[] = []
    for (let times = 0; times < 6; times += 1) statuses.push((await post(server, '/api/v1/apps', us)).status)
    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429])
  })

  it('is, where a code or its client is wrong, said in words of their own', async (t) => {
    const unknown = { client_id: 'nobody', client_secret: 'none' }
    const without = { grant_type: 'authorization_code', redirect_uri: back, code: 'none' }
    for (const [fake, ofClient, ofCode] of [
      [gotosocial('0.20'), [400, 'sql: no rows in result set'], [400, 'sql: no rows in result set']],
      [pleroma(), [400, 'Invalid credentials'], [400, 'Invalid credentials']],
      [friendica(), [401, 'invalid_client'], [401, 'Unauthorized']],
      [iceshrimpNet(), [401, 'Unauthorized'], [401, 'Unauthorized']],
      [wordpressApps(), [400, 'invalid_client'], [400, 'invalid_grant']],
      [hollo(), [401, 'invalid_client'], [400, 'invalid_grant']],
    ] as const) {
      const server = await start(t, fake)
      const { client_id, client_secret } = await registered(server)
      const answered = async (more: Record<string, unknown>) => {
        const answer = await post(server, '/oauth/token', { ...without, ...more })
        return [answer.status, (await answer.json()).error]
      }
      assert.deepEqual(await answered(unknown), ofClient, server.software.name)
      assert.deepEqual(await answered({ client_id, client_secret }), ofCode, server.software.name)
    }
  })

  it('is, by Mastodon, a token of its own for a client that may do nothing that it gives by itself', async (t) => {
    const server = await start(t, mastodon('4.5'))
    const { client_id, client_secret } = await registered(server, { scopes: 'profile' })
    const answer = await post(server, '/oauth/token', { grant_type: 'client_credentials', client_id, client_secret })
    assert.deepEqual([answer.status, (await answer.json()).error], [400, 'invalid_scope'])
  })

  it('is, by Hollo, a no with its state', async (t) => {
    const server = await start(t, hollo())
    const url = leave(server, await registered(server), { state: 's' })
    const denied = new URL(await server.approve(url, { denies: true }))
    assert.deepEqual([denied.searchParams.get('error'), denied.searchParams.get('state')], ['access_denied', null])
  })

  it('is, by Friendica, everybody’s token at once', async (t) => {
    const server = await start(t, friendica())
    const { client_id, client_secret, ...rest } = await registered(server)
    const client = { client_id: client_id ?? '', client_secret: client_secret ?? '', ...rest }
    const codeOf = async (as: string) => {
      const callback = await server.approve(leave(server, client), { as })
      const code = new URL(callback).searchParams.get('code')
      return { grant_type: 'authorization_code', redirect_uri: back, code, client_id, client_secret }
    }
    const [alice, bob] = [await codeOf('alice'), await codeOf('bob')]
    const { access_token: token } = await (await post(server, '/oauth/token', alice)).json()
    assert.equal((await post(server, '/oauth/revoke', { token, client_id, client_secret })).status, 200)
    assert.equal((await post(server, '/oauth/token', bob)).status, 401)
  })

  it('is nothing at Takahe, which gives a token of its own to anybody, and does not encode what it sends back', async (t) => {
    const server = await start(t, takahe())
    const own = { grant_type: 'client_credentials', client_id: 'nobody', client_secret: 'none' }
    assert.equal((await post(server, '/oauth/token', own)).status, 200)
    const callback = await server.approve(leave(server, await registered(server), { state: 'a b&code=c' }))
    assert.ok(callback.endsWith('&state=a b&code=c'), callback)
  })
})
