import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose'
import type { Application } from '../../src/applications/application.ts'
import { changeApplication } from '../../src/applications/change-application.ts'
import type { Row } from '../../src/storage/records.ts'
import { createTestApp, type TestApp, testRedirect, testSecret } from '../support/app.ts'
import type { TestBrowser } from '../support/browser-in-memory.ts'
import { basic, callBack, redemption } from '../support/sign-in.ts'

const base = 'https://id.example.org'
const own = `${base}/application/o/notes/`
const bye = 'https://app.example.org/bye'

interface House extends TestApp {
  readonly alice: Row<'accounts'>
  /** `notes` has an issuer of its own, `plain` uses everybody's, `games` has its own too. */
  readonly notes: Application
  readonly browser1: TestBrowser
}

const ready = async (): Promise<House> => {
  const app = createTestApp({ base })
  const alice = await app.addAccount()
  const notes = await app.addApplication({ issuer: 'application', postLogoutRedirectUris: [bye] })
  await app.addApplication({ slug: 'plain', clientId: 'plain' })
  await app.addApplication({ slug: 'games', clientId: 'games', issuer: 'application' })
  return { ...app, alice, notes, browser1: await app.signedIn(alice) }
}

const read = async ({ app }: Pick<TestApp, 'app'>, url: string, init: RequestInit = {}) => {
  const response = await app.answer(new Request(url, init), { address: '192.0.2.9' })
  const text = await response.text()
  const isJson = response.headers.get('content-type') === 'application/json'
  return { status: response.status, headers: response.headers, json: isJson ? JSON.parse(text) : {}, text }
}

const request = (clientId: string): string =>
  `${new URLSearchParams({
    ...{ client_id: clientId, redirect_uri: testRedirect, response_type: 'code' },
    ...{ scope: 'openid profile email offline_access', state: 'xyz', nonce: 'n-1', prompt: 'consent' },
    ...{ code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' },
  })}`

/** Without anything being asked: a code and the issuer that came with it. */
const answered = async (browser: TestBrowser, path: string, clientId: string) => {
  const query = request(clientId).replace('&prompt=consent', '')
  const { location, text } = await browser.get(`${path}?${query}`)
  assert.ok(location, text)
  return { code: location.searchParams.get('code') ?? '', iss: location.searchParams.get('iss') }
}

const tokensAt = async (house: House, path: string, clientId: string, authorize = '/application/o/authorize/') => {
  const { code } = await answered(house.browser1, authorize, clientId)
  const form = { ...redemption(code), code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk' }
  return callBack(house, path, form, basic(clientId, testSecret))
}

describe('an application with an issuer of its own', () => {
  let house: House
  before(async () => {
    house = await ready()
  })

  test('is described at its own address, with the addresses that authentik gives', async () => {
    const { status, json, headers } = await read(house, `${own}.well-known/openid-configuration`)
    assert.equal(status, 200)
    assert.equal(headers.get('access-control-allow-origin'), '*')
    const told = Object.fromEntries(Object.entries(json).filter(([name]) => /^issuer$|_endpoint$|_uri$/.test(name)))
    assert.deepEqual(told, {
      issuer: own,
      authorization_endpoint: `${base}/application/o/authorize/`,
      token_endpoint: `${base}/application/o/token/`,
      userinfo_endpoint: `${base}/application/o/userinfo/`,
      jwks_uri: `${own}jwks/`,
      end_session_endpoint: `${own}end-session/`,
      revocation_endpoint: `${base}/application/o/revoke/`,
      introspection_endpoint: `${base}/application/o/introspect/`,
    })
  })

  test('is described the same at every address that people and libraries make of it', async () => {
    const { text } = await read(house, `${own}.well-known/openid-configuration`)
    const spellings = [
      own,
      own.slice(0, -1),
      `${own}.well-known/openid-configuration/`,
      `${own}.well-known/oauth-authorization-server`,
      `${base}/.well-known/oauth-authorization-server/application/o/notes`,
      `${base}/.well-known/oauth-authorization-server/application/o/notes/`,
    ]
    for (const spelling of spellings) {
      const answer = await read(house, spelling)
      assert.equal(answer.status, 200, spelling)
      assert.equal(answer.text, text, spelling)
    }
  })

  test('promises no address that is not there', async () => {
    const { json } = await read(house, `${own}.well-known/openid-configuration`)
    for (const [name, url] of Object.entries(json)) {
      if (!/_endpoint$|_uri$/.test(name)) continue
      for (const spelling of [String(url), String(url).replace(/\/$/, '')]) {
        const { status } = await read(house, spelling, { method: /token_|revoc|intro/.test(name) ? 'POST' : 'GET' })
        assert.notEqual(status, 404, spelling)
        assert.ok(status < 500, spelling)
        assert.ok(status === 303 ? name === 'end_session_endpoint' : true, `${spelling} redirects`)
      }
    }
  })

  test('hears that issuer in the answer, in the ID token and in introspection, and verifies it with the keys named there', async () => {
    const { iss } = await answered(house.browser1, '/application/o/authorize/', 'notes')
    assert.equal(iss, own)
    const { status, body } = await tokensAt(house, '/application/o/token/', 'notes')
    assert.equal(status, 200, JSON.stringify(body))
    const { json } = await read(house, `${own}jwks/`)
    const { payload } = await jwtVerify(String(body['id_token']), createLocalJWKSet(json as JSONWebKeySet), {
      issuer: own,
      audience: 'notes',
      currentDate: new Date(house.world.clock.now()),
    })
    assert.equal(payload['nonce'], 'n-1')
    for (const token of [body['access_token'], body['refresh_token']]) {
      const { body: seen } = await callBack(
        house,
        '/application/o/introspect/',
        { token: String(token) },
        basic('notes', testSecret),
      )
      assert.equal(seen['active'], true)
      assert.equal(seen['iss'], own)
    }
    const userinfo = await read(house, `${base}/application/o/userinfo/`, {
      headers: { authorization: `Bearer ${body['access_token']}` },
    })
    assert.equal(userinfo.status, 200)
    assert.equal(userinfo.json.sub, payload.sub)
    const refreshed = await callBack(
      house,
      '/application/o/token/',
      { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) },
      basic('notes', testSecret),
    )
    assert.equal(decodeJwt(String(refreshed.body['id_token'])).iss, own)
  })

  test('hears that issuer with a refusal too', async () => {
    const stranger = house.browser('192.0.2.40')
    const { location } = await stranger.get(`/application/o/authorize/?${request('notes').replace('consent', 'none')}`)
    assert.equal(location?.searchParams.get('error'), 'login_required')
    assert.equal(location?.searchParams.get('iss'), own)
  })

  test('hears that issuer also when it came to the address of everybody', async () => {
    assert.equal((await answered(house.browser1, '/authorize', 'notes')).iss, own)
  })

  test('is told pictures’ addresses under the public base', async () => {
    const { body } = await tokensAt(house, '/application/o/token/', 'notes')
    const { picture } = decodeJwt(String(body['id_token']))
    assert.ok(picture === undefined || String(picture).startsWith(`${base}/avatars/`), String(picture))
  })
})

