import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Seen } from '../../src/recipes/check.ts'
import { immich } from '../../src/recipes/immich.ts'
import { discoveryBreaks, idTokenBreaks, issuerWithSlash, itMinds, withOther, without } from '../support/breaks.ts'
import { codeFor, discoverAt, entered, exchange, type Manner, pasted, signInBy } from '../support/code-flow.ts'
import { type Connection, connect, wrongs } from '../support/relying-party.ts'

/** openid-client 6; of its redirect addresses the one that is asked from. */
const mannerOf = async (connection: Connection, redirectUri: string): Promise<Manner> => {
  const form = entered(connection, 'form')
  assert.equal(form['TOKEN_ENDPOINT_AUTH_METHOD'], 'client_secret_post')
  return {
    clientId: form['CLIENT_ID'] ?? '',
    clientSecret: form['CLIENT_SECRET'] ?? '',
    redirectUri,
    scope: form['SCOPE'] ?? '',
    endpoints: await discoverAt(connection, form['ISSUER_URL']),
    issuer: form['ISSUER_URL'] ?? '',
    authenticates: 'body',
    pkce: true,
  }
}

describe('Immich', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(immich, {
      typed: { host: 'photos.example.org' },
      alice: { avatar: '/avatars/alice.webp' },
    })
    seen = await signInBy(connection, await mannerOf(connection, 'https://photos.example.org/auth/login'))
  })

  it('signs in by what its form says, and needs no userinfo', () => {
    assert.deepEqual(wrongs(connection, seen), [])
    assert.equal(seen.header.alg, entered(connection, 'form')['ID_TOKEN_SIGNED_RESPONSE_ALG'])
  })

  for (const redirectUri of [
    'app.immich:///oauth-callback',
    'https://photos.example.org/user-settings',
    'https://photos.example.org/api/oauth/mobile-redirect',
  ]) {
    it(`comes back to ${redirectUri}`, async () => {
      const manner = await mannerOf(connection, redirectUri)
      const token = await exchange(connection, manner, await codeFor(connection, manner))
      assert.equal(token.status, 200, token.text)
    })
  }

  it('makes administrators of a group, and gives everybody the storage that was said', async () => {
    const typed = { host: 'photos.example.org', admin: 'photo "admins"', quota: '200' }
    const claims = async (groups: readonly string[]) => {
      const one = await connect(immich, { typed, groups })
      const { idToken } = await signInBy(one, await mannerOf(one, 'https://photos.example.org/auth/login'))
      return [idToken['immich_role'], idToken['immich_quota']]
    }
    assert.deepEqual(await claims(['photo "admins"']), ['admin', 200])
    assert.deepEqual(await claims(['photo']), ['user', 200])
    assert.deepEqual([seen.idToken['immich_role'], seen.idToken['immich_quota']], [undefined, undefined])
  })

  it('says the same to a file as to the form', () => {
    const form = entered(connection, 'form')
    const { oauth } = JSON.parse(pasted(connection, 'json'))
    assert.deepEqual(
      [oauth.issuerUrl, oauth.clientId, oauth.clientSecret, oauth.scope, oauth.tokenEndpointAuthMethod],
      ['ISSUER_URL', 'CLIENT_ID', 'CLIENT_SECRET', 'SCOPE', 'TOKEN_ENDPOINT_AUTH_METHOD'].map((label) => form[label]),
    )
  })

  itMinds(
    () => ({ connection, seen }),
    [
      issuerWithSlash,
      ...discoveryBreaks('authorization_endpoint', 'token_endpoint', 'jwks_uri'),
      ...idTokenBreaks('ES256'),
      without('sub'),
      without('email'),
      withOther({ email_verified: false }, 'the address is not proven', 'email_verified:email_verified'),
      without('name', { needed: false }),
      without('preferred_username', { needed: false }),
      without('picture', { needed: false }),
    ],
  )
})
