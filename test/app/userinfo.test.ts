import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { deleteAccount, disableAccount } from '../../src/accounts/disable.ts'
import { setPassword } from '../../src/accounts/passwords/change.ts'
import { createHasher } from '../../src/accounts/passwords/hasher.ts'
import { endSession, endSessionByPublicId } from '../../src/accounts/sessions/end-session.ts'
import { confirmSession } from '../../src/accounts/sessions/sessions.ts'
import { deleteApplication, setDisabled } from '../../src/applications/change-application.ts'
import { revokeGrant } from '../../src/applications/grants.ts'
import { createTestApp, type TestApp, testSecret } from '../support/app.ts'
import { type OpenStorage, onEveryEngine } from '../support/engines.ts'
import { basic, callBack, codeFor, redeem, redemption, type TokenAnswer } from '../support/sign-in.ts'

const ready = async (open?: OpenStorage) => {
  const app = createTestApp(open === undefined ? {} : { storage: await open() })
  const account = await app.addAccount()
  const application = await app.addApplication()
  const browser = await app.signedIn(account)
  const { body } = await redeem(app, await codeFor(browser))
  return { ...app, account, application, browser, token: String(body['access_token']), tokens: body }
}

const bearer = (token: string, scheme = 'Bearer') => ({ authorization: `${scheme} ${token}` })

const ask = async (
  { app, base }: Pick<TestApp, 'app' | 'base'>,
  { method = 'GET', path = '/userinfo', ...init }: RequestInit & { path?: string },
): Promise<TokenAnswer & { readonly challenge: string | null }> => {
  const response = await app.answer(new Request(base + path, { method, ...init }), { address: '192.0.2.9' })
  const { status, headers } = response
  return { status, headers, body: JSON.parse(await response.text()), challenge: headers.get('www-authenticate') }
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }

