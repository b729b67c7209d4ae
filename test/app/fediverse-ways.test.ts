import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { minutes } from '../../src/lib/clock.ts'
import { testPassword } from '../support/app.ts'
import type { TestBrowser } from '../support/browser-in-memory.ts'
import { mastodon } from '../support/fediverse/mastodon.ts'
import { peertube } from '../support/fediverse/without-a-way-in.ts'
import {
  comeBackFrom,
  createFediverseApp,
  departFrom,
  errorOf,
  requestWith,
  signInFrom,
} from '../support/fediverse-app.ts'
import { floodDepartures } from '../support/flood.ts'

const home = mastodon('4.3')
const session = '__Host-portico-session'

/** Where the page's one button leads. */
const hrefIn = (text: string): string => (/id="continue" href="([^"]+)"/.exec(text)?.[1] ?? '').replaceAll('&amp;', '&')

describe('leaving', () => {
  it('needs a form of ours', async (t) => {
    const app = await createFediverseApp(t, { home })
    const browser = app.browser()
    const seen = await browser.post('/sources/fediverse', { address: app.servers.home.domain })
    assert.equal(seen.status, 403)
    assert.equal(app.servers.home.seen.length, 0)
  })

  it('says what is wrong with what was typed, asks for nothing there, and keeps it', async (t) => {
    const app = await createFediverseApp(t, { home })
    const browser = app.browser()
    const page = await browser.get('/sign-in')
    for (const [address, code, status] of [
      ['', 'missing', 400],
      ['not an address', 'bad_address', 400],
      ['alice@gmail.com', 'email', 400],
      ['@alice@localhost', 'bad_address', 400],
      [`@nobody@${app.servers.home.domain}`, 'no_person', 400],
    ] as const) {
      const seen = await departFrom(browser, page, address)
      assert.equal(errorOf(seen.text), code, address)
      assert.equal(seen.status, status)
      assert.ok(seen.text.includes(`value="${address}"`) || address === '')
    }
  })

  it('leaves a line where it is the server that lets nobody leave, with a code that the person is shown', async (t) => {
    const app = await createFediverseApp(t, { home, films: peertube(), down: home })
    const { home: one, films, down } = app.servers
    const browser = app.browser()
    const page = await browser.get('/sign-in')
    one.meddle = (request) =>
      new URL(request.url).pathname === '/api/v1/apps' ? new Response('{}', { status: 403 }) : undefined
    down.meddle = () => new Response('', { status: 503 })
    for (const [place, reason] of [
      [films.domain, 'unsupported'],
      [one.domain, 'refused_registration'],
      [down.domain, 'unreachable'],
    ] as const) {
      const seen = await departFrom(browser, page, place)
      assert.equal(errorOf(seen.text), reason)
      const [, code = ''] = /id="event-code"[^>]*>([^<]+)</.exec(seen.text) ?? []
      const [line, ...others] = await app.world.storage.list('events', { where: { code } })
      assert.deepEqual([line?.kind, line?.outcome, others], ['signin.failed', 'refused', []])
      assert.deepEqual(line?.data, { method: 'fediverse', host: place, reason })
    }
  })

  it('leaves no line for a slip of the pen', async (t) => {
    const app = await createFediverseApp(t, { home })
    const browser = app.browser()
    const page = await browser.get('/sign-in')
    for (const typed of ['', 'not an address', 'alice@gmail.com', `@nobody@${app.servers.home.domain}`]) {
      assert.doesNotMatch((await departFrom(browser, page, typed)).text, /event-code/)
    }
    assert.equal(await app.world.storage.count('events', { kind: 'signin.failed' }), 0)
  })

  it('is limited for each visitor, who is told for how long', async (t) => {
    const app = await createFediverseApp(t, { home })
    const browser = app.browser()
    const page = await browser.get('/sign-in')
    const many = await Promise.all(Array.from({ length: 41 }, () => departFrom(browser, page, 'not an address')))
    const refused = many.filter(({ status }) => status === 429)
    assert.equal(refused.length, 1)
    assert.match(refused[0]?.text ?? '', /Wait 10 minutes/)
    assert.equal(refused[0]?.headers.get('retry-after'), '600')
    const elsewhere = app.browser('192.0.2.77')
    assert.equal((await departFrom(elsewhere, await elsewhere.get('/sign-in'), 'not an address')).status, 400)
    app.world.clock.advance(minutes(10))
    assert.equal((await departFrom(browser, page, 'not an address')).status, 400)
  })

  it('is not made impossible by whoever names the same place, to whoever has come from there', async (t) => {
    const app = await createFediverseApp(t, { home })
    const own = app.browser('198.51.100.9')
    await signInFrom(own, app.servers.home)
    own.cookies.delete(session)
    const leaves = async (browser: TestBrowser) =>
      departFrom(browser, await browser.get('/sign-in'), app.servers.home.domain)
    const other = app.browser('198.51.100.8')
    await signInFrom(other, app.servers.home, { address: `@bob@${app.servers.home.domain}`, person: { as: 'bob' } })
    other.cookies.delete(session)
    await leaves(other)
    await floodDepartures(app)
    assert.equal((await leaves(own)).location?.host, app.servers.home.host)
  })

  it('is not made impossible by whoever names other places', async (t) => {
    const app = await createFediverseApp(t, { home })
    const { storage, clock } = app.world
    const own = app.browser('198.51.100.9')
    await signInFrom(own, app.servers.home)
    own.cookies.delete(session)
    const used = [
      ['departures', 3000],
      ['departures:198.51.100.9', 40],
    ] as const
    for (const [id, count] of used) await storage.put('counters', { id, count, expiresAt: clock.now() + minutes(10) })
    const leaves = async (browser: TestBrowser, address: string) =>
      departFrom(browser, await browser.get('/sign-in'), address)
    assert.equal((await leaves(own, 'elsewhere.example.org')).status, 429)
    for (const address of [`@alice@${app.servers.home.domain}`, app.servers.home.domain]) {
      assert.equal((await leaves(own, address)).location?.host, app.servers.home.host)
      // Whoever has not been there learns nothing of whether others have.
      assert.equal((await leaves(app.browser('198.51.100.9'), address)).status, 429)
    }
  })

  it('is not to be had where the fediverse is switched off', async (t) => {
    const app = await createFediverseApp(t, { home })
    const browser = app.browser()
    const page = await browser.get('/sign-in')
    await app.world.storage.change('sources', 'fediverse', (row) => ({ ...row, disabledAt: 1 }))
    assert.equal((await departFrom(browser, page, app.servers.home.domain)).status, 404)
    assert.doesNotMatch((await browser.get('/sign-in')).text, /name="address"/)
  })
})

