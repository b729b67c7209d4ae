import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import { minutes } from '../../src/lib/clock.ts'
import { testSecret } from '../support/app.ts'
import type { TestBrowser } from '../support/browser-in-memory.ts'
import { dump } from '../support/dump.ts'
import { accountOf, chooseName, createOpenidApp, type OpenidApp, signInFrom, upstream } from '../support/openid-app.ts'
import { basic, callBack, codeFor, redeem } from '../support/sign-in.ts'

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

describe('what a provider says again of somebody, by a refresh token of its own', () => {
  /** Alice has come in, and an application has lasting access of hers. */
  const lasting = async (t: { after(work: () => unknown): void }, more: string) => {
    const app = await createOpenidApp(t, upstream(more))
    app.provider.lasting = true
    await app.addApplication()
    const browser = app.browser()
    await chooseName(browser, await signInFrom(app, browser))
    const first = await redeem(app, await codeFor(browser, { scope: 'openid offline_access' }))
    assert.equal(first.status, 200)
    return { app, browser, token: String(first.body['refresh_token']), alice: app.provider.people['alice'] ?? {} }
  }
  const refresh = async (app: OpenidApp, token: string) =>
    callBack(app, '/token', { grant_type: 'refresh_token', refresh_token: token }, basic('notes', testSecret))

  it('is asked when tokens are issued, every quarter of an hour, and whoever left the group has nothing any more', async (t) => {
    const { app, browser, token, alice } = await lasting(t, 'allowedGroups: [staff]')
    const second = await refresh(app, token)
    assert.deepEqual([second.status, app.provider.refreshed], [200, []])
    app.world.clock.advance(minutes(16))
    const third = await refresh(app, String(second.body['refresh_token']))
    assert.deepEqual([third.status, app.provider.refreshed], [200, ['alice']])
    alice['groups'] = []
    assert.equal((await refresh(app, String(third.body['refresh_token']))).status, 200)
    app.world.clock.advance(minutes(16))
    const refused = await refresh(app, String(third.body['refresh_token']))
    assert.deepEqual([refused.status, refused.body['error']], [400, 'invalid_grant'])
    assert.equal(await app.world.storage.count('refreshTokens'), 0)
    assert.equal((await browser.get('/')).location?.pathname, '/sign-in')
  })

  it('is followed: whoever is in the group no more administers no more', async (t) => {
    const { app, token, alice } = await lasting(t, 'adminGroups: [staff]')
    await app.addAccount({
      username: 'root',
      administrator: true,
      email: undefined,
      emailKey: undefined,
      verifiedEmailKey: undefined,
    })
    assert.equal((await accountOf(app, 'alice'))?.administrator, true)
    alice['groups'] = []
    app.world.clock.advance(minutes(16))
    assert.equal((await refresh(app, token)).status, 200)
    assert.equal((await accountOf(app, 'alice'))?.administrator, false)
  })

  for (const leave of ['their group', 'the provider'])
    it(`leaves nothing that it gave to whoever left ${leave} and comes in by a password now`, async (t) => {
      const { app, alice } = await lasting(t, 'adminGroups: [staff], take: { groups: always }')
      await app.addAccount({ username: 'root', administrator: true })
      const account = await accountOf(app, 'alice')
      assert.ok(account?.administrator)
      await app.givePassword(account)
      const browser = await app.signedIn(account)
      if (leave === 'their group') alice['groups'] = []
      else app.provider.forget()
      app.world.clock.advance(minutes(16))
      const answer = await redeem(app, await codeFor(browser))
      assert.equal(answer.status, 200)
      assert.deepEqual(decodeJwt(String(answer.body['id_token']))['groups'], [])
      assert.equal((await accountOf(app, 'alice'))?.administrator, false)
    })

  it('ends what they have where the provider knows nothing of them any more', async (t) => {
    const { app, token } = await lasting(t, '')
    app.provider.forget()
    app.world.clock.advance(minutes(16))
    assert.equal((await refresh(app, token)).status, 400)
    assert.equal(await app.world.storage.count('sessions'), 0)
  })

  it('holds while the provider does not answer, or says it in a token that is not for us', async (t) => {
    const { app, token } = await lasting(t, 'allowedGroups: [staff]')
    app.provider.silence()
    app.world.clock.advance(minutes(16))
    const second = await refresh(app, token)
    assert.equal(second.status, 200)
    app.provider.speakAgain()
    app.provider.token = ({ payload }) => void Object.assign(payload, { aud: 'another', groups: [] })
    app.world.clock.advance(minutes(16))
    assert.equal((await refresh(app, String(second.body['refresh_token']))).status, 200)
  })

  it('is worth nothing when it is about somebody else', async (t) => {
    const { app, token } = await lasting(t, '')
    app.provider.token = ({ payload }) => void Object.assign(payload, { sub: 'bob-1' })
    app.world.clock.advance(minutes(16))
    assert.equal((await refresh(app, token)).status, 400)
  })

  it('is not asked of the userinfo that the source is not to ask', async (t) => {
    const { app, token } = await lasting(t, "allowedGroups: [staff], userinfo: 'never'")
    app.provider.tokenAnswer = ({ body }) => void Reflect.deleteProperty(Object(body), 'id_token')
    app.provider.userinfo = (answer) => Object.assign(answer, { body: { sub: 'alice-1' } })
    app.world.clock.advance(minutes(16))
    assert.equal((await refresh(app, token)).status, 200)
  })

  it('is asked once, however many applications ask at once, and its token is nowhere in the open', async (t) => {
    const { app, token } = await lasting(t, '')
    app.world.clock.advance(minutes(16))
    await Promise.all([refresh(app, token), refresh(app, token), refresh(app, token)])
    assert.deepEqual(app.provider.refreshed, ['alice'])
    const stored = await dump(app.world.storage)
    assert.deepEqual(
      app.provider.secrets.filter((secret) => secret !== '' && stored.includes(secret)),
      [],
    )
  })
})
