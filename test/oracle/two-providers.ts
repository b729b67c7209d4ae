import assert from 'node:assert/strict'
import { interactionPolicy } from 'oidc-provider'
import { setDisabled } from '../../src/applications/change-application.ts'
import { createTestApp, testRedirect, testSecret } from '../support/app.ts'
import type { TestBrowser } from '../support/browser-in-memory.ts'
import { createVisitor, type Visitor } from '../support/http-client.ts'
import { type Oracle, startOracle } from '../support/oracle-provider.ts'
import { challenge, verifier } from '../support/pkce.ts'
import { basic, callBack } from '../support/sign-in.ts'

export type Params = Readonly<Record<string, string | readonly string[] | undefined>>
export type Who = 'nobody' | 'person'

export interface TokenAnswer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

/** One provider, as an application and a browser meet it. */
export interface Provider {
  /** What becomes of an authorization request, in a few words that mean the same for both. */
  authorize(query: string, who: Who, method: 'GET' | 'POST'): Promise<string>
  /** The code that an authorization request is answered with. */
  code(params: Params): Promise<string>
  token(form: URLSearchParams, headers: Readonly<Record<string, string>>): Promise<TokenAnswer>
  /** A refresh token that an application got for a code. */
  refreshToken(clientId: string): Promise<string>
  /** An ID token for the person who is signed in. */
  readonly idToken: string
}

export const web = testRedirect
export const secondWeb = 'https://app.example.org/second?own=query'
export const loopback = 'http://127.0.0.1/cb'
export const ownScheme = 'org.example.app:/cb'
const everyScope = 'openid profile email groups'
const offline = { scope: `${everyScope} offline_access`, prompt: 'consent' }

export const encode = (params: Params): string =>
  Object.entries(params)
    .flatMap(([name, value]) => (value === undefined ? [] : [value].flat().map((one) => [name, one] as const)))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')

export const request = (changes: Params = {}): Params => ({
  client_id: 'notes',
  redirect_uri: web,
  response_type: 'code',
  scope: everyScope,
  state: 'xyz',
  nonce: 'n-0S6_WzA2Mj',
  code_challenge: challenge,
  code_challenge_method: 'S256',
  ...changes,
})

export const redemption = (code: string, changes: Params = {}): Params => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: web,
  code_verifier: verifier,
  ...changes,
})

interface Seen {
  readonly status: number
  readonly text: string
  readonly location: URL | undefined
}

const applications = [web, secondWeb, loopback, ownScheme].map((uri) => uri.replace(/^(\w+:\/\/[^/?]*).*$/, '$1'))
const isApplications = (href: string): boolean =>
  applications.some((origin) => href.startsWith(origin)) || href.startsWith('http://127.0.0.1:')

/** Where it goes, and with what; not what it is called here and there. */
const inWords = (seen: Seen, asks: (at: URL) => string | undefined): string => {
  const { location, text, status } = seen
  const [, action] = /<form[^>]* action="([^"]*)"/.exec(text) ?? []
  const isPosted = action !== undefined && isApplications(action)
  if (location === undefined && !isPosted) return status >= 500 ? `fails with ${status}` : 'shows a page'
  const asked = location && asks(location)
  if (asked !== undefined) return `asks for ${asked}`
  if (location !== undefined && !isApplications(location.href)) return `goes to ${location}`
  const answer = new URLSearchParams(isPosted ? '' : location?.search)
  for (const [name, value] of new URLSearchParams(location?.hash.slice(1))) answer.set(name, value)
  if (isPosted) {
    for (const [, name = '', value = ''] of text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g))
      answer.set(name, value)
  }
  const mode = isPosted ? 'form_post' : location?.hash ? 'fragment' : 'query'
  const what = answer.get('error') ?? (answer.has('code') ? 'a code' : 'nothing')
  const lacks = ['state', 'iss'].filter((name) => !answer.has(name)).map((name) => `without ${name}`)
  return [`sends ${what} by ${mode}`, ...lacks].join(', ')
}

