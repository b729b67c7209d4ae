import type { MissingEmail } from '../../src/applications/application.ts'
import type { Recipe } from '../../src/recipes/recipe.ts'
import type { FediverseSettings } from '../../src/sources/settings.ts'
import type { Seen } from './browser-in-memory.ts'
import type { FakeServer } from './fediverse/fediverse.ts'
import { mastodon } from './fediverse/mastodon.ts'
import { comeBackFrom, createFediverseApp } from './fediverse-app.ts'
import { codeIn, createTestMailer, withPostman } from './mail-app.ts'
import { type Connected, connectTo } from './relying-party.ts'

export interface Newcomer extends Connected {
  readonly home: FakeServer
  /** From the application to its callback, by way of their own server and whatever is asked here. */
  visit(url: string): Promise<URL>
  /** The same, as far as it goes: the last page, or what leads away. */
  arrive(url: string): Promise<Seen>
}

export interface Circumstances {
  /** No mail can be sent otherwise. */
  readonly mail?: boolean
  readonly settings?: Partial<FediverseSettings>
  /** As somebody has set it on the application's page after connecting it. */
  readonly missingEmail?: MissingEmail
}

interface Lasting {
  after(work: () => unknown): void
}

/** Alice of a Mastodon server, who comes to an application that is connected by its recipe, for the first time, and has no e-mail address. */
export const withNewcomer = async (
  t: Lasting,
  recipe: Recipe,
  typed: Readonly<Record<string, string>>,
  { mail = false, settings = {}, missingEmail }: Circumstances = {},
): Promise<Newcomer> => {
  const mailer = createTestMailer()
  const options = { settings, ...(mail ? { mailer } : {}) }
  const fediverse = await createFediverseApp(t, { home: mastodon('4.3') }, options)
  const { home } = fediverse.servers
  const app = withPostman(fediverse, mailer)
  const connected = await connectTo(app, recipe, typed)
  if (missingEmail !== undefined) {
    await app.world.storage.change('applications', connected.applicationId, (row) => ({
      ...row,
      details: { ...(row.details as object), missingEmail },
    }))
  }
  const browser = app.browser()

  const answer = async (page: Seen): Promise<Seen | undefined> => {
    if (page.text.includes('id="go-on"')) return browser.submit(page, {}, { button: 'go-on' })
    if (page.text.includes('id="allow"')) return browser.submit(page, {}, { button: 'allow' })
    if (page.url.pathname !== '/prove-email') return undefined
    if (page.text.includes('name="email"')) return browser.submit(page, { email: 'alice@example.org' })
    const [sent] = await app.deliver()
    return sent && browser.submit(page, { code: codeIn(sent) }, { button: 'confirm' })
  }
  const arrive = async (url: string): Promise<Seen> => {
    const begun = await browser.follow(await browser.get(url))
    // Who is signed in here already is not sent to their server.
    let page = begun.text.includes('name="address"')
      ? await browser.follow(await comeBackFrom(browser, home, { page: begun }))
      : begun
    for (let steps = 0; page.location === undefined && steps < 8; steps += 1) {
      const next = await answer(page)
      if (next === undefined) return page
      page = await browser.follow(next)
    }
    return page
  }
  return {
    ...connected,
    home,
    arrive,
    async visit(url) {
      const { location, status, text } = await arrive(url)
      if (location === undefined) throw new Error(`nobody was sent on: ${status} ${text}`)
      return location
    },
  }
}
