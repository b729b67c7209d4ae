import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { parse } from 'yaml'
import type { Seen } from '../../src/recipes/check.ts'
import { romm } from '../../src/recipes/romm.ts'
import { errorOf } from '../support/fediverse-app.ts'
import { withNewcomer } from '../support/newcomer.ts'
import {
  assertRefusal,
  type Break,
  basicHeader,
  type Connection,
  changed,
  connect,
  discoveryAt,
  discoveryBreaks,
  formPost,
  readIdToken,
  tokenBreaks,
  wrongs,
} from '../support/relying-party.ts'

const typed = { host: 'games.example.org', admin: 'Admins', viewer: 'Players' }

/** Authlib: scopes with the roles claim's name among them, nonce, Basic as it is, no PKCE, no userinfo. */
const signIn = async ({ env, call, visit, app }: Pick<Connection, 'env' | 'call' | 'visit' | 'app'>): Promise<Seen> => {
  const { json: discovery } = await call(discoveryAt(env['OIDC_SERVER_APPLICATION_URL'] ?? ''))
  const clientId = env['OIDC_CLIENT_ID'] ?? ''
  const redirectUri = env['OIDC_REDIRECT_URI'] ?? ''
  const nonce = 'ePYvUMLDs2Yt8fmdbFpz'
  const scope = ['openid', 'profile', 'email', env['OIDC_CLAIM_ROLES']].filter(Boolean).join(' ')
  const request = { response_type: 'code', client_id: clientId, redirect_uri: redirectUri, scope, state: 'kD8x', nonce }
  const back = await visit(`${discovery['authorization_endpoint']}?${new URLSearchParams(request)}`)
  assert.equal(back.origin + back.pathname, redirectUri)
  const token = await call(
    String(discovery['token_endpoint']),
    formPost(
      {
        grant_type: 'authorization_code',
        redirect_uri: redirectUri,
        code: back.searchParams.get('code') ?? '',
      },
      basicHeader(clientId, env['OIDC_CLIENT_SECRET'] ?? ''),
    ),
  )
  assert.equal(token.status, 200, token.text)
  const jwks = await call(String(discovery['jwks_uri']))
  const { header, claims } = await readIdToken(token.json['id_token'], jwks.json)
  return {
    clientId,
    issuer: env['OIDC_SERVER_APPLICATION_URL'] ?? '',
    header,
    idToken: claims,
    userinfo: undefined,
    token: token.json,
    discovery,
    nonce,
    now: app.world.clock.now(),
  }
}

describe('RomM with an issuer of its own', () => {
  it('is given the address that authentik has, and signs in by it', async () => {
    const connection = await connect(romm, { typed: { ...typed, issuer: 'application' }, groups: ['Players'] })
    assert.equal(connection.env['OIDC_SERVER_APPLICATION_URL'], 'https://id.example.org/application/o/romm')
    const seen = await signIn(connection)
    // It expects the issuer that discovery names, whatever its setting looks like.
    assert.deepEqual(wrongs(connection, { ...seen, issuer: 'https://id.example.org/application/o/romm/' }), [])
  })
})

