import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { BrowserContext } from 'playwright-core'
import { needs } from '../setup/capabilities.ts'
import { signInOn, useChromium } from '../support/browser.ts'
import { type PorticoProcess, startPortico } from '../support/portico-process.ts'

const newContext = useChromium()

const alice = { username: 'alice', name: 'Alice Example', password: 'correct horse battery staple' }

interface Place {
  readonly tls: boolean
  /** What stands before the names of our cookies. */
  readonly prefix: string
}

const suite = ({ tls, prefix }: Place): void => {
  let portico: PorticoProcess
  let context: BrowserContext

  before(async () => {
    portico = await startPortico({ tls, yaml: { accounts: [alice] } })
    context = await newContext()
    const tab = await context.newPage()
    await tab.goto(`${portico.url}/account/sessions`)
    await signInOn(tab, { identifier: alice.username, password: alice.password })
    await tab.getByText('You are signed in nowhere else.').waitFor()
  })
  after(async () => {
    await context?.close()
    await portico?.stop()
  })

  it('has two, for this host alone and for the whole of it', async () => {
    const cookies = await context.cookies()
    assert.deepEqual(
      cookies
        .map(({ name, domain, path, secure, httpOnly, sameSite }) => ({
          name,
          domain,
          path,
          secure,
          httpOnly,
          sameSite,
        }))
        .sort((one, other) => one.name.localeCompare(other.name)),
      ['portico-browser', 'portico-session'].map((name) => ({
        name: prefix + name,
        // With a dot before it, it would be every host's below this one.
        domain: 'localhost',
        path: '/',
        secure: tls,
        httpOnly: true,
        sameSite: 'Lax',
      })),
    )
  })

  it('keeps people signed in when the browser is closed, and nothing else', async () => {
    const lasting = (await context.cookies()).filter(({ expires }) => expires > 0)
    assert.deepEqual(
      lasting.map(({ name }) => name),
      [`${prefix}portico-session`],
    )
  })

  it('shows none to a script', async () => {
    const tab = await context.newPage()
    await tab.goto(portico.url)
    assert.equal(await tab.evaluate('document.cookie'), '')
  })

  it('is signed in when a link of another site leads here, and not when another site posts', async () => {
    const tab = await context.newPage()
    const elsewhere = 'http://127.0.0.1:1/'
    const button = `<!doctype html><a href="${portico.url}/account">Link</a><form method="post" action="${portico.url}/sign-out"><button>Post</button></form>`
    await tab.route(elsewhere, (route) => route.fulfill({ contentType: 'text/html', body: button }))
    await tab.goto(elsewhere)
    await tab.getByRole('link').click()
    await tab.getByRole('heading', { name: 'Profile' }).waitFor()
    await tab.goto(elsewhere)
    await tab.getByRole('button').click()
    await tab.getByRole('heading', { name: 'This came from another site' }).waitFor()
    await tab.goto(`${portico.url}/account`)
    await tab.getByRole('heading', { name: 'Profile' }).waitFor()
  })

  it('takes the session with it when somebody signs out', async () => {
    const tab = await context.newPage()
    await tab.goto(portico.url)
    await tab.getByRole('button', { name: 'Sign out' }).click()
    await tab.getByRole('heading', { name: 'You are signed out' }).waitFor()
    const names = (await context.cookies()).map(({ name }) => name)
    // The second lasts two minutes, and keeps a provider that is the only way in from signing them in again at once.
    assert.deepEqual(names.sort(), [`${prefix}portico-browser`, `${prefix}portico-stay`])
  })
}

describe('cookies', needs('chromium'), () => {
  describe('over https', () => suite({ tls: true, prefix: '__Host-' }))
  describe('over http, on this very machine', () => suite({ tls: false, prefix: '' }))
})
