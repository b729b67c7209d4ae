import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { before, describe, it } from 'node:test'
import { auth0Enterprise } from '../../src/recipes/auth0-enterprise.ts'
import type { Seen } from '../../src/recipes/check.ts'
import { mastodon } from '../support/fediverse/mastodon.ts'
import { withPasser } from '../support/fediverse-app.ts'
import {
  assertRefusal,
  type Break,
  type Connection,
  changed,
  connect,
  discoveryBreaks,
  formPost,
  readIdToken,
  tokenBreaks,
  wrongs,
} from '../support/relying-party.ts'

const redirectUri = 'https://example.eu.auth0.com/login/callback'

const optionsOf = ({ blocks }: Pick<Connection, 'blocks'>): Readonly<Record<string, string>> => {
  const { content } = blocks.find(({ id }) => id === 'cli') ?? {}
  const [, body] = /<<'CONNECTION'\n([\s\S]*)\nCONNECTION$/.exec(String(content)) ?? []
  return JSON.parse(body ?? '').options
}

/** Back channel with PKCE as discovery offers it, the secret in the body, a nonce if it likes, and no userinfo. */
const signIn = async (connection: Pick<Connection, 'call' | 'visit' | 'app' | 'blocks'>): Promise<Seen> => {
  const { call, visit, app } = connection
  const options = optionsOf(connection)
  const { json: discovery, text } = await call(options['discovery_url'] ?? '')
  assert.ok(text.length < 128 * 1024)
  const { client_id = '', client_secret = '', scope = '', token_endpoint = '', jwks_uri = '' } = options
  const verifier = 'v'.repeat(43)
  const request = {
    ...{ response_type: 'code', client_id, redirect_uri: redirectUri, scope, state: 's', nonce: 'n' },
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }
  const back = await visit(`${options['authorization_endpoint']}?${new URLSearchParams(request)}`)
  const fields = { grant_type: 'authorization_code', client_id, client_secret, redirect_uri: redirectUri }
  const code = back.searchParams.get('code') ?? ''
  const token = await call(token_endpoint, formPost({ ...fields, code, code_verifier: verifier }))
  assert.equal(token.status, 200, token.text)
  const { header, claims } = await readIdToken(token.json['id_token'], (await call(jwks_uri)).json)
  return {
    ...{ clientId: client_id, issuer: options['issuer'] ?? '', header, idToken: claims, userinfo: undefined },
    ...{ token: token.json, discovery, nonce: 'n', now: app.world.clock.now() },
  }
}

describe('Auth0’s enterprise connection', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    const typed = { host: 'example.eu.auth0.com' }
    connection = await connect(auth0Enterprise, { typed, alice: { avatar: '/avatars/alice.webp' } })
    seen = await signIn(connection)
  })

  it('signs in by the call that made it, and finds nothing missing in the ID token alone', () => {
    assert.deepEqual(wrongs(connection, seen), [])
    const { discovery } = seen
    const options = optionsOf(connection)
    for (const name of ['issuer', 'authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri']) {
      assert.equal(options[name], discovery[name], name)
    }
  })

  it('must bring PKCE along', async () => {
    const { app, visit, clientId } = connection
    const request = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: 'openid',
      state: 's',
    }
    const back = await visit(`${app.base}/authorize?${new URLSearchParams(request)}`)
    assert.equal(back.searchParams.get('error'), 'invalid_request')
  })

  const breaks: readonly Break[] = [
    ...tokenBreaks,
    ...discoveryBreaks(['authorization_endpoint', 'token_endpoint', 'jwks_uri']),
    ['the token is signed with EdDSA', (seen) => ({ ...seen, header: { alg: 'EdDSA' } }), ['!algorithm']],
    [
      'no PKCE is offered',
      (seen) => ({ ...seen, discovery: { ...seen.discovery, code_challenge_methods_supported: undefined } }),
      ['!offered:code_challenge_methods_supported'],
    ],
    [
      'no secret is taken in the body',
      (seen) => ({
        ...seen,
        discovery: { ...seen.discovery, token_endpoint_auth_methods_supported: ['client_secret_basic'] },
      }),
      ['!offered:token_endpoint_auth_methods_supported'],
    ],
    ['there is no subject', (seen) => changed(seen, { sub: undefined }), ['!claim:sub']],
    ['there is no address', (seen) => changed(seen, { email: undefined }), ['claim:email']],
    [
      'the address is not proven',
      (seen) => changed(seen, { email_verified: false }),
      ['email_verified:email_verified'],
    ],
    ['there is no name', (seen) => changed(seen, { name: undefined }), ['claim:name']],
  ]
  for (const spoiled of breaks) {
    it(`is known to mind when ${spoiled[0]}`, () => assertRefusal(connection, seen, spoiled))
  }
})

describe('Auth0’s enterprise connection to the fediverse', () => {
  it('reads name, picture and a subject that stays from the ID token alone', async (t) => {
    const typed = { host: 'example.eu.auth0.com', people: 'fediverse' }
    const passing = await withPasser(t, { home: mastodon('4.4') }, auth0Enterprise, typed)
    const { home } = passing.servers
    const seen = await signIn(passing)
    assert.deepEqual(wrongs(passing, seen), ['claim:email', 'email_verified:email_verified'])
    const { name, preferred_username, picture, sub, actor } = seen.idToken
    assert.deepEqual([name, preferred_username], ['Alice :blobcat:', `alice@${home.domain}`])
    assert.equal(actor, home.accounts.get('alice')?.actor)
    assert.equal((await passing.call(String(picture))).status, 200)
    assert.equal((await signIn({ ...passing, visit: passing.visitAnew })).idToken['sub'], sub)
  })
})