describe('what is offered while one types', () => {
  it('is the last server to whoever was told so by us, and says nothing to whoever claims it', async (t) => {
    const app = await createFediverseApp(t, { home })
    const { host } = app.servers.home
    const browser = app.browser()
    await signInFrom(browser, app.servers.home)
    browser.cookies.delete(session)
    const name = '__Host-portico-server'
    const [, identityId = '', mark = ''] = (browser.cookies.get(name) ?? '').split('|')
    const [row] = await app.world.storage.list('servers')
    const title = String((row?.findings as { title?: string }).title)
    assert.ok((await browser.get('/sign-in')).text.includes(title))
    for (const value of [`${host}|${identityId}`, `${host}|${identityId}|${'A'.repeat(43)}`, `${host}|x|${mark}`]) {
      const stranger = app.browser()
      stranger.cookies.set(name, value)
      const { text } = await stranger.get('/sign-in')
      assert.ok(!text.includes(title) && !text.includes('Continue with'), value)
    }
  })

  it('has no server in it that would name its only person', async (t) => {
    const app = await createFediverseApp(t, { home, own: mastodon('4.2') })
    const many = await app.addAccount()
    const kept = (id: string, host: string) =>
      app.world.storage.add('identities', {
        ...{ id, host, sourceId: 'fediverse', subject: id, accountId: many.id, profile: {}, anchors: {} },
        ...{ createdAt: 1, lastUsedAt: 1 },
      })
    for (const [host, people] of [
      ['town.example', 3],
      ['alice.example', 1],
    ] as const) {
      await app.world.storage.add('servers', {
        ...{ id: host, host, findings: {}, foundAt: 1, signIns: 50, createdAt: 1 },
      })
      for (let at = 0; at < people; at++) await kept(`${host}-${at}`, host)
    }
    const { text } = await app.browser().get('/sign-in')
    assert.match(text, /<option value="town\.example">/)
    assert.match(text, /<option value="mastodon\.social">/)
    assert.doesNotMatch(text, /alice\.example/)
  })
})

