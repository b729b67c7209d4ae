import { createGroup } from '../../src/accounts/groups.ts'
import { draftLink } from '../../src/accounts/links.ts'
import { offerPasswordLink } from '../../src/accounts/passwords/link.ts'
import { record } from '../../src/events/event.ts'
import { formTokenField } from '../../src/http/csrf.ts'
import { keyedHash } from '../../src/lib/secret.ts'
import { routes } from '../../src/routes.ts'
import { createTestApp, type TestApp, type TestAppOptions } from './app.ts'
import type { TestBrowser } from './browser-in-memory.ts'

export type Visitor = 'anonymous' | 'person' | 'administrator'
export const visitors: readonly Visitor[] = ['anonymous', 'person', 'administrator']

export type AnyRoute = Pick<(typeof routes)[number], 'method' | 'path' | 'who' | 'cors'>
export const everyRoute: readonly AnyRoute[] = routes
export const nameOf = ({ method, path }: AnyRoute): string => `${method} ${path}`

/** Every pattern of an address, once. */
export const everyPath: readonly string[] = [...new Set(routes.map(({ path }) => path))]

export interface House extends TestApp {
  /** An address that the pattern catches, about something that is there. */
  fill(path: string): string
  as(visitor: Visitor): TestBrowser
  /** The field that makes a form of ours out of what this browser posts. */
  token(browser: TestBrowser): Record<string, string>
}

const browserCookie = '__Host-portico-browser'

/** The whole program with one of everything in it, and somebody of every kind at a browser. */
export const createHouse = async (options: TestAppOptions = {}): Promise<House> => {
  const app = createTestApp(options)
  const { world } = app
  const administrator = await app.addAccount({ username: 'root', administrator: true })
  const person = await app.addAccount()
  const application = await app.addApplication({ postLogoutRedirectUris: ['https://app.example.org/bye'] })
  const group = await createGroup(world, { name: 'staff' })
  const reset = await offerPasswordLink(world, person.id)
  const setUp = draftLink(world, { purpose: 'set-up', ttl: 1000 })
  await world.storage.atomically([setUp.change])
  await record(world, 'discovery.read')
  const [event] = await world.storage.list('events', { where: { kind: 'discovery.read' } })
  if (!group.ok || !reset.ok || event === undefined) throw new Error('the house is not ready')

  const parameters: Readonly<Record<string, string>> = {
    ':link': reset.secret,
    ':application': application.id,
    ':account': person.id,
    ':group': group.group.id,
    ':event': event.id,
    ':slug': application.slug,
    ':file': 'style.css',
  }
  const browsers: Readonly<Record<Visitor, TestBrowser>> = {
    anonymous: app.browser(),
    person: await app.signedIn(person),
    administrator: await app.signedIn(administrator),
  }
  for (const visitor of visitors) browsers[visitor].cookies.set(browserCookie, visitor.padEnd(22, '0'))

  return {
    ...app,
    fill: (path) =>
      path.replace(/:\w+/g, (name) => {
        const value = name === ':link' && path.startsWith('/setup') ? setUp.secret : parameters[name]
        if (value === undefined) throw new Error(`say in createHouse what ${name} of ${path} may be`)
        return value
      }),
    as: (visitor) => browsers[visitor],
    token: (browser) => ({
      [formTokenField]: keyedHash(world.sealing.derive('form tokens')[0], browser.cookies.get(browserCookie) ?? ''),
    }),
  }
}