describe('RomM', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(romm, { typed, groups: ['Players'] })
    seen = await signIn(connection)
  })

  it('signs in by its environment, and finds nothing missing in the ID token alone', () => {
    assert.deepEqual(wrongs(connection, seen), [])
    assert.deepEqual(seen.idToken['groups'], ['Players'])
    assert.equal(seen.idToken['email_verified'], true)
  })

  it('is told the same by Docker Compose', () => {
    const { content } = connection.blocks.find(({ id }) => id === 'compose') ?? {}
    const { environment } = parse(String(content)).services.romm
    const { DISABLE_USERPASS_LOGIN, OIDC_AUTOLOGIN, ...env } = connection.env
    assert.deepEqual(environment, env)
    assert.deepEqual([DISABLE_USERPASS_LOGIN, OIDC_AUTOLOGIN], ['true', 'true'])
  })

  it('discovers the same with a slash at the end of what it was given', async () => {
    const { call, env } = connection
    const { json } = await call(discoveryAt(`${env['OIDC_SERVER_APPLICATION_URL']}/`))
    assert.equal(json['issuer'], env['OIDC_SERVER_APPLICATION_URL'])
  })

  it('opens by an address that begins the sign-in at once', async () => {
    const { app, applicationId } = connection
    const row = await app.world.storage.find('applications', applicationId)
    assert.ok(JSON.stringify(row?.details).includes('"launchUrl":"https://games.example.org/api/login/openid"'))
  })

  it('signs people out here too with nothing but their ID token', async () => {
    const own = await connect(romm, { typed, groups: ['Players'] })
    const { call, visit, env, browser, app } = own
    const request = {
      ...{ response_type: 'code', client_id: own.clientId, redirect_uri: env['OIDC_REDIRECT_URI'] ?? '' },
      ...{ scope: 'openid', state: 's', nonce: 'n' },
    }
    const back = await visit(`${app.base}/authorize?${new URLSearchParams(request)}`)
    const fields = { grant_type: 'authorization_code', redirect_uri: request.redirect_uri }
    const code = back.searchParams.get('code') ?? ''
    const token = await call(
      `${app.base}/token`,
      formPost({ ...fields, code }, basicHeader(own.clientId, own.clientSecret)),
    )
    const hint = new URLSearchParams({ id_token_hint: String(token.json['id_token']) })
    const page = await browser.follow(await browser.get(`${app.base}/end-session?${hint}`))
    assert.equal(page.status, 200)
    assert.equal((await browser.get('/account')).location?.pathname, '/sign-in')
  })

  const breaks: readonly Break[] = [
    ...tokenBreaks,
    ['the access token is of another type', (seen) => ({ ...seen, token: { token_type: 'mac' } }), ['!token_type']],
    ...discoveryBreaks(['authorization_endpoint', 'token_endpoint', 'jwks_uri']),
    ['there is no subject', (seen) => changed(seen, { sub: undefined }), ['!claim:sub']],
    ['the nonce is another', (seen) => ({ ...seen, nonce: 'c' }), ['!nonce:nonce']],
    ['there is no address', (seen) => changed(seen, { email: undefined }), ['!claim:email']],
    [
      'the address is not proven',
      (seen) => changed(seen, { email_verified: false }),
      ['!email_verified:email_verified'],
    ],
    [
      'nothing is said of the address',
      (seen) => changed(seen, { email_verified: undefined }),
      ['!email_verified:email_verified'],
    ],
    [
      'email_verified is a word',
      (seen) => changed(seen, { email_verified: 'true' }),
      ['!email_verified:email_verified'],
    ],
    ['there is no username', (seen) => changed(seen, { preferred_username: undefined }), ['!claim:preferred_username']],
    ['groups is one text', (seen) => changed(seen, { groups: 'Players' }), ['!list:groups']],
    ['there is no role in the groups', (seen) => changed(seen, { groups: ['Family'] }), ['!role:groups']],
  ]
  for (const spoiled of breaks) {
    it(`is known to mind when ${spoiled[0]}`, () => assertRefusal(connection, seen, spoiled))
  }

  it('lets anybody in when only its administrators are a group', async () => {
    const open = await connect(romm, { typed: { host: 'games.example.org', admin: 'Admins' } })
    assert.equal(open.env['OIDC_ROLE_VIEWER'], '*')
    assert.deepEqual(wrongs(open, await signIn(open)), [])
  })

  it('asks for no roles when there are none', async () => {
    const plain = await connect(romm, { typed: { host: 'games.example.org' } })
    assert.equal(plain.env['OIDC_CLAIM_ROLES'], undefined)
    assert.deepEqual(wrongs(plain, await signIn(plain)), [])
  })
})

describe('RomM, and people from the fediverse, who have no e-mail address', () => {
  const open = { host: 'games.example.org' }

  it('gets one that is proven, since it takes no other', async (t) => {
    const newcomer = await withNewcomer(t, romm, open, { mail: true })
    const seen = await signIn(newcomer)
    assert.deepEqual(wrongs(newcomer, seen), [])
    assert.deepEqual([seen.idToken['email'], seen.idToken['email_verified']], ['alice@example.org', true])
  })

  it('takes the operator’s own addresses when they vouch for the domain, and is known to mind when they do not', async (t) => {
    for (const vouchForPlaceholders of [true, false]) {
      const settings = { placeholderEmailDomain: 'people.example.org', vouchForPlaceholders }
      const newcomer = await withNewcomer(t, romm, open, { settings, missingEmail: 'placeholder' })
      const seen = await signIn(newcomer)
      assert.match(String(seen.idToken['email']), /@people\.example\.org$/)
      assert.deepEqual(wrongs(newcomer, seen), vouchForPlaceholders ? [] : ['!email_verified:email_verified'])
    }
  })

  it('never sees them where there is no way to an address: they read why', async (t) => {
    const newcomer = await withNewcomer(t, romm, open)
    const request = {
      ...{ response_type: 'code', client_id: newcomer.clientId, scope: 'openid profile email', state: 's', nonce: 'n' },
      redirect_uri: newcomer.env['OIDC_REDIRECT_URI'] ?? '',
    }
    const page = await newcomer.arrive(`${newcomer.app.base}/authorize?${new URLSearchParams(request)}`)
    assert.deepEqual([page.status, errorOf(page.text)], [403, 'no_email'])
  })
})
