import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Seen } from '../../src/recipes/check.ts'
import { jellyfin } from '../../src/recipes/jellyfin.ts'
import {
  discoveryBreaks,
  idTokenReadBreaks,
  issuerWithSlash,
  itMinds,
  notBearer,
  otherSubject,
  withOther,
  without,
  withoutUserinfo,
} from '../support/breaks.ts'
import { discoverAt, entered, pasted, signInBy } from '../support/code-flow.ts'
import { type Connection, connect, wrongs } from '../support/relying-party.ts'

const typed = { host: 'example.org/films', admins: 'admins', allowed: 'film-club' }

/** OidcClient, as the plugin sets it up. It would push its requests if we said that it can. */
const signIn = async (connection: Connection, path = 'redirect'): Promise<Seen> => {
  const form = entered(connection, 'form')
  const endpoints = await discoverAt(connection, form['OpenID Endpoint'])
  assert.equal(endpoints['pushed_authorization_request_endpoint'], undefined)
  for (const name of ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri']) {
    assert.ok(String(endpoints[name]).startsWith(form['OpenID Endpoint'] ?? ''), `${name} is elsewhere`)
  }
  return signInBy(connection, {
    clientId: form['OpenID Client ID'] ?? '',
    clientSecret: form['OpenID client secret'] ?? '',
    redirectUri: `${form['Scheme Override']}://example.org/films/sso/OID/${path}/${form['Name of OpenID Provider']}`,
    scope: `openid profile ${form['Request Additional Scopes'] ?? ''}`,
    endpoints,
    issuer: form['OpenID Endpoint'] ?? '',
    authenticates: 'body',
    pkce: true,
    userinfo: true,
  })
}

describe('Jellyfin', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(jellyfin, {
      typed,
      groups: ['film-club'],
      alice: { avatar: '/avatars/alice.webp' },
    })
    seen = await signIn(connection)
  })

  it('signs in by what its form says, and finds nothing missing', () => {
    assert.deepEqual(wrongs(connection, seen), [])
    assert.equal(seen.idToken[entered(connection, 'form')['Set default username claim'] ?? ''], 'alice')
  })

  it('may come back by its shorter address', async () => {
    assert.deepEqual(wrongs(connection, await signIn(connection, 'r')), [])
  })

  it('knows somebody with a new username by the handle', async () => {
    const { app, alice } = connection
    await app.world.storage.change('accounts', alice.id, (row) => [
      { ...row, username: 'alice-two', usernameKey: 'alice-two' },
      [],
    ])
    const again = await signIn(connection)
    assert.equal(again.idToken['preferred_username'], 'alice-two')
    assert.equal(again.idToken['handle'], 'alice')
  })

  it('lets administrators in beside its group, and everybody when none is named', async () => {
    assert.equal(entered(connection, 'form')['Roles'], 'film-club\nadmins')
    const open = await connect(jellyfin, { typed: { host: 'example.org/films' } })
    assert.equal(entered(open, 'form')['Roles'], undefined)
    assert.deepEqual(wrongs(open, await signIn(open)), ['claim:picture'])
  })

  it('says the same by the plugin’s interface', () => {
    const form = entered(connection, 'form')
    const [, body = ''] = /<<'PROVIDER'\n([\s\S]*)\nPROVIDER$/.exec(pasted(connection, 'api')) ?? []
    const said = JSON.parse(body)
    assert.deepEqual(
      [said.oidEndpoint, said.oidClientId, said.oidSecret, said.roleClaim, said.defaultUsernameClaim],
      ['OpenID Endpoint', 'OpenID Client ID', 'OpenID client secret', 'Role Claim', 'Set default username claim'].map(
        (label) => form[label],
      ),
    )
    assert.deepEqual(said.roles, ['film-club', 'admins'])
  })

  itMinds(
    () => ({ connection, seen }),
    [
      issuerWithSlash,
      ...discoveryBreaks('authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint'),
      notBearer,
      ...idTokenReadBreaks,
      withoutUserinfo,
      otherSubject,
      without('handle'),
      without('groups', { code: 'list' }),
      withOther({ groups: ['others'] }, 'somebody is in none of its groups', '!role:groups'),
      without('picture', { needed: false }),
    ],
  )
})
