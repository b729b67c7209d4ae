import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContext, Page } from 'playwright-core'
import { needs } from '../setup/capabilities.ts'
import { signInOn, useChromium } from '../support/browser.ts'
import { type PorticoProcess, startPortico } from '../support/portico-process.ts'

const newContext = useChromium()
const run = promisify(execFile)
const launcher = fileURLToPath(new URL('../../bin/portico.js', import.meta.url))

const ada = { username: 'ada', email: 'ada@corp.example', password: 'seven quiet doors in a row' }
const bob = { username: 'bob', email: 'bob@elsewhere.example', password: 'an arch of many bricks' }
/** Nobody listens there: where it leads is looked at, and nothing else. */
const redirectUri = 'http://localhost:9/callback'

const yaml = {
  accounts: [
    { ...ada, emailVerified: true, admin: true },
    { ...bob, emailVerified: true },
  ],
  applications: [
    {
      slug: 'notes',
      name: 'Notes',
      clientSecret: 'a-secret-of-notes-that-is-long',
      redirectUris: [redirectUri],
      consent: 'implicit',
    },
  ],
}

const wrong = 'user.email.endsWith("@corp.example" && user.emailVerified'
const right = 'user.email.endsWith("@corp.example") && user.emailVerified'

/** What an administrator does who keeps some people out, and what becomes of one of these, in their own browsers. */
describe('who may enter, in a browser', needs('chromium'), () => {
  let portico: PorticoProcess
  const contexts: BrowserContext[] = []
  let admin: Page
  let code = ''

  const signedIn = async (who: typeof ada): Promise<Page> => {
    const context = await newContext({ reducedMotion: 'reduce' })
    contexts.push(context)
    const page = await context.newPage()
    await page.goto(`${portico.url}/sign-in`)
    await signInOn(page, { identifier: who.username, password: who.password })
    await page.waitForURL(`${portico.url}/`)
    return page
  }

  const looksRight = async (page: Page): Promise<void> => {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      [],
    )
  }

  const query = new URLSearchParams({
    ...{ client_id: 'notes', redirect_uri: redirectUri, response_type: 'code', scope: 'openid email', state: 's' },
  })

  /** Whether the application gets a code for whoever is signed in at this page. */
  const letIn = async (page: Page): Promise<boolean> => {
    const answer = await page.request.get(`${portico.url}/authorize?${query}`, { maxRedirects: 0 })
    return answer.headers()['location']?.startsWith(`${redirectUri}?code=`) === true
  }

  before(async () => {
    // Only what is named is the file's: rules are written in the console.
    portico = await startPortico({ yaml })
    admin = await signedIn(ada)
  })
  after(async () => {
    for (const context of contexts) await context.close()
    await portico?.stop()
  })

  it('says where an expression is wrong, and keeps all that was typed', async () => {
    await admin.goto(`${portico.url}/console/applications`)
    await admin.getByRole('link', { name: 'Notes' }).first().click()
    await admin.locator('a[href$="/access"]').first().click()
    await admin.locator('[name="rule-kind-0"]').selectOption('expression')
    await admin.locator('[name="rule-value-0"]').fill(wrong)
    await admin.locator('[name="mapping-expression-0"]').fill('{"quota": 5}')
    await admin.locator('#preview').click()
    const field = admin.locator('[name="rule-value-0"]')
    assert.equal(await field.inputValue(), wrong)
    assert.equal(await admin.locator('[name="mapping-expression-0"]').inputValue(), '{"quota": 5}')
    assert.equal(await admin.locator('[name="rule-kind-0"]').inputValue(), 'expression')
    const told = await admin.locator(
      `#${await field.getAttribute('aria-describedby').then((ids) => ids?.split(' ')[0])}`,
    )
    const marked = await admin.locator('mark.sent').first().textContent()
    assert.ok((await told.textContent())?.includes(wrong), 'the expression is shown again, with its mistake marked')
    assert.ok(marked !== null && marked !== '' && wrong.includes(marked), String(marked))
    await looksRight(admin)
  })

  it('says who would lose access and which claim would change, before anything is saved', async () => {
    await admin.locator('[name="rule-value-0"]').fill(right)
    await admin.locator('[name="as"]').fill('bob')
    await admin.locator('#preview').click()
    const changes = admin.locator('#changes')
    await changes.waitFor()
    const said = (await changes.textContent()) ?? ''
    assert.match(said, /Looked at 2 accounts/)
    assert.match(said, /One person would lose access: bob/)
    assert.match(said, /quota/)
    await looksRight(admin)
    const other = await signedIn(bob)
    assert.equal(await letIn(other), true, 'nothing is saved yet')
  })

  it('is saved then, and turns somebody away with a code that they can hand on', async () => {
    await admin.locator('#save').click()
    await admin.waitForURL('**/access?done=saved')
    const other = await signedIn(bob)
    await other.goto(`${portico.url}/authorize?${query}`)
    assert.ok(other.url().startsWith(portico.url), other.url())
    const page = (await other.locator('main').textContent()) ?? ''
    const [found] = /[A-Z0-9]{3}-[A-Z0-9]{3}/.exec(page) ?? []
    assert.ok(found !== undefined, page)
    assert.ok(!page.includes('corp.example'), 'what the rule says is not theirs to read')
    code = found
    await looksRight(other)
  })

  it('names the rule and the remedy to whoever has the code, in the console', async () => {
    await admin.goto(`${portico.url}/console/events?q=${code}`)
    await admin.locator('main table a').first().click()
    const said = (await admin.locator('main').textContent()) ?? ''
    assert.ok(said.includes(right), said)
    assert.ok(said.includes('bob'), said)
    await looksRight(admin)
  })

  it('names them at the terminal too', async () => {
    const { stdout } = await run(process.execPath, [launcher, 'why', code.toLowerCase()], {
      env: { PATH: process.env['PATH'] ?? '', PORTICO_DATA: portico.dataFolder, PORTICO_URL: portico.url },
    })
    assert.match(stdout, /bob at Notes/)
    assert.ok(stdout.includes(right), stdout)
    const lines = stdout.trimEnd().split('\n')
    const at = lines.findIndex((line) => line.includes(right))
    assert.match(lines[at + 1] ?? '', /^ {4}\S.*\.$/, 'and below it what lets them in')
  })

  it('lets in whom it was meant to', async () => {
    assert.equal(await letIn(admin), true)
  })
})