describe('an application’s hint', () => {
  it('leads to the server by a page, once', async (t) => {
    const app = await createFediverseApp(t, { home })
    await app.addApplication()
    const browser = app.browser()
    const hint = `@alice@${app.servers.home.domain}`
    const hop = await browser.follow(await browser.get(requestWith({ login_hint: hint })))
    assert.equal(hop.status, 200)
    const back = await app.servers.home.approve(hrefIn(hop.text))
    const asked = await browser.follow(await browser.get(back))
    assert.equal(asked.url.pathname, '/arrive')
    const gone = await browser.submit(asked, { remember: 'yes' }, { button: 'go-on' })
    assert.ok(gone.location?.searchParams.has('code'))
  })

  it('leads on by itself only to where this browser came from before', async (t) => {
    const app = await createFediverseApp(t, { home, other: mastodon('4.2') })
    await app.addApplication()
    const browser = app.browser()
    await signInFrom(browser, app.servers.home)
    browser.cookies.delete(session)
    const hopTo = async (domain: string) =>
      (await browser.follow(await browser.get(requestWith({ login_hint: `@alice@${domain}` })))).text
    assert.match(await hopTo(app.servers.home.domain), /http-equiv="refresh"/)
    const asked = await hopTo(app.servers.other.domain)
    assert.doesNotMatch(asked, /http-equiv="refresh"/)
    assert.match(asked, /Notes says that this is your server/)
    assert.equal(new URL(hrefIn(asked)).host, app.servers.other.host)
  })

  it('signs nobody in whom this browser does not know without showing who it is', async (t) => {
    const app = await createFediverseApp(t, { home })
    await app.addApplication({ bridge: true })
    const browser = app.browser()
    const hint = `@alice@${app.servers.home.domain}`
    const hop = await browser.follow(await browser.get(requestWith({ login_hint: hint })))
    const back = await browser.get(await app.servers.home.approve(hrefIn(hop.text)))
    assert.equal(back.location?.pathname, '/arrive')
    assert.equal(browser.cookies.has(session), false)
  })

  it('fills in the field for whoever comes back without having signed in', async (t) => {
    const app = await createFediverseApp(t, { home })
    await app.addApplication()
    const browser = app.browser()
    const hint = `@alice@${app.servers.home.domain}`
    const hop = await browser.follow(await browser.get(requestWith({ login_hint: hint })))
    const again = await browser.get(hop.url)
    assert.match(again.text, /name="address"/)
    assert.ok(again.text.includes(`value="${hint}"`))
  })

  it('is no fediverse address when it could be an e-mail address', async (t) => {
    const app = await createFediverseApp(t, { home })
    await app.addApplication()
    const browser = app.browser()
    const page = await browser.follow(await browser.get(requestWith({ login_hint: 'alice@example.org' })))
    assert.match(page.text, /name="address"/)
    assert.doesNotMatch(page.text, /alice@example\.org/)
  })
})

describe('an application that people only pass through to', () => {
  it('shows the field alone, takes no password, and asks nothing on the way back', async (t) => {
    const app = await createFediverseApp(t, { home })
    await app.addApplication({ bridge: true })
    const account = await app.addAccount()
    await app.givePassword(account)
    const browser = app.browser()
    const page = await browser.follow(await browser.get(requestWith()))
    assert.doesNotMatch(page.text, /password/i)
    const forced = await browser.post(page.url, {
      form_token: /name="form_token" value="([^"]+)"/.exec(page.text)?.[1] ?? '',
      identifier: account.username,
      password: testPassword,
    })
    assert.equal(forced.status, 400)
    assert.equal(browser.cookies.has(session), false)
    const back = await comeBackFrom(browser, app.servers.home, { page })
    assert.ok(back.location?.searchParams.has('code'), back.text)
  })
})
