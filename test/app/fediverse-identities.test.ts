import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { minutes } from '../../src/lib/clock.ts'
import { type TestApp, testPassword } from '../support/app.ts'
import type { FetchClient } from '../support/fediverse/code-grant.ts'
import { gotosocial } from '../support/fediverse/gotosocial.ts'
import { mastodon } from '../support/fediverse/mastodon.ts'
import { misskey } from '../support/fediverse/misskey.ts'
import { comeBackFrom, createFediverseApp, departFrom, errorOf, signInFrom } from '../support/fediverse-app.ts'

const home = mastodon('4.3')
const session = '__Host-portico-session'

/** Misskey, which reads who we are at our own address. */
const noteServer = () => {
  const met: TestApp[] = []
  const fetchClient: FetchClient = async (url, accept, userAgent = 'fake') => {
    const [us] = met
    assert.ok(us)
    return us.app.answer(new Request(url, { headers: { accept, 'user-agent': userAgent } }), { address: '203.0.113.5' })
  }
  return { fake: misskey({ fetchClient }), meet: (us: TestApp) => void met.push(us) }
}

describe('ways to sign in', () => {
  it('are linked by somebody who proved who they are, and let in from then on', async (t) => {
    const app = await createFediverseApp(t, { home }, { settings: { firstSignIn: 'linked' } })
    const account = await app.addAccount()
    const browser = await app.signedIn(account)
    const page = await browser.get('/account/identities')
    const linked = await browser.follow(await comeBackFrom(browser, app.servers.home, { page }))
    assert.equal(linked.url.pathname, '/account/identities')
    assert.ok(linked.text.includes(`@alice@${app.servers.home.domain} is linked`))
    const elsewhere = app.browser()
    await signInFrom(elsewhere, app.servers.home)
    const [own] = await app.world.storage.list('sessions', { where: { identityId: { present: true } } })
    assert.equal(own?.accountId, account.id)
    assert.ok(elsewhere.cookies.has(session))
  })

  it('are linked to nobody who is not signed in any more, nor to whoever is now', async (t) => {
    const app = await createFediverseApp(t, { home })
    const account = await app.addAccount()
    const other = await app.signedIn(await app.addAccount({ username: 'mallory' }))
    const browser = await app.signedIn(account)
    const page = await browser.get('/account/identities')
    const left = await departFrom(browser, page, `@alice@${app.servers.home.domain}`)
    const back = await app.servers.home.approve(left.location?.href ?? '')
    browser.cookies.set(session, other.cookies.get(session) ?? '')
    assert.equal(errorOf((await browser.get(back)).text), 'proof_needed')
    assert.equal((await app.world.storage.list('identities')).length, 0)
  })

  it('need a fresh proof to be changed', async (t) => {
    const app = await createFediverseApp(t, { home })
    const account = await app.addAccount()
    await app.givePassword(account)
    const browser = await app.signedIn(account)
    const page = await browser.get('/account/identities')
    app.world.clock.advance(minutes(16))
    const left = await departFrom(browser, page, `@alice@${app.servers.home.domain}`)
    assert.equal(left.location?.pathname, '/sign-in')
    assert.equal(left.location?.searchParams.get('again'), 'yes')
    assert.match((await browser.get('/account/identities')).text, /id="prove"/)
  })

  it('can be taken away, but not the last one', async (t) => {
    const app = await createFediverseApp(t, { home })
    const browser = app.browser()
    await signInFrom(browser, app.servers.home)
    const page = await browser.get('/account/identities')
    const [identity] = await app.world.storage.list('identities')
    const refused = await browser.submit(page, { identity: identity?.id ?? '' }, { action: '/account/identities' })
    assert.equal(refused.status, 409)
    assert.equal((await app.world.storage.list('identities')).length, 1)
    await comeBackFrom(browser, app.servers.home, {
      page,
      address: `@bob@${app.servers.home.domain}`,
      person: { as: 'bob' },
    })
    const gone = await browser.submit(page, { identity: identity?.id ?? '' }, { action: '/account/identities' })
    assert.equal(gone.location?.search, '?unlinked=yes')
    assert.equal((await app.world.storage.list('identities')).length, 1)
  })

  it('prove once more who somebody is, at their server, which asks them again', async (t) => {
    const app = await createFediverseApp(t, { home })
    const browser = app.browser()
    await signInFrom(browser, app.servers.home)
    app.world.clock.advance(minutes(16))
    const page = await browser.get('/sign-in?again=yes&to=/account/identities')
    assert.doesNotMatch(page.text, /type="password"/)
    const before = browser.cookies.get(session)
    const left = await browser.submit(page, {}, { action: '/sources/fediverse' })
    assert.equal(left.location?.searchParams.get('force_login'), 'true')
    const back = await browser.get(await app.servers.home.approve(left.location?.href ?? ''))
    assert.equal(back.location?.pathname, '/account/identities')
    assert.notEqual(browser.cookies.get(session), before)
    assert.match((await browser.get('/account/identities')).text, /name="address"/)
  })

  it('are no proof where the server lets through whoever is signed in there and there is a password to ask for', async (t) => {
    for (const name of ['mastodon', 'misskey'] as const) {
      const note = noteServer()
      const app = await createFediverseApp(t, { there: name === 'misskey' ? note.fake : home })
      note.meet(app)
      const server = app.servers.there
      const browser = app.browser()
      await signInFrom(browser, server)
      const [account] = await app.world.storage.list('accounts')
      assert.ok(account)
      await app.givePassword(account)
      // What they came in by is no proof either, however short a while ago that was.
      app.world.clock.advance(minutes(16))
      browser.cookies.delete(session)
      await signInFrom(browser, server)
      const unlinking = await browser.get('/account/identities')
      assert.match(unlinking.text, /id="prove"/)
      assert.doesNotMatch(unlinking.text, /name="identity"/)
      const before = browser.cookies.get(session)
      const page = await browser.get('/sign-in?again=yes&to=/account/identities')
      assert.match(page.text, /type="password"/)
      assert.doesNotMatch(page.text, /action="\/sources\/fediverse"/)
      const forced = await browser.post('/sources/fediverse', {
        form_token: /name="form_token" value="([^"]+)"/.exec(page.text)?.[1] ?? '',
        ...{ address: server.domain, again: 'yes', to: '/account/identities' },
      })
      const back = await browser.get(await server.approve(forced.location?.href ?? ''))
      assert.equal(errorOf(back.text), 'not_afresh')
      assert.equal(browser.cookies.get(session), before)
      const proved = await browser.submit(
        page,
        { identifier: account.username, password: testPassword },
        { button: 'sign-in' },
      )
      assert.equal(proved.location?.pathname, '/account/identities')
      assert.match((await browser.get('/account/identities')).text, /name="identity"/)
    }
  })

  it('are a proof where the server asks everybody who comes, password or not', async (t) => {
    const app = await createFediverseApp(t, { asking: gotosocial('0.20') })
    const browser = app.browser()
    await signInFrom(browser, app.servers.asking)
    const [account] = await app.world.storage.list('accounts')
    assert.ok(account)
    await app.givePassword(account)
    app.world.clock.advance(minutes(16))
    const page = await browser.get('/sign-in?again=yes&to=/account/identities')
    const left = await browser.submit(page, {}, { action: '/sources/fediverse' })
    const back = await browser.get(await app.servers.asking.approve(left.location?.href ?? ''))
    assert.equal(back.location?.pathname, '/account/identities')
    assert.match((await browser.get('/account/identities')).text, /name="identity"/)
  })

  it('are all the proof there is for somebody who has nothing else, who is told what it is worth', async (t) => {
    const note = noteServer()
    const app = await createFediverseApp(t, { note: note.fake })
    note.meet(app)
    const browser = app.browser()
    await signInFrom(browser, app.servers.note)
    app.world.clock.advance(minutes(16))
    const page = await browser.get('/sign-in?again=yes&to=/account/identities')
    assert.match(page.text, /may let you through without a question/)
    const left = await browser.submit(page, {}, { action: '/sources/fediverse' })
    const back = await browser.get(await app.servers.note.approve(left.location?.href ?? ''))
    assert.equal(back.location?.pathname, '/account/identities')
  })

  it('can have a first password beside them, for a fresh proof', async (t) => {
    const app = await createFediverseApp(t, { home })
    const browser = app.browser()
    await signInFrom(browser, app.servers.home)
    const [account] = await app.world.storage.list('accounts')
    assert.ok(account)
    const open = await browser.get('/account/password')
    assert.doesNotMatch(open.text, /name="current"/)
    app.world.clock.advance(minutes(16))
    const late = await browser.submit(open, { password: testPassword }, { button: 'save' })
    assert.equal(late.location?.pathname, '/sign-in')
    assert.equal(await app.world.storage.count('credentials'), 0)
    assert.match((await browser.get('/account/password')).text, /id="prove"/)

    const asked = await browser.get('/sign-in?again=yes&to=/account/password')
    const left = await browser.submit(asked, {}, { action: '/sources/fediverse' })
    const back = await browser.follow(await browser.get(await app.servers.home.approve(left.location?.href ?? '')))
    assert.equal(back.url.pathname, '/account/password')
    const poor = await browser.submit(back, { password: 'short' }, { button: 'save' })
    assert.equal(poor.status, 400)
    const done = await browser.follow(await browser.submit(back, { password: testPassword }, { button: 'save' }))
    assert.match(done.text, /Your password is set/)
    assert.match(done.text, /name="current"/)
    // From now on whoever changes it has to know it.
    const other = await browser.submit(back, { password: 'another battery staple horse' }, { button: 'save' })
    assert.equal(other.status, 400)

    const elsewhere = app.browser()
    const page = await elsewhere.get('/sign-in?with=password')
    await elsewhere.submit(page, { identifier: account.username, password: testPassword }, { button: 'sign-in' })
    assert.ok(elsewhere.cookies.has(session))
    assert.equal(await app.world.storage.count('events', { kind: 'password.changed', accountId: account.id }), 1)
  })

  it('are not proven once more by somebody else', async (t) => {
    const app = await createFediverseApp(t, { home })
    const browser = app.browser()
    await signInFrom(browser, app.servers.home)
    const before = browser.cookies.get(session)
    const page = await browser.get('/sign-in?again=yes&to=/account/identities')
    const left = await browser.submit(page, {}, { action: '/sources/fediverse' })
    const back = await browser.get(await app.servers.home.approve(left.location?.href ?? '', { as: 'bob' }))
    assert.equal(errorOf(back.text), 'other_person')
    assert.equal(browser.cookies.get(session), before)
    assert.equal((await app.world.storage.list('accounts')).length, 1)
  })
})
