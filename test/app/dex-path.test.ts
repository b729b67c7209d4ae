import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import { createTestApp, testSecret } from '../support/app.ts'
import { basic, callBack, codeFor, redemption } from '../support/sign-in.ts'

const base = 'https://sso.example.org'

const moved = async (dexPath: string) => {
  const app = createTestApp({ base })
  const account = await app.addAccount()
  await app.addApplication({ issuer: 'dex', dexPath })
  const fetched = (path: string, init: RequestInit = {}) =>
    app.app.answer(new Request(base + path, init), { address: '192.0.2.9' })
  return { ...app, tab: await app.signedIn(account), fetched }
}

describe('the issuer that Dex had', () => {
  for (const dexPath of ['/auth/realm/dex', '/sso', '/sso/', '/dex']) {
    const below = dexPath.replace(/\/$/, '')

    it(`is answered for at ${dexPath}: discovery, a whole sign-in, keys and userinfo`, async () => {
      const { app, tab, fetched } = await moved(dexPath)
      const found = await fetched(`${below}/.well-known/openid-configuration`)
      assert.equal(found.status, 200)
      assert.equal(found.headers.get('access-control-allow-origin'), '*')
      const told = (await found.json()) as Readonly<Record<string, unknown>>
      assert.deepEqual(
        [told['issuer'], told['authorization_endpoint'], told['token_endpoint'], told['jwks_uri']],
        [base + dexPath, `${base}${below}/auth`, `${base}${below}/token`, `${base}${below}/keys`],
      )
      assert.equal((await fetched(`${below}/keys`)).status, 200)
      const code = await codeFor(tab)
      const { status, body } = await callBack(
        { app, base },
        `${below}/token`,
        redemption(code),
        basic('notes', testSecret),
      )
      assert.equal(status, 200, JSON.stringify(body))
      assert.equal(decodeJwt(String(body['id_token'])).iss, base + dexPath)
      const headers = { authorization: `Bearer ${body['access_token']}` }
      assert.equal((await fetched(`${below}/userinfo`, { headers })).status, 200)
      assert.equal((await fetched(`${below}/userinfo/`, { headers })).status, 200, 'with a slash')
      assert.equal((await fetched('/userinfo', { headers })).status, 401, 'which is another issuer’s')
      const asked = await tab.get(`${below}/auth?client_id=nobody`)
      assert.equal(asked.status, 400, 'which is a page of Portico')
      const signOut = new URLSearchParams({ id_token_hint: String(body['id_token']) })
      await tab.get(`/end-session?${signOut}`)
      assert.equal((await tab.get('/account')).status, 303, 'its token ends the session it is of')
    })
  }

  it('has nothing at other paths, and nothing of anybody else at its own', async () => {
    const { app, fetched, addApplication } = await moved('/sso')
    for (const path of ['/other/keys', '/sso/other', '/ssokeys', '/sso/sso/keys', '//keys', '/keys/keys']) {
      assert.equal((await fetched(path)).status, 404, path)
    }
    assert.equal((await fetched('/dex/.well-known/openid-configuration')).status, 404)
    await addApplication({ slug: 'wiki', clientId: 'wiki' })
    const { status, body } = await callBack(
      { app, base },
      '/sso/token',
      { grant_type: 'refresh_token' },
      basic('wiki', testSecret),
    )
    assert.deepEqual([status, body['error']], [400, 'unauthorized_client'])
  })

  it('takes no address away from Portico, nor a method that there is none of', async () => {
    const { fetched } = await moved('/sso')
    assert.equal((await fetched('/sso/token')).status, 405)
    assert.equal((await fetched('/sso/token', { method: 'OPTIONS' })).status, 204)
    assert.equal((await fetched('/sso/keys', { method: 'HEAD' })).status, 200)
    assert.equal((await fetched('/.well-known/openid-configuration')).status, 200)
  })
})
