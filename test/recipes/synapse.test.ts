import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { parse } from 'yaml'
import type { Seen } from '../../src/recipes/check.ts'
import { synapse } from '../../src/recipes/synapse.ts'
import {
  discoveryBreaks,
  idTokenBreaks,
  issuerWithSlash,
  itMinds,
  notOffered,
  otherNonce,
  withOther,
  without,
} from '../support/breaks.ts'
import { discoverAt, pasted, signInBy } from '../support/code-flow.ts'
import { type Connection, connect, wrongs } from '../support/relying-party.ts'

const typed = { host: 'matrix.example.org', allowed: 'family' }

const providerOf = (connection: Connection) => parse(pasted(connection, 'yaml')).oidc_providers[0]

/** Authlib's metadata and tokens around a client of its own, by the block alone. */
const signIn = async (connection: Connection): Promise<Seen> => {
  const { issuer, client_id, client_secret, client_auth_method, scopes } = providerOf(connection)
  const endpoints = await discoverAt(connection, issuer)
  assert.ok(endpoints['token_endpoint_auth_methods_supported'])
  assert.equal(client_auth_method, 'client_secret_basic')
  return signInBy(connection, {
    clientId: client_id,
    clientSecret: client_secret,
    redirectUri: 'https://matrix.example.org/_synapse/client/oidc/callback',
    scope: scopes.join(' '),
    endpoints,
    issuer,
    authenticates: 'basic',
    pkce: true,
    nonce: true,
  })
}

describe('Matrix Synapse', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(synapse, { typed, groups: ['family'] })
    seen = await signIn(connection)
  })

  it('signs in by what the block says, and finds nothing missing', () => {
    assert.deepEqual(wrongs(connection, seen), [])
    assert.deepEqual(providerOf(connection).attribute_requirements, [{ attribute: 'groups', value: 'family' }])
  })

  it('finds in the ID token what its templates name', () => {
    const templates: readonly string[] = Object.values(providerOf(connection).user_mapping_provider.config)
    assert.equal(templates.length, 3)
    for (const template of templates) {
      const [, claim = ''] = /user\.(\w+)/.exec(template) ?? []
      assert.equal(typeof seen.idToken[claim], 'string', claim)
    }
  })

  it('lets everybody in when no group is named', async () => {
    const open = await connect(synapse, { typed: { host: 'matrix.example.org' } })
    assert.equal(providerOf(open).attribute_requirements, undefined)
    assert.deepEqual(wrongs(open, await signIn(open)), [])
  })

  itMinds(
    () => ({ connection, seen }),
    [
      ['this place has no https', (seen) => ({ ...seen, issuer: 'http://id.example.org' }), '!https'],
      issuerWithSlash,
      ...discoveryBreaks('authorization_endpoint', 'token_endpoint', 'jwks_uri'),
      notOffered('token_endpoint_auth_methods_supported'),
      notOffered('code_challenge_methods_supported'),
      ...idTokenBreaks('HS256'),
      otherNonce,
      without('sub'),
      without('preferred_username'),
      without('name', { needed: false }),
      without('email', { needed: false }),
      withOther({ email_verified: false }, 'the address is not proven', 'email_verified:email_verified'),
      without('groups', { code: 'list' }),
      withOther({ groups: [] }, 'somebody is in no group of its', '!role:groups'),
    ],
  )
})
