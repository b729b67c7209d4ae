import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { parse } from 'yaml'
import { installationAt } from '../../src/admin/operations/installation.ts'
import type { Seen } from '../../src/recipes/check.ts'
import { textOf } from '../../src/recipes/guide.ts'
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

  it('is told what this place is called in a way that all who read such files read alike', async () => {
    const name = `Anna's "place" \\ \${HOME} \`id\``
    const { app, answers, clientId } = connection
    const installation = { ...(await installationAt(app.world, app.base)), name }
    const application = { clientId, name: 'Paperless', slug: 'paperless' }
    const given = { installation, application, clientSecret: 'pcs0123456789' }
    const blocks = paperlessNgx.blocks({ ...given, answers: { host: '', groups: '', ...answers } })
    const [env, compose] = ['env', 'compose'].map((id) =>
      textOf(blocks.find((block) => block.id === id) ?? { content: '' }),
    )
    // python-dotenv fills in variables between single quotes too, and knows other escapes than a shell between double ones.
    const [, json = ''] = /^PAPERLESS_SOCIALACCOUNT_PROVIDERS='((?:[^'\\$]|\\["u])*)'$/m.exec(env ?? '') ?? []
    assert.equal(JSON.parse(json).openid_connect.APPS[0].name, name)
    assert.equal(parse(compose ?? '').services.webserver.environment.PAPERLESS_SOCIALACCOUNT_PROVIDERS, json)
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