describe('tokens of one issuer', () => {
  let house: House
  let notes: Readonly<Record<string, unknown>>
  before(async () => {
    house = await ready()
    notes = (await tokensAt(house, '/application/o/token/', 'notes')).body
  })
  const client = basic('notes', testSecret)

  test('are not taken at the addresses of another, and whoever asks there is told whose they are', async () => {
    for (const [path, form] of [
      ['/introspect', { token: String(notes['access_token']) }],
      ['/revoke', { token: String(notes['access_token']) }],
      ['/token', { grant_type: 'refresh_token', refresh_token: String(notes['refresh_token']) }],
    ] as const) {
      const { status, body } = await callBack(house, path, form, client)
      assert.equal(status, 400, path)
      assert.equal(body['error'], 'unauthorized_client')
      assert.match(String(body['error_description']), /https:\/\/id\.example\.org\/application\/o\/notes\//)
    }
    const headers = { authorization: `Bearer ${notes['access_token']}` }
    assert.equal((await read(house, `${base}/userinfo`, { headers })).status, 401)
    // They were left alone.
    assert.equal((await read(house, `${base}/application/o/userinfo/`, { headers })).status, 200)
  })

  test('do not sign a person out under another, without a question', async () => {
    const hint = new URLSearchParams({ id_token_hint: String(notes['id_token']) })
    for (const path of ['/end-session', '/application/o/games/end-session/']) {
      const { status } = await house.browser1.get(`${path}?${hint}`)
      assert.equal(status, 200, `${path} asks`)
    }
    const { body } = await tokensAt(house, '/token', 'plain', '/authorize')
    const plain = new URLSearchParams({ id_token_hint: String(body['id_token']) })
    assert.equal((await house.browser1.get(`/application/o/notes/end-session/?${plain}`)).status, 200)
    assert.equal((await house.browser1.get(`/application/o/games/end-session/?${plain}`)).status, 200)
  })

  test('name nobody to another application in id_token_hint', async () => {
    const query = `${request('plain').replace('consent', 'none')}&id_token_hint=${notes['id_token']}`
    const { location } = await house.browser1.get(`/authorize?${query}`)
    assert.equal(location?.searchParams.get('error'), 'invalid_request')
  })

  test('end when the application gets another issuer, or another short name in it', async () => {
    for (const change of [{ slug: 'notes-2' }, { issuer: 'global' }] as const) {
      const house = await ready()
      const { body } = await tokensAt(house, '/application/o/token/', 'notes')
      const { code } = await answered(house.browser1, '/application/o/authorize/', 'notes')
      const changed = await changeApplication(house.world, house.notes.id, change)
      assert.ok(changed.ok)
      const headers = { authorization: `Bearer ${body['access_token']}` }
      assert.equal((await read(house, `${base}/application/o/userinfo/`, { headers })).status, 401)
      const refresh = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) }
      const at = '/application/o/token/'
      assert.equal((await callBack(house, at, refresh, client)).body['error'], 'invalid_grant')
      const form = { ...redemption(code), code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk' }
      assert.equal((await callBack(house, at, form, client)).body['error'], 'invalid_grant')
    }
  })
})

