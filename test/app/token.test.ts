import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { createTestApp, testSecret } from '../support/app.ts'
import { type OpenStorage, onEveryEngine } from '../support/engines.ts'
import { basic, callBack, codeFor, redeem, redemption } from '../support/sign-in.ts'

const ready = async (
  open: OpenStorage,
  application: Parameters<ReturnType<typeof createTestApp>['addApplication']>[0] = {},
) => {
  const app = createTestApp({ storage: await open() })
  const account = await app.addAccount()
  const added = await app.addApplication(application)
  return { ...app, account, application: added, browser: await app.signedIn(account) }
}

const jwks = async (app: Awaited<ReturnType<typeof ready>>) =>
  createLocalJWKSet(JSON.parse((await app.browser.get('/jwks')).text))

const userinfo = async (app: Awaited<ReturnType<typeof ready>>, token: unknown) =>
  app.browser.get('/userinfo', { authorization: `Bearer ${token}` })

await onEveryEngine('the token endpoint', (open) => {
  test('gives tokens for a code, and an ID token that says what was promised', async () => {
    const app = await ready(open)
    const { status, headers, body } = await redeem(app, await codeFor(app.browser))
    assert.equal(status, 200)
    assert.equal(headers.get('content-type'), 'application/json')
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.equal(headers.get('pragma'), 'no-cache')
    assert.equal(body['token_type'], 'Bearer')
    assert.equal(body['expires_in'], 3600)
    assert.equal(body['scope'], 'openid profile email groups')
    assert.equal(body['refresh_token'], undefined)
    const { payload, protectedHeader } = await jwtVerify(String(body['id_token']), await jwks(app), {
      issuer: app.base,
      audience: 'notes',
      currentDate: new Date(app.world.clock.now()),
    })
    assert.equal(protectedHeader.alg, 'RS256')
    assert.equal(payload.sub, app.account.id)
    assert.equal(payload.aud, 'notes')
    assert.equal(payload['nonce'], 'n-0S6_WzA2Mj')
    assert.equal(payload['email'], 'alice@example.org')
    assert.equal(payload['email_verified'], true)
    assert.deepEqual(payload['groups'], [])
    assert.equal(payload['auth_time'], Math.floor(app.world.clock.now() / 1000))
    assert.deepEqual(payload['amr'], ['pwd'])
    assert.equal(payload['nbf'], undefined)
    assert.equal(payload['azp'], undefined)
  })

  test('answers with the same subject and claims at userinfo', async () => {
    const app = await ready(open)
    const { body } = await redeem(app, await codeFor(app.browser))
    const { text, status } = await userinfo(app, body['access_token'])
    assert.equal(status, 200)
    const claims = JSON.parse(text)
    assert.equal(claims.sub, app.account.id)
    assert.equal(claims.email_verified, true)
    assert.deepEqual(claims.groups, [])
    assert.equal(claims.preferred_username, 'alice')
  })

  test('gives a code to one of fifty who redeem it at once, and revokes what that one got', async () => {
    const app = await ready(open)
    const code = await codeFor(app.browser)
    const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(app, code)))
    const winners = answers.filter(({ status }) => status === 200)
    assert.equal(winners.length, 1)
    assert.ok(answers.filter(({ status }) => status !== 200).every(({ body }) => body['error'] === 'invalid_grant'))
    assert.equal((await userinfo(app, winners[0]?.body['access_token'])).status, 401)
  })

  test('revokes everything that came from a code when it is presented again', async () => {
    const app = await ready(open)
    const code = await codeFor(app.browser, { scope: 'openid offline_access' })
    const { body } = await redeem(app, code)
    assert.equal((await userinfo(app, body['access_token'])).status, 200)
    const again = await redeem(app, code)
    assert.equal(again.status, 400)
    assert.equal(again.body['error'], 'invalid_grant')
    assert.equal((await userinfo(app, body['access_token'])).status, 401)
    const refresh = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) }
    const refreshed = await callBack(app, '/token', refresh, basic('notes', testSecret))
    assert.equal(refreshed.body['error'], 'invalid_grant')
  })

  test('leaves a code alone when the application did not prove who it is', async () => {
    const app = await ready(open)
    const code = await codeFor(app.browser)
    const wrong = await callBack(app, '/token', redemption(code), basic('notes', 'wrong'))
    assert.equal(wrong.status, 401)
    assert.equal(wrong.body['error'], 'invalid_client')
    assert.match(wrong.headers.get('www-authenticate') ?? '', /^Basic realm=/)
    assert.equal((await redeem(app, code)).status, 200)
  })

  const wrongs: readonly (readonly [name: string, changes: Record<string, string>, description: RegExp])[] = [
    ['a wrong verifier', { code_verifier: 'x'.repeat(43) }, /does not match/],
    ['an empty verifier', { code_verifier: '' }, /missing/],
    ['another redirect URI', { redirect_uri: 'https://app.example.org/other' }, /redirect_uri/],
    ['no redirect URI', { redirect_uri: '' }, /redirect_uri/],
  ]
  for (const [name, changes, description] of wrongs) {
    test(`spends a code on ${name}, and says so again for ten seconds to that application only`, async () => {
      const app = await ready(open)
      await app.addApplication({ slug: 'other' })
      const code = await codeFor(app.browser)
      const first = await redeem(app, code, changes)
      assert.equal(first.body['error'], 'invalid_grant')
      assert.match(String(first.body['error_description']), description)
      // As x/oauth2 does: once more, with the secret in the body.
      const second = await callBack(app, '/token', {
        ...redemption(code),
        client_id: 'notes',
        client_secret: testSecret,
      })
      assert.equal(second.body['error_description'], first.body['error_description'])
      const stranger = await redeem(app, code, {}, { clientId: 'other' })
      assert.equal(stranger.body['error'], 'invalid_grant')
      assert.notEqual(stranger.body['error_description'], first.body['error_description'])
      app.world.clock.advance(10_000)
      const late = await redeem(app, code)
      assert.equal(late.body['error'], 'invalid_grant')
      assert.notEqual(late.body['error_description'], first.body['error_description'])
    })
  }

  test('refuses a verifier that no challenge was sent for', async () => {
    const app = await ready(open)
    const code = await codeFor(app.browser, { code_challenge: '', code_challenge_method: '' })
    assert.equal((await redeem(app, code)).body['error'], 'invalid_grant')
  })

  test('gives nothing for a code of sixty seconds ago', async () => {
    const app = await ready(open)
    const [young, old] = [await codeFor(app.browser), await codeFor(app.browser)]
    app.world.clock.advance(59_999)
    assert.equal((await redeem(app, young)).status, 200)
    app.world.clock.advance(1)
    assert.equal((await redeem(app, old)).body['error'], 'invalid_grant')
  })

  test('gives nothing to another application, and leaves the code to its own', async () => {
    const app = await ready(open)
    await app.addApplication({ slug: 'other' })
    const code = await codeFor(app.browser)
    assert.equal((await redeem(app, code, {}, { clientId: 'other' })).body['error'], 'invalid_grant')
    assert.equal((await redeem(app, code)).status, 200)
  })

  test('gives nothing for an account that was switched off meanwhile', async () => {
    const app = await ready(open)
    const code = await codeFor(app.browser)
    await app.world.storage.put('accounts', { ...app.account, disabledAt: app.world.clock.now() })
    assert.equal((await redeem(app, code)).body['error'], 'invalid_grant')
  })

  test('never makes an ID token for plain OAuth', async () => {
    const app = await ready(open)
    const { status, body } = await redeem(app, await codeFor(app.browser, { scope: 'profile email' }))
    assert.equal(status, 200)
    assert.equal(body['id_token'], undefined)
    assert.equal((await userinfo(app, body['access_token'])).status, 200)
  })

  for (const signingAlgorithm of ['RS256', 'ES256', 'EdDSA'] as const) {
    test(`signs with ${signingAlgorithm} for an application that wants it, and ties the access token to it`, async () => {
      const app = await ready(open, { signingAlgorithm })
      const { body } = await redeem(app, await codeFor(app.browser))
      const { payload, protectedHeader } = await jwtVerify(String(body['id_token']), await jwks(app), {
        currentDate: new Date(app.world.clock.now()),
      })
      assert.equal(protectedHeader.alg, signingAlgorithm)
      const hash = createHash(signingAlgorithm === 'EdDSA' ? 'sha512' : 'sha256')
        .update(String(body['access_token']))
        .digest()
      assert.equal(payload['at_hash'], hash.subarray(0, hash.length / 2).toString('base64url'))
      assert.match(String(payload.sub), /^[\x21-\x7e]{1,255}$/)
      assert.equal(payload.exp, (payload.iat ?? 0) + 3600)
    })
  }
})

