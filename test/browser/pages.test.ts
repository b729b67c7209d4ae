import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { sentencesFor } from '../../src/locales/sentences.ts'
import { createBrand } from '../../src/web/ui/brand.ts'
import { needs } from '../setup/capabilities.ts'
import { useChromium } from '../support/browser.ts'
import { servePages, widths } from '../support/preview.ts'
import { longData, plainData } from '../unit/web/sample-data.ts'
import { samplePages } from '../unit/web/sample-pages.ts'

const branding = { name: 'Example ID', accent: '#8a6d00', links: [{ label: 'Privacy', href: '/privacy' }] }
const brand = createBrand(branding, 'https://id.example.org')
const plain = samplePages(sentencesFor('en'), brand, plainData)
const long = samplePages(sentencesFor('de'), brand, longData)
/** These lead somewhere else as soon as they arrive. */
const stay = (name: string): boolean => name !== 'leaving' && name !== 'form-post'
const names = Object.keys(plain).filter(stay)
/** Without the mistakes that differ in their words only. */
const distinct = names.filter(
  (name) =>
    !/^error-(?!redirect(?:$|-one|-none)|stranded|client$|unexpected$)/.test(name) &&
    !/^fediverse-problem-(?!unreachable$|denied$|disabled$|changed_hands$)/.test(name),
)

/** What is pressed and lower than 44 pixels. Links within a sentence are as high as its lines. */
const tooLow = `[...document.querySelectorAll('a, button, summary, select, input:not([type=hidden])')]
  .filter((at) => at.offsetParent !== null && !at.matches('.skip, .hint a, p > span a'))
  .filter((at) => Math.max(...[at, ...(at.labels ?? [])].map((one) => one.getBoundingClientRect().height)) < 43.5)
  .map((at) => at.outerHTML)`

/** So few that one test ends in good time on a slow machine. */
const portions = (pages: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(pages.length / 12) }, (_, at) => pages.slice(at * 12, at * 12 + 12))

const newContext = useChromium()

