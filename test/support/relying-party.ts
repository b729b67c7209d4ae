import assert from 'node:assert/strict'
import { compactVerify, createLocalJWKSet, decodeProtectedHeader } from 'jose'
import { installationAt } from '../../src/admin/operations/installation.ts'
import { connectApplication } from '../../src/admin/operations/recipes.ts'
import type { Seen, SeenClaims } from '../../src/recipes/check.ts'
import type { Block, Recipe } from '../../src/recipes/recipe.ts'
import { verdictOf } from '../../src/recipes/verdict.ts'
import type { Row } from '../../src/storage/records.ts'
import { createTestApp, type TestApp, type TestAppOptions } from './app.ts'
import type { TestBrowser } from './browser-in-memory.ts'
import { keepSigningKey } from './signing-key.ts'

/** One answer to a program: it follows no redirect, and reads nothing but JSON. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body; what is no JSON object fails the test. */
  readonly json: SeenClaims
}

/** An installation to which one application is connected by its recipe, with the requests that the application makes. */
export interface Connected {
  readonly app: TestApp
  readonly recipe: Recipe
  readonly blocks: readonly Block[]
  readonly clientId: string
  readonly clientSecret: string
  readonly applicationId: string
  readonly answers: Readonly<Record<string, string>>
  /** A request of the application itself: no cookies, no redirects followed. */
  call(url: string, init?: RequestInit): Promise<Answer>
  /** The settings in the blocks' `NAME=value` lines. */
  readonly env: Readonly<Record<string, string>>
}

export interface Connection extends Connected {
  readonly alice: Row<'accounts'>
  /** Alice's browser, signed in here. */
  readonly browser: TestBrowser
  /** Sends Alice to `url` and through whatever asks; back where she lands. */
  visit(url: string): Promise<URL>
}

export interface Connecting extends TestAppOptions {
  readonly typed: Readonly<Record<string, string>>
  readonly alice?: Partial<Row<'accounts'>>
  readonly groups?: readonly string[]
}

export const connect = async (
  recipe: Recipe,
  { typed, alice, groups, ...options }: Connecting,
): Promise<Connection> => {
  const app = createTestApp(options)
  const account = await app.addAccount(alice)
  for (const name of groups ?? []) await addToGroup(app, account, name)
  const connected = await connectTo(app, recipe, typed)
  const browser = await app.signedIn(account)
  return {
    ...connected,
    alice: account,
    browser,
    visit: (url) => thumbThrough(browser, url),
  }
}

/** Sends whoever is at this browser through whatever asks; back where they land. */
export const thumbThrough = async (browser: TestBrowser, url: string): Promise<URL> => {
  let page = await browser.follow(await browser.get(url))
  for (let asked = 0; page.location === undefined && asked < 3; asked++) {
    assert.match(page.text, /id="allow"/, `neither sent on nor asked: ${page.status} ${page.text.slice(0, 800)}`)
    page = await browser.follow(await browser.submit(page, {}, { button: 'allow' }))
  }
  assert.ok(page.location, 'sent nowhere')
  return page.location
}

/** An installation that is there already, with one more application. */
export const connectTo = async (
  app: TestApp,
  recipe: Recipe,
  typed: Readonly<Record<string, string>>,
): Promise<Connected> => {
  const installation = await installationAt(app.world, app.base)
  const made = await connectApplication(app.world, { recipe, typed, installation }, {})
  assert.ok(made.ok, JSON.stringify(made))
  await keepSigningKey(app.world)
  const { guide, application } = made
  return {
    app,
    recipe,
    blocks: guide.blocks,
    answers: guide.answers,
    clientId: application.clientId,
    clientSecret: made.clientSecret ?? '',
    applicationId: application.id,
    env: envOf(guide.blocks),
    call: programIn(app),
  }
}

/** The requests of a program: no cookies, no redirects followed. */
export const programIn =
  ({ app }: Pick<TestApp, 'app'>): Connected['call'] =>
  async (url, init = {}) => {
    const response = await app.answer(new Request(url, { ...init, redirect: 'manual' }), { address: '192.0.2.9' })
    const text = await response.text()
    assert.ok(response.status < 300 || response.status >= 400, `${url} redirects, which programs do not follow`)
    return {
      status: response.status,
      headers: response.headers,
      text,
      get json() {
        return readJson(response, text)
      },
    }
  }

const addToGroup = async ({ world }: TestApp, account: Row<'accounts'>, name: string): Promise<void> => {
  const nameKey = name.toLowerCase()
  const groupId = `group-${nameKey}`
  const createdAt = world.clock.now()
  await world.storage.add('groups', { id: groupId, name, nameKey, description: '', managed: false, createdAt })
  await world.storage.add('memberships', { id: `${groupId}:${account.id}`, groupId, accountId: account.id })
}

const readJson = (response: Response, text: string): SeenClaims => {
  assert.match(response.headers.get('content-type') ?? '', /^application\/json\b/, text.slice(0, 300))
  const value: unknown = JSON.parse(text)
  assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value))
  return { ...value }
}

