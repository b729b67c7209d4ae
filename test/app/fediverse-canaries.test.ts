import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLog } from '../../src/lib/write-log.ts'
import { dump } from '../support/dump.ts'
import { onEveryEngine } from '../support/engines.ts'
import { mastodon } from '../support/fediverse/mastodon.ts'
import { pixelfed } from '../support/fediverse/pixelfed.ts'
import { pleroma } from '../support/fediverse/pleroma.ts'
import { createFediverseApp, departFrom, errorOf, requestWith } from '../support/fediverse-app.ts'
import { createTestClock } from '../support/world.ts'

/** What is secret between us and a server, by what it is. A server of each kind: narrow token, token given back, refresh token beside it. */
const homes = { mastodon: mastodon('4.4'), pixelfed: pixelfed(), akkoma: pleroma('akkoma') }

await onEveryEngine('no secret of a sign-in elsewhere', (open) => {
  test('is found anywhere but with the server that it is shared with', async (t) => {
    const lines: string[] = []
    const clock = createTestClock()
    const log = await openLog({ level: 'debug', format: 'json', write: (text) => lines.push(text), clock })
    const storage = await open()
    const app = await createFediverseApp(t, homes, { clock, log, storage })
    await app.addApplication()
    const administrator = await app.signedIn(await app.addAccount({ username: 'root', administrator: true }))
    const secrets = new Map<string, string>()
    const keep = (what: string, secret: string | undefined): void => {
      assert.ok(secret !== undefined && secret.length >= 16, `${what}: ${secret}`)
      secrets.set(secret, what)
    }
    const kept: string[] = []
    const answers: string[] = []
    const { answer } = app.app
    Object.assign(app.app, {
      answer: async (...asked: Parameters<typeof answer>) => {
        const response = await answer(...asked)
        const { headers } = response
        // The way to the server has what is its business in it; a cookie is this browser's own.
        const told = [...headers].filter(([name]) => name !== 'set-cookie' && name !== 'location')
        answers.push(`${JSON.stringify(told)}\n${await response.clone().text()}`)
        return response
      },
    })

    for (const [name, home] of Object.entries(app.servers)) {
      for (const outcome of ['in', 'denied', 'again', 'broken'] as const) {
        const browser = app.browser()
        const page = await browser.follow(await browser.get(requestWith({ scope: 'openid profile offline_access' })))
        const left = await departFrom(browser, page, `@alice@${home.domain}`)
        const to = left.location?.href ?? ''
        keep(`state at ${name}`, new URL(to).searchParams.get('state') ?? undefined)
        kept.push(await dump(storage))
        const back = await home.approve(to, { denies: outcome === 'denied' })
        for (const code of home.codes.keys()) keep(`code of ${name}`, code)
        if (outcome === 'broken') {
          home.meddle = ({ url }) =>
            url.includes('/verify_credentials') ? new Response('no', { status: 500 }) : undefined
        }
        const returned = await browser.get(back)
        home.meddle = undefined
        if (outcome === 'again') assert.equal(errorOf((await browser.get(back)).text), 'not_begun')
        const asked = await browser.follow(returned)
        if (asked.url.pathname === '/arrive') {
          keep(`arrival at ${name}`, asked.url.searchParams.get('arrival') ?? undefined)
          kept.push(await dump(storage))
          await browser.submit(asked, {}, { button: 'go-on' })
        }
      }
      for (const { secret } of home.clients.values()) keep(`client secret at ${name}`, secret)
      for (const token of home.tokens.keys()) keep(`token of ${name}`, token)
      for (const { body } of home.seen) {
        const said = new URLSearchParams(body)
        if (said.has('code_verifier')) keep(`verifier at ${name}`, said.get('code_verifier') ?? undefined)
      }
    }
    for (const path of ['/console/events', '/console/servers', '/console/people', '/account/identities'])
      assert.equal((await administrator.get(path)).status, 200, path)
    const [server] = await storage.list('servers', { limit: 1 })
    assert.equal((await administrator.get(`/console/servers/${server?.id}`)).status, 200)
    kept.push(await dump(storage))

    assert.ok(answers.length > 50 && lines.length > 0, 'this test looks at nothing')
    const kinds = new Set([...secrets.values()].map((what) => what.split(' ')[0]))
    assert.deepEqual([...kinds].sort(), ['arrival', 'client', 'code', 'state', 'token', 'verifier'])
    for (const [secret, what] of secrets) {
      assert.ok(!kept.some((text) => text.includes(secret)), `the ${what} is in the database`)
      assert.ok(!lines.some((line) => line.includes(secret)), `the ${what} is in the log`)
      // The page that asks whether it is them goes by its own address, as its form and its picture do.
      if (what.startsWith('arrival')) continue
      assert.ok(!answers.some((text) => text.includes(secret)), `the ${what} is told`)
    }
  })
})