describe('userinfo', () => {
  test('answers GET, POST with the header, and POST with the token in the body, all alike', async () => {
    const app = await ready()
    const answers = [
      await ask(app, { headers: bearer(app.token) }),
      await ask(app, { headers: bearer(app.token, 'bearer') }),
      await ask(app, { method: 'POST', headers: bearer(app.token) }),
      await ask(app, { method: 'POST', headers: { ...bearer(app.token), ...form }, body: '' }),
      await ask(app, {
        method: 'POST',
        headers: { ...bearer(app.token), 'content-type': 'application/json' },
        body: '{}',
      }),
      await ask(app, { method: 'POST', headers: form, body: `access_token=${app.token}` }),
      await ask(app, {
        method: 'POST',
        headers: { 'content-type': 'Application/X-WWW-Form-URLEncoded; charset=utf-8' },
        body: `access_token=${app.token}`,
      }),
    ]
    for (const { status, headers, body } of answers) {
      assert.equal(status, 200)
      assert.equal(headers.get('content-type'), 'application/json')
      assert.equal(headers.get('cache-control'), 'no-store')
      assert.deepEqual(body, answers[0]?.body)
    }
  })

  test('says of the person what the ID token says, and names the same subject', async () => {
    const app = await ready()
    const { body } = await ask(app, { headers: bearer(app.token) })
    const protocol = new Set(['iss', 'aud', 'iat', 'exp', 'auth_time', 'amr', 'sid', 'nonce', 'at_hash'])
    const inIdToken = Object.entries(decodeJwt(String(app.tokens['id_token']))).filter(([name]) => !protocol.has(name))
    assert.deepEqual(body, Object.fromEntries(inIdToken))
    assert.equal(body['sub'], app.account.id)
  })

  const scopes: readonly (readonly [scope: string, claims: readonly string[]])[] = [
    ['openid', []],
    ['openid profile', ['name', 'preferred_username', 'handle', 'nickname', 'updated_at', 'groups']],
    ['openid email', ['email', 'email_verified']],
    ['openid groups', ['groups']],
    ['openid email phone address', ['email', 'email_verified']],
    ['openid offline_access', []],
  ]
  for (const [scope, claims] of scopes) {
    test(`tells for ${scope}: ${claims.join(', ') || 'the subject alone'}`, async () => {
      const app = await ready()
      const { body } = await redeem(app, await codeFor(app.browser, { scope }))
      const told = await ask(app, { headers: bearer(String(body['access_token'])) })
      assert.deepEqual(Object.keys(told.body).sort(), [...claims, 'sub'].sort())
    })
  }

  test('gives no e-mail claim at all for somebody without an address', async () => {
    const app = createTestApp()
    const account = await app.addAccount({
      email: undefined,
      emailKey: undefined,
      verifiedEmailKey: undefined,
      emailVerifiedAt: undefined,
      emailVerifiedBy: undefined,
    })
    await app.addApplication()
    const { body } = await redeem(app, await codeFor(await app.signedIn(account)))
    const { body: told } = await ask(app, { headers: bearer(String(body['access_token'])) })
    assert.ok(!('email' in told) && !('email_verified' in told))
  })

  test('says false, and not nothing, of an address nobody has proven', async () => {
    const app = createTestApp()
    const account = await app.addAccount({ emailVerifiedAt: undefined, verifiedEmailKey: undefined })
    await app.addApplication()
    const { body } = await redeem(app, await codeFor(await app.signedIn(account)))
    const { body: told } = await ask(app, { headers: bearer(String(body['access_token'])) })
    assert.equal(told['email_verified'], false)
  })

  test('only says how to come in when no token was sent (RFC 6750 section 3)', async () => {
    const app = await ready()
    for (const method of ['GET', 'POST']) {
      const { status, challenge } = await ask(app, { method })
      assert.equal(status, 401)
      assert.equal(challenge, `Bearer realm="${app.base}"`)
    }
  })

  const refused: readonly (readonly [
    name: string,
    send: (token: string) => RequestInit & { path?: string },
    status: number,
    error: string,
  ])[] = [
    ['an unknown token', () => ({ headers: bearer('pat_unknown') }), 401, 'invalid_token'],
    ['a token with a letter too many', (token) => ({ headers: bearer(`${token}x`) }), 401, 'invalid_token'],
    ['a token in the URL', (token) => ({ path: `/userinfo?access_token=${token}` }), 400, 'invalid_request'],
    [
      'a token in the URL and the header',
      (token) => ({ path: `/userinfo?access_token=${token}`, headers: bearer(token) }),
      400,
      'invalid_request',
    ],
    [
      'a token in the header and the body',
      (token) => ({ method: 'POST', headers: { ...bearer(token), ...form }, body: `access_token=${token}` }),
      400,
      'invalid_request',
    ],
    [
      'a token twice in the body',
      (token) => ({ method: 'POST', headers: form, body: `access_token=${token}&access_token=${token}` }),
      400,
      'invalid_request',
    ],
    ['two headers', (token) => ({ headers: bearer(`${token}, Bearer ${token}`) }), 400, 'invalid_request'],
    ['another scheme', () => ({ headers: basic('notes', testSecret) }), 400, 'invalid_request'],
    ['a scheme without a token', () => ({ headers: { authorization: 'Bearer' } }), 400, 'invalid_request'],
    [
      'a token in the body of a GET-like POST of another type',
      (token) => ({ method: 'POST', headers: { 'content-type': 'text/plain' }, body: `access_token=${token}` }),
      401,
      'invalid_token',
    ],
  ]
  for (const [name, send, status, error] of refused) {
    test(`refuses ${name} with ${status}`, async () => {
      const app = await ready()
      const answer = await ask(app, send(app.token))
      assert.equal(answer.status, status)
      assert.equal(answer.body['error'], error)
      assert.match(answer.challenge ?? '', /^Bearer realm="/)
      assert.ok(!('sub' in answer.body))
    })
  }

  test('takes nothing for an access token that is none', async () => {
    const app = await ready()
    const { body } = await redeem(app, await codeFor(app.browser, { scope: 'openid offline_access' }))
    const code = await codeFor(app.browser)
    const cookie = [...app.browser.cookies.values()]
    for (const other of [String(body['id_token']), String(body['refresh_token']), code, testSecret, ...cookie]) {
      const { status, challenge } = await ask(app, { headers: bearer(other) })
      assert.equal(status, 401)
      assert.match(challenge ?? '', /error="invalid_token"/)
    }
    // Nor an access token for anything else.
    const asCode = await callBack(app, '/token', redemption(app.token), basic('notes', testSecret))
    assert.equal(asCode.body['error'], 'invalid_grant')
    const asRefresh = { grant_type: 'refresh_token', refresh_token: app.token }
    assert.equal((await callBack(app, '/token', asRefresh, basic('notes', testSecret))).body['error'], 'invalid_grant')
    app.browser.cookies.set('__Host-portico-session', app.token)
    assert.equal((await app.browser.get('/account')).location?.pathname, '/sign-in')
  })

  test('does not look at cookies', async () => {
    const app = await ready()
    assert.equal((await app.browser.get('/userinfo')).status, 401)
  })
})

await onEveryEngine('an access token', (open) => {
  const isGood = async (app: Pick<TestApp, 'app' | 'base'>, token: unknown): Promise<boolean> => {
    const { status } = await ask(app, { headers: bearer(String(token)) })
    assert.ok(status === 200 || status === 401, String(status))
    return status === 200
  }

  test('is good to the last millisecond of its hour', async () => {
    const app = await ready(open)
    app.world.clock.advance(3_599_999)
    assert.ok(await isGood(app, app.token))
    app.world.clock.advance(1)
    assert.ok(!(await isGood(app, app.token)))
  })

  const ends: readonly (readonly [name: string, end: (app: Awaited<ReturnType<typeof ready>>) => Promise<unknown>])[] =
    [
      ['the account is disabled', ({ world, account }) => disableAccount(world, account.id)],
      ['the account is deleted', ({ world, account }) => deleteAccount(world, account.id)],
      [
        'the password is set anew',
        ({ world, account }) =>
          setPassword(
            { ...world, hasher: createHasher({ random: world.random, cost: { memory: 64, passes: 1 } }) },
            { accountId: account.id, password: 'correct horse battery staple' },
            {},
          ),
      ],
      [
        'the person takes back what they allowed',
        ({ world, account, application }) => revokeGrant(world, account.id, application.id),
      ],
      ['the application is switched off', ({ world, application }) => setDisabled(world, application.id, true)],
      ['the application is deleted', ({ world, application }) => deleteApplication(world, application.id)],
      [
        'the application revokes it',
        (app) => callBack(app, '/revoke', { token: app.token }, basic('notes', testSecret)),
      ],
      [
        'the person signs out',
        async ({ browser }) => {
          const page = await browser.get('/sign-out')
          return browser.submit(page, {}, { button: 'sign-out' })
        },
      ],
      [
        'the application signs the person out',
        ({ browser, tokens }) => browser.get(`/end-session?id_token_hint=${tokens['id_token']}`),
      ],
      [
        'the person ends that session from another',
        async ({ world, account }) => {
          const [session] = await world.storage.list('sessions', { where: { accountId: account.id } })
          return endSessionByPublicId(world, account.id, session?.publicId ?? '')
        },
      ],
      [
        'the person signs out after they had to prove once more who they are',
        async ({ world, browser }) => {
          const secret = browser.cookies.get('__Host-portico-session') ?? ''
          const renewed = await confirmSession(world, secret, { amr: ['pwd'] })
          return endSession(world, renewed?.secret ?? '')
        },
      ],
    ]
  for (const [name, end] of ends) {
    test(`ends when ${name}`, async () => {
      const app = await ready(open)
      const bob = await app.addAccount({ username: 'bob' })
      const others = await redeem(app, await codeFor(await app.signedIn(bob)))
      assert.ok(await isGood(app, app.token))
      await end(app)
      assert.ok(!(await isGood(app, app.token)))
      const { body } = await callBack(app, '/introspect', { token: app.token }, basic('notes', testSecret))
      assert.ok(body['active'] === false || body['error'] === 'invalid_client')
      const concernsAll = name.startsWith('the application is')
      assert.equal(await isGood(app, others.body['access_token']), !concernsAll)
    })
  }

  test('outlives a sign-out when the application may come back while nobody is there', async () => {
    const app = await ready(open)
    const { body } = await redeem(app, await codeFor(app.browser, { scope: 'openid offline_access' }))
    await app.browser.get(`/end-session?id_token_hint=${body['id_token']}`)
    assert.ok(!(await isGood(app, body['access_token'])))
    const refresh = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) }
    const refreshed = await callBack(app, '/token', refresh, basic('notes', testSecret))
    assert.ok(await isGood(app, refreshed.body['access_token']))
  })

  test('tells one application’s story only', async () => {
    const app = await ready(open)
    await app.addApplication({ slug: 'other' })
    const token = { token: app.token }
    const asOther = basic('other', testSecret)
    assert.deepEqual((await callBack(app, '/introspect', token, asOther)).body, { active: false })
    assert.equal((await callBack(app, '/revoke', token, asOther)).status, 200)
    assert.ok(await isGood(app, app.token))
    const { body } = await callBack(app, '/introspect', token, basic('notes', testSecret))
    const now = Math.floor(app.world.clock.now() / 1000)
    assert.deepEqual(body, {
      active: true,
      iss: app.base,
      client_id: 'notes',
      sub: app.account.id,
      username: 'alice',
      scope: 'openid profile email groups',
      token_type: 'Bearer',
      iat: now,
      exp: now + 3600,
    })
  })
})
