import { passwordCredential } from '../../src/accounts/passwords/credential.ts'
import { createHasher, type Hasher } from '../../src/accounts/passwords/hasher.ts'
import { type NewSession, startSession } from '../../src/accounts/sessions/sessions.ts'
import { type App, createApp } from '../../src/app.ts'
import { type Application, defaultDetails, rowOf } from '../../src/applications/application.ts'
import { hashClientSecret } from '../../src/applications/client-secret.ts'
import { newId } from '../../src/lib/ids.ts'
import { createMetrics } from '../../src/lib/metrics.ts'
import type { Mailer } from '../../src/mail/mailer.ts'
import type { SafeFetch } from '../../src/net/safe-fetch.ts'
import type { Row } from '../../src/storage/records.ts'
import { remembering } from '../../src/storage/remembering.ts'
import { createTestBrowser, type TestBrowser } from './browser-in-memory.ts'
import { keepSigningKey } from './signing-key.ts'
import { createTestWorld, type TestWorld } from './world.ts'

/** The whole program in memory, with hands to set it up by. */
export interface TestApp {
  readonly app: App
  readonly base: string
  readonly world: TestWorld
  browser(address?: string): TestBrowser
  addAccount(row?: Partial<Row<'accounts'>>): Promise<Row<'accounts'>>
  /** Then it signs in with `testPassword`, or with this one. */
  givePassword(account: Pick<Row<'accounts'>, 'id'>, password?: string): Promise<void>
  /** Registered directly; its secret is `testSecret`. */
  addApplication(details?: Partial<Application>): Promise<Application>
  /** A browser in which this account has signed in just now. */
  signedIn(account: Row<'accounts'>, came?: Partial<NewSession>): Promise<TestBrowser>
}

export const testSecret = 'pcsTestSecretTestSecretTestSecret'
export const testPassword = 'correct horse battery staple'
export const testRedirect = 'https://app.example.org/callback'

/** Quick, so that suites are; what it costs in earnest is measured by the benchmark. */
const testHasher = (world: TestWorld) => createHasher({ random: world.random, cost: { memory: 64, passes: 1 } })

/** What is left out is as in every test: empty, in memory, at a clock that stands still. */
export interface TestAppOptions extends Partial<TestWorld> {
  readonly base?: string
  readonly trustedProxies?: readonly string[]
  /** Where it may go although that is not public: `http://127.0.0.1:<port>`. */
  readonly outboundAllow?: readonly string[]
  readonly fetch?: SafeFetch
  readonly hasher?: (quick: Hasher) => Hasher
  readonly mailer?: Mailer
  /** The program makes its signing keys itself, as it does in earnest. */
  readonly makesKeys?: boolean
}

export const createTestApp = (options: TestAppOptions = {}): TestApp => {
  const {
    base: given,
    trustedProxies = [],
    outboundAllow = [],
    hasher,
    makesKeys = options.sealing !== undefined,
    ...parts
  } = options
  const base = given ?? 'https://id.example.org'
  const bare = createTestWorld(parts)
  // As the process opens it.
  const world = { ...bare, storage: remembering(bare.storage, bare.clock, ['applications']) }
  const quick = testHasher(world)
  const app = createApp({
    ...world,
    config: { base, trustedProxies, outboundAllow, metricsListen: undefined },
    fetch: options.fetch,
    hasher: hasher?.(quick) ?? quick,
    metrics: createMetrics(),
    mailer: options.mailer,
  })
  const now = () => world.clock.now()

  return {
    app,
    base,
    world,
    browser: (address) => createTestBrowser(app, base, address),

    async addAccount(row = {}) {
      const username = row.username ?? 'alice'
      const account: Row<'accounts'> = {
        id: newId(world.random),
        username,
        usernameKey: username.toLowerCase(),
        name: 'Alice Example',
        email: `${username}@example.org`,
        emailKey: `${username}@example.org`,
        verifiedEmailKey: `${username}@example.org`,
        emailVerifiedAt: now(),
        emailVerifiedBy: 'configuration',
        administrator: false,
        managed: false,
        createdAt: now(),
        updatedAt: now(),
        ...row,
      }
      await world.storage.add('accounts', account)
      return account
    },

    async givePassword({ id }, password = testPassword) {
      await world.storage.atomically(passwordCredential(world, id, await quick.hash(password)))
    },

    async addApplication(details = {}) {
      const slug = details.slug ?? 'notes'
      const application: Application = {
        ...defaultDetails,
        id: newId(world.random),
        slug,
        clientId: slug,
        name: 'Notes',
        managed: false,
        createdAt: now(),
        updatedAt: now(),
        redirectUris: [testRedirect],
        consent: 'implicit',
        secrets: [{ hash: hashClientSecret(world.sealing, testSecret), createdAt: now() }],
        ...details,
      }
      await world.storage.add('applications', rowOf(application))
      if (!makesKeys) await keepSigningKey(world)
      return application
    },

    async signedIn(account, came = {}) {
      const started = await startSession(world, {
        ...{ account, amr: ['pwd'], address: '192.0.2.1', userAgent: 'test' },
        ...came,
      })
      if (started === undefined) throw new Error('the session did not start')
      const browser = createTestBrowser(app, base)
      browser.cookies.set(base.startsWith('https:') ? '__Host-portico-session' : 'portico-session', started.secret)
      return browser
    },
  }
}
