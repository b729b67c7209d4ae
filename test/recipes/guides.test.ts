import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parse } from 'yaml'
import type { SeenClaims } from '../../src/recipes/check.ts'
import { type GuidedBy, guidedBy, settingsOf } from '../support/guides.ts'
import { basicHeader, bearer, discoveryAt, formPost, goExchange, readIdToken } from '../support/relying-party.ts'

/**
 * Guides that people follow today, for other providers: what they have one write into the application, with the host replaced and nothing else,
 * and the application's own requests. Names of settings and paths are theirs, everything else is not.
 */

const text = (value: unknown): string => {
  assert.ok(typeof value === 'string' && value !== '', String(value))
  return value
}

/** nov/openid_connect: always https, host and path of the issuer, and the issuer letter by letter. */
const discoverAsRuby = async ({ call }: GuidedBy, issuer: string) => {
  const { host, pathname } = new URL(issuer)
  const { json } = await call(`https://${host}${pathname.replace(/\/$/, '')}/.well-known/openid-configuration`)
  assert.equal(json['issuer'], issuer)
  return json
}

/** omniauth_openid_connect by its environment. */
const signInAsMastodon = async (portico: GuidedBy, env: Readonly<Record<string, string>>) => {
  const { call, visit } = portico
  const [clientId, secret] = [text(env['OIDC_CLIENT_ID']), text(env['OIDC_CLIENT_SECRET'])]
  const redirectUri = text(env['OIDC_REDIRECT_URI'])
  const found = env['OIDC_DISCOVERY'] === 'true' ? await discoverAsRuby(portico, text(env['OIDC_ISSUER'])) : undefined
  const at = (name: string, setting: string): string => text(found?.[name] ?? env[setting])
  const nonce = 'c'.repeat(32)
  const scope = text(env['OIDC_SCOPE']).split(',').join(' ')
  const query = new URLSearchParams({
    ...{ client_id: clientId, nonce, redirect_uri: redirectUri, response_type: 'code' },
    ...{ scope, state: 'd'.repeat(32) },
  })
  const authorization = at('authorization_endpoint', 'OIDC_AUTH_ENDPOINT')
  const back = await visit(`${authorization}?${query.toString().replaceAll('+', '%20')}`)
  assert.equal(back.origin + back.pathname, redirectUri)
  const token = await call(
    at('token_endpoint', 'OIDC_TOKEN_ENDPOINT'),
    formPost(
      {
        ...{ grant_type: 'authorization_code', code: text(back.searchParams.get('code')) },
        ...{ redirect_uri: redirectUri, scope },
      },
      basicHeader(encodeURIComponent(clientId), encodeURIComponent(secret)),
    ),
  )
  assert.equal(token.status, 200, token.text)
  const keys = await call(at('jwks_uri', 'OIDC_JWKS_URI'))
  const { claims } = await readIdToken(token.json['id_token'], keys.json)
  assert.equal(claims['iss'], env['OIDC_ISSUER'])
  assert.equal(claims['aud'], clientId)
  assert.equal(claims['nonce'], nonce)
  const { json: userinfo } = await call(
    at('userinfo_endpoint', 'OIDC_USER_INFO_ENDPOINT'),
    bearer(token.json['access_token']),
  )
  const known: SeenClaims = { ...userinfo, ...claims }
  return { known, authorization }
}

