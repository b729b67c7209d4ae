import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Application } from '../../src/applications/application.ts'
import { changeApplication } from '../../src/applications/change-application.ts'
import { createTestApp, testRedirect, testSecret } from '../support/app.ts'
import { basic, callBack, codeFor, redeem } from '../support/sign-in.ts'

const scope = 'openid profile email groups offline_access'

const ready = async (details: Partial<Application>) => {
  const app = createTestApp()
  const account = await app.addAccount()
  const application = await app.addApplication(details)
  const browser = await app.signedIn(account)
  const ask = (changes: Readonly<Record<string, string>> = {}) => {
    const request = { client_id: 'notes', redirect_uri: testRedirect, response_type: 'code', scope, ...changes }
    return browser.get(`/authorize?${new URLSearchParams(request)}`)
  }
  const userinfo = async (token: unknown) => {
    const headers = { authorization: `Bearer ${token}` }
    const response = await app.app.answer(new Request(`${app.base}/userinfo`, { headers }), { address: '192.0.2.9' })
    return Object.keys(await response.json()).sort()
  }
  const refresh = (token: unknown, changes: Readonly<Record<string, string>> = {}) =>
    callBack(
      app,
      '/token',
      { grant_type: 'refresh_token', refresh_token: String(token), ...changes },
      basic('notes', testSecret),
    )
  return { ...app, account, application, browser, ask, userinfo, refresh }
}

describe('the scopes that an application may have', () => {
  it('are all that it is granted: the others are ignored', async () => {
    const app = await ready({ allowedScopes: ['openid', 'email'] })
    const { body } = await redeem(app, await codeFor(app.browser, { scope }))
    assert.equal(body['scope'], 'openid email')
    assert.equal(body['refresh_token'], undefined)
    assert.deepEqual(await app.userinfo(body['access_token']), ['email', 'email_verified', 'sub'])
  })

  it('are named when it asks for none of them', async () => {
    const app = await ready({ allowedScopes: ['openid', 'email'] })
    const { location } = await app.ask({ scope: 'profile groups' })
    assert.equal(location?.searchParams.get('error'), 'invalid_scope')
    assert.match(location?.searchParams.get('error_description') ?? '', /one of openid, email in it/)
  })

  it('hold for plain OAuth without any scope too', async () => {
    const app = await ready({ allowedScopes: ['openid', 'email'] })
    const { body } = await redeem(app, await codeFor(app.browser, { scope: '' }))
    assert.equal(body['scope'], 'email')
  })

  it('are on the page that asks the person, and no others', async () => {
    const app = await ready({ allowedScopes: ['openid', 'email'], consent: 'explicit' })
    const page = await app.browser.follow(await app.ask())
    assert.match(page.text, /alice@example\.org/)
    assert.doesNotMatch(page.text, />\s*(?:Groups|Username)\s*<|while you are away/)
  })

  it('hold from now on for what it was granted before', async () => {
    const app = await ready({})
    const { body } = await redeem(app, await codeFor(app.browser, { scope }))
    const code = await codeFor(app.browser, { scope })
    const allowedScopes = ['openid', 'email', 'offline_access']
    assert.ok((await changeApplication(app.world, app.application.id, { allowedScopes })).ok)
    assert.deepEqual(await app.userinfo(body['access_token']), ['email', 'email_verified', 'sub'])
    assert.equal((await app.refresh(body['refresh_token'])).body['scope'], 'openid email offline_access')
    const again = await redeem(app, code)
    assert.equal(again.body['scope'], 'openid email offline_access')
    const narrowed = await app.refresh(again.body['refresh_token'], { scope: 'openid profile' })
    assert.equal(narrowed.body['scope'], 'openid')
  })
})

describe('the grants that an application may use', () => {
  it('are refused when refresh_token is not among them, and nothing lasting is given', async () => {
    const app = await ready({ allowedGrants: ['authorization_code'] })
    const { body } = await redeem(app, await codeFor(app.browser, { scope }))
    assert.equal(body['refresh_token'], undefined)
    assert.equal(body['scope'], 'openid profile email groups')
    const { status, body: refused } = await app.refresh('prt_x')
    assert.deepEqual([status, refused['error']], [400, 'unauthorized_client'])
  })

  it('end what was given before', async () => {
    const app = await ready({})
    const { body } = await redeem(app, await codeFor(app.browser, { scope }))
    const code = await codeFor(app.browser, { scope })
    const { id } = app.application
    assert.ok((await changeApplication(app.world, id, { allowedGrants: ['authorization_code'] })).ok)
    assert.equal((await app.refresh(body['refresh_token'])).body['error'], 'unauthorized_client')
    assert.equal((await redeem(app, code)).body['refresh_token'], undefined)
  })

  it('are refused when authorization_code is not among them, at either end', async () => {
    const app = await ready({})
    const code = await codeFor(app.browser)
    const { id } = app.application
    assert.ok((await changeApplication(app.world, id, { allowedGrants: ['refresh_token'] })).ok)
    assert.equal((await app.ask()).location?.searchParams.get('error'), 'unauthorized_client')
    assert.equal((await redeem(app, code)).body['error'], 'unauthorized_client')
  })
})

describe('a redirect URI that is a pattern', () => {
  const pattern = { match: 'regex', uri: 'https://app\\.example\\.org/cb/[a-z]+' } as const

  it('is answered at exactly the address that was sent, and redeemed with it alone', async () => {
    const app = await ready({ redirectUris: [pattern] })
    const sent = 'https://app.example.org/cb/one'
    const { location } = await app.ask({ redirect_uri: sent })
    assert.equal(`${location?.origin}${location?.pathname}`, sent)
    const redeemed = async (redirect_uri: string) => {
      const code = await codeFor(app.browser, { redirect_uri: sent })
      return (await redeem(app, code, { redirect_uri })).body
    }
    assert.equal((await redeemed('https://app.example.org/cb/two'))['error'], 'invalid_grant')
    assert.ok((await redeemed(sent))['access_token'])
  })

  it('shows the person a page for any other, also where nothing may be shown', async () => {
    const app = await ready({ redirectUris: [pattern] })
    for (const redirect_uri of [
      ...['https://app.example.org.evil.example/cb/one', 'https://evil.example/https://app.example.org/cb/one'],
      ...['https://appxexample.org/cb/one', 'https://app.example.org/cb/one/../../evil', 'https://app.example.org/cb/'],
      ...['https://app.example.org@evil.example/cb/one', pattern.uri, 'https://app.example.org/cb/one?code=x'],
    ]) {
      for (const prompt of ['login', 'none']) {
        const { status, location, text } = await app.ask({ redirect_uri, prompt })
        assert.deepEqual([status, location], [400, undefined], redirect_uri)
        assert.match(text, /data-error="redirect_uri_mismatch"/)
      }
    }
  })

  it('is none to a browser while there is no address at all', async () => {
    const app = await ready({ redirectUris: [] })
    assert.equal((await app.ask()).status, 400)
  })
})
