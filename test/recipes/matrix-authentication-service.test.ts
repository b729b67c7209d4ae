import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { parse } from 'yaml'
import type { Seen } from '../../src/recipes/check.ts'
import { matrixAuthenticationService } from '../../src/recipes/matrix-authentication-service.ts'
import {
  discoveryBreaks,
  idTokenBreaks,
  issuerWithSlash,
  itMinds,
  otherNonce,
  withOther,
  without,
} from '../support/breaks.ts'
import { discoverAt, pasted, signInBy } from '../support/code-flow.ts'
import { type Connection, connect, wrongs } from '../support/relying-party.ts'

const providerOf = (connection: Connection) => parse(pasted(connection, 'yaml')).upstream_oauth2.providers[0]

/** Its own client in Rust, by the block alone. */
const signIn = async (connection: Connection): Promise<Seen> => {
  const provider = providerOf(connection)
  return signInBy(connection, {
    clientId: provider.client_id,
    clientSecret: provider.client_secret,
    redirectUri: `https://example.org/account/upstream/callback/${provider.id}`,
    scope: provider.scope,
    endpoints: await discoverAt(connection, provider.issuer),
    issuer: provider.issuer,
    authenticates: 'basic',
    pkce: provider.pkce_method === 'always',
    nonce: true,
  })
}

describe('Matrix Authentication Service', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(matrixAuthenticationService, { typed: { host: 'example.org/account' } })
    seen = await signIn(connection)
  })

  it('signs in by what the block says, and finds nothing missing', () => {
    assert.deepEqual(wrongs(connection, seen), [])
    assert.equal(seen.header.alg, providerOf(connection).id_token_signed_response_alg)
  })

  it('is sent back to the number that its file has', async () => {
    const provider = '01H8PKNWKKRPCBW4YGH1RWV279'
    const other = await connect(matrixAuthenticationService, { typed: { host: 'example.org/account', provider } })
    assert.equal(providerOf(other).id, provider)
    assert.deepEqual(wrongs(other, await signIn(other)), [])
  })

  it('can be told to take the accounts that are there, by the same name', () => {
    const { localpart } = providerOf(connection).claims_imports
    assert.deepEqual(parse(pasted(connection, 'link')).localpart, { ...localpart, on_conflict: 'set' })
  })

  itMinds(
    () => ({ connection, seen }),
    [
      ['this place has no https', (seen) => ({ ...seen, issuer: 'http://id.example.org' }), '!https'],
      issuerWithSlash,
      ...discoveryBreaks(
        'authorization_endpoint',
        'token_endpoint',
        'jwks_uri',
        'response_types_supported',
        'subject_types_supported',
        'id_token_signing_alg_values_supported',
      ),
      ...idTokenBreaks('ES256'),
      otherNonce,
      without('sub'),
      without('preferred_username', { code: 'username' }),
      withOther({ preferred_username: 'jürgen' }, 'the username has other letters', '!username:preferred_username'),
      without('name', { needed: false }),
      without('email', { needed: false }),
      withOther({ email_verified: false }, 'the address is not proven', 'email_verified:email_verified'),
    ],
  )
})
