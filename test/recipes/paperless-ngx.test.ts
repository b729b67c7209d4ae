import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Seen } from '../../src/recipes/check.ts'
import { paperlessNgx } from '../../src/recipes/paperless-ngx.ts'
import { discoveryBreaks, itMinds, notBearer, without, withoutUserinfo } from '../support/breaks.ts'
import { discover, signInBy } from '../support/code-flow.ts'
import { type Connection, connect, wrongs } from '../support/relying-party.ts'

const typed = { host: 'papers.example.org', groups: 'here' }

/** django-allauth with requests, which encodes nothing in HTTP Basic. */
const signIn = async (connection: Connection): Promise<Seen> => {
  const { openid_connect: settings } = JSON.parse(connection.env['PAPERLESS_SOCIALACCOUNT_PROVIDERS'] ?? '')
  const [app] = settings.APPS
  assert.equal(app.settings.token_auth_method, 'client_secret_basic')
  const endpoints = await discover(connection, app.settings.server_url)
  return signInBy(connection, {
    clientId: app.client_id,
    clientSecret: app.secret,
    redirectUri: `${connection.env['PAPERLESS_URL']}/accounts/oidc/${app.provider_id}/login/callback/`,
    scope: settings.SCOPE.join(' '),
    endpoints,
    issuer: String(endpoints['issuer']),
    authenticates: 'raw',
    pkce: settings.OAUTH_PKCE_ENABLED,
    userinfo: true,
  })
}

describe('Paperless-ngx', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(paperlessNgx, { typed, groups: ['office'] })
    seen = await signIn(connection)
  })

  it('signs in by what the block says, and finds nothing missing', () => {
    assert.deepEqual(wrongs(connection, seen), [])
    assert.deepEqual(seen.userinfo?.['groups'], ['office'])
  })

  it('asks for no groups where they are kept there', async () => {
    const other = await connect(paperlessNgx, { typed: { host: 'papers.example.org' } })
    assert.doesNotMatch(other.env['PAPERLESS_SOCIALACCOUNT_PROVIDERS'] ?? '', /groups/)
    assert.equal(other.env['PAPERLESS_SOCIAL_ACCOUNT_SYNC_GROUPS'], undefined)
    assert.deepEqual(wrongs(other, await signIn(other)), [])
  })

  itMinds(
    () => ({ connection, seen }),
    [
      ...discoveryBreaks('authorization_endpoint', 'token_endpoint', 'userinfo_endpoint'),
      notBearer,
      withoutUserinfo,
      without('sub'),
      without('preferred_username', { needed: false }),
      without('email', { needed: false }),
      without('groups', { needed: false, code: 'list' }),
    ],
  )
})
