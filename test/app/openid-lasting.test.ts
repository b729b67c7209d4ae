import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { TestBrowser } from '../support/browser-in-memory.ts'
import { accountOf, chooseName, createOpenidApp, type OpenidApp, signInFrom, upstream } from '../support/openid-app.ts'

const password = 'correct horse battery staple'

/** Alice, who came from the provider, has a password here too, and proves by it once more who she is. */
const provesAgain = async (app: OpenidApp): Promise<TestBrowser> => {
  Object.assign(app.provider.people['alice'] ?? {}, { sid: 'there' })
  const browser = app.browser()
  await chooseName(browser, await signInFrom(app, browser))
  const account = await accountOf(app, 'alice')
  assert.ok(account)
  await app.givePassword(account)
  const page = await browser.get('/sign-in?again=yes&to=/account')
  await browser.submit(page, { identifier: 'alice', password }, { button: 'sign-in' })
  const [session, ...others] = await app.world.storage.list('sessions')
  assert.deepEqual([session?.amr, others.length], [['pwd'], 0])
  return browser
}

describe('a session that began at a provider, and whose person gave their password since', () => {
  it('ends when it ends there', async (t) => {
    for (const said of [{ sid: 'there' }, { sub: 'alice-1' }]) {
      const app = await createOpenidApp(t)
      await provesAgain(app)
      const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
      const logout_token = await app.provider.sign({ aud: 'portico', jti: '1', events, ...said })
      await app
        .browser()
        .post('/sources/upstream/backchannel-logout', { logout_token }, { 'sec-fetch-site': undefined })
      assert.equal(await app.world.storage.count('sessions'), 0)
    }
  })

  it('is ended there when it ends here', async (t) => {
    const app = await createOpenidApp(t, upstream('signOutThere: true'))
    const browser = await provesAgain(app)
    const left = await browser.submit(await browser.get('/sign-out'), {}, { action: '/sign-out' })
    assert.equal(left.location?.origin, app.provider.issuer)
    assert.ok(app.provider.secrets.includes(left.location?.searchParams.get('id_token_hint') ?? ''))
  })
})

describe('what went wrong last at a provider', () => {
  it('is known to another process, and after a restart, until somebody has come', async (t) => {
    const app = await createOpenidApp(t)
    const other = await createOpenidApp(t, '', { storage: app.world.storage })
    app.provider.silence()
    const browser = app.browser()
    await browser.submit(await browser.get('/sign-in'), {}, { button: 'source-upstream' })
    assert.match((await other.browser().get('/sign-in')).text, /Upstream does not answer just now/)
    app.provider.speakAgain()
    await signInFrom(app, browser)
    assert.doesNotMatch((await other.browser().get('/sign-in')).text, /does not answer just now/)
  })
})
