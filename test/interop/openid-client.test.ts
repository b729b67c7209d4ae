import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import * as client from 'openid-client'
import { needs } from '../setup/capabilities.ts'
import { formsIn } from '../support/html-form.ts'
import { createVisitor, type Page, type Visitor } from '../support/http-client.ts'
import { type PorticoProcess, startPortico } from '../support/portico-process.ts'
import { findPostgres } from '../support/postgres.ts'
import { alice, awkwardSecret, signIn } from './people.ts'

const redirectUri = 'https://notes.example.org/callback'
const loggedOutUri = 'https://notes.example.org/bye'

const yaml = {
  accounts: [alice],
  applications: [
    {
      slug: 'notes',
      clientId: 'notes',
      clientSecret: awkwardSecret,
      redirectUris: [redirectUri],
      postLogoutRedirectUris: [loggedOutUri],
      consent: 'implicit',
    },
  ],
}

/** Whether the visitor has been sent back to the application, which nobody runs: its address is all that is needed. */
const isThere = (url: URL): boolean => url.hostname === 'notes.example.org'

const suite = (environment: () => Promise<Record<string, string>>) => () => {
  let portico: PorticoProcess
  let configuration: client.Configuration

  before(async () => {
    portico = await startPortico({ yaml, env: await environment() })
    configuration = await client.discovery(new URL(portico.url), 'notes', awkwardSecret, undefined, {
      execute: [client.allowInsecureRequests],
    })
  })

  after(async () => {
    await portico?.stop()
  })

  interface Attempt {
    readonly url: URL
    readonly checks: client.AuthorizationCodeGrantChecks
  }

  const attempt = async (parameters: Record<string, string> = {}): Promise<Attempt> => {
    const verifier = client.randomPKCECodeVerifier()
    const [state, nonce] = [client.randomState(), client.randomNonce()]
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: 'openid profile email groups',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ...parameters,
    })
    return {
      url,
      checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
    }
  }

  /** Sends the visitor off, signs in where somebody asks, and stops where the browser would leave for the application. */
  const goThrough = async (visitor: Visitor, { url }: Attempt): Promise<Page> => {
    const page = await visitor.follow(await visitor.get(url), isThere)
    if (page.location !== undefined) return page
    const answer = await visitor.submit(
      page,
      { identifier: alice.username, password: alice.password },
      { button: 'sign-in' },
    )
    return visitor.follow(answer, isThere)
  }

  const callback = (page: Page): URL => {
    assert.ok(page.location !== undefined, `not sent back: ${page.url} ${page.text}`)
    return page.location
  }

  const tokens = async (visitor: Visitor, parameters: Record<string, string> = {}) => {
    const started = await attempt(parameters)
    return client.authorizationCodeGrant(configuration, callback(await goThrough(visitor, started)), started.checks)
  }

  const refusal = async (promise: Promise<unknown>): Promise<unknown> => {
    const error = await promise.then(
      () => undefined,
      (error: unknown) => error,
    )
    return error instanceof client.ResponseBodyError || error instanceof client.AuthorizationResponseError
      ? error.error
      : error
  }

  it('gets an ID token with the claims of what it asked for, and the same again from userinfo', async () => {
    const answer = await tokens(createVisitor())
    const claims = answer.claims()
    assert.ok(claims !== undefined)
    const { sub, name, preferred_username, email, email_verified, groups } = claims
    const expected = {
      sub,
      name: alice.name,
      preferred_username: 'alice',
      email: alice.email,
      email_verified: true,
      groups: ['staff'],
    }
    assert.deepEqual({ sub, name, preferred_username, email, email_verified, groups }, expected)
    const userinfo = await client.fetchUserInfo(configuration, answer.access_token, sub)
    assert.deepEqual({ ...userinfo, ...expected }, userinfo)
  })

  it('gets its answer by a form that posts itself', async () => {
    const visitor = createVisitor()
    const started = await attempt({ response_mode: 'form_post' })
    const asked = await visitor.follow(await visitor.get(started.url))
    const page = await signIn(visitor, asked, alice)
    const [form] = formsIn(page.text)
    assert.equal(form?.action, redirectUri)
    const request = new Request(redirectUri, { method: 'POST', body: new URLSearchParams([...form.fields]) })
    const answer = await client.authorizationCodeGrant(configuration, request, started.checks)
    assert.equal(answer.claims()?.['preferred_username'], 'alice')
  })

  it('gets new tokens with each refresh token, and with each a new one', async () => {
    const first = await tokens(createVisitor(), { scope: 'openid offline_access' })
    const second = await client.refreshTokenGrant(configuration, first.refresh_token ?? '')
    const third = await client.refreshTokenGrant(configuration, second.refresh_token ?? '')
    const seen = [first, second, third]
    assert.equal(new Set(seen.map((answer) => answer.refresh_token)).size, 3)
    assert.equal(new Set(seen.map((answer) => answer.access_token)).size, 3)
    assert.equal(new Set(seen.map((answer) => answer.claims()?.sub)).size, 1)
  })

  it('is told at once, without a page, whether somebody is signed in', async () => {
    const visitor = createVisitor()
    const before = await attempt({ prompt: 'none' })
    const nobody = client.authorizationCodeGrant(
      configuration,
      callback(await goThrough(visitor, before)),
      before.checks,
    )
    assert.equal(await refusal(nobody), 'login_required')
    const { sub } = (await tokens(visitor)).claims() ?? {}
    assert.equal((await tokens(visitor, { prompt: 'none' })).claims()?.sub, sub)
  })

  it('has the person sign in again when it wants that to be recent', async () => {
    const visitor = createVisitor()
    await tokens(visitor)
    const started = await attempt({ max_age: '0' })
    const asked = await visitor.follow(await visitor.get(started.url), isThere)
    assert.match(asked.text, /id="sign-in"/)
    const answered = await visitor.follow(
      await visitor.submit(asked, { identifier: 'alice', password: alice.password }, { button: 'sign-in' }),
      isThere,
    )
    const answer = await client.authorizationCodeGrant(configuration, callback(answered), {
      ...started.checks,
      maxAge: 0,
    })
    assert.equal(typeof answer.claims()?.auth_time, 'number')
  })

  it('signs the person out, and has them back with its state', async () => {
    const visitor = createVisitor()
    const { id_token = '' } = await tokens(visitor)
    const url = client.buildEndSessionUrl(configuration, {
      id_token_hint: id_token,
      post_logout_redirect_uri: loggedOutUri,
      state: 'back again',
    })
    const page = await visitor.follow(await visitor.get(url), isThere)
    const back = callback(page)
    assert.equal(back.origin + back.pathname, loggedOutUri)
    assert.deepEqual([...back.searchParams], [['state', 'back again']])
    const asked = await attempt({ prompt: 'none' })
    const gone = client.authorizationCodeGrant(configuration, callback(await goThrough(visitor, asked)), asked.checks)
    assert.equal(await refusal(gone), 'login_required')
  })

  it('can give a token back, which then opens nothing', async () => {
    const { access_token, claims } = await tokens(createVisitor())
    await client.tokenRevocation(configuration, access_token)
    assert.equal((await client.tokenIntrospection(configuration, access_token)).active, false)
    const userinfo = client.fetchUserInfo(configuration, access_token, claims()?.sub ?? '')
    await assert.rejects(userinfo, client.WWWAuthenticateChallengeError)
  })

  it('cannot use a code twice, and loses what the first use brought', async () => {
    const started = await attempt()
    const url = callback(await goThrough(createVisitor(), started))
    const first = await client.authorizationCodeGrant(configuration, url, started.checks)
    assert.equal(await refusal(client.authorizationCodeGrant(configuration, url, started.checks)), 'invalid_grant')
    const userinfo = client.fetchUserInfo(configuration, first.access_token, first.claims()?.sub ?? '')
    await assert.rejects(userinfo, client.WWWAuthenticateChallengeError)
  })
}

describe(
  'openid-client and Portico on SQLite',
  suite(async () => ({})),
)

describe(
  'openid-client and Portico on PostgreSQL',
  needs('postgres'),
  suite(async () => ({
    DATABASE_URL: await (await findPostgres()).createDatabase(),
    PORTICO_SECRET: randomBytes(32).toString('hex'),
  })),
)