const codeIn = ({ location, text }: Seen): string => {
  const code = location?.searchParams.get('code')
  assert.ok(code, `no code: ${location} ${text.slice(0, 500)}`)
  return code
}

export const startPortico = async (): Promise<Provider> => {
  const app = createTestApp()
  const account = await app.addAccount()
  await app.addApplication({ redirectUris: [web, secondWeb], consent: 'explicit' })
  await app.addApplication({ slug: 'other', redirectUris: [web], consent: 'explicit' })
  const isPublic = { confidential: false, secrets: [], pkce: 'required', consent: 'explicit' } as const
  await app.addApplication({ slug: 'spa', redirectUris: [web], ...isPublic })
  await app.addApplication({ slug: 'native', redirectUris: [loopback, ownScheme], ...isPublic })
  const gone = await app.addApplication({ slug: 'gone' })
  await setDisabled(app.world, gone.id, true)
  const person = await app.signedIn(account)
  for (const client_id of ['notes', 'spa', 'native', 'other']) await agree(person, client_id)

  const send = (browser: TestBrowser, query: string, method: 'GET' | 'POST'): Promise<Seen> =>
    method === 'GET'
      ? browser.get(`${app.base}/authorize?${query}`)
      : app.app
          .answer(
            new Request(`${app.base}/authorize`, {
              method,
              headers: { 'content-type': 'application/x-www-form-urlencoded' },
              body: query,
            }),
            { address: '192.0.2.1' },
          )
          .then(async (posted) => {
            const location = posted.headers.get('location')
            return location === null
              ? { status: posted.status, text: await posted.text(), location: undefined }
              : browser.get(app.base + location)
          })
  const steps: Readonly<Record<string, string>> = {
    '/sign-in': 'login',
    '/sign-up': 'sign-up',
    '/consent': 'consent',
    '/choose-account': 'select_account',
  }
  const provider: Omit<Provider, 'idToken'> = {
    async authorize(query, who, method) {
      const browser = who === 'person' ? person : app.browser()
      return inWords(await send(browser, query, method), (at) =>
        at.origin === app.base ? steps[at.pathname] : undefined,
      )
    },
    code: async (params) => codeIn(await send(person, encode(params), 'GET')),
    token: (form, headers) => callBack(app, '/token', form, headers),
    refreshToken: async (client_id) =>
      refreshTokenOf(provider, codeIn(await allow(person, encode(request({ client_id, ...offline })))), client_id),
  }
  return { ...provider, idToken: await idTokenOf(provider) }
}

/** As the person who is asked once, and allows it. */
const agree = async (person: TestBrowser, client_id: string): Promise<void> => {
  const redirect_uri = client_id === 'native' ? loopback : web
  codeIn(await allow(person, encode(request({ client_id, redirect_uri, ...offline }))))
}

const allow = async (person: TestBrowser, query: string): Promise<Seen> =>
  person.submit(await person.follow(await person.get(`/authorize?${query}`)), {}, { button: 'allow' })

const redeemed = async (
  { token }: Pick<Provider, 'token'>,
  code: string,
  client: string,
): Promise<Readonly<Record<string, unknown>>> => {
  const isPublic = client === 'spa'
  const form = redemption(code, isPublic ? { client_id: client } : {})
  return (await token(new URLSearchParams(encode(form)), isPublic ? {} : basic(client, testSecret))).body
}

const idTokenOf = async (provider: Pick<Provider, 'code' | 'token'>): Promise<string> =>
  String((await redeemed(provider, await provider.code(request()), 'notes'))['id_token'])

const refreshTokenOf = async (provider: Pick<Provider, 'token'>, code: string, client: string): Promise<string> => {
  const { refresh_token: token } = await redeemed(provider, code, client)
  assert.equal(typeof token, 'string')
  return String(token)
}

interface GrantContext {
  readonly oidc: {
    readonly provider: Oracle['provider']
    readonly session: { readonly accountId: string }
    readonly client: { readonly clientId: string }
  }
}

