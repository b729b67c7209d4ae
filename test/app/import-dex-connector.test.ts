import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import { setUpSetting } from '../../src/accounts/administrators.ts'
import { createHasher } from '../../src/accounts/passwords/hasher.ts'
import { applyImport } from '../../src/admin/operations/import.ts'
import { dexSubject } from '../../src/applications/known-as/dex-subject.ts'
import { importDex } from '../../src/moving/dex/import-dex.ts'
import { createTestApp } from '../support/app.ts'
import type { TestBrowser } from '../support/browser-in-memory.ts'
import { clockOfToday } from '../support/openid/coming.ts'
import { startRudeProvider } from '../support/openid/rude-provider.ts'
import { basic, callBack } from '../support/sign-in.ts'
import { keepSigningKey } from '../support/signing-key.ts'
import { dexConfig, environment, password } from '../unit/moving/dex-files.ts'

const base = 'https://sso.example.org'
const wiki = { id: 'wiki', secret: environment.WIKI_SECRET, redirect: 'https://wiki.example/oidc' }
const social = {
  id: 'social',
  secret: 'dGhpcy1pcy1hLXNlY3JldC1vZi1zb2NpYWw',
  redirect: 'https://social.example/auth/callback',
}
type Client = typeof wiki

describe('moving in from Dex with a connector', () => {
  it('signs the same people in to applications that knew Dex’s sub, whichever way they came in', async (t) => {
    const provider = await startRudeProvider(t)
    const app = createTestApp({ base, clock: clockOfToday(), outboundAllow: provider.allow })
    t.after(() => app.app.stop())
    const { world } = app
    await keepSigningKey(world)
    await world.storage.put('settings', { id: setUpSetting, value: true })
    const hasher = createHasher({ random: world.random, cost: { memory: 8, passes: 1 } })
    const text = dexConfig.replace('https://id.example.net', provider.issuer)
    const imported = await importDex(text, { ...environment, UPSTREAM_ID: 'portico' }, base)
    const { left } = await applyImport({ ...world, hasher }, imported, { via: 'import' })
    assert.deepEqual(
      left.filter(({ code }) => code === 'refused'),
      [],
    )

    const asked = (browser: TestBrowser, { id, redirect }: Client) => {
      const request = {
        client_id: id,
        redirect_uri: redirect,
        response_type: 'code',
        scope: 'openid profile',
        state: 's',
      }
      return browser.get(`/dex/auth?${new URLSearchParams(request)}`)
    }
    const subject = async (code: string | null | undefined, { id, secret, redirect }: Client) => {
      const form = { grant_type: 'authorization_code', code: code ?? '', redirect_uri: redirect }
      const { body } = await callBack(app, '/dex/token', form, basic(id, secret))
      return decodeJwt(String(body['id_token'])).sub
    }

    // By the connector: nobody here has heard of Bob at the provider before.
    const browser = app.browser()
    const page = await browser.follow(await asked(browser, social))
    const away = await browser.submit(page, {}, { action: '/sources/upstream' })
    const back = await browser.get(await provider.approve(String(away.location), { as: 'bob' }))
    let at = await browser.follow(back)
    for (let pages = 0; at.location === undefined && pages < 4; pages += 1) {
      at = await browser.follow(
        await browser.submit(at, at.text.includes('name="username"') ? { username: 'bobby' } : {}),
      )
    }
    const code = at.location?.searchParams.get('code')
    assert.equal(await subject(code, social), dexSubject('bob-1', 'upstream'))
    const again = await browser.follow(await asked(browser, wiki))
    assert.equal(await subject(again.location?.searchParams.get('code'), wiki), dexSubject('bob-1', 'upstream'))

    // By the static password.
    const hers = app.browser()
    const form = await hers.follow(await asked(hers, wiki))
    const inside = await hers.submit(form, { identifier: 'alice', password }, { button: 'sign-in' })
    const her = (await hers.follow(inside)).location?.searchParams.get('code')
    assert.equal(await subject(her, wiki), dexSubject('08a8684b-db88-4b73-90a9-3cd1661f5466', 'local'))
  })
})
