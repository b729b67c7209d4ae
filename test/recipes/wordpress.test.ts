import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Seen } from '../../src/recipes/check.ts'
import { wordpress } from '../../src/recipes/wordpress.ts'
import { idTokenReadBreaks, itMinds, otherSubject, withOther, without, withoutUserinfo } from '../support/breaks.ts'
import { codeFor, exchange, type Manner, pasted, signInBy } from '../support/code-flow.ts'
import { type Connection, connect, wrongs } from '../support/relying-party.ts'

/** `define('NAME', 'value');` lines, as PHP reads them. */
const definesIn = (php: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...php.matchAll(/^define\('(\w+)', (?:'((?:\\.|[^'\\])*)'|(true|false))\);$/gm)].map(
      ([, name = '', text, flag]) => [name, text?.replace(/\\(.)/g, '$1') ?? flag ?? ''],
    ),
  )

/** The plugin's own client: everything in the body, the scope as well; an ID token that nobody verifies, and userinfo. */
const mannerOf = (connection: Connection): Manner => {
  const defines = definesIn(pasted(connection, 'php'))
  const scope = defines['OIDC_CLIENT_SCOPE'] ?? ''
  return {
    clientId: defines['OIDC_CLIENT_ID'] ?? '',
    clientSecret: defines['OIDC_CLIENT_SECRET'] ?? '',
    redirectUri: 'https://example.org/blog/wp-admin/admin-ajax.php?action=openid-connect-authorize',
    scope,
    endpoints: {
      authorization_endpoint: defines['OIDC_ENDPOINT_LOGIN_URL'],
      token_endpoint: defines['OIDC_ENDPOINT_TOKEN_URL'],
      userinfo_endpoint: defines['OIDC_ENDPOINT_USERINFO_URL'],
    },
    issuer: '',
    authenticates: 'body',
    exchanging: { scope },
    idToken: 'unverified',
    userinfo: true,
  }
}

describe('WordPress', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(wordpress, { typed: { host: 'example.org/blog' } })
    seen = await signInBy(connection, mannerOf(connection))
  })

  it('signs in by what the block says, at an address with a query, and finds nothing missing', () => {
    assert.deepEqual(wrongs(connection, seen), [])
  })

  it('may come back by its other address', async () => {
    const manner = { ...mannerOf(connection), redirectUri: 'https://example.org/blog/openid-connect-authorize' }
    const token = await exchange(connection, manner, await codeFor(connection, manner))
    assert.equal(token.status, 200, token.text)
  })

  itMinds(
    () => ({ connection, seen }),
    [
      ...idTokenReadBreaks.filter(([, , wrong]) => wrong === '!plain' || wrong === '!lifetime:exp'),
      without('sub'),
      withoutUserinfo,
      otherSubject,
      without('preferred_username', { code: 'username' }),
      withOther({ preferred_username: 'jürgen' }, 'the username has other letters', '!username:preferred_username'),
      without('email'),
      withOther({ email_verified: false }, 'the address is not proven', 'email_verified:email_verified'),
      without('name', { needed: false }),
    ],
  )
})
