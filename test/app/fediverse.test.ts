import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { createInvitation } from '../../src/accounts/sign-up/invitations.ts'
import { hours, minutes } from '../../src/lib/clock.ts'
import { serverKey } from '../../src/sources/fediverse/server-key.ts'
import { testRedirect } from '../support/app.ts'
import { mastodon } from '../support/fediverse/mastodon.ts'
import {
  comeBackFrom,
  createFediverseApp,
  departFrom,
  errorOf,
  requestWith,
  signInFrom,
} from '../support/fediverse-app.ts'

const home = mastodon('4.3')
const session = '__Host-portico-session'

describe('the way in from the fediverse', () => {
  it('leads from the field to one’s own server, is asked who it is, and goes on to the application', async (t) => {
    const app = await createFediverseApp(t, { home })
    await app.addApplication()
    const browser = app.browser()
    const page = await browser.follow(await browser.get(requestWith()))
    const asked = await browser.follow(await comeBackFrom(browser, app.servers.home, { page }))
    assert.equal(asked.url.pathname, '/arrive')
    assert.match(asked.text, /Is this you\?/)
    assert.ok(asked.text.includes(`@alice@${app.servers.home.domain}`))
    assert.equal(browser.cookies.has(session), false)
    const gone = await browser.submit(asked, { remember: 'yes' }, { button: 'go-on' })
    assert.equal(gone.location?.origin, new URL(testRedirect).origin)
    assert.ok(gone.location?.searchParams.has('code'))
    const [identity] = await app.world.storage.list('identities')
    assert.equal(identity?.subject, `${app.servers.home.origin}/users/alice`)
  })

  it('goes straight in for whom this browser knows, and not in another browser', async (t) => {
    const app = await createFediverseApp(t, { home })
    const browser = app.browser()
    await signInFrom(browser, app.servers.home)
    browser.cookies.delete(session)
    const straight = await comeBackFrom(browser, app.servers.home)
    assert.equal(straight.location?.pathname, '/')
    assert.ok(browser.cookies.has(session))
    const other = await comeBackFrom(app.browser(), app.servers.home)
    assert.equal(other.location?.pathname, '/arrive')
    assert.equal((await app.world.storage.list('accounts')).length, 1)
  })

  it('offers the last server again, unless it is not to be remembered', async (t) => {
    const app = await createFediverseApp(t, { home })
    const { host } = app.servers.home
    const browser = app.browser()
    await signInFrom(browser, app.servers.home)
    browser.cookies.delete(session)
    const page = await browser.get('/sign-in')
    assert.ok(page.text.includes(`Continue with ${host}`))
    const left = await browser.submit(page, {}, { button: 'continue' })
    assert.equal(left.location?.host, host)
    const forgotten = await browser.follow(await browser.submit(page, {}, { button: 'forget' }))
    assert.ok(!forgotten.text.includes('Continue with'))

    const shy = app.browser()
    const asked = await shy.follow(await comeBackFrom(shy, app.servers.home))
    await shy.submit(asked, {}, { button: 'go-on' })
    assert.ok(shy.cookies.has(session))
    shy.cookies.delete(session)
    assert.ok(!(await shy.get('/sign-in')).text.includes('Continue with'))
  })

  it('shows who was typed and who came, when these are two', async (t) => {
    const app = await createFediverseApp(t, { home })
    const { domain } = app.servers.home
    const browser = app.browser()
    await signInFrom(browser, app.servers.home, { address: `@bob@${domain}`, person: { as: 'bob' } })
    browser.cookies.delete(session)
    const asked = await browser.follow(
      await comeBackFrom(browser, app.servers.home, { address: `@alice@${domain}`, person: { as: 'bob' } }),
    )
    assert.equal(asked.url.pathname, '/arrive')
    assert.ok(asked.text.includes(`@alice@${domain}`) && asked.text.includes(`@bob@${domain}`))
    assert.equal(browser.cookies.has(session), false)
    const another = await browser.submit(asked, {}, { button: 'another' })
    assert.equal(another.location?.searchParams.get('force_login'), 'true')
  })

  it('has the server ask who it is when somebody wants to use another account', async (t) => {
    const app = await createFediverseApp(t, { home })
    await app.addApplication()
    const browser = app.browser()
    await signInFrom(browser, app.servers.home)
    const choose = await browser.follow(await browser.get(requestWith({ prompt: 'select_account' })))
    assert.equal(choose.url.pathname, '/choose-account')
    const page = await browser.follow(await browser.submit(choose, {}, { button: 'another' }))
    const left = await browser.submit(page, {}, { button: 'continue' })
    assert.equal(left.location?.searchParams.get('force_login'), 'true')
  })

  it('ends where somebody said no, with the field as it was', async (t) => {
    const app = await createFediverseApp(t, { home })
    const browser = app.browser()
    const back = await comeBackFrom(browser, app.servers.home, { person: { denies: true } })
    assert.equal(errorOf(back.text), 'denied')
    assert.equal(back.status, 403)
    assert.ok(back.text.includes(`value="@alice@${app.servers.home.domain}"`))
    assert.equal((await departFrom(browser, back, `@alice@${app.servers.home.domain}`)).status, 303)
    const [, code] = /id="event-code"[^>]*>([^<]+)</.exec(back.text) ?? []
    const [line] = await app.world.storage.list('events', { where: { kind: 'signin.failed' } })
    assert.equal(line?.code, code)
    assert.deepEqual(line?.data, { method: 'fediverse', host: app.servers.home.host, reason: 'denied' })
  })
})