describe('an application that uses the issuer of everybody', () => {
  let house: House
  before(async () => {
    house = await ready()
  })

  test('has no document of its own, and whoever asks for it is told which issuer to copy', async () => {
    for (const path of ['', '.well-known/openid-configuration', '.well-known/oauth-authorization-server']) {
      const { status, json } = await read(house, `${base}/application/o/plain/${path}`)
      assert.equal(status, 404)
      assert.equal(json.issuer, base)
      assert.match(json.error_description, /uses the issuer https:\/\/id\.example\.org: give it that one$/)
    }
  })

  test('may use the addresses that authentik has for all, and hears the issuer that it has', async () => {
    assert.equal((await answered(house.browser1, '/application/o/authorize/', 'plain')).iss, base)
    const { status, body } = await tokensAt(house, '/application/o/token/', 'plain')
    assert.equal(status, 200)
    assert.equal(decodeJwt(String(body['id_token'])).iss, base)
    const headers = { authorization: `Bearer ${body['access_token']}` }
    assert.equal((await read(house, `${base}/application/o/userinfo/`, { headers })).status, 200)
  })

  test('has keys and a way out under its short name, as there', async () => {
    assert.equal((await read(house, `${base}/application/o/plain/jwks/`)).status, 200)
    const { body } = await tokensAt(house, '/token', 'plain', '/authorize')
    const hint = new URLSearchParams({ id_token_hint: String(body['id_token']) })
    const { status, location } = await house.browser1.get(`/application/o/plain/end-session/?${hint}`)
    assert.equal(status, 303)
    assert.equal(location?.pathname, '/signed-out')
  })
})

describe('a short name that nobody has', () => {
  test('is not found, in JSON', async () => {
    const house = await ready()
    for (const path of ['', '.well-known/openid-configuration', 'jwks/']) {
      const { status, json } = await read(house, `${base}/application/o/nobody/${path}`)
      assert.equal(status, 404)
      assert.equal(json.error, 'not_found')
    }
    assert.equal((await house.browser1.get('/application/o/nobody/end-session/')).status, 404)
  })

  test('is told of the doubled address like everybody', async () => {
    const house = await ready()
    const path = '.well-known/openid-configuration'
    const { status, json } = await read(house, `${own}${path}/${path}`)
    assert.equal(status, 404)
    assert.match(
      json.error_description,
      /give it the issuer alone, https:\/\/id\.example\.org\/application\/o\/notes\/$/,
    )
  })
})

describe('signing out at the address of one application', () => {
  test('ends the session at once with an ID token of that issuer, and leads back', async () => {
    const house = await ready()
    const { body } = await tokensAt(house, '/application/o/token/', 'notes')
    const query = new URLSearchParams({
      ...{ id_token_hint: String(body['id_token']), post_logout_redirect_uri: bye, state: 's' },
    })
    const { location } = await house.browser1.get(`/application/o/notes/end-session/?${query}`)
    assert.equal(String(location), `${bye}?state=s`)
    assert.equal((await house.world.storage.list('sessions')).length, 0)
  })

  test('asks where nothing proves the sign-in, and remembers whose address it was', async () => {
    const house = await ready()
    const query = new URLSearchParams({ post_logout_redirect_uri: bye })
    const asked = await house.browser1.get(`/application/o/notes/end-session/?${query}`)
    assert.equal(asked.status, 200)
    const { location } = await house.browser1.submit(asked, {})
    assert.equal(String(location), bye)
    assert.equal((await house.world.storage.list('sessions')).length, 0)
  })

  test('leads nowhere that only another application has registered', async () => {
    const house = await ready()
    const query = new URLSearchParams({ post_logout_redirect_uri: bye })
    const { status, location } = await house.browser('192.0.2.50').get(`/application/o/games/end-session/?${query}`)
    assert.equal(status, 400)
    assert.equal(location, undefined)
  })

  test('turns a form of the application into the same by GET', async () => {
    const house = await ready()
    const answer = await callBack(house, '/application/o/notes/end-session/', { state: 's' })
    assert.equal(answer.status, 303)
    assert.equal(answer.headers.get('location'), '/application/o/notes/end-session/?state=s')
  })
})
