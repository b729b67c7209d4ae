import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Seen } from '../../src/recipes/check.ts'
import { discourse } from '../../src/recipes/discourse.ts'
import {
  discoveryBreaks,
  idTokenReadBreaks,
  itMinds,
  notBearer,
  otherNonce,
  otherSubject,
  withOther,
  without,
  withoutUserinfo,
} from '../support/breaks.ts'
import { discover, entered, pasted, signInBy } from '../support/code-flow.ts'
import { type Connection, connect, wrongs } from '../support/relying-party.ts'

/** OmniAuth's OAuth 2 strategy with a nonce of its own. */
const signIn = async (connection: Connection): Promise<Seen> => {
  const settings = entered(connection, 'form')
  const endpoints = await discover(connection, settings['openid_connect_discovery_document'])
  return signInBy(connection, {
    clientId: settings['openid_connect_client_id'] ?? '',
    clientSecret: settings['openid_connect_client_secret'] ?? '',
    redirectUri: 'https://forum.example.org/auth/oidc/callback',
    scope: settings['openid_connect_authorize_scope'] ?? '',
    endpoints,
    issuer: String(endpoints['issuer']),
    authenticates: 'basic',
    pkce: settings['openid_connect_use_pkce'] === 'true',
    nonce: true,
    idToken: 'unverified',
    userinfo: true,
  })
}

describe('Discourse', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(discourse, {
      typed: { host: 'forum.example.org' },
      alice: { avatar: '/avatars/alice.webp' },
    })
    seen = await signIn(connection)
  })

  it('signs in by what its settings say, and finds nothing missing', () => {
    assert.deepEqual(wrongs(connection, seen), [])
  })

  it('says the same by a command', () => {
    const said = [...pasted(connection, 'rails').matchAll(/^SiteSetting\.(\w+) = '?([^']*?)'?$/gm)]
    assert.deepEqual(
      Object.fromEntries(said.map(([, name = '', value = '']) => [name, value])),
      entered(connection, 'form'),
    )
  })

  it('is brought back after signing out', async () => {
    const { browser, app } = connection
    const query = new URLSearchParams({
      id_token_hint: String(seen.token['id_token']),
      post_logout_redirect_uri: 'https://forum.example.org',
    })
    const left = await browser.follow(await browser.get(`${app.base}/end-session?${query}`))
    assert.equal(left.location?.origin, 'https://forum.example.org')
  })

  itMinds(
    () => ({ connection, seen }),
    [
      ...discoveryBreaks('authorization_endpoint', 'token_endpoint', 'userinfo_endpoint'),
      notBearer,
      ...idTokenReadBreaks,
      otherNonce,
      without('sub'),
      withoutUserinfo,
      otherSubject,
      without('email'),
      withOther({ email_verified: false }, 'the address is not proven', 'email_verified:email_verified'),
      without('preferred_username', { needed: false }),
      without('name', { needed: false }),
      without('picture', { needed: false }),
    ],
  )
})
