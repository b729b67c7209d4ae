import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeJwt, type JWTPayload } from 'jose'
import { testPassword, testRedirect, testSecret } from '../support/app.ts'
import { callBack, redemption } from '../support/sign-in.ts'
import {
  answerIn,
  authorize,
  codeIn,
  type Mode,
  type Plan,
  plainly,
  plan,
  requestTo,
  signIn,
  tokensFor,
  userinfo,
} from './certification.ts'

const signedInAgo = async (mode: Mode, seconds: number): Promise<Plan> => {
  const at = await plan(mode)
  await tokensFor(at)
  at.world.clock.advance(seconds * 1000)
  return at
}

const unsigned = (claims: JWTPayload): string =>
  [{ alg: 'none' }, claims, undefined]
    .map((part) => (part === undefined ? '' : Buffer.from(JSON.stringify(part)).toString('base64url')))
    .join('.')

const succeeds = (changes: Parameters<typeof requestTo>[1]) => async (mode: Mode) => {
  const at = await plan(mode)
  const { claims } = await tokensFor(at, changes)
  assert.equal(claims.sub, at.sub)
}

const modules: Readonly<Record<string, (mode: Mode) => Promise<void>>> = {
  'oidcc-server': async (mode) => {
    const at = await plan(mode)
    const { claims, access, ...rest } = await tokensFor(at)
    assert.equal(claims['nonce'], 'n0nce')
    assert.equal(Reflect.get(rest, 'token_type'), 'Bearer')
    assert.equal((await userinfo(at, access)).sub, claims.sub)
  },
  'oidcc-response-type-missing': async (mode) => {
    const at = await plan(mode)
    const answer = answerIn(await at.person.get(`/authorize?${requestTo(at, { response_type: undefined })}`))
    assert.equal(answer?.get('error'), 'invalid_request')
    assert.equal(answer?.get('state'), 'st4te')
  },
  'oidcc-ensure-request-without-nonce-succeeds-for-code-flow': async (mode) => {
    const { claims } = await tokensFor(await plan(mode), { nonce: undefined })
    assert.equal('nonce' in claims, false)
  },
  'oidcc-scope-profile': async (mode) => {
    const at = await plan(mode)
    const { access } = await tokensFor(at, { scope: 'openid profile' })
    const { name, preferred_username, email } = await userinfo(at, access)
    assert.deepEqual({ name, preferred_username, email }, { ...alice, email: undefined })
  },
  'oidcc-scope-email': async (mode) => {
    const at = await plan(mode)
    const { email, email_verified, name } = await userinfo(at, (await tokensFor(at, { scope: 'openid email' })).access)
    assert.deepEqual({ email, email_verified, name }, { ...proven, name: undefined })
  },
  'oidcc-scope-all': async (mode) => {
    const at = await plan(mode)
    const told = await userinfo(at, (await tokensFor(at, { scope: 'openid profile email address phone' })).access)
    assert.deepEqual({ ...told, ...alice, ...proven }, told)
  },
  'oidcc-ensure-other-scope-order-succeeds': async (mode) => {
    const at = await plan(mode)
    const told = await userinfo(at, (await tokensFor(at, { scope: 'email openid' })).access)
    assert.equal(told['email'], proven.email)
  },
  'oidcc-display-page': succeeds({ display: 'page' }),
  'oidcc-display-popup': succeeds({ display: 'popup' }),
  'oidcc-prompt-login': async (mode) => {
    const at = await signedInAgo(mode, 5)
    const first = (await tokensFor(at)).claims['auth_time']
    at.world.clock.advance(5000)
    const asked = await at.person.follow(await at.person.get(`/authorize?${requestTo(at, { prompt: 'login' })}`))
    const { body } = await plainly(at, codeIn(await signIn(at, asked)))
    assert.ok(Number(decodeJwt(String(body['id_token']))['auth_time']) > Number(first))
  },
  'oidcc-prompt-none-not-logged-in': async (mode) => {
    const at = await plan(mode)
    const answer = answerIn(await at.person.get(`/authorize?${requestTo(at, { prompt: 'none' })}`))
    assert.equal(answer?.get('error'), 'login_required')
    assert.equal(answer?.get('code'), null)
  },
  'oidcc-prompt-none-logged-in': async (mode) => {
    const at = await signedInAgo(mode, 5)
    const answer = answerIn(await at.person.get(`/authorize?${requestTo(at, { prompt: 'none' })}`))
    assert.ok(answer && codeIn(answer))
  },
  'oidcc-max-age-1': async (mode) => {
    const at = await signedInAgo(mode, 2)
    const asked = await at.person.follow(await at.person.get(`/authorize?${requestTo(at, { max_age: '1' })}`))
    const { body } = await plainly(at, codeIn(await signIn(at, asked)))
    const now = Math.floor(at.world.clock.now() / 1000)
    assert.equal(decodeJwt(String(body['id_token']))['auth_time'], now)
  },
  'oidcc-max-age-10000': async (mode) => {
    const at = await signedInAgo(mode, 60)
    const before = Math.floor(at.world.clock.now() / 1000) - 60
    const answer = answerIn(await at.person.get(`/authorize?${requestTo(at, { max_age: '10000' })}`))
    const { body } = await plainly(at, codeIn(answer ?? assert.fail('somebody was asked again')))
    assert.equal(decodeJwt(String(body['id_token']))['auth_time'], before)
  },
  'oidcc-ensure-request-with-unknown-parameter-succeeds': succeeds({ extra: 'foobar' }),
  'oidcc-id-token-hint': async (mode) => {
    const at = await plan(mode)
    const answer = await plainly(at, codeIn(await authorize(at)))
    const hint = String(answer.body['id_token'])
    const again = answerIn(await at.person.get(`/authorize?${requestTo(at, { prompt: 'none', id_token_hint: hint })}`))
    assert.ok(again && codeIn(again))
  },
  'oidcc-login-hint': succeeds({ login_hint: 'alice@example.org' }),
  'oidcc-ui-locales': succeeds({ ui_locales: 'se' }),
  'oidcc-claims-locales': succeeds({ claims_locales: 'se' }),
  'oidcc-ensure-request-with-acr-values-succeeds': succeeds({ acr_values: '1 2' }),
  'oidcc-codereuse': async (mode) => {
    const at = await plan(mode)
    const code = codeIn(await authorize(at))
    await plainly(at, code)
    const { status, body } = await plainly(at, code)
    assert.deepEqual({ status, error: body['error'] }, { status: 400, error: 'invalid_grant' })
  },
  'oidcc-codereuse-30seconds': async (mode) => {
    const at = await plan(mode)
    const code = codeIn(await authorize(at))
    const access = String((await plainly(at, code)).body['access_token'])
    at.world.clock.advance(30_000)
    assert.equal((await plainly(at, code)).body['error'], 'invalid_grant')
    const { status } = await callBack(at, '/userinfo', { access_token: access })
    assert.equal(status, 401, 'what came of the code goes when it comes again')
  },
  'oidcc-ensure-registered-redirect-uri': async (mode) => {
    const at = await plan(mode)
    const seen = await at.person.get(`/authorize?${requestTo(at, { redirect_uri: `${testRedirect}/other` })}`)
    assert.deepEqual({ status: seen.status, location: seen.location }, { status: 400, location: undefined })
    assert.match(seen.text, /redirect_uri/)
  },
  'oidcc-ensure-post-request-succeeds': async (mode) => {
    const at = await plan(mode)
    const fields = Object.fromEntries(new URLSearchParams(requestTo(at)))
    const seen = await at.person.post('/authorize', fields, { 'sec-fetch-site': 'cross-site' })
    codeIn(await signIn(at, await at.person.follow(seen)))
  },
  'oidcc-server-client-secret-post': async (mode) => {
    const at = await plan(mode)
    const code = codeIn(await authorize(at))
    const { code_verifier: _, ...form } = redemption(code)
    const { status } = await callBack(at, '/token', { ...form, client_id: 'notes', client_secret: testSecret })
    assert.equal(status, 200)
  },
  'oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported': async (mode) => {
    const at = await plan(mode)
    const request = unsigned({ client_id: 'notes', redirect_uri: testRedirect, state: 'inside' })
    const answer = answerIn(await at.person.get(`/authorize?${requestTo(at, { request })}`))
    assert.equal(answer?.get('error'), 'request_not_supported')
  },
  'oidcc-ensure-request-object-with-redirect-uri': async (mode) => {
    const at = await plan(mode)
    const request = unsigned({ client_id: 'notes', redirect_uri: 'https://elsewhere.example.org/' })
    const seen = await at.person.get(`/authorize?${requestTo(at, { request })}`)
    assert.equal(answerIn(seen)?.get('error'), 'request_not_supported')
  },
  'oidcc-claims-essential': succeeds({ claims: '{"userinfo":{"name":{"essential":true}}}' }),
  'oidcc-refresh-token': async (mode) => {
    const at = await plan(mode)
    const changes = { scope: 'openid offline_access', prompt: 'consent' }
    const asked = await at.person.follow(await at.person.get(`/authorize?${requestTo(at, changes)}`))
    const signing = { identifier: 'alice', password: testPassword }
    const agreeing = await at.person.follow(await at.person.submit(asked, signing, { button: 'sign-in' }))
    const agreed = answerIn(await at.person.submit(agreeing, {}, { button: 'allow' }))
    const { body } = await plainly(at, codeIn(agreed ?? assert.fail('nobody was sent back')))
    const refreshed = await callBack(at, '/token', {
      grant_type: 'refresh_token',
      refresh_token: String(body['refresh_token']),
      client_id: 'notes',
      client_secret: testSecret,
    })
    const [before, after] = [body, refreshed.body].map((answer) => decodeJwt(String(answer['id_token'])))
    for (const claim of ['iss', 'sub', 'aud', 'auth_time']) assert.deepEqual(after?.[claim], before?.[claim], claim)
  },
}

const alice = { name: 'Alice Example', preferred_username: 'alice' }
const proven = { email: 'alice@example.org', email_verified: true }

for (const mode of ['query', 'form_post'] as const) {
  describe(`the certification of ${mode === 'query' ? 'a basic provider' : 'a provider that answers by form post'}`, () => {
    for (const [name, module] of Object.entries(modules)) it(`passes ${name}`, () => module(mode))
  })
}
