import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import { mastodon } from '../support/fediverse/mastodon.ts'
import {
  comeBackFrom,
  createFediverseApp,
  departFrom,
  errorOf,
  passThrough,
  requestWith,
} from '../support/fediverse-app.ts'
import { redeem } from '../support/sign-in.ts'

const home = mastodon('4.3')

/** Where a page of ours leads by links and forms, as paths. */
const waysFrom = (text: string): readonly string[] =>
  [...text.matchAll(/<(?:a|form)\b[^>]*?\b(?:href|action)="(\/[^"?#]*)/g)].map(([, path = '']) => path)

/** What has no place where people only pass through. */
const kept = /^\/(?:$|account|my-apps|sign-up|forgot|choose-username|console)/

const assertBridge = (text: string): void => {
  assert.deepEqual(
    waysFrom(text).filter((path) => kept.test(path)),
    [],
  )
  assert.doesNotMatch(text, /type="password"|name="identifier"/)
}

describe('an application that people only pass through to', () => {
  it('is come to past the field and nothing else, and is told who it is at the first sign-in, with picture', async (t) => {
    const app = await createFediverseApp(t, { home })
    await app.addApplication({ bridge: true })
    const browser = app.browser()
    const page = await browser.follow(await browser.get(requestWith()))
    assertBridge(page.text)
    const back = await comeBackFrom(browser, app.servers.home, { page })
    const code = back.location?.searchParams.get('code') ?? assert.fail(back.text)
    const claims = decodeJwt(String((await redeem(app, code)).body['id_token']))
    const { domain, origin, host } = app.servers.home
    assert.equal(claims['preferred_username'], `alice@${domain}`)
    assert.deepEqual(
      [claims['acct'], claims['actor'], claims['instance']],
      [`alice@${domain}`, `${origin}/users/alice`, host],
    )
    assert.match(String(claims['picture']), new RegExp(`^${app.base}/avatars/`))
  })

  it('offers nobody an account of ours, whatever becomes of the way', async (t) => {
    const app = await createFediverseApp(t, { home }, { settings: { firstSignIn: 'linked' } })
    await app.addApplication({ bridge: true, newcomers: 'servers', newcomerServers: ['elsewhere.example'] })
    const browser = app.browser()
    for (const prompt of ['create', 'login', 'select_account']) {
      const page = await browser.follow(await browser.get(requestWith({ prompt })))
      assert.match(page.text, /name="address"/, prompt)
      assertBridge(page.text)
    }
    const page = await browser.follow(await browser.get(requestWith()))
    const mistyped = await departFrom(browser, page, 'not an address')
    assert.equal(errorOf(mistyped.text), 'bad_address')
    assertBridge(mistyped.text)
    const denied = await comeBackFrom(browser, app.servers.home, { page, person: { denies: true } })
    assert.equal(errorOf(denied.text), 'denied')
    assertBridge(denied.text)
    const stranger = await comeBackFrom(browser, app.servers.home, { page })
    assert.equal(errorOf(stranger.text), 'server_not_admitted')
    assertBridge(stranger.text)
  })

  it('turns away whom it does not take without leading anywhere else', async (t) => {
    const app = await createFediverseApp(t, { home })
    await app.addApplication({ bridge: true })
    await app.addApplication({ slug: 'picky', bridge: true, newcomers: 'servers', newcomerServers: ['else.example'] })
    const browser = app.browser()
    await passThrough(browser, app.servers.home, requestWith())
    const refused = await browser.follow(await browser.get(requestWith({ client_id: 'picky' })))
    assert.equal(errorOf(refused.text), 'server_not_admitted')
    assertBridge(refused.text)
  })

  it('says so where the fediverse is switched off, instead of asking for a password', async (t) => {
    const app = await createFediverseApp(t, { home })
    await app.addApplication({ bridge: true })
    await app.world.storage.change('sources', 'fediverse', (row) => ({ ...row, disabledAt: 1 }))
    const browser = app.browser()
    const page = await browser.follow(await browser.get(requestWith()))
    assert.equal(page.status, 503)
    assert.equal(errorOf(page.text), 'fediverse_off')
    assertBridge(page.text)
  })

  it('takes people whom the installation gives no account for itself', async (t) => {
    const app = await createFediverseApp(t, { home }, { settings: { firstSignIn: 'linked' } })
    await app.addApplication({ bridge: true, newcomers: 'everyone' })
    assert.ok((await passThrough(app.browser(), app.servers.home, requestWith())).searchParams.has('code'))
    const here = await comeBackFrom(app.browser(), app.servers.home, {
      address: `@bob@${app.servers.home.domain}`,
      person: { as: 'bob' },
    })
    assert.equal(errorOf(here.text), 'not_linked')
  })
})
