import { setUpSetting } from '../../src/accounts/administrators.ts'
import { createHasher } from '../../src/accounts/passwords/hasher.ts'
import { apply } from '../../src/admin/apply/apply.ts'
import { readConfiguration } from '../../src/admin/apply/read-configuration.ts'
import type { SecretSources } from '../../src/admin/apply/secret-forms.ts'
import type { Row } from '../../src/storage/records.ts'
import { createTestApp, type TestApp, type TestAppOptions } from './app.ts'
import type { Seen, TestBrowser } from './browser-in-memory.ts'
import { clockOfToday } from './openid/coming.ts'
import { type RudeProvider, startRudeProvider } from './openid/rude-provider.ts'

export interface OpenidApp extends TestApp {
  readonly provider: RudeProvider
  /** Applies a configuration file in which `ISSUER` is the provider's; resolves to its warnings. */
  apply(yaml: string): Promise<readonly string[]>
}

const sources: SecretSources = {
  environment: { PROVIDER_SECRET: 'a secret from the environment' },
  readFile: () => {
    throw new Error('there are no files')
  },
  readBytes: () => {
    throw new Error('there are no files')
  },
}

/** Every field of a source, in two lines. */
export const upstream = (more = ''): string => `
sources:
  - { id: upstream, kind: openid, name: Upstream, issuer: ISSUER, clientId: portico, clientSecret: secretSecretSecret${more === '' ? '' : `, ${more}`} }
`

/** The whole program in memory, and a provider beside it; at today's time, which libraries go by. */
export const createOpenidApp = async (
  t: { after(work: () => unknown): void },
  yaml: string = upstream(),
  options: TestAppOptions = {},
): Promise<OpenidApp> => {
  const provider = await startRudeProvider(t)
  const app = createTestApp({ clock: clockOfToday(), outboundAllow: provider.allow, ...options })
  t.after(() => app.app.stop())
  await app.world.storage.put('settings', { id: setUpSetting, value: true })
  const { random } = app.world
  const hasher = createHasher({ random, cost: { memory: 64, passes: 1 } })
  const applying = async (text: string) => {
    const file = await readConfiguration(text.replaceAll('ISSUER', provider.issuer), 'portico.yaml')
    return (await apply({ ...app.world, hasher }, file, sources)).warnings
  }
  if (yaml !== '') await applying(yaml)
  return { ...app, provider, apply: applying }
}

/** From a page with the provider's button to the provider, through it, and back to the callback's answer. */
export const comeBackFrom = async (
  app: OpenidApp,
  browser: TestBrowser,
  { as = 'alice', page, id = 'upstream', denies }: { as?: string; page?: Seen; id?: string; denies?: string } = {},
): Promise<Seen> => {
  const left = await browser.submit(page ?? (await browser.get('/sign-in')), {}, { button: `source-${id}` })
  if (left.location === undefined) throw new Error(`nobody left: ${left.status} ${left.text}`)
  return browser.get(await app.provider.approve(left.location, { as, ...(denies === undefined ? {} : { denies }) }))
}

/** The same, and wherever that leads. */
export const signInFrom = async (
  app: OpenidApp,
  browser: TestBrowser,
  options: Parameters<typeof comeBackFrom>[2] = {},
): Promise<Seen> => browser.follow(await comeBackFrom(app, browser, options))

/** First sign-in: the username that is suggested, or another one. */
export const chooseName = async (browser: TestBrowser, page: Seen, username?: string): Promise<Seen> => {
  return browser.follow(await browser.submit(page, { username: username ?? suggestedIn(page) ?? '' }))
}

/** What the field for a username is filled in with. */
export const suggestedIn = ({ text }: Seen): string | undefined => {
  const field = /<input[^>]*name="username"[^>]*>/.exec(text)?.[0] ?? ''
  return /value="([^"]*)"/.exec(field)?.[1]
}

export const errorOf = ({ text }: Seen): string | undefined => /data-error="([^"]+)"/.exec(text)?.[1]

export const accountOf = async (app: TestApp, username: string): Promise<Row<'accounts'> | undefined> =>
  app.world.storage.find('accounts', { usernameKey: username })
