import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Seen } from '../../src/recipes/check.ts'
import { pixelfed } from '../../src/recipes/pixelfed.ts'
import { itMinds, notBearer, withOther, without, withoutUserinfo } from '../support/breaks.ts'
import { signInBy } from '../support/code-flow.ts'
import { type Connection, connect, wrongs } from '../support/relying-party.ts'

/** league/oauth2-client's GenericProvider, which is told every address and reads userinfo alone. */
const signIn = (connection: Connection): Promise<Seen> => {
  const { env } = connection
  return signInBy(connection, {
    clientId: env['PF_OIDC_CLIENT_ID'] ?? '',
    clientSecret: env['PF_OIDC_CLIENT_SECRET'] ?? '',
    redirectUri: 'https://pixels.example.org/auth/oidc/callback',
    scope: env['PF_OIDC_SCOPES'] ?? '',
    endpoints: {
      authorization_endpoint: env['PF_OIDC_AUTHORIZE_URL'],
      token_endpoint: env['PF_OIDC_TOKEN_URL'],
      userinfo_endpoint: env['PF_OIDC_PROFILE_URL'],
    },
    issuer: '',
    authenticates: 'body',
    asking: { approval_prompt: 'auto' },
    idToken: 'ignored',
    userinfo: true,
  })
}

describe('Pixelfed', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(pixelfed, { typed: { host: 'pixels.example.org' } })
    seen = await signIn(connection)
  })

  it('signs in by what the block says, and finds nothing missing', () => {
    assert.deepEqual(wrongs(connection, seen), [])
    assert.equal(seen.userinfo?.[connection.env['PF_OIDC_USERNAME_FIELD'] ?? ''], 'alice')
    assert.equal(typeof seen.userinfo?.[connection.env['PF_OIDC_FIELD_ID'] ?? ''], 'string')
  })

  it('makes a name that it takes of one that it would not', async () => {
    const other = await connect(pixelfed, {
      typed: { host: 'pixels.example.org' },
      alice: { username: 'alice.b-c.d', usernameKey: 'alice.b-c.d' },
    })
    const there = await signIn(other)
    assert.equal(there.userinfo?.['handle'], 'alicebcd')
    assert.deepEqual(wrongs(other, there), [])
  })

  itMinds(
    () => ({ connection, seen }),
    [
      notBearer,
      withoutUserinfo,
      without('sub'),
      without('handle', { code: 'username' }),
      withOther({ handle: 'a' }, 'the name is too short', '!username:handle'),
      without('email'),
      withOther({ email_verified: false }, 'the address is not proven', 'email_verified:email_verified'),
      without('name', { needed: false }),
      withOther({ name: 'A'.repeat(31) }, 'the name is too long', '!username:name'),
    ],
  )
})
