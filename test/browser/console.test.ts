import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { needs } from '../setup/capabilities.ts'
import { useChromium } from '../support/browser.ts'
import { servePages, widths } from '../support/preview.ts'
import { consolePaths, createConsole, fill } from '../unit/console/console-app.ts'
import { blueprint } from '../unit/moving/authentik-files.ts'
import { longData } from '../unit/web/sample-data.ts'

const newContext = useChromium()
const portions = 6

/** Every page of the console as the program answers it, what a recipe gives, what Check says, and Try it; by their paths. */
const pagesOf = async (
  locale: string,
  names: { readonly name: string; readonly username: string },
): Promise<Readonly<Record<string, string>>> => {
  const console = await createConsole({ locale })
  const filled = await fill(console, names)
  const { tab } = console
  const pages: Record<string, string> = {}
  for (const path of consolePaths(filled)) pages[path] = (await tab.get(path)).text
  const form = await tab.get('/console/connect/mastodon')
  const connected = await tab.submit(form, { 'answer-host': 'social.example.org' }, { button: 'connect' })
  const [, check = ''] = /href="([^"]*\/check)"/.exec(connected.text) ?? []
  pages['connected'] = connected.text
  pages['check'] = (await tab.get(check)).text
  pages['check, somebody else'] = (await tab.get(`${check}?as=nobody`)).text
  pages['application with a recipe'] = (await tab.get(check.replace(/\/check$/, ''))).text
  const tryIt = await tab.get('/try-it')
  pages['try it'] = tryIt.text
  pages['tried it'] = (await tab.follow(await tab.submit(tryIt, {}, { button: 'try' }))).text
  const moving = { from: 'authentik', text: blueprint }
  const preview = await tab.submit(await tab.get('/console/import'), moving, { button: 'read' })
  pages['moving in'] = preview.text
  pages['moved in'] = (await tab.submit(preview, {}, { button: 'apply' })).text
  const nonsense = { from: 'authentik', text: 'nonsense' }
  pages['not moved in'] = (await tab.submit(await tab.get('/console/import'), nonsense, { button: 'read' })).text
  const revoke = `/console/invitations/${filled.invitation.id}/revoke`
  const revoked = await tab.submit(await tab.get('/console/invitations'), {}, { action: revoke })
  const taken = await tab.get(revoked.location ?? '')
  pages['taken away'] = taken.text
  pages['put back'] = (await tab.get((await tab.submit(taken, {}, { button: 'undo' })).location ?? '')).text
  const empty = await (await createConsole({ locale })).tab.get('/console')
  return { ...pages, 'nothing yet': empty.text }
}

describe('the console in a browser', needs('chromium'), () => {
  let pages: readonly (readonly [name: string, url: string])[] = []
  let close: () => Promise<void> = async () => undefined

  before(async () => {
    const plain = await pagesOf('en', { name: 'Ann', username: 'ann' })
    const long = await pagesOf('de', { name: longData.applications[0], username: longData.username.slice(0, 60) })
    const all = [...Object.entries(plain), ...Object.entries(long)]
    const server = await servePages(Object.fromEntries(all.map(([, text], at) => [String(at), text])))
    pages = all.map(([name], at) => [name, server.url(String(at))])
    close = server.close
  })
  after(() => close())

  for (const portion of Array.from({ length: portions }, (_, at) => at)) {
    const [size, colorScheme] = portion % 2 === 0 ? (['narrow', 'light'] as const) : (['wide', 'dark'] as const)

    it(`can be read by everybody, and has nothing beside it, ${size} and ${colorScheme}, part ${portion + 1} of ${portions}`, async () => {
      const context = await newContext({ reducedMotion: 'reduce', colorScheme, viewport: widths[size] })
      try {
        const tab = await context.newPage()
        for (const [name, url] of pages.filter((_, at) => at % portions === portion)) {
          await tab.goto(url)
          assert.equal(await tab.evaluate('document.documentElement.scrollWidth'), widths[size].width, name)
          const { violations } = await new AxeBuilder({ page: tab }).setLegacyMode().analyze()
          const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
          assert.deepEqual(told, [], name)
        }
      } finally {
        await context.close()
      }
    })
  }
})