describe('a no without a state', () => {
  const callback = `/fediverse/callback/${serverKey('hollo.example')}`

  it('is called a no, says how to begin again, and ends nothing that is under way', async (t) => {
    const app = await createFediverseApp(t, { home })
    const browser = app.browser()
    const left = await departFrom(browser, await browser.get('/sign-in'), `@alice@${app.servers.home.domain}`)
    const events = await app.world.storage.count('events')
    for (const query of ['error=access_denied', 'error=access_denied&error_description=x']) {
      for (const path of [callback, '/sources/fediverse/callback']) {
        const seen = await browser.get(`${path}?${query}`)
        assert.deepEqual([seen.status, errorOf(seen.text)], [403, 'not_agreed'])
        assert.match(seen.text, /Nobody has been signed in/)
        assert.match(seen.text, /href="\/sign-in"/)
        assert.equal(browser.cookies.has(session), false)
      }
    }
    assert.equal(await app.world.storage.count('events'), events)
    const back = await app.servers.home.approve(left.location?.href ?? '')
    assert.equal((await browser.get(back)).location?.pathname, '/arrive')
  })

  it('is nothing where there is more to it', async (t) => {
    const browser = (await createFediverseApp(t, { home })).browser()
    for (const query of [
      ...['', 'error=server_error', 'error=access_denied&code=x', 'error=access_denied&state=x'],
      'error=access_denied&error=access_denied',
    ])
      assert.equal(errorOf((await browser.get(`${callback}?${query}`)).text), 'not_begun', query)
  })
})

