import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Seen } from '../../src/recipes/check.ts'
import { miniflux } from '../../src/recipes/miniflux.ts'
import {
  discoveryBreaks,
  idTokenBreaks,
  issuerWithSlash,
  itMinds,
  notBearer,
  otherSubject,
  without,
  withoutUserinfo,
} from '../support/breaks.ts'
import { codeFor, discoverAt, exchange, type Manner, signInBy } from '../support/code-flow.ts'
import { type Connection, connect, wrongs } from '../support/relying-party.ts'

/** go-oidc and x/oauth2, by the block alone. */
const mannerOf = async (connection: Connection): Promise<Manner> => {
  const { env } = connection
  const issuer = env['OAUTH2_OIDC_DISCOVERY_ENDPOINT'] ?? ''
  return {
    clientId: env['OAUTH2_CLIENT_ID'] ?? '',
    clientSecret: env['OAUTH2_CLIENT_SECRET'] ?? '',
    redirectUri: env['OAUTH2_REDIRECT_URL'] ?? '',
    scope: 'openid profile email',
    endpoints: await discoverAt(connection, issuer),
    issuer,
    authenticates: 'basic then body',
    pkce: true,
    userinfo: true,
  }
}

describe('Miniflux', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(miniflux, { typed: { host: 'feeds.example.org' } })
    seen = await signInBy(connection, await mannerOf(connection))
  })

  it('signs in by what the block says, and finds nothing missing', () => {
    assert.deepEqual(wrongs(connection, seen), [])
  })

  it('is told the same thing twice when it tries twice with a verifier that is wrong', async () => {
    const manner = await mannerOf(connection)
    const code = await codeFor(connection, manner)
    const wrong = { code_verifier: 'x'.repeat(43) }
    const first = await exchange(connection, { ...manner, authenticates: 'basic' }, code, wrong)
    const second = await exchange(connection, { ...manner, authenticates: 'body' }, code, wrong)
    assert.equal(first.json['error'], 'invalid_grant')
    assert.deepEqual(second.json, first.json)
  })

  itMinds(
    () => ({ connection, seen }),
    [
      issuerWithSlash,
      ...discoveryBreaks('authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'),
      notBearer,
      ...idTokenBreaks('HS256'),
      withoutUserinfo,
      otherSubject,
      without('sub'),
      without('preferred_username', { needed: false }),
    ],
  )
})
