import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { parse } from 'yaml'
import type { Seen } from '../../src/recipes/check.ts'
import { gotosocial } from '../../src/recipes/gotosocial.ts'
import { errorOf } from '../support/fediverse-app.ts'
import { withNewcomer } from '../support/newcomer.ts'
import {
  assertRefusal,
  type Break,
  type Connected,
  type Connection,
  changed,
  connect,
  discoveryAt,
  discoveryBreaks,
  goExchange,
  readIdToken,
  tokenBreaks,
  wrongs,
} from '../support/relying-party.ts'

const typed = { host: 'social.example.org', admins: 'Admins', allowed: 'Friends, Family' }
const redirectUri = 'https://social.example.org/auth/callback'

const configOf = ({ blocks }: Pick<Connection, 'blocks'>): Readonly<Record<string, unknown>> => {
  const { content } = blocks.find(({ id }) => id === 'yaml') ?? {}
  return parse(typeof content === 'string' ? content : '')
}

/** go-oidc and x/oauth2, by config.yaml: discovery at its own start, no nonce, no PKCE, no userinfo. */
const signIn = async (connection: Connected & Pick<Connection, 'visit'>): Promise<Seen> => {
  const { call, visit, app } = connection
  const config = configOf(connection)
  const issuer = String(config['oidc-issuer'])
  const { json: discovery } = await call(discoveryAt(issuer))
  assert.equal(discovery['issuer'], issuer, 'it would not start')
  const scopes = config['oidc-scopes']
  assert.ok(Array.isArray(scopes))
  const clientId = String(config['oidc-client-id'])
  const query = new URLSearchParams({
    ...{ client_id: clientId, redirect_uri: redirectUri, response_type: 'code' },
    ...{ scope: scopes.join(' '), state: 'e2f5c1f0-3d5c-4d3a-9a6e-0f0f0f0f0f0f' },
  })
  const back = await visit(`${discovery['authorization_endpoint']}?${query}`)
  assert.equal(back.origin + back.pathname, redirectUri)
  const [token, second] = await goExchange(connection, String(discovery['token_endpoint']), {
    grant_type: 'authorization_code',
    code: back.searchParams.get('code') ?? '',
    redirect_uri: redirectUri,
  })
  assert.ok(token !== undefined && second === undefined, 'the first attempt was good')
  const { header, claims } = await readIdToken(token.json['id_token'], (await call(String(discovery['jwks_uri']))).json)
  const now = app.world.clock.now()
  return { clientId, issuer, header, idToken: claims, userinfo: undefined, token: token.json, discovery, now }
}

