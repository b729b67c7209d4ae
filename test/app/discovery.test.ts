import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { createGroup, setGroups } from '../../src/accounts/groups.ts'
import type { SigningAlgorithm } from '../../src/applications/application.ts'
import { defaultFediverse, fediverseRow } from '../../src/sources/settings.ts'
import type { Row } from '../../src/storage/records.ts'
import { createTestApp, type TestApp, testRedirect, testSecret } from '../support/app.ts'
import type { TestBrowser } from '../support/browser-in-memory.ts'
import { challenge, verifier } from '../support/pkce.ts'
import { basic, callBack, codeFor, redeem } from '../support/sign-in.ts'

type Document = Readonly<Record<string, unknown>>

const path = '/.well-known/openid-configuration'

const send = async ({ app, base }: Pick<TestApp, 'app' | 'base'>, where: string, init: RequestInit = {}) => {
  const response = await app.answer(new Request(new URL(where, base), init), { address: '192.0.2.9' })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

const read = async (app: Pick<TestApp, 'app' | 'base'>): Promise<Document> => JSON.parse((await send(app, path)).text)

const listed = (document: Document, name: string): readonly string[] => {
  const value = document[name]
  assert.ok(Array.isArray(value), name)
  return value
}

describe('the discovery document', () => {
  for (const base of ['https://id.example.org', 'http://localhost:8080', 'https://id.example.org:8443']) {
    test(`names ${base} exactly as it was set, and nothing outside of it`, async () => {
      const document = await read(createTestApp({ base }))
      assert.equal(document['issuer'], base)
      for (const [name, value] of Object.entries(document)) {
        if (!/(_endpoint|_uri)$/.test(name)) continue
        assert.equal(typeof value, 'string', name)
        assert.ok(String(value).startsWith(`${base}/`), name)
      }
    })
  }

  test('is the same at every spelling of its address, and never a redirect', async () => {
    const app = createTestApp()
    const { text } = await send(app, path)
    for (const spelling of [path, `${path}/`, '/.well-known/oauth-authorization-server', `${path}?x=y`]) {
      const answer = await send(app, spelling)
      assert.equal(answer.status, 200, spelling)
      assert.equal(answer.text, text, spelling)
      assert.equal(answer.headers.get('content-type'), 'application/json')
      assert.equal(answer.headers.get('access-control-allow-origin'), '*')
    }
  })

  test('is told about to whoever pasted its address where the issuer belongs', async () => {
    const app = createTestApp()
    for (const doubled of [path + path, `${path}${path}/`]) {
      const { status, headers, text } = await send(app, doubled)
      assert.equal(status, 404)
      assert.equal(headers.get('content-type'), 'application/json')
      assert.match(JSON.parse(text).error_description, /give it the issuer alone, https:\/\/id\.example\.org$/)
    }
  })

  test('has what nov/openid_connect insists on, as addresses that can be parsed', async () => {
    const document = await read(createTestApp())
    for (const name of ['issuer', 'authorization_endpoint', 'jwks_uri']) assert.ok(URL.canParse(String(document[name])))
    for (const name of ['response_types_supported', 'subject_types_supported', 'id_token_signing_alg_values_supported'])
      assert.ok(listed(document, name).length > 0)
  })

  test('never lists a way of signing that needs no key of ours', async () => {
    for (const alg of listed(await read(createTestApp()), 'id_token_signing_alg_values_supported'))
      assert.doesNotMatch(alg, /^(none|HS\d+)$/)
  })

  test('offers none of what is not there', async () => {
    const document = await read(createTestApp())
    const notThere = [
      'pushed_authorization_request_endpoint',
      'device_authorization_endpoint',
      'registration_endpoint',
      'check_session_iframe',
      'backchannel_authentication_endpoint',
      'frontchannel_logout_supported',
      'dpop_signing_alg_values_supported',
      'userinfo_signing_alg_values_supported',
      'id_token_encryption_alg_values_supported',
      'request_object_signing_alg_values_supported',
      'token_endpoint_auth_signing_alg_values_supported',
      'acr_values_supported',
      'mtls_endpoint_aliases',
    ]
    for (const name of notThere) assert.ok(!(name in document), name)
    for (const name of ['claims_parameter_supported', 'request_parameter_supported', 'request_uri_parameter_supported'])
      assert.equal(document[name], false)
  })
})

describe('what the discovery document promises', () => {
  let app: TestApp
  let document: Document
  let browser: TestBrowser
  let account: Row<'accounts'>

  before(async () => {
    app = createTestApp()
    document = await read(app)
    account = await app.addAccount({ avatar: '/avatars/alice.png', locale: 'de' })
    const staff = await createGroup(app.world, { name: 'staff' })
    assert.ok(staff.ok)
    await setGroups(app.world, account.id, [staff.group.id])
    await app.addApplication()
    await app.addApplication({ slug: 'native', confidential: false, secrets: [], pkce: 'required' })
    await app.world.storage.put('sources', fediverseRow(app.world, undefined, { on: true, settings: defaultFediverse }))
    await app.world.storage.add('identities', {
      ...{
        id: 'of-alice',
        sourceId: 'fediverse',
        subject: 'https://social.example/users/alice',
        accountId: account.id,
      },
      host: 'social.example',
      profile: {
        ...{ username: 'alice', name: 'Alice', acct: 'alice@social.example', page: 'https://social.example/@alice' },
        ...{ software: 'mastodon', bot: false, locked: true },
      },
      ...{ anchors: {}, createdAt: 0, lastUsedAt: 0 },
    })
    browser = await app.signedIn(account, { acr: 'urn:portico:acr:fediverse', amr: ['fed'], identityId: 'of-alice' })
  })

  const authorize = (changes: Record<string, string> = {}) => {
    const request = {
      client_id: 'notes',
      redirect_uri: testRedirect,
      response_type: 'code',
      scope: 'openid',
      ...changes,
    }
    return browser.get(`/authorize?${new URLSearchParams(request)}`)
  }

  test('answers at every endpoint, with and without a slash at the end, and no redirect', async () => {
    const posted = new Set(['token_endpoint', 'revocation_endpoint', 'introspection_endpoint'])
    const expected: Readonly<Record<string, number>> = {
      authorization_endpoint: 400,
      token_endpoint: 401,
      userinfo_endpoint: 401,
      jwks_uri: 200,
      end_session_endpoint: 303,
      revocation_endpoint: 401,
      introspection_endpoint: 401,
    }
    const endpoints = Object.entries(document).filter(([name]) => /(_endpoint|_uri)$/.test(name))
    assert.deepEqual(Object.keys(expected).sort(), endpoints.map(([name]) => name).sort())
    for (const [name, url] of endpoints) {
      for (const spelling of [String(url), `${url}/`]) {
        const { status, headers } = await send(app, spelling, { method: posted.has(name) ? 'POST' : 'GET' })
        assert.equal(status, expected[name], `${name} ${spelling}`)
        if (name !== 'authorization_endpoint' && name !== 'end_session_endpoint')
          assert.equal(headers.get('content-type'), 'application/json', name)
      }
    }
  })

  test('gives every scope to whom it was asked for, and says so', async () => {
    const scopes = listed(document, 'scopes_supported')
    const { body } = await redeem(app, await codeFor(browser, { scope: scopes.join(' ') }))
    assert.equal(body['scope'], scopes.join(' '))
    for (const scope of scopes) {
      const { body } = await redeem(app, await codeFor(browser, { scope }))
      assert.equal(body['scope'], scope)
    }
  })

  test('knows every claim that it sends, and sends every claim that it lists', async () => {
    const scope = listed(document, 'scopes_supported').join(' ')
    const { body } = await redeem(app, await codeFor(browser, { scope }))
    assert.deepEqual(
      Object.keys(decodeJwt(String(body['id_token']))).sort(),
      [...listed(document, 'claims_supported')].sort(),
    )
  })

  test('has every response type, and no other', async () => {
    for (const type of listed(document, 'response_types_supported'))
      assert.ok((await authorize({ response_type: type })).location?.searchParams.has('code'))
    for (const type of [
      'token',
      'id_token',
      'none',
      'code id_token',
      'code token',
      'id_token token',
      'id_token code',
    ]) {
      const { location } = await authorize({ response_type: type, nonce: 'n' })
      assert.match(`${location?.search}${location?.hash}`, /[?#]error=unsupported_response_type&/, type)
    }
  })

  test('has every response mode, and no other', async () => {
    for (const mode of listed(document, 'response_modes_supported')) {
      const { location, text } = await authorize({ response_mode: mode })
      const whole = `${location?.search} ${location?.hash} ${text}`
      assert.match(whole, /pac_\w{43}/, mode)
      assert.doesNotMatch(whole, /error=/, mode)
    }
    for (const mode of ['jwt', 'query.jwt', 'web_message', 'Query']) {
      assert.equal((await authorize({ response_mode: mode })).location?.searchParams.get('error'), 'invalid_request')
    }
  })

  test('has every prompt, and no other', async () => {
    const lands: Readonly<Record<string, string>> = {
      none: '/callback',
      login: '/sign-in',
      consent: '/consent',
      select_account: '/choose-account',
      // Of somebody who has an account: who has none is at another page, see the tests of signing up.
      create: '/callback',
    }
    const prompts = listed(document, 'prompt_values_supported')
    assert.deepEqual([...prompts].sort(), Object.keys(lands).sort())
    for (const prompt of prompts) assert.equal((await authorize({ prompt })).location?.pathname, lands[prompt], prompt)
    for (const prompt of ['register', 'LOGIN', 'none consent', 'login nag']) {
      assert.equal((await authorize({ prompt })).location?.searchParams.get('error'), 'invalid_request', prompt)
    }
  })

  test('has every grant type, and no other', async () => {
    const tried = async (grant_type: string) =>
      (await callBack(app, '/token', { grant_type, username: 'alice', password: 'x' }, basic('notes', testSecret))).body
    for (const type of listed(document, 'grant_types_supported'))
      assert.equal((await tried(type))['error'], 'invalid_request', type)
    for (const type of [
      'password',
      'client_credentials',
      'implicit',
      'urn:ietf:params:oauth:grant-type:device_code',
      'urn:ietf:params:oauth:grant-type:token-exchange',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
      'AUTHORIZATION_CODE',
      '__proto__',
      'constructor',
    ])
      assert.equal((await tried(type))['error'], 'unsupported_grant_type', type)
  })

  test('has every way for an application to say who it is, and no other', async () => {
    const ways: Readonly<Record<string, () => readonly [Record<string, string>, Record<string, string>]>> = {
      client_secret_basic: () => [{}, basic('notes', testSecret)],
      client_secret_post: () => [{ client_id: 'notes', client_secret: testSecret }, {}],
      none: () => [{ client_id: 'native' }, {}],
    }
    const endpoints = [
      ['/token', 'token_endpoint_auth_methods_supported', 400],
      ['/revoke', 'revocation_endpoint_auth_methods_supported', 200],
      ['/introspect', 'introspection_endpoint_auth_methods_supported', 200],
    ] as const
    for (const [endpoint, name, good] of endpoints) {
      for (const [way, how] of Object.entries(ways)) {
        const [body, headers] = how()
        const form = { grant_type: 'authorization_code', code: 'pac_x', token: 'pat_x', ...body }
        const { status } = await callBack(app, endpoint, form, headers)
        assert.equal(status, listed(document, name).includes(way) ? good : 401, `${endpoint} ${way}`)
      }
      assert.ok(listed(document, name).every((way) => way in ways))
    }
  })

  test('signs in every way it lists', async () => {
    for (const alg of listed(document, 'id_token_signing_alg_values_supported')) {
      await app.addApplication({ slug: alg.toLowerCase(), signingAlgorithm: alg as SigningAlgorithm })
      const code = await codeFor(browser, { client_id: alg.toLowerCase() })
      const { body } = await redeem(app, code, {}, { clientId: alg.toLowerCase() })
      const { alg: signed, kid, typ } = decodeProtectedHeader(String(body['id_token']))
      assert.deepEqual([signed, typ], [alg, 'JWT'])
      const { keys } = JSON.parse((await send(app, '/jwks')).text)
      assert.ok(keys.some((key: Document) => key['kid'] === kid && key['alg'] === alg))
    }
  })

  test('takes S256 and no other challenge', async () => {
    assert.deepEqual(listed(document, 'code_challenge_methods_supported'), ['S256'])
    const pkce = { code_challenge: challenge, code_challenge_method: 'S256' }
    assert.ok((await authorize(pkce)).location?.searchParams.has('code'))
    for (const code_challenge_method of ['plain', 's256', 'S512', '']) {
      const { location } = await authorize({ code_challenge: verifier, code_challenge_method })
      assert.equal(location?.searchParams.get('error'), 'invalid_request')
    }
  })

  test('names who answers in every answer, good or bad', async () => {
    assert.equal(document['authorization_response_iss_parameter_supported'], true)
    for (const changes of [{}, { prompt: 'nag' }, { prompt: 'none', max_age: 'x' }, { response_type: 'token' }]) {
      const { location } = await authorize(changes as Record<string, string>)
      const answer = new URLSearchParams(location?.hash === '' ? location.search : location?.hash.slice(1))
      assert.equal(answer.get('iss'), document['issuer'])
    }
  })

  test('is answered to HEAD with everything but the body', async () => {
    for (const where of [path, '/jwks']) {
      const got = await send(app, where)
      const headed = await send(app, where, { method: 'HEAD' })
      assert.equal(headed.status, 200)
      assert.equal(headed.text, '')
      assert.deepEqual([...headed.headers], [...got.headers])
    }
  })
})