await onEveryEngine('a refresh token', (open) => {
  const withRefresh = async () => {
    const app = await ready(open)
    const { body } = await redeem(app, await codeFor(app.browser, { scope: 'openid email offline_access' }))
    const refresh = (token: unknown, changes: Record<string, string> = {}) =>
      callBack(
        app,
        '/token',
        { grant_type: 'refresh_token', refresh_token: String(token), ...changes },
        basic('notes', testSecret),
      )
    return { app, first: body['refresh_token'], refresh }
  }

  test('gives new tokens and its successor', async () => {
    const { app, first, refresh } = await withRefresh()
    const { status, body } = await refresh(first)
    assert.equal(status, 200)
    assert.notEqual(body['refresh_token'], first)
    assert.ok(body['id_token'])
    assert.equal((await userinfo(app, body['access_token'])).status, 200)
    assert.equal((await refresh(body['refresh_token'])).status, 200)
  })

  test('gives an honest retry the same successor within thirty seconds', async () => {
    const { app, first, refresh } = await withRefresh()
    const { body } = await refresh(first)
    app.world.clock.advance(29_999)
    const retried = await refresh(first)
    assert.equal(retried.body['refresh_token'], body['refresh_token'])
    assert.equal((await refresh(body['refresh_token'])).status, 200)
  })

  test('ends its family when it comes back later', async () => {
    const { app, first, refresh } = await withRefresh()
    const { body } = await refresh(first)
    app.world.clock.advance(30_000)
    assert.equal((await refresh(first)).body['error'], 'invalid_grant')
    assert.equal((await refresh(body['refresh_token'])).body['error'], 'invalid_grant')
    assert.equal((await userinfo(app, body['access_token'])).status, 401)
  })

  test('ends its family when it is two behind, however soon', async () => {
    const { first, refresh } = await withRefresh()
    const second = await refresh(first)
    const third = await refresh(second.body['refresh_token'])
    assert.equal((await refresh(first)).body['error'], 'invalid_grant')
    assert.equal((await refresh(third.body['refresh_token'])).body['error'], 'invalid_grant')
  })

  test('has one successor for fifty who present it at once', async () => {
    const { first, refresh } = await withRefresh()
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(first)))
    assert.ok(answers.every(({ status }) => status === 200))
    assert.equal(new Set(answers.map(({ body }) => body['refresh_token'])).size, 1)
  })

  test('gives fewer scopes when asked, and never more', async () => {
    const { first, refresh } = await withRefresh()
    const more = await refresh(first, { scope: 'openid profile' })
    assert.equal(more.body['error'], 'invalid_scope')
    const fewer = await refresh(first, { scope: 'openid roles' })
    assert.equal(fewer.body['scope'], 'openid')
    const none = await refresh(fewer.body['refresh_token'], { scope: 'roles' })
    assert.equal(none.body['error'], 'invalid_scope')
  })

  test('is no good to another application, and stays good', async () => {
    const { app, first, refresh } = await withRefresh()
    await app.addApplication({ slug: 'other' })
    const stolen = { grant_type: 'refresh_token', refresh_token: String(first) }
    const answer = await callBack(app, '/token', stolen, basic('other', testSecret))
    assert.equal(answer.body['error'], 'invalid_grant')
    assert.equal((await refresh(first)).status, 200)
  })

  test('is dead after thirty days without use, and after a hundred and eighty however much it is used', async () => {
    const { app, first, refresh } = await withRefresh()
    const day = 86_400_000
    let token = first
    for (let days = 0; days < 174; days += 29) {
      app.world.clock.advance(29 * day)
      const { body } = await refresh(token)
      assert.ok(body['refresh_token'], `after ${days + 29} days`)
      token = body['refresh_token']
    }
    app.world.clock.advance(6 * day)
    assert.equal((await refresh(token)).body['error'], 'invalid_grant')

    const other = await withRefresh()
    other.app.world.clock.advance(30 * day)
    assert.equal((await other.refresh(other.first)).body['error'], 'invalid_grant')
  })

  test('is dead once revoked, and its access tokens with it', async () => {
    const { app, first, refresh } = await withRefresh()
    const { body } = await refresh(first)
    const revoked = await callBack(app, '/revoke', { token: String(body['refresh_token']) }, basic('notes', testSecret))
    assert.equal(revoked.status, 200)
    assert.equal((await refresh(body['refresh_token'])).body['error'], 'invalid_grant')
    assert.equal((await userinfo(app, body['access_token'])).status, 401)
  })
})
