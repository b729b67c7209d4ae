import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { before, describe, it } from 'node:test'
import type { Seen } from '../../src/recipes/check.ts'
import { mastodon } from '../../src/recipes/mastodon.ts'
import {
  assertRefusal,
  type Break,
  basicHeader,
  bearer,
  type Connection,
  changed,
  connect,
  discoveryBreaks,
  formPost,
  readIdToken,
  tokenBreaks,
  wrongs,
} from '../support/relying-party.ts'

const typed = { host: 'Social.example.org' }

/** omniauth_openid_connect 0.8 with rack-oauth2, by the settings in the block and nothing else. */
const signIn = async ({ env, call, visit, app }: Connection): Promise<Seen> => {
  const { host, pathname } = new URL(env['OIDC_ISSUER'] ?? '')
  const discoverAt = `https://${host}${pathname.replace(/\/$/, '')}/.well-known/openid-configuration`
  const { json: discovery } = await call(discoverAt)
  assert.equal(discovery['issuer'], env['OIDC_ISSUER'])

  const verifier = 'f'.repeat(128)
  const nonce = 'a'.repeat(32)
  const request = new URLSearchParams({
    client_id: env['OIDC_CLIENT_ID'] ?? '',
    nonce,
    redirect_uri: env['OIDC_REDIRECT_URI'] ?? '',
    response_type: 'code',
    scope: (env['OIDC_SCOPE'] ?? '').replaceAll(',', ' '),
    state: 'b'.repeat(32),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  const back = await visit(`${discovery['authorization_endpoint']}?${request.toString().replaceAll('+', '%20')}`)
  assert.equal(back.origin + back.pathname, env['OIDC_REDIRECT_URI'])
  assert.equal(back.searchParams.get('error'), null)
  assert.equal(back.searchParams.get('state'), 'b'.repeat(32))

  // It keeps nothing between the two requests of the browser.
  await call(discoverAt)
  const token = await call(
    String(discovery['token_endpoint']),
    formPost(
      {
        grant_type: 'authorization_code',
        code: back.searchParams.get('code') ?? '',
        redirect_uri: env['OIDC_REDIRECT_URI'] ?? '',
        scope: 'openid profile email',
        code_verifier: verifier,
      },
      basicHeader(encodeURIComponent(env['OIDC_CLIENT_ID'] ?? ''), encodeURIComponent(env['OIDC_CLIENT_SECRET'] ?? '')),
    ),
  )
  assert.equal(token.status, 200, token.text)
  const jwks = await call(String(discovery['jwks_uri']))
  const { header, claims } = await readIdToken(token.json['id_token'], jwks.json)
  const userinfo = await call(String(discovery['userinfo_endpoint']), bearer(token.json['access_token']))
  assert.equal(userinfo.status, 200)
  return {
    clientId: env['OIDC_CLIENT_ID'] ?? '',
    issuer: env['OIDC_ISSUER'] ?? '',
    header,
    idToken: claims,
    userinfo: userinfo.json,
    token: token.json,
    discovery,
    nonce,
    now: app.world.clock.now(),
  }
}

describe('Mastodon with an issuer of its own', () => {
  it('is given the addresses that authentik has, and signs in by them', async () => {
    const connection = await connect(mastodon, { typed: { ...typed, issuer: 'application' } })
    assert.equal(connection.env['OIDC_ISSUER'], 'https://id.example.org/application/o/mastodon/')
    assert.equal(connection.env['OIDC_AUTH_ENDPOINT'], 'https://id.example.org/application/o/authorize/')
    assert.deepEqual(wrongs(connection, await signIn(connection)), [])
  })
})

describe('Mastodon', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(mastodon, { typed, alice: { avatar: '/avatars/alice.webp' } })
    seen = await signIn(connection)
  })

  it('signs in by what the block says, and finds nothing missing', () => {
    assert.deepEqual(wrongs(connection, seen), [])
    assert.equal(seen.idToken['handle'], 'alice')
  })

  it('may send its secret in the body instead, when it is told a method by a name that it does not know', async () => {
    const { env, call, app } = connection
    const fields = { grant_type: 'authorization_code', code: 'none', redirect_uri: env['OIDC_REDIRECT_URI'] ?? '' }
    const credentials = { client_id: env['OIDC_CLIENT_ID'] ?? '', client_secret: env['OIDC_CLIENT_SECRET'] ?? '' }
    const answer = await call(`${app.base}/token`, formPost({ ...fields, ...credentials }))
    assert.equal(answer.json['error'], 'invalid_grant')
  })

  it('makes an account of the handle, which a new username does not change', async () => {
    const { app, alice } = connection
    await app.world.storage.change('accounts', alice.id, (row) => [
      { ...row, username: 'alice-two', usernameKey: 'alice-two' },
      [],
    ])
    const again = await signIn(connection)
    assert.equal(again.idToken['preferred_username'], 'alice-two')
    assert.equal(again.idToken['handle'], 'alice')
    assert.equal(again.idToken['sub'], seen.idToken['sub'])
  })

  it('is brought back after signing out, though it names neither itself nor anybody', async () => {
    const { env, browser, app } = await connect(mastodon, { typed })
    const query = new URLSearchParams({ post_logout_redirect_uri: env['OIDC_IDP_LOGOUT_REDIRECT_URI'] ?? '' })
    const page = await browser.follow(await browser.get(`${app.base}/end-session?${query}`))
    const left = await browser.follow(await browser.submit(page, {}, { button: 'sign-out' }))
    assert.equal(left.location?.href, 'https://social.example.org/')
  })

  const breaks: readonly Break[] = [
    ...tokenBreaks,
    ...discoveryBreaks([
      ...['authorization_endpoint', 'jwks_uri', 'response_types_supported', 'subject_types_supported'],
      'id_token_signing_alg_values_supported',
    ]),
    ['this place has no https', (seen) => ({ ...seen, issuer: 'http://id.example.org' }), ['!https']],
    ['the token is signed with EdDSA', (seen) => ({ ...seen, header: { alg: 'EdDSA' } }), ['!algorithm']],
    ['the access token is of another type', (seen) => ({ ...seen, token: { token_type: 'mac' } }), ['!token_type']],
    ['the nonce is another', (seen) => ({ ...seen, nonce: 'c' }), ['!nonce:nonce']],
    ['userinfo refuses', (seen) => ({ ...seen, userinfo: undefined }), ['!userinfo']],
    ['there is no handle', (seen) => changed(seen, { handle: undefined }), ['!claim:handle']],
    ['nothing is left of the handle as a name', (seen) => changed(seen, { handle: '@-.' }), ['!username:handle']],
    ['there is no address', (seen) => changed(seen, { email: undefined }), ['!claim:email']],
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

  it('can be keyed by the subject or by the username instead', async () => {
    for (const uid of ['sub', 'preferred_username']) {
      const other = await connect(mastodon, { typed: { ...typed, uid } })
      assert.equal(other.env['OIDC_UID_FIELD'], uid)
      assert.deepEqual(
        wrongs(other, await signIn(other)).filter((wrong) => wrong.startsWith('!')),
        [],
      )
    }
  })
})