describe('the guide for Mastodon with authentik', () => {
  const yaml = `
applications:
  - slug: mastodon
    name: Mastodon
    issuer: application
    clientId: hT3kWv0pQz
    clientSecret: fD83mcQ7vLs02nxYpRkA55
    redirectUris: [https://toots.example.net/auth/auth/openid_connect/callback]
`
  const block = `
OIDC_ENABLED=true
OIDC_DISPLAY_NAME=authentik
OIDC_DISCOVERY=true
OIDC_ISSUER=https://id.example.org/application/o/mastodon/
OIDC_AUTH_ENDPOINT=https://id.example.org/application/o/authorize/
OIDC_SCOPE=openid,profile,email
OIDC_UID_FIELD=preferred_username
OIDC_CLIENT_ID=hT3kWv0pQz
OIDC_CLIENT_SECRET=fD83mcQ7vLs02nxYpRkA55
OIDC_REDIRECT_URI=https://toots.example.net/auth/auth/openid_connect/callback
OIDC_SECURITY_ASSUME_EMAIL_IS_VERIFIED=true
`

  it('lets people in, by the name that it has Mastodon go by', async () => {
    const { known } = await signInAsMastodon(await guidedBy(yaml), settingsOf(block))
    assert.equal(known['preferred_username'], 'alice')
    assert.equal(known['email'], 'alice@example.org')
    assert.equal(known['name'], 'Alice Example')
  })

  it('names the address of the page that Mastodon’s own policy lets the browser go to', async () => {
    const env = settingsOf(block)
    const { authorization } = await signInAsMastodon(await guidedBy(yaml), env)
    assert.equal(authorization, env['OIDC_AUTH_ENDPOINT'])
  })

  it('works without discovery too, with the addresses that authentik has', async () => {
    const manual = block
      .replace('OIDC_DISCOVERY=true', 'OIDC_DISCOVERY=false')
      .concat(
        'OIDC_TOKEN_ENDPOINT=https://id.example.org/application/o/token/\n',
        'OIDC_USER_INFO_ENDPOINT=https://id.example.org/application/o/userinfo/\n',
        'OIDC_JWKS_URI=https://id.example.org/application/o/mastodon/jwks/\n',
      )
    const { known } = await signInAsMastodon(await guidedBy(yaml), settingsOf(manual))
    assert.equal(known['preferred_username'], 'alice')
  })

  it('says which issuer to write where the application has none of its own', async () => {
    const { call } = await guidedBy(yaml.replace('issuer: application', 'issuer: global'))
    const { status, json } = await call(discoveryAt(text(settingsOf(block)['OIDC_ISSUER'])))
    assert.equal(status, 404)
    assert.equal(json['issuer'], 'https://id.example.org')
  })
})

describe('the guide for RomM with authentik', () => {
  const yaml = `
applications:
  - slug: romm
    name: RomM
    issuer: application
    clientId: 8sYfQeLm2t
    clientSecret: Jm40VbRzW9qHhT7kXc2s
    redirectUris: [https://games.example.net/api/oauth/openid]
    claimMappings:
      - scope: email
        expression: '{"email": user.email, "email_verified": true}'
`
  const block = `
environment:
    - OIDC_ENABLED=true
    - OIDC_PROVIDER=authentik
    - OIDC_CLIENT_ID=8sYfQeLm2t
    - OIDC_CLIENT_SECRET=Jm40VbRzW9qHhT7kXc2s
    - OIDC_REDIRECT_URI=https://games.example.net/api/oauth/openid
    - OIDC_SERVER_APPLICATION_URL=https://id.example.org/application/o/romm
    - ROMM_BASE_URL=https://games.example.net
`

  /** Authlib: discovery below the address without slashes, Basic as it is, the ID token alone. */
  const signIn = async ({ call, visit }: GuidedBy, env: Readonly<Record<string, string>>) => {
    const url = text(env['OIDC_SERVER_APPLICATION_URL']).replace(/\/+$/, '')
    const { json: discovery } = await call(`${url}/.well-known/openid-configuration`)
    const [clientId, redirectUri] = [text(env['OIDC_CLIENT_ID']), text(env['OIDC_REDIRECT_URI'])]
    const query = new URLSearchParams({
      ...{ response_type: 'code', client_id: clientId, redirect_uri: redirectUri },
      ...{ scope: 'openid profile email', state: 'wq7', nonce: 'nn3' },
    })
    const back = await visit(`${discovery['authorization_endpoint']}?${query}`)
    assert.equal(back.origin + back.pathname, redirectUri)
    const fields = { code: text(back.searchParams.get('code')), redirect_uri: redirectUri }
    const token = await call(
      text(discovery['token_endpoint']),
      formPost({ grant_type: 'authorization_code', ...fields }, basicHeader(clientId, text(env['OIDC_CLIENT_SECRET']))),
    )
    assert.equal(token.status, 200, token.text)
    const keys = await call(text(discovery['jwks_uri']))
    const { claims } = await readIdToken(token.json['id_token'], keys.json)
    assert.equal(claims['iss'], discovery['issuer'])
    assert.equal(claims['nonce'], 'nn3')
    return { claims, discovery, idToken: text(token.json['id_token']) }
  }

  const unproven = { verifiedEmailKey: undefined, emailVerifiedAt: undefined, emailVerifiedBy: undefined }

  it('lets people in whose address nobody has proved, by the one line that it has people write', async () => {
    const { claims } = await signIn(await guidedBy(yaml, unproven), settingsOf(block))
    assert.equal(claims['email'], 'alice@example.org')
    assert.equal(claims['email_verified'], true)
    assert.equal(claims['preferred_username'], 'alice')
  })

  it('is needed: without that line they are refused there', async () => {
    const [without = ''] = yaml.split('    claimMappings')
    const { claims } = await signIn(await guidedBy(without, unproven), settingsOf(block))
    assert.equal(claims['email_verified'], false)
  })

  it('works with a slash at the end of the address too', async () => {
    const slashed = block.replace('/application/o/romm\n', '/application/o/romm/\n')
    assert.equal((await signIn(await guidedBy(yaml), settingsOf(slashed))).claims['email_verified'], true)
  })

  it('signs people out by an ID token and nothing else, as RomM asks', async () => {
    const portico = await guidedBy(yaml)
    const { discovery, idToken } = await signIn(portico, settingsOf(block))
    await portico.tab.get(`${discovery['end_session_endpoint']}?id_token_hint=${idToken}`)
    assert.equal((await portico.world.storage.list('sessions')).length, 0)
  })
})

