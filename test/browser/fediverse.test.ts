import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { RelyingParty } from '../interop/rigs/rig.ts'
import { needs } from '../setup/capabilities.ts'
import { useChromium } from '../support/browser.ts'
import { type FakeServer, withFediverse } from '../support/fediverse/fediverse.ts'
import { mastodon } from '../support/fediverse/mastodon.ts'
import { misskey } from '../support/fediverse/misskey.ts'
import { type PorticoProcess, startPortico } from '../support/portico-process.ts'
import { notesRig } from './relying-party.ts'

const newContext = useChromium()
const clientSecret = 's3cretS3cretS3cretS3cret'
const bob = { username: 'bob', name: 'Bob Example', password: 'correct horse battery staple' }

/** An application whose policy lets its forms lead to itself and to us, and no further: it is entered by a form. */
const strictApplication = async (t: { after(work: () => unknown): void }, us: () => string) => {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (url.pathname === '/callback') {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end('<!doctype html><link rel="icon" href="data:,"><h1>Home</h1>')
    } else if (request.method === 'POST') {
      response.writeHead(302, { location: url.searchParams.get('to') ?? '' }).end()
    } else {
      const policy = `default-src 'none'; img-src data:; form-action 'self' ${us()}`
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy })
      response.end('<!doctype html><link rel="icon" href="data:,"><form method="post"><button>Log in</button></form>')
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('the way in from the fediverse, in a browser', needs('chromium'), () => {
  let portico: PorticoProcess
  let notes: RelyingParty
  let site: RelyingParty
  let strict: string
  let servers: Readonly<Record<'mastodon' | 'misskey', FakeServer>>

  const last: (() => unknown)[] = []
  const t = { after: (work: () => unknown) => void last.push(work) }

  before(async () => {
    const fediverse = await withFediverse(t, { mastodon: mastodon('4.3'), misskey: misskey() })
    servers = fediverse.servers
    const [rig, siteRig] = [await notesRig(), await notesRig()]
    strict = await strictApplication(t, () => portico.url)
    portico = await startPortico({
      env: { PORTICO_UNSAFE_OUTBOUND_ALLOW: fediverse.allow.join(',') },
      yaml: {
        accounts: [bob],
        sources: [{ id: 'fediverse', kind: 'fediverse', firstSignIn: 'everyone' }],
        applications: [
          { slug: 'notes', name: 'Notes', clientSecret, redirectUris: [rig.redirectUri], consent: 'implicit' },
          {
            slug: 'site',
            name: 'Site',
            clientSecret,
            redirectUris: [siteRig.redirectUri],
            consent: 'implicit',
            bridge: true,
          },
          { slug: 'strict', name: 'Strict', clientSecret, redirectUris: [`${strict}/callback`], consent: 'implicit' },
        ],
      },
    })
    notes = await rig.start({ issuer: portico.url, clientId: 'notes', clientSecret })
    site = await siteRig.start({ issuer: portico.url, clientId: 'site', clientSecret })
  })
  after(async () => {
    await notes?.stop()
    await site?.stop()
    await portico?.stop()
    for (const work of last) await work()
  })

  const inTab = async (options: BrowserContextOptions, go: (tab: Page) => Promise<void>): Promise<void> => {
    const context = await newContext({ reducedMotion: 'reduce', ...options })
    const complaints: string[] = []
    try {
      const tab = await context.newPage()
      tab.on('console', (message) => {
        if (/policy/i.test(message.text())) complaints.push(message.text())
      })
      tab.on('pageerror', (error) => complaints.push(String(error)))
      await go(tab)
      assert.deepEqual(complaints, [])
    } finally {
      await context.close()
    }
  }

  /** What a person does at their own server. */
  const allowThere = async (tab: Page, username: string): Promise<void> => {
    await tab.fill('[name=username]', username)
    await tab.fill('[name=password]', 'password')
    await tab.click('#sign-in')
    await tab.click('#allow')
  }

  /** Somebody new at a server, who is nobody's namesake here and has never been asked before. */
  const newcomerAt = (server: FakeServer): { readonly username: string; readonly handle: string } => {
    const alice = server.accounts.get('alice')
    assert.ok(alice)
    newcomers += 1
    const number = 500 + newcomers
    const username = `person${number}`
    const actor = alice.actor.replace(alice.id, `${number}`).replace(/alice$/, username)
    server.accounts.set(username, { ...alice, id: `${number}`, username, actor })
    return { username, handle: `@${username}@${server.domain}` }
  }
  let newcomers = 0

  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? '' : ', without a script'
    for (const which of ['mastodon', 'misskey'] as const) {
      it(`leads through ${which} and on to the application${how}`, () =>
        inTab({ javaScriptEnabled }, async (tab) => {
          const { username, handle } = newcomerAt(servers[which])
          await tab.goto(notes.startUrl)
          await tab.click('text=Log in')
          await tab.fill('#address', handle)
          await tab.click('#depart')
          await allowThere(tab, username)
          await tab.getByRole('heading', { name: 'Is this you?' }).waitFor()
          assert.equal(await tab.getByText(handle, { exact: true }).count(), 1)
          await tab.click('#go-on')
          await tab.locator('#who').waitFor()

          // A second time nobody is asked anything: this browser, this person, this server.
          await tab.context().clearCookies({ name: 'portico-session' })
          await tab.goto(notes.startUrl)
          await tab.click('text=Log in')
          await tab.click('#continue')
          const who = tab.locator('#who')
          await who.or(tab.locator('#allow')).waitFor()
          if (await tab.locator('#allow').isVisible()) await tab.click('#allow')
          await who.waitFor()
        }))
    }

    it(`is all that people see of us who pass through to a website${how}`, () =>
      inTab({ javaScriptEnabled, viewport: { width: 360, height: 740 } }, async (tab) => {
        const { username, handle } = newcomerAt(servers.mastodon)
        const shown: string[] = []
        tab.on('response', (response) => {
          const url = new URL(response.url())
          const isPage = response.request().isNavigationRequest() && response.status() === 200
          if (isPage && url.origin === portico.url) shown.push(url.pathname)
        })
        await tab.goto(site.startUrl)
        await tab.click('text=Log in')
        await tab.locator('#address').waitFor()
        assert.equal(await tab.locator('input[type=password]').count(), 0)
        for (const way of ['password', 'Sign up', 'Other ways']) assert.equal(await tab.getByText(way).count(), 0, way)
        assert.equal(await tab.locator('a[href^="/account"], a[href^="/sign"]').count(), 0)
        if (javaScriptEnabled) {
          const { violations } = await new AxeBuilder({ page: tab }).setLegacyMode().analyze()
          assert.deepEqual(violations, [])
          assert.ok((await tab.evaluate(() => document.documentElement.scrollWidth)) <= 360)
        }
        await tab.fill('#address', handle)
        await tab.click('#depart')
        await allowThere(tab, username)
        const who = tab.locator('#who')
        await who.waitFor()
        assert.ok((await who.textContent())?.startsWith(`${handle.slice(1)} `), (await who.textContent()) ?? '')
        assert.deepEqual(shown, ['/sign-in'])
      }))

    it(`takes somebody who said no back to the field${how}`, () =>
      inTab({ javaScriptEnabled }, async (tab) => {
        const { username, handle } = newcomerAt(servers.mastodon)
        await tab.goto(notes.startUrl)
        await tab.click('text=Log in')
        await tab.fill('#address', handle)
        await tab.click('#depart')
        await tab.fill('[name=username]', username)
        await tab.fill('[name=password]', 'password')
        await tab.click('#sign-in')
        await tab.click('#deny')
        assert.equal(await tab.locator('#address').inputValue(), handle)
        await tab.click('#other-ways')
        await tab.click('#use-password')
        await tab.fill('[name=identifier]', bob.username)
        await tab.fill('[name=password]', bob.password)
        await tab.click('#sign-in')
        assert.match((await tab.locator('#who').textContent()) ?? '', /^bob /)
      }))

    it(`follows an application’s hint by a page, where its own policy covers the way to us alone${how}`, () =>
      inTab({ javaScriptEnabled }, async (tab) => {
        const { username, handle } = newcomerAt(servers.mastodon)
        const query = new URLSearchParams({
          client_id: 'strict',
          redirect_uri: `${strict}/callback`,
          response_type: 'code',
          scope: 'openid',
          login_hint: handle,
        })
        const to = `${portico.url}/authorize?${query}`
        await tab.goto(`${strict}/?${new URLSearchParams({ to })}`)
        await tab.getByRole('button', { name: 'Log in' }).click()
        await tab.click('#continue')
        await allowThere(tab, username)
        await tab.click('#go-on')
        await tab.getByRole('heading', { name: 'Home' }).waitFor()
      }))
  }

  it('links an account, and takes it for another one before that', () =>
    inTab({ javaScriptEnabled: false }, async (tab) => {
      const [one, other] = [newcomerAt(servers.mastodon), newcomerAt(servers.mastodon)]
      await tab.goto(`${portico.url}/sign-in?with=password&to=/account/identities`)
      await tab.fill('[name=identifier]', bob.username)
      await tab.fill('[name=password]', bob.password)
      await tab.click('#sign-in')
      await tab.fill('#address', one.handle)
      await tab.click('#depart')
      // Somebody else is who signs in there: both are shown, and the person takes the other way.
      await allowThere(tab, other.username)
      await tab.getByText('Somebody else is signed in at your server').waitFor()
      await tab.click('#another')
      await allowThere(tab, one.username)
      await tab.getByText(`${one.handle} is linked`).waitFor()
    }))

  it('offers servers behind a name as well, to the keyboard, and tells nobody what is typed', () =>
    inTab({}, async (tab) => {
      await tab.goto(`${portico.url}/sign-in`)
      const asked: string[] = []
      // Files of ours have one address each, which can say nothing; the browser gets the page's icon when it likes.
      tab.on('request', (request) => {
        if (!request.url().startsWith(`${portico.url}/assets/`)) asked.push(request.url())
      })
      const offered = tab.getByRole('option')
      const field = tab.getByRole('combobox', { name: 'Your fediverse address or server' })
      await tab.locator('#address:focus').waitFor()
      await tab.keyboard.type('@alice@m')
      assert.ok((await offered.count()) > 1)
      await tab.keyboard.type('astodon.s')
      assert.deepEqual(await offered.allTextContents(), ['@alice@mastodon.social'])
      await tab.keyboard.press('ArrowDown')
      assert.equal(await offered.getAttribute('aria-selected'), 'true')
      const { violations } = await new AxeBuilder({ page: tab }).setLegacyMode().analyze()
      assert.deepEqual(violations, [])
      await tab.keyboard.press('Enter')
      assert.equal(await field.inputValue(), '@alice@mastodon.social')
      assert.equal(await offered.count(), 0)
      await tab.fill('#address', 'FOSS')
      await tab.getByRole('option', { name: 'fosstodon.org' }).click()
      assert.equal(await field.inputValue(), 'fosstodon.org')
      await tab.fill('#address', 'mastodon.')
      await tab.keyboard.press('Escape')
      assert.equal(await offered.count(), 0)
      assert.deepEqual(asked, [])
    }))
})