describe('every page in a browser', needs('chromium'), () => {
  let server: Awaited<ReturnType<typeof servePages>>

  before(async () => {
    const german = Object.fromEntries(Object.entries(long).map(([name, page]) => [`long-${name}`, page]))
    server = await servePages({ ...plain, ...german }, branding)
  })
  after(() => server.close())

  const open = async (options: BrowserContextOptions, look: (tab: Page) => Promise<void>): Promise<void> => {
    const context = await newContext({ reducedMotion: 'reduce', ...options })
    try {
      await look(await context.newPage())
    } finally {
      await context.close()
    }
  }

  for (const [size, colorScheme, everything] of [
    ['narrow', 'light', true],
    ['wide', 'dark', true],
    // What is left to go wrong in these is which colour stands on which.
    ['narrow', 'dark', false],
    ['wide', 'light', false],
  ] as const) {
    for (const some of portions(distinct)) {
      it(`can be read by everybody, ${size} and ${colorScheme}, from ${some[0]} to ${some.at(-1)}`, () =>
        open({ colorScheme, viewport: widths[size] }, async (tab) => {
          for (const name of some) {
            await tab.goto(server.url(name))
            const axe = new AxeBuilder({ page: tab }).setLegacyMode()
            const { violations } = await (everything ? axe : axe.withRules(['color-contrast'])).analyze()
            const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
            assert.deepEqual(told, [], name)
          }
        }))
    }
  }

  for (const some of portions(distinct)) {
    it(`never has to be moved sideways, with long names in a long language, from ${some[0]} to ${some.at(-1)}`, () =>
      open({ viewport: widths.narrow }, async (tab) => {
        for (const page of some.flatMap((name) => [name, `long-${name}`])) {
          await tab.goto(server.url(page))
          assert.equal(await tab.evaluate('document.documentElement.scrollWidth'), widths.narrow.width, page)
        }
      }))
  }

  for (const some of portions(distinct)) {
    it(`can be pressed with a finger, and read at twice the size, from ${some[0]} to ${some.at(-1)}`, () =>
      open({ viewport: widths.narrow }, async (tab) => {
        for (const name of some.filter((page) => !page.startsWith('console-'))) {
          await tab.setViewportSize(widths.narrow)
          await tab.goto(server.url(name))
          assert.deepEqual(await tab.evaluate(tooLow), [], name)
          // 1280 pixels wide at 200 %, with letters that are twice as large besides.
          await tab.setViewportSize({ width: 640, height: 780 })
          await tab.evaluate("document.documentElement.style.fontSize = '200%'")
          assert.equal(await tab.evaluate('document.documentElement.scrollWidth'), 640, name)
        }
      }))
  }

  it('has nothing that its own policy stops', () =>
    open({ viewport: widths.wide }, async (tab) => {
      const said: string[] = []
      tab.on('console', (message) => {
        if (message.type() === 'error' && /policy/i.test(message.text())) said.push(message.text())
      })
      tab.on('pageerror', (error) => said.push(String(error)))
      for (const name of distinct) await tab.goto(server.url(name))
      assert.deepEqual(said, [])
    }))

  it('is gone through with the keyboard in the order it is read, and shows where one is', () =>
    open({ viewport: widths.wide }, async (tab) => {
      const walk = async (name: string, presses: number): Promise<readonly string[]> => {
        await tab.goto(server.url(name))
        if (name === 'sign-in') await tab.locator('#identifier:focus').waitFor()
        const seen: string[] = []
        for (let press = 0; press < presses; press++) {
          await tab.keyboard.press('Tab')
          seen.push(
            await tab.evaluate<string>(`(() => {
              const at = document.activeElement
              if (getComputedStyle(at).outlineStyle === 'none') return 'no outline on ' + at.outerHTML
              return at.id || at.getAttribute('href') || at.textContent
            })()`),
          )
        }
        return seen
      }
      assert.deepEqual(await walk('sign-in', 5), ['password', 'Show', 'sign-in', 'forgotten', '/privacy'])
      assert.deepEqual(await walk('consent', 4), ['not-you', 'deny', 'allow', '/privacy'])
      const hall = [
        '#content',
        '/',
        '/',
        '/try-it',
        '/account',
        '/account/email',
        '/account/password',
        '/account/identities',
        '/account/sessions',
        '/account/applications',
        '/account/data',
        '/console',
        'Sign out',
      ]
      assert.deepEqual(await walk('profile', 15), [...hall, 'name', 'username'])
    }))

  it('opens its menu on a telephone without a script, and closes it with Escape', () =>
    open({ viewport: widths.narrow, javaScriptEnabled: false }, async (tab) => {
      await tab.goto(server.url('profile'))
      const way = tab.getByRole('link', { name: 'Sessions' })
      assert.equal(await way.isVisible(), false)
      await tab.getByRole('button', { name: 'Menu' }).click()
      assert.equal(await way.isVisible(), true)
      assert.equal(await tab.getByRole('button', { name: 'Sign out' }).isVisible(), true)
      const menu = await tab.locator('#ways').boundingBox()
      assert.ok(menu !== null && menu.y + menu.height <= widths.narrow.height, 'all of it is on the screen')
      await tab.keyboard.press('Escape')
      assert.equal(await way.isVisible(), false)
    }))

  it('shows a password to its owner, and hides it again', () =>
    open({}, async (tab) => {
      await tab.goto(server.url('sign-in'))
      const field = tab.locator('#password')
      await field.fill('correct horse')
      await tab.getByRole('button', { name: 'Show' }).click()
      assert.equal(await field.getAttribute('type'), 'text')
      await tab.getByRole('button', { name: 'Hide' }).click()
      assert.equal(await field.getAttribute('type'), 'password')
      assert.equal(await field.inputValue(), 'correct horse')
    }))

  it('offers nothing that only a script could do where there is none', () =>
    open({ javaScriptEnabled: false }, async (tab) => {
      await tab.goto(server.url('sign-in'))
      assert.equal(await tab.getByRole('button').count(), 1)
      await tab.goto(server.url('console-detail'))
      assert.equal(await tab.getByRole('button', { name: 'Copy' }).count(), 0)
      await tab.goto(server.url('my-apps-many'))
      assert.equal(await tab.getByRole('searchbox').count(), 0)
    }))

  it('narrows a long list of applications as one types', () =>
    open({}, async (tab) => {
      await tab.goto(server.url('my-apps-many'))
      await tab.getByRole('searchbox').fill('14 STAFF')
      assert.equal(await tab.locator('.card:visible').count(), 1)
    }))

  it('sends a form once, however often its button is pressed', () =>
    open({}, async (tab) => {
      const sent: string[] = []
      await tab.goto(server.url('consent'))
      await tab.route('**/consent', (route) => {
        sent.push(route.request().postData() ?? '')
        // No content: the page stays, as it does while an answer is slow.
        return route.fulfill({ status: 204 })
      })
      await tab.locator('#allow').click()
      await tab.locator('#allow').click()
      await tab.locator('#deny').click()
      assert.equal(sent.length, 1)
      assert.match(sent[0] ?? '', /decision=allow/)
    }))

  it('says moments in the time zone of whoever reads', () =>
    open({ timezoneId: 'Asia/Kolkata', locale: 'en-GB' }, async (tab) => {
      await tab.goto(server.url('console-list'))
      assert.match((await tab.locator('time').first().textContent()) ?? '', /2:56/)
    }))
})

describe('a page that leaves at once', needs('chromium'), () => {
  for (const javaScriptEnabled of [true, false]) {
    it(`posts to the application ${javaScriptEnabled ? 'by itself' : 'with its button where no script runs'}`, async () => {
      const server = await servePages(plain, branding)
      const context = await newContext({ javaScriptEnabled })
      try {
        const tab = await context.newPage()
        const arrived = tab.waitForRequest((request) => request.method() === 'POST')
        await tab.goto(server.url('form-post'), { waitUntil: 'commit' })
        if (!javaScriptEnabled) await tab.locator('#continue').click()
        const request = await arrived
        assert.equal(new URL(request.url()).pathname, '/1')
        assert.equal(request.postData(), 'code=1')
      } finally {
        await context.close()
        await server.close()
      }
    })
  }
})