describe('the page about OpenID Connect of GoToSocial', () => {
  // What it has one write into Dex, as Portico's own file has it.
  const yaml = `
groups: [moderators]
applications:
  - slug: gotosocial
    name: GoToSocial
    clientId: gotosocial_client
    clientSecret: 0d3f8d0e-6f0a-4b6a-8a39-2f7f4f0a3c11
    redirectUris: [https://pub.example.net/auth/callback]
`
  const flat = `
oidc-enabled: true
oidc-idp-name: "Portico"
oidc-skip-verification: false
oidc-issuer: "https://id.example.org"
oidc-client-id: "gotosocial_client"
oidc-client-secret: "0d3f8d0e-6f0a-4b6a-8a39-2f7f4f0a3c11"
oidc-scopes: ["openid", "email", "profile", "groups"]
oidc-link-existing: false
oidc-allowed-groups: []
oidc-admin-groups: ["moderators"]
`
  const nested = `
oidc:
  enabled: true
  idpName: "Portico"
  skipVerification: false
  issuer: "https://id.example.org"
  clientID: "gotosocial_client"
  clientSecret: "0d3f8d0e-6f0a-4b6a-8a39-2f7f4f0a3c11"
  scopes: ["openid", "email", "profile", "groups"]
`

  /** go-oidc and x/oauth2: discovery once, neither nonce nor PKCE, and the ID token alone. */
  const signIn = async (
    { call, visit }: GuidedBy,
    issuer: string,
    clientId: string,
    clientSecret: string,
    scopes: string,
  ) => {
    const { json: discovery } = await call(discoveryAt(issuer))
    assert.equal(discovery['issuer'], issuer)
    const redirectUri = 'https://pub.example.net/auth/callback'
    const query = new URLSearchParams({
      ...{ client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: scopes, state: 'st-1' },
    })
    const back = await visit(`${discovery['authorization_endpoint']}?${query}`)
    assert.equal(back.origin + back.pathname, redirectUri)
    const fields = { grant_type: 'authorization_code', code: text(back.searchParams.get('code')) }
    const answers = await goExchange({ call, clientId, clientSecret }, text(discovery['token_endpoint']), {
      ...fields,
      redirect_uri: redirectUri,
    })
    assert.equal(answers.at(-1)?.status, 200, answers.at(-1)?.text)
    const { claims } = await readIdToken(
      answers.at(-1)?.json['id_token'],
      (await call(text(discovery['jwks_uri']))).json,
    )
    assert.equal(claims['iss'], issuer)
    return claims
  }

  for (const [spelling, block] of [
    ['as it lists them', flat],
    ['as its example for Dex writes them', nested],
  ] as const) {
    it(`lets people in by its settings ${spelling}`, async () => {
      const read: Readonly<Record<string, unknown>> = parse(block)
      const oidc: Readonly<Record<string, unknown>> = Object(read['oidc'] ?? read)
      const portico = await guidedBy(yaml)
      const groups = await portico.world.storage.list('groups')
      await portico.world.storage.add('memberships', {
        ...{ id: `${groups[0]?.id}:${portico.alice.id}`, groupId: groups[0]?.id ?? '', accountId: portico.alice.id },
      })
      const scopes = oidc['oidc-scopes'] ?? oidc['scopes']
      const claims = await signIn(
        portico,
        text(oidc['oidc-issuer'] ?? oidc['issuer']),
        text(oidc['oidc-client-id'] ?? oidc['clientID']),
        text(oidc['oidc-client-secret'] ?? oidc['clientSecret']),
        (Array.isArray(scopes) ? scopes : []).join(' '),
      )
      assert.equal(claims['email'], 'alice@example.org')
      assert.equal(claims['email_verified'], true)
      assert.equal(claims['preferred_username'], 'alice')
      assert.deepEqual(claims['groups'], ['moderators'])
    })
  }
})

