import { askToProveEmail } from '../../src/accounts/emails/ask.ts'
import { draftObjection } from '../../src/accounts/emails/way-back.ts'
import { createGroup } from '../../src/accounts/groups.ts'
import type { PostWorld } from '../../src/accounts/letters.ts'
import { draftLink } from '../../src/accounts/links.ts'
import { offerPasswordLink } from '../../src/accounts/passwords/link.ts'
import { createInvitation } from '../../src/accounts/sign-up/invitations.ts'
import { record } from '../../src/events/event.ts'
import { formTokenField } from '../../src/http/csrf.ts'
import { hours } from '../../src/lib/clock.ts'
import { keyedHash } from '../../src/lib/secret.ts'
import { mailKind } from '../../src/mail/outbox.ts'
import { routes } from '../../src/routes.ts'
import type { Row } from '../../src/storage/records.ts'
import { createTestApp, type TestApp, type TestAppOptions } from './app.ts'
import type { TestBrowser } from './browser-in-memory.ts'
import { createTestMailer } from './mail-app.ts'

export type Visitor = 'anonymous' | 'person' | 'administrator'
export const visitors: readonly Visitor[] = ['anonymous', 'person', 'administrator']

export type AnyRoute = Pick<(typeof routes)[number], 'method' | 'path' | 'who' | 'cors' | 'files'>
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
  const { secret: objection, changes } = draftObjection(world, person)
  await world.storage.put('settings', { id: 'signUp', value: { mode: 'approval' } })
  const invited = await createInvitation(world, { uses: 1, ttl: hours(1) }, {})
  const wanted = { username: 'zoe', name: '', email: 'zoe@example.org', reservation: '~' }
  const signUp = draftLink(world, { purpose: 'sign-up', data: wanted, ttl: hours(1) })
  await world.storage.atomically([setUp.change, signUp.change, ...changes])
  const confirming = await emailLink({ ...world, mailer: createTestMailer() }, person)
  await record(world, 'discovery.read')
  const [event] = await world.storage.list('events', { where: { kind: 'discovery.read' } })
  const server = 'b'.repeat(20)
  await world.storage.add('servers', {
    ...{ id: server, host: 'social.example', signIns: 1, findings: {}, foundAt: 0, createdAt: 0 },
  })
  if (!invited.ok || invited.secret === undefined || !group.ok || !reset.ok || event === undefined)
    throw new Error('the house is not ready')

  const links = [
    ['/setup', setUp.secret],
    ['/objection', objection],
    ['/invite', invited.secret],
    ['/sign-up', signUp.secret],
    ['/account/email', confirming],
  ] as const
  const parameters: Readonly<Record<string, string>> = {
    ':link': reset.secret,
    ':application': application.id,
    ':account': person.id,
    ':group': group.group.id,
    ':event': event.id,
    ':invitation': invited.invitation.id,
    ':server': 'a'.repeat(20),
    ':source': 'upstream',
    ':slug': application.slug,
    ':recipe': 'mastodon',
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
        const link = name === ':link' ? links.find(([start]) => path.startsWith(start))?.[1] : undefined
        const inConsole = name === ':server' && path.startsWith('/console') ? server : undefined
        const value = link ?? inConsole ?? parameters[name]
        if (value === undefined) throw new Error(`say in createHouse what ${name} of ${path} may be`)
        return value
      }),
    as: (visitor) => browsers[visitor],
    token: (browser) => ({
      [formTokenField]: keyedHash(world.sealing.derive('form tokens')[0], browser.cookies.get(browserCookie) ?? ''),
    }),
  }
}

/** The link in the mail that lets this account prove its address, as if it were not proven. */
const emailLink = async (world: PostWorld, account: Row<'accounts'>): Promise<string> => {
  const { verifiedEmailKey: _, ...unproven } = account
  await askToProveEmail(world, { account: unproven, email: '', address: '192.0.2.1' })
  const [job] = await world.storage.list('jobs', { where: { kind: mailKind } })
  const { id, sealed } = job?.data as { readonly id: string; readonly sealed: string }
  const { letter } = JSON.parse(world.sealing.open(Buffer.from(sealed, 'base64'), `mail:${id}`))
  return letter.secret
}
