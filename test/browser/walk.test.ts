import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContext, Page } from 'playwright-core'
import type { RelyingParty } from '../interop/rigs/rig.ts'
import { needs } from '../setup/capabilities.ts'
import { useChromium } from '../support/browser.ts'
import { type PorticoProcess, startPortico } from '../support/portico-process.ts'
import { findPostgres } from '../support/postgres.ts'
import { notesRig } from './relying-party.ts'

const newContext = useChromium()

const ada = { name: 'Ada Admin', username: 'ada', email: 'ada@example.org', password: 'seven quiet doors in a row' }
const bob = { name: 'Bob Builder', username: 'bob', email: 'bob@example.org', password: 'an arch of many bricks' }

interface Variant {
  readonly javaScriptEnabled: boolean
  /** Whether every page on the way is read by a machine that reads as people do who do not see. */
  readonly accessible: boolean
  readonly environment: () => Promise<Record<string, string>>
}

/** From an empty folder to somebody who is signed in to an application, and out again, as people click it who read nothing. */
const walk = ({ javaScriptEnabled, accessible, environment }: Variant): void => {
  let portico: PorticoProcess
  let notes: RelyingParty
  let rig: Awaited<ReturnType<typeof notesRig>>
  const contexts: BrowserContext[] = []
  /** What browsers complained of. */
  const complaints: string[] = []

  const open = async (): Promise<Page> => {
    const context = await newContext({ javaScriptEnabled, reducedMotion: 'reduce' })
    contexts.push(context)
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    context.on('weberror', (error) => complaints.push(String(error.error())))
    return context.newPage()
  }

  /** One after the other: what comes after a step that failed is not tried. */
  let failed = false
  const step = (name: string, take: () => void | Promise<void>): void =>
    void it(name, async (context) => {
      if (failed) return context.skip('a step before it failed')
      failed = true
      await take()
      failed = false
    })

  /** Waits for a page by its heading, and has it looked at. */
  const arrive = async (tab: Page, heading: string | RegExp): Promise<void> => {
    await tab.getByRole('heading', { level: 1, name: heading }).waitFor()
    if (!accessible) return
    const { violations } = await new AxeBuilder({ page: tab }).setLegacyMode().analyze()
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    assert.deepEqual(told, [], tab.url())
  }

  const fill = async (tab: Page, fields: Readonly<Record<string, string>>): Promise<void> => {
    for (const [label, value] of Object.entries(fields)) await tab.getByLabel(label, { exact: true }).fill(value)
  }
  const press = (tab: Page, name: string): Promise<void> => tab.getByRole('button', { name, exact: true }).click()
  const follow = (tab: Page, name: string): Promise<void> => tab.getByRole('link', { name, exact: true }).click()
  const copied = async (tab: Page, id: string): Promise<string> => (await tab.locator(`#${id}`).textContent()) ?? ''

  before(async () => {
    rig = await notesRig()
    portico = await startPortico({ env: await environment() })
  })
  after(async () => {
    await notes?.stop()
    await portico?.stop()
    for (const context of contexts) await context.close()
  })

  let admin: Page
  let visitor: Page
  let oneTimeLink = ''

  step('says to whoever comes too early that it is not set up, and where the link is', async () => {
    visitor = await open()
    await visitor.goto(portico.url)
    await arrive(visitor, 'This place is not set up yet')
  })

  step('makes the administrator with the link that it printed, and says what is next', async () => {
    const [, link] = /^(http\S+\/setup\/\S+)$/m.exec(portico.output()) ?? []
    assert.ok(link !== undefined, portico.output())
    admin = await open()
    await admin.goto(link)
    await arrive(admin, 'Open the doors')
    const { name, username, email, password } = ada
    await fill(admin, { 'Your name': name, Username: username, 'E-mail': email, Password: password })
    await press(admin, 'Create my account')
    await arrive(admin, 'Overview')
    await admin.getByRole('heading', { name: 'First steps' }).waitFor()
  })

  step('connects an application that it has no name for, and shows in one place what to copy into it', async () => {
    await follow(admin, 'Connect an application')
    await arrive(admin, 'Connect an application')
    await admin.getByRole('link', { name: /^OpenID Connect/ }).click()
    await admin.waitForURL('**/generic')
    await arrive(admin, 'Connect an application')
    await fill(admin, { 'What people call it': 'Notes', 'Redirect address': rig.redirectUri })
    await press(admin, 'Connect it')
    await admin.getByRole('status').filter({ hasText: 'Notes is registered' }).waitFor()
    await arrive(admin, 'Connect an application')
    const shown = async (label: string): Promise<string> =>
      (await admin.getByRole('region', { name: label, exact: true }).textContent()) ?? ''
    const issuer = await shown('Issuer')
    assert.equal(issuer, portico.url)
    notes = await rig.start({ issuer, clientId: await shown('Client ID'), clientSecret: await shown('Client Secret') })

    await follow(admin, 'Check now')
    await arrive(admin, 'Notes')
    await admin.getByText('Notes would accept this.').waitFor()
  })

  step('has a page for it, where the rest is set', async () => {
    await follow(admin, 'Notes')
    await arrive(admin, 'Notes')
    const discovery = await (await fetch(await copied(admin, 'discovery'))).json()
    for (const [id, name] of [
      ['address-authorize', 'authorization_endpoint'],
      ['address-token', 'token_endpoint'],
      ['address-userinfo', 'userinfo_endpoint'],
      ['address-jwks', 'jwks_uri'],
      ['address-end-session', 'end_session_endpoint'],
    ] as const) {
      assert.equal(await copied(admin, id), discovery[name])
    }
    await admin.getByText('More settings').click()
    await fill(admin, { 'Addresses after signing out': rig.postLogoutRedirectUri })
    await press(admin, 'Save')
    await admin.getByRole('status').filter({ hasText: 'Notes is saved' }).waitFor()
  })

  step('makes an account for somebody else, with a link to hand on', async () => {
    await admin.goto(`${portico.url}/console`)
    await follow(admin, 'Add somebody')
    await arrive(admin, 'Add somebody')
    await fill(admin, { Username: bob.username, Name: bob.name, 'E-mail': bob.email })
    await press(admin, 'Add')
    await arrive(admin, bob.name)
    oneTimeLink = await copied(admin, 'one-time-link')
    assert.ok(oneTimeLink.startsWith(`${portico.url}/reset/`))
  })

  step('has that person choose a password, and sign in with it', async () => {
    await visitor.goto(oneTimeLink)
    await arrive(visitor, 'Choose your password')
    await fill(visitor, { Password: bob.password })
    await press(visitor, 'Save the password')
    await arrive(visitor, 'Sign in to Portico')
    // The name is there already, and the cursor at the password.
    await visitor.keyboard.type(bob.password)
    await visitor.keyboard.press('Enter')
    await arrive(visitor, 'Where would you like to go?')
  })

  step('takes them from their applications into one, telling it what they allowed', async () => {
    await visitor.getByRole('link', { name: 'Notes' }).click()
    await visitor.waitForURL(notes.startUrl)
    await follow(visitor, 'Log in')
    await arrive(visitor, 'Notes will know this about you')
    await visitor.getByText(bob.email).waitFor()
    await visitor.keyboard.press('Tab')
    while ((await visitor.locator('#allow:focus').count()) === 0) await visitor.keyboard.press('Tab')
    await visitor.keyboard.press('Enter')
    await visitor.getByRole('heading', { name: `Hello ${bob.name}` }).waitFor()
    assert.equal(await visitor.locator('#who').textContent(), `${bob.username} ${bob.email}`)
  })

  step('signs them out from the application, and asks for the password the next time', async () => {
    await follow(visitor, 'Log out')
    await visitor.waitForURL(notes.startUrl)
    await follow(visitor, 'Log in')
    await arrive(visitor, 'Sign in to Notes')
    await fill(visitor, { 'Username or e-mail': bob.username, Password: bob.password })
    await press(visitor, 'Sign in')
    await visitor.getByRole('heading', { name: `Hello ${bob.name}` }).waitFor()
  })

  step('tells the person what the application knows, and takes it back when they want that', async () => {
    await visitor.goto(`${portico.url}/account/applications`)
    await arrive(visitor, 'What applications know')
    await press(visitor, 'Take back what Notes may know')
    await visitor.getByRole('status').filter({ hasText: 'Notes learns nothing more' }).waitFor()
    await visitor.goto(notes.startUrl)
    await follow(visitor, 'Log in')
    await arrive(visitor, 'Notes will know this about you')
  })

  step('shows the administrator what happened, and no first steps any more', async () => {
    await admin.goto(`${portico.url}/console`)
    await arrive(admin, 'Overview')
    assert.equal(await admin.getByRole('heading', { name: 'First steps' }).count(), 0)
    await admin.getByRole('link', { name: 'Sign-ins' }).getByText('2').waitFor()
    await follow(admin, 'Events')
    await arrive(admin, 'Events')
    await admin.getByRole('link', { name: 'Allowed an application' }).first().waitFor()
  })

  step('is set up once: the link leads to the sign-in', async () => {
    await press(admin, 'Sign out')
    await arrive(admin, 'You are signed out')
    const [, link = ''] = /^(http\S+\/setup\/\S+)$/m.exec(portico.output()) ?? []
    // What is not there is noted by the browser, as it should be.
    const before = complaints.length
    const answer = await admin.goto(link)
    assert.equal(answer?.status(), 404)
    await arrive(admin, 'This place is set up already')
    complaints.length = before
    await follow(admin, 'Sign in')
    await arrive(admin, 'Sign in to Portico')
  })

  step('gave no browser anything to complain of, and nobody a stack trace', () => {
    assert.deepEqual(complaints, [])
    assert.equal(notes.logs(), '')
    assert.doesNotMatch(portico.output(), /"level":"error"/)
  })
}

const sqlite = async (): Promise<Record<string, string>> => ({})
const postgres = async (): Promise<Record<string, string>> => ({
  DATABASE_URL: await (await findPostgres()).createDatabase(),
  PORTICO_SECRET: randomBytes(32).toString('hex'),
})

describe('from nothing to a signed-in application', needs('chromium'), () => {
  describe('on SQLite', () => walk({ javaScriptEnabled: true, accessible: true, environment: sqlite }))
  describe('on SQLite, without a script', () =>
    walk({ javaScriptEnabled: false, accessible: false, environment: sqlite }))
  describe('on PostgreSQL', needs('postgres'), () =>
    walk({ javaScriptEnabled: true, accessible: false, environment: postgres }),
  )
})
