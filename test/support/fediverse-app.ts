import { setUpSetting } from '../../src/accounts/administrators.ts'
import type { Recipe } from '../../src/recipes/recipe.ts'
import { defaultFediverse, type FediverseSettings, fediverseRow } from '../../src/sources/settings.ts'
import { createTestApp, type TestApp, type TestAppOptions, testRedirect } from './app.ts'
import type { Seen, TestBrowser } from './browser-in-memory.ts'
import { type FakeServer, type Person, type Wanted, withFediverse } from './fediverse/fediverse.ts'
import { challenge } from './pkce.ts'
import { type Connected, connectTo } from './relying-party.ts'
import { createTestClock } from './world.ts'

export interface FediverseApp<Name extends string> extends TestApp {
  readonly servers: Readonly<Record<Name, FakeServer>>
}

interface Lasting {
  after(work: () => unknown): void
}

/** The whole program in memory with the fediverse switched on, and servers that it may go to. */
export const createFediverseApp = async <Name extends string>(
  t: Lasting,
  wanted: Readonly<Record<Name, Wanted>>,
  { settings = {}, ...options }: TestAppOptions & { readonly settings?: Partial<FediverseSettings> } = {},
): Promise<FediverseApp<Name>> => {
  const clock = options.clock ?? createTestClock()
  const { servers, allow } = await withFediverse(t, wanted, { clock })
  const app = createTestApp({ clock, outboundAllow: allow, ...options })
  t.after(() => app.app.stop())
  const on = { on: true, settings: { ...defaultFediverse, firstSignIn: 'everyone' as const, ...settings } }
  // Somebody administers it.
  await app.world.storage.put('settings', { id: setUpSetting, value: true })
  await app.world.storage.put('sources', fediverseRow(app.world, undefined, on))
  return { ...app, servers }
}

/** Off from the page with the field, as far as the other server. */
export const departFrom = async (browser: TestBrowser, page: Seen, address: string): Promise<Seen> =>
  browser.submit(page, { address }, { button: 'depart' })

/** From the field to the server, through its pages, and back to the callback's answer. */
export const comeBackFrom = async (
  browser: TestBrowser,
  server: FakeServer,
  { page, address = `@alice@${server.domain}`, person }: { page?: Seen; address?: string; person?: Person } = {},
): Promise<Seen> => {
  const left = await departFrom(browser, page ?? (await browser.get('/sign-in')), address)
  if (left.location === undefined) throw new Error(`nobody left: ${left.status} ${left.text}`)
  return browser.get(await server.approve(left.location.href, person))
}

/** The same, and in. */
export const signInFrom = async (
  browser: TestBrowser,
  server: FakeServer,
  options: Parameters<typeof comeBackFrom>[2] = {},
): Promise<Seen> => {
  const asked = await browser.follow(await comeBackFrom(browser, server, options))
  return asked.url.pathname === '/arrive' ? browser.submit(asked, { remember: 'yes' }, { button: 'go-on' }) : asked
}

/** To an application that people only pass through to, by way of this server: where they are sent at last. */
export const passThrough = async (
  browser: TestBrowser,
  server: FakeServer,
  url: string,
  options: Omit<NonNullable<Parameters<typeof comeBackFrom>[2]>, 'page'> = {},
): Promise<URL> => {
  const page = await browser.follow(await browser.get(url))
  const back = await comeBackFrom(browser, server, { page, ...options })
  if (back.location === undefined) throw new Error(`nobody was sent on: ${back.status} ${back.text}`)
  return back.location
}

export interface Passer<Name extends string> extends Connected {
  readonly servers: Readonly<Record<Name, FakeServer>>
  /** Alice of the first server goes through, always in the same browser. */
  visit(url: string): Promise<URL>
  /** She does, in a new one. */
  visitAnew(url: string): Promise<URL>
  /** Alice of another server does, in a new one. */
  visitBy(name: Name): (url: string) => Promise<URL>
}

/** An application that is connected by its recipe, and people of these servers who pass through to it. */
export const withPasser = async <Name extends string>(
  t: Lasting,
  wanted: Readonly<Record<Name, Wanted>>,
  recipe: Recipe,
  typed: Readonly<Record<string, string>>,
): Promise<Passer<Name>> => {
  const { servers, ...app } = await createFediverseApp(t, wanted, { settings: { firstSignIn: 'linked' } })
  const browser = app.browser()
  const [first] = Object.values<FakeServer>(servers)
  if (first === undefined) throw new Error('there is nowhere to come from')
  return {
    ...(await connectTo(app, recipe, typed)),
    servers,
    visit: (url) => passThrough(browser, first, url),
    visitAnew: (url) => passThrough(app.browser(), first, url),
    visitBy: (name) => (url) => passThrough(app.browser(), servers[name], url),
  }
}

/** What a page says went wrong, to programs. */
export const errorOf = (text: string): string | undefined => /<body data-error="(\w+)">/.exec(text)?.[1]

/** An application's request. */
export const requestWith = (more: Readonly<Record<string, string>> = {}): string =>
  `/authorize?${new URLSearchParams({
    client_id: 'notes',
    redirect_uri: testRedirect,
    response_type: 'code',
    scope: 'openid profile',
    state: 'xyz',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  })}`
