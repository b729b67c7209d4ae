import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { parse } from 'yaml'
import type { Seen } from '../../src/recipes/check.ts'
import { grafana } from '../../src/recipes/grafana.ts'
import { itMinds, notBearer, without, withoutUserinfo } from '../support/breaks.ts'
import { pasted, signInBy } from '../support/code-flow.ts'
import { type Connection, connect, wrongs } from '../support/relying-party.ts'

const typed = { host: 'grafana.example.org', admins: "anna's", editors: 'editors' }

const settingsOf = (connection: Connection) => parse(pasted(connection, 'compose')).services.grafana.environment

/** x/oauth2 with addresses that it was told; the ID token is opened without any key, and userinfo read as well. */
const signIn = (connection: Connection): Promise<Seen> => {
  const settings = settingsOf(connection)
  return signInBy(connection, {
    clientId: settings.GF_AUTH_GENERIC_OAUTH_CLIENT_ID,
    clientSecret: settings.GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET,
    redirectUri: `${settings.GF_SERVER_ROOT_URL}login/generic_oauth`,
    scope: settings.GF_AUTH_GENERIC_OAUTH_SCOPES,
    endpoints: {
      authorization_endpoint: settings.GF_AUTH_GENERIC_OAUTH_AUTH_URL,
      token_endpoint: settings.GF_AUTH_GENERIC_OAUTH_TOKEN_URL,
      userinfo_endpoint: settings.GF_AUTH_GENERIC_OAUTH_API_URL,
    },
    issuer: '',
    authenticates: 'basic then body',
    pkce: settings.GF_AUTH_GENERIC_OAUTH_USE_PKCE === 'true',
    idToken: 'unverified',
    userinfo: true,
  })
}

describe('Grafana', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(grafana, { typed })
    seen = await signIn(connection)
  })

  it('signs in by what the block says, and finds nothing missing', () => {
    assert.deepEqual(wrongs(connection, seen), [])
    const settings = settingsOf(connection)
    for (const path of ['LOGIN', 'NAME', 'EMAIL']) {
      assert.equal(typeof seen.userinfo?.[settings[`GF_AUTH_GENERIC_OAUTH_${path}_ATTRIBUTE_PATH`]], 'string', path)
    }
  })

  it('gives roles by groups, whatever they are called', () => {
    assert.equal(
      settingsOf(connection).GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH,
      "contains(groups[*], 'anna\\'s') && 'Admin' || contains(groups[*], 'editors') && 'Editor' || 'Viewer'",
    )
  })

  it('leaves roles alone when no group is named', async () => {
    const plain = settingsOf(await connect(grafana, { typed: { host: 'grafana.example.org' } }))
    assert.equal(plain.GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH, undefined)
    assert.equal(plain.GF_AUTH_GENERIC_OAUTH_SKIP_ORG_ROLE_SYNC, 'true')
  })

  it('is brought back after signing out', async () => {
    const { browser } = connection
    const leave = new URL(settingsOf(connection).GF_AUTH_GENERIC_OAUTH_SIGNOUT_REDIRECT_URL)
    leave.searchParams.set('id_token_hint', String(seen.token['id_token']))
    const left = await browser.follow(await browser.get(leave))
    assert.equal(left.location?.href, 'https://grafana.example.org/login')
  })

  itMinds(
    () => ({ connection, seen }),
    [
      notBearer,
      withoutUserinfo,
      without('sub'),
      without('email'),
      without('preferred_username', { needed: false }),
      without('name', { needed: false }),
      without('groups', { needed: false, code: 'list' }),
    ],
  )
})