describe('a state', () => {
  const away = async (t: Parameters<typeof createFediverseApp>[0]) => {
    const app = await createFediverseApp(t, { home, other: mastodon('4.2') })
    const browser = app.browser()
    const left = await departFrom(browser, await browser.get('/sign-in'), `@alice@${app.servers.home.domain}`)
    const back = await app.servers.home.approve(left.location?.href ?? '')
    return { ...app, newBrowser: () => app.browser(), browser, back }
  }

  it('is good once', async (t) => {
    const { browser, back } = await away(t)
    assert.equal((await browser.get(back)).location?.pathname, '/arrive')
    const again = await browser.get(back)
    assert.equal(errorOf(again.text), 'not_begun')
    assert.equal(again.status, 400)
  })

  it('is good once when it arrives many times at once', async (t) => {
    const { browser, back } = await away(t)
    const all = await Promise.all(Array.from({ length: 10 }, () => browser.get(back)))
    assert.equal(all.filter(({ status }) => status === 303).length, 1)
  })

  it('is worth nothing in another browser, and nothing without a cookie, and is not lost by that', async (t) => {
    const { newBrowser, browser, back, world } = await away(t)
    const stranger = newBrowser()
    await stranger.get('/sign-in')
    for (const other of [stranger, newBrowser()]) {
      assert.equal(errorOf((await other.get(back)).text), 'not_begun')
      assert.equal(other.cookies.has(session), false)
    }
    assert.equal((await world.storage.list('identities')).length, 0)
    assert.equal((await browser.get(back)).location?.pathname, '/arrive')
  })

  it('is over after ten minutes', async (t) => {
    const { browser, back, world } = await away(t)
    world.clock.advance(minutes(10))
    assert.equal(errorOf((await browser.get(back)).text), 'not_begun')
  })

  it('is refused with another server’s callback, and spent by it', async (t) => {
    const { browser, back, servers } = await away(t)
    await departFrom(browser, await browser.get('/sign-in'), servers.other.host)
    const swapped = new URL(back)
    swapped.pathname = `/fediverse/callback/${serverKey(servers.other.host)}`
    assert.equal(errorOf((await browser.get(swapped)).text), 'mixed_up')
    assert.equal(errorOf((await browser.get(back)).text), 'not_begun')
  })

  it('is refused with anything that came twice', async (t) => {
    for (const twice of ['code', 'state', 'iss']) {
      const { browser, back, servers } = await away(t)
      const seen = servers.home.seen.length
      const doubled = `${back}&${twice}=1&${twice}=2`
      assert.equal(errorOf((await browser.get(doubled)).text), twice === 'state' ? 'not_begun' : 'mixed_up')
      assert.equal(servers.home.seen.length, seen)
    }
  })

  it('is of letters and digits, and nowhere to be read but with the server', async (t) => {
    const { back, world } = await away(t)
    const state = new URL(back).searchParams.get('state') ?? ''
    assert.match(state, /^[A-Za-z0-9]{43}$/)
    const rows = await Promise.all([world.storage.list('departures'), world.storage.list('events')])
    assert.ok(!JSON.stringify(rows).includes(state))
  })
})

