import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Seen } from '../../src/recipes/check.ts'
import { outline } from '../../src/recipes/outline.ts'
import { itMinds, notBearer, withOther, without, withoutUserinfo } from '../support/breaks.ts'
import { signInBy } from '../support/code-flow.ts'
import { type Connection, connect, wrongs } from '../support/relying-party.ts'

/** passport-oauth2: addresses that it was told, the secret in the body, and an ID token that nobody verifies. */
const signIn = (connection: Connection): Promise<Seen> => {
  const { env } = connection
  return signInBy(connection, {
    clientId: env['OIDC_CLIENT_ID'] ?? '',
    clientSecret: env['OIDC_CLIENT_SECRET'] ?? '',
    redirectUri: 'https://wiki.example.org/auth/oidc.callback',
    scope: env['OIDC_SCOPES'] ?? '',
    endpoints: {
      authorization_endpoint: env['OIDC_AUTH_URI'],
      token_endpoint: env['OIDC_TOKEN_URI'],
      userinfo_endpoint: env['OIDC_USERINFO_URI'],
    },
    issuer: '',
    authenticates: 'body',
    idToken: 'unverified',
    userinfo: true,
  })
}

describe('Outline', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(outline, {
      typed: { host: 'wiki.example.org' },
      alice: { avatar: '/avatars/alice.webp' },
    })
    seen = await signIn(connection)
  })

  it('signs in by what the block says, and finds nothing missing', () => {
    assert.deepEqual(wrongs(connection, seen), [])
    assert.equal(seen.userinfo?.[connection.env['OIDC_USERNAME_CLAIM'] ?? ''], 'alice')
  })

  it('is brought back after signing out', async () => {
    const { browser, env } = connection
    const query = new URLSearchParams({
      id_token_hint: String(seen.token['id_token']),
      client_id: seen.clientId,
      post_logout_redirect_uri: 'https://wiki.example.org',
    })
    const left = await browser.follow(await browser.get(`${env['OIDC_LOGOUT_URI']}?${query}`))
    assert.equal(left.location?.origin, 'https://wiki.example.org')
  })

  itMinds(
    () => ({ connection, seen }),
    [
      notBearer,
      withoutUserinfo,
      without('sub'),
      without('email'),
      withOther({ email_verified: false }, 'the address is not proven', 'email_verified:email_verified'),
      without('name'),
      without('picture', { needed: false }),
    ],
  )
})