/** The other one, set to the same rules as far as it has them. */
export const startOther = async (): Promise<Provider & { close(): Promise<void> }> => {
  const { base, Prompt } = interactionPolicy
  const policy = base()
  policy.add(new Prompt({ name: 'select_account', requestable: true }), 0)
  const confidential = {
    client_secret: testSecret,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code', 'refresh_token'],
  }
  const open = { token_endpoint_auth_method: 'none', grant_types: ['authorization_code', 'refresh_token'] }
  const oracle = await startOracle({
    clients: [],
    configuration: {
      clients: [
        { client_id: 'notes', redirect_uris: [web, secondWeb], ...confidential },
        { client_id: 'other', redirect_uris: [web], ...confidential },
        { client_id: 'spa', redirect_uris: [web], ...open },
        { client_id: 'native', redirect_uris: [loopback, ownScheme], application_type: 'native', ...open },
      ],
      enableHttpPostMethods: true,
      cookies: {
        keys: ['a key for the cookies of a test'],
        long: { signed: true, sameSite: 'none', secure: false },
      },
      features: { devInteractions: { enabled: false }, resourceIndicators: { enabled: false } },
      rotateRefreshToken: true,
      // As with ours: what was allowed once stays allowed, whatever became of the tokens.
      loadExistingGrant: async ({ oidc }: GrantContext) => {
        const grant = new oidc.provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId })
        grant.addOIDCScope(offline.scope)
        await grant.save()
        return grant
      },
      pkce: {
        required: (_: unknown, client: { tokenEndpointAuthMethod: string }) =>
          client.tokenEndpointAuthMethod === 'none',
      },
      interactions: {
        policy,
        url: (_: unknown, { uid, prompt }: { uid: string; prompt: { name: string } }) =>
          `/interaction/${uid}?asks=${prompt.name}`,
      },
      ttl: {
        AuthorizationCode: 60,
        AccessToken: 3600,
        IdToken: 3600,
        Session: 3600,
        Interaction: 3600,
        Grant: 3600,
        RefreshToken: 3600,
      },
    },
  })
  const isHere = (at: URL): boolean => at.origin === oracle.url
  const person = createVisitor()
  for (const client_id of ['notes', 'spa', 'native', 'other']) {
    const redirect_uri = client_id === 'native' ? loopback : web
    const asked = await person.follow(
      await person.get(`${oracle.url}/auth?${encode(request({ client_id, redirect_uri, ...offline }))}`),
      (at) => !isHere(at),
    )
    if (asked.location === undefined) {
      const allowed = await person.follow(
        await person.submit(asked, { identifier: 'alice', password: 'x' }, { button: 'sign-in' }),
        (at) => !isHere(at),
      )
      assert.ok(allowed.location?.searchParams.has('code'), `${allowed.location} ${allowed.text}`)
    }
  }

  const send = (visitor: Visitor, query: string, method: 'GET' | 'POST'): Promise<Seen> =>
    method === 'GET'
      ? visitor.get(`${oracle.url}/auth?${query}`)
      : visitor.post(`${oracle.url}/auth`, Object.fromEntries(new URLSearchParams(query)))
  const provider: Omit<Provider, 'idToken'> = {
    async authorize(query, who, method) {
      const visitor = who === 'person' ? person : createVisitor()
      return inWords(await send(visitor, query, method), (at) =>
        isHere(at) && at.pathname.startsWith('/interaction/') ? (at.searchParams.get('asks') ?? '') : undefined,
      )
    },
    code: async (params) => codeIn(await send(person, encode(params), 'GET')),
    async token(form, headers) {
      const answer = await fetch(`${oracle.url}/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: form.toString(),
      })
      const text = await answer.text()
      return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : {} }
    },
    async refreshToken(client_id) {
      const asked = await person.get(`${oracle.url}/auth?${encode(request({ client_id, ...offline }))}`)
      return refreshTokenOf(provider, codeIn(await person.follow(asked, (at) => !isHere(at))), client_id)
    },
  }
  return { ...provider, idToken: await idTokenOf(provider), close: () => oracle.close() }
}