describe('an arrival', () => {
  it('is for one browser, and once', async (t) => {
    const app = await createFediverseApp(t, { home })
    const browser = app.browser()
    const asked = await browser.follow(await comeBackFrom(browser, app.servers.home))
    const stranger = app.browser()
    await stranger.get('/sign-in')
    assert.equal(errorOf((await stranger.get(asked.url)).text), 'not_begun')
    assert.equal((await browser.submit(asked, {}, { button: 'go-on' })).location?.pathname, '/')
    assert.equal(errorOf((await browser.submit(asked, {}, { button: 'go-on' })).text), 'not_begun')
  })

  it('holds no secret of a request in the clear', async (t) => {
    const app = await createFediverseApp(t, { home })
    await app.addApplication()
    const browser = app.browser()
    const page = await browser.follow(await browser.get(requestWith()))
    const secret = page.url.searchParams.get('request') ?? ''
    await comeBackFrom(browser, app.servers.home, { page })
    assert.match(secret, /^prq_/)
    assert.ok(!JSON.stringify(await app.world.storage.list('arrivals')).includes(secret))
  })

  it('is an account for whoever has an invitation, and uses it up', async (t) => {
    const app = await createFediverseApp(t, { home }, { settings: { firstSignIn: 'invited' } })
    const invited = await createInvitation(app.world, { uses: 1, ttl: hours(1) }, {})
    assert.ok(invited.ok)
    const browser = app.browser()
    const page = await browser.get(`/invite/${invited.secret}`)
    const gone = await signInFrom(browser, app.servers.home, { page })
    assert.equal(gone.location?.pathname, '/')
    assert.ok(browser.cookies.has(session))
    const other = app.browser()
    assert.equal((await other.get(`/invite/${invited.secret}`)).status, 404)
    const bob = { address: `@bob@${app.servers.home.domain}`, person: { as: 'bob' } }
    assert.equal(errorOf((await comeBackFrom(other, app.servers.home, bob)).text), 'not_invited')
  })

  it('shows a picture that we fetched, to the one browser, and letters where there is none to be had', async (t) => {
    const app = await createFediverseApp(t, { home })
    const browser = app.browser()
    const asked = await browser.follow(await comeBackFrom(browser, app.servers.home))
    const [, src = ''] = /<img class="face" src="([^"]+)"/.exec(asked.text) ?? []
    assert.match(src, /^\/arrive\/picture\?arrival=/)
    const shown = await browser.get(src)
    assert.match(shown.headers.get('content-type') ?? '', /^image\//)
    assert.equal(shown.headers.get('content-security-policy'), "default-src 'none'; sandbox")
    assert.equal((await app.browser().get(src)).status, 404)
  })

  it('is no account where newcomers are not taken, and says why', async (t) => {
    for (const [firstSignIn, code] of [
      ['invited', 'not_invited'],
      ['linked', 'not_linked'],
      ['servers', 'server_not_admitted'],
    ] as const) {
      const app = await createFediverseApp(t, { home }, { settings: { firstSignIn } })
      const browser = app.browser()
      const back = await comeBackFrom(browser, app.servers.home)
      assert.equal(errorOf(back.text), code)
      assert.match(back.text, /id="event-code"/)
      assert.equal(browser.cookies.has(session), false)
      assert.equal((await app.world.storage.list('accounts')).length, 0)
    }
  })
})

describe('a server', () => {
  for (const [firstSignIn, kept] of [
    ['everyone', true],
    ['invited', false],
  ] as const)
    it(`is remembered for good ${kept ? 'once' : 'only if'} somebody from there was taken in: ${firstSignIn}`, async (t) => {
      const app = await createFediverseApp(t, { home }, { settings: { firstSignIn } })
      await signInFrom(app.browser(), app.servers.home)
      const server = await app.world.storage.find('servers', serverKey(app.servers.home.host))
      assert.equal(server?.expiresAt === undefined, kept)
    })
})

describe('between coming back and saying that it is them', () => {
  const atTheQuestion = async (t: TestContext) => {
    const app = await createFediverseApp(t, { home })
    const browser = app.browser()
    const asked = await browser.follow(await comeBackFrom(browser, app.servers.home))
    assert.equal(asked.url.pathname, '/arrive')
    return { ...app, browser, goesOn: () => browser.submit(asked, {}, { button: 'go-on' }) }
  }

  it('the server may have been turned away', async (t) => {
    const { world, browser, goesOn } = await atTheQuestion(t)
    const rule = { about: 'domain', value: '127.0.0.1', action: 'deny', reason: 'Spam.', managed: false } as const
    await world.storage.add('instanceRules', { id: 'domain:127.0.0.1', ...rule, createdAt: 1 })
    const refused = await goesOn()
    assert.equal(errorOf(refused.text), 'denied_server')
    assert.equal(browser.cookies.has(session), false)
    assert.equal(await world.storage.count('accounts'), 0)
  })

  it('the way in may have been closed', async (t) => {
    const { world, browser, goesOn } = await atTheQuestion(t)
    await world.storage.change('sources', 'fediverse', (row) => ({ ...row, disabledAt: 1 }))
    assert.equal((await goesOn()).status, 400)
    assert.equal(browser.cookies.has(session), false)
    assert.equal(await world.storage.count('accounts'), 0)
  })
})