describe('GoToSocial', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(gotosocial, { typed, groups: ['Friends', 'Admins'] })
    seen = await signIn(connection)
  })

  it('signs in by its configuration file, and finds nothing missing in the ID token alone', () => {
    assert.deepEqual(wrongs(connection, seen), [])
    assert.deepEqual(seen.idToken['groups'], ['Admins', 'Friends'])
    assert.equal(seen.idToken['email_verified'], true)
    assert.equal(seen.idToken['preferred_username'], 'alice')
  })

  it('is told the same by the file and by the environment', () => {
    const config = configOf(connection)
    for (const [name, value] of Object.entries(connection.env)) {
      const inFile = config[name.replace(/^GTS_/, '').toLowerCase().replaceAll('_', '-')]
      if (name === 'GTS_OIDC_LINK_EXISTING') assert.equal(value, 'true')
      else assert.equal(value, Array.isArray(inFile) ? inFile.join(',') : String(inFile), name)
    }
  })

  it('hears of its second attempt what was wrong with the first', async () => {
    const { app, call, visit } = connection
    const query = new URLSearchParams({
      ...{ client_id: connection.clientId, redirect_uri: redirectUri, response_type: 'code' },
      ...{ scope: 'openid', state: 's' },
    })
    const back = await visit(`${app.base}/authorize?${query}`)
    const fields = { grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '' }
    const wrong = { ...fields, redirect_uri: 'http://social.example.org/auth/callback' }
    const [first, second] = await goExchange({ ...connection, call }, `${app.base}/token`, wrong)
    assert.equal(first?.json['error'], 'invalid_grant')
    assert.deepEqual(second?.json, first?.json)
  })

  it('gets its tokens at the second attempt when only the first way to say the secret was wrong', async () => {
    const { app, visit, clientId, clientSecret, call } = connection
    const query = new URLSearchParams({
      ...{ client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: 'openid', state: 's' },
    })
    const back = await visit(`${app.base}/authorize?${query}`)
    const fields = {
      ...{ grant_type: 'authorization_code', redirect_uri: redirectUri },
      code: back.searchParams.get('code') ?? '',
    }
    const mistyped = { call, clientId, clientSecret: 'wrong' }
    const [first] = await goExchange(mistyped, `${app.base}/token`, fields)
    assert.equal(first?.json['error'], 'invalid_client')
    const [second] = await goExchange({ call, clientId, clientSecret }, `${app.base}/token`, fields)
    assert.equal(second?.status, 200, second?.text)
  })

  const breaks: readonly Break[] = [
    ...tokenBreaks,
    ['the access token is of another type', (seen) => ({ ...seen, token: { token_type: 'mac' } }), ['!token_type']],
    ...discoveryBreaks(['authorization_endpoint', 'token_endpoint', 'jwks_uri']),
    ['there is no address', (seen) => changed(seen, { email: undefined }), ['!claim:email']],
    ['there is no subject', (seen) => changed(seen, { sub: undefined }), ['!claim:sub']],
    ['email_verified is a word', (seen) => changed(seen, { email_verified: 'true' }), ['!flag:email_verified']],
    ['groups is one text', (seen) => changed(seen, { groups: 'Friends' }), ['!list:groups', '!role:groups']],
    ['there are no groups', (seen) => changed(seen, { groups: undefined }), ['!list:groups', '!role:groups']],
    ['none of the groups is let in', (seen) => changed(seen, { groups: ['Admins'] }), ['!role:groups']],
    ['the username has a dot', (seen) => changed(seen, { preferred_username: 'a.b' }), ['username:preferred_username']],
  ]
  for (const spoiled of breaks) {
    it(`is known to mind when ${spoiled[0]}`, () => assertRefusal(connection, seen, spoiled))
  }

  it('lets anybody in when it names no groups', async () => {
    const open = await connect(gotosocial, { typed: { host: 'social.example.org' } })
    assert.deepEqual(wrongs(open, await signIn(open)), [])
    assert.deepEqual(configOf(open)['oidc-allowed-groups'], [])
  })
})

describe('GoToSocial, and people from the fediverse, who have no e-mail address', () => {
  const open = { host: 'social.example.org' }
  const authorize = ({ app, clientId }: Connected): string => {
    const scope = 'openid profile email groups'
    const request = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope, state: 's' }
    return `${app.base}/authorize?${new URLSearchParams(request)}`
  }

  it('gets one that they are asked for and prove, once', async (t) => {
    const newcomer = await withNewcomer(t, gotosocial, open, { mail: true })
    const seen = await signIn(newcomer)
    assert.deepEqual(wrongs(newcomer, seen), [])
    assert.deepEqual([seen.idToken['email'], seen.idToken['email_verified']], ['alice@example.org', true])
    assert.equal((await signIn(newcomer)).idToken['sub'], seen.idToken['sub'])
  })

  it('gets one of the operator’s own domain, which is never the same for two and stays', async (t) => {
    const settings = { placeholderEmailDomain: 'people.example.org' }
    const newcomer = await withNewcomer(t, gotosocial, open, { settings, missingEmail: 'placeholder' })
    const seen = await signIn(newcomer)
    assert.deepEqual(wrongs(newcomer, seen), [])
    const email = String(seen.idToken['email'])
    assert.match(email, /^[a-z0-9]+@people\.example\.org$/)
    assert.doesNotMatch(email, /alice/)
    assert.equal(seen.idToken['email_verified'], false)
    assert.equal((await signIn(newcomer)).idToken['email'], email)
  })

  it('never sees them where no mail can be sent and no domain is set, or where it refuses them: they read why', async (t) => {
    for (const circumstances of [
      {},
      { missingEmail: 'placeholder' },
      { mail: true, missingEmail: 'refuse' },
    ] as const) {
      const newcomer = await withNewcomer(t, gotosocial, open, circumstances)
      const page = await newcomer.arrive(authorize(newcomer))
      assert.deepEqual([page.status, errorOf(page.text)], [403, 'no_email'])
      assert.match(page.text, /This application needs an e-mail address/)
      assert.match(page.text, /id="event-code"/)
    }
  })
})