describe('the guide for Auth0', () => {
  const yaml = `
applications:
  - slug: auth0
    name: Auth0
    clientId: visitors
    clientSecret: any random password will do
    redirectUris: [https://tenant.eu.auth0.com/login/callback]
`
  /** It has people give the same address twice: that of a service, whose host is replaced. */
  const connection = {
    authorizationURL: 'https://id.example.org/mastodon_login',
    tokenURL: 'https://id.example.org/mastodon_login',
    ...{ client_id: 'visitors', client_secret: 'any random password will do' },
  }
  const redirectUri = 'https://tenant.eu.auth0.com/login/callback'

  const signIn = async ({ call, visit }: GuidedBy, more: Readonly<Record<string, string>> = {}) => {
    const { authorizationURL, tokenURL, client_id, client_secret } = connection
    const query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri: redirectUri, state: 's1' })
    const back = await visit(`${authorizationURL}?${query}`)
    assert.equal(back.origin + back.pathname, redirectUri)
    const code = text(back.searchParams.get('code'))
    const fields = { grant_type: 'authorization_code', client_id, client_secret, code, redirect_uri: redirectUri }
    return call(tokenURL, formPost({ ...fields, ...more }))
  }

  it('lets people in with one address for both, and tells who they are', async () => {
    const portico = await guidedBy(yaml)
    const token = await signIn(portico)
    assert.equal(token.status, 200, token.text)
    const { json } = await portico.call(`${portico.base}/userinfo`, bearer(token.json['access_token']))
    assert.equal(json['name'], 'Alice Example')
    assert.equal(json['preferred_username'], 'alice')
    assert.ok(json['sub'])
  })

  it('is no way round the client secret', async () => {
    const { status, json } = await signIn(await guidedBy(yaml), { client_secret: 'wrong' })
    assert.equal(status, 401)
    assert.equal(json['error'], 'invalid_client')
  })

  it('leaves an authorization request by POST what it is', async () => {
    const { app, base } = await guidedBy(yaml)
    const posted = { ...{ response_type: 'code', client_id: 'visitors' }, redirect_uri: redirectUri, state: 's2' }
    const response = await app.answer(new Request(`${base}/mastodon_login`, formPost(posted)), { address: '192.0.2.9' })
    assert.equal(response.status, 303)
    assert.equal(response.headers.get('location'), `/authorize?${new URLSearchParams(posted)}`)
  })
})