/** `NAME=value` lines, as such files are read. */
const envOf = (blocks: readonly Block[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    blocks.flatMap(({ language, content }) =>
      language !== 'env' || typeof content !== 'string'
        ? []
        : content.split('\n').flatMap((line) => {
            const [, name = '', value = ''] = /^([A-Za-z_]\w*)=(.*)$/.exec(line) ?? []
            return name === '' ? [] : [[name, value.replace(/^'(.*)'$/, '$1')]]
          }),
    ),
  )

export const basicHeader = (id: string, secret: string): { authorization: string } => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
})

/** A form, as programs send it. */
export const formPost = (
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', ...headers },
  body: new URLSearchParams(fields).toString(),
})

export const bearer = (token: unknown): RequestInit => ({ headers: { authorization: `Bearer ${token}` } })

/** A base address and the rest of discovery's, as most libraries put them together. */
export const discoveryAt = (issuer: string): string => `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`

/**
 * x/oauth2 of Go, which first tries HTTP Basic, query-escaped, and upon any error whatever the same once more with the
 * credentials in the body. What it reports is the second error.
 */
export const goExchange = async (
  { call, clientId, clientSecret }: Pick<Connection, 'call' | 'clientId' | 'clientSecret'>,
  url: string,
  fields: Readonly<Record<string, string>>,
): Promise<readonly Answer[]> => {
  const escaped = [clientId, clientSecret].map((text) => new URLSearchParams({ text }).toString().slice(5)) as [
    string,
    string,
  ]
  const first = await call(url, formPost(fields, basicHeader(...escaped)))
  if (first.status < 300) return [first]
  return [first, await call(url, formPost({ ...fields, client_id: clientId, client_secret: clientSecret }))]
}

/** One way to spoil a sign-in, and what the recipe's checks are to say then: with `!` what keeps people out. */
export type Break = readonly [what: string, spoil: (seen: Seen) => Seen, expected: readonly string[]]

/** The named refusal is among what the checks say, and the verdict goes by whether it keeps people out. */
export const assertRefusal = (
  connection: Pick<Connection, 'recipe' | 'answers'>,
  seen: Seen,
  [what, spoil, expected]: Break,
): void => {
  assert.equal(wrongs(connection, seen).filter((wrong) => wrong.startsWith('!')).length, 0, 'it was refused before')
  const found = wrongs(connection, spoil(seen))
  for (const wrong of expected) assert.ok(found.includes(wrong), `${what}: ${wrong} is not among ${found}`)
  const verdict = verdictOf(connection.recipe.checks(spoil(seen), connection.answers))
  assert.equal(verdict, expected.some((wrong) => wrong.startsWith('!')) ? 'refused' : 'accepted_with_less', what)
}

/** What every application that verifies ID tokens minds. */
export const tokenBreaks: readonly Break[] = [
  ['the token is from another issuer', (seen) => changed(seen, { iss: `${seen.issuer}/` }), ['!issued_by:iss']],
  ['the token is for somebody else', (seen) => changed(seen, { aud: 'other' }), ['!audience:aud']],
  ['the token is old', (seen) => ({ ...seen, now: seen.now + 86_400_000 }), ['!lifetime:exp']],
  ['the token is encrypted', (seen) => ({ ...seen, header: { ...seen.header, enc: 'A256GCM' } }), ['!plain']],
  ['the token is not signed', (seen) => ({ ...seen, header: { alg: 'none' } }), ['!algorithm']],
]

/** A discovery document without one of these, or from somebody else. */
export const discoveryBreaks = (fields: readonly string[]): readonly Break[] => [
  ...fields.map(
    (field): Break => [
      `discovery has no ${field}`,
      (seen) => ({ ...seen, discovery: { ...seen.discovery, [field]: undefined } }),
      [`!discovery:${field}`],
    ],
  ),
  [
    'the issuer in discovery is written otherwise',
    (seen) => ({ ...seen, discovery: { ...seen.discovery, issuer: `${seen.issuer}/` } }),
    ['!issuer'],
  ],
]

/** Verifies the signature through the key set, as every application but a few does. */
export const readIdToken = async (
  idToken: unknown,
  jwks: SeenClaims,
): Promise<{ readonly header: Seen['header']; readonly claims: SeenClaims }> => {
  assert.ok(typeof idToken === 'string', 'there is no ID token')
  const keys = createLocalJWKSet(jwks as unknown as Parameters<typeof createLocalJWKSet>[0])
  const { payload } = await compactVerify(idToken, keys)
  return { header: decodeProtectedHeader(idToken), claims: JSON.parse(Buffer.from(payload).toString('utf8')) }
}

/** Without some claims, or with others in their place, in both places where an application looks. */
export const changed = (seen: Seen, claims: SeenClaims): Seen => ({
  ...seen,
  idToken: withClaims(seen.idToken, claims),
  userinfo: seen.userinfo === undefined ? undefined : withClaims(seen.userinfo, claims),
})

const withClaims = (held: SeenClaims, claims: SeenClaims): SeenClaims =>
  Object.fromEntries(Object.entries({ ...held, ...claims }).filter(([, value]) => value !== undefined))

/** What a recipe's checks find wrong: `code` or `code:claim`, those that keep people out with a `!`. */
export const wrongs = ({ recipe, answers }: Pick<Connection, 'recipe' | 'answers'>, seen: Seen): readonly string[] =>
  recipe
    .checks(seen, answers)
    .filter(({ ok }) => !ok)
    .map(({ code, claim, needed }) => `${needed ? '!' : ''}${code}${claim === undefined ? '' : `:${claim}`}`)
