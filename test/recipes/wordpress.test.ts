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

  it('is brought back after signing out, in each language that it was told', async () => {
    for (const said of ['', '&wp_lang=de_DE_formal', '&wp_lang=en_US']) {
      const typed = { host: 'example.org/blog', languages: 'de_DE_formal, en_US' }
      const other = await connect(wordpress, { typed })
      const { token } = await signInBy(other, mannerOf(other))
      const back = `https://example.org/blog/wp-login.php?loggedout=true${said}`
      const query = new URLSearchParams({
        id_token_hint: String(token['id_token']),
        post_logout_redirect_uri: back,
      })
      const endSession = definesIn(pasted(other, 'php'))['OIDC_ENDPOINT_LOGOUT_URL']
      const left = await other.browser.follow(await other.browser.get(`${endSession}?${query}`))
      assert.equal(left.location?.href, back)
    }
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
