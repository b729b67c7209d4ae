import assert from 'node:assert/strict'
import type { Application } from '../../src/applications/application.ts'
import { type TestApp, testRedirect, testSecret } from './app.ts'
import type { TestBrowser } from './browser-in-memory.ts'
import { challenge, verifier } from './pkce.ts'

/** The query with which the application `notes` sends people here. */
export const authorizing = (changes: Readonly<Record<string, string>> = {}): string =>
  new URLSearchParams({
    client_id: 'notes',
    redirect_uri: testRedirect,
    response_type: 'code',
    scope: 'openid profile email groups',
    state: 'xyz',
    nonce: 'n-0S6_WzA2Mj',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  }).toString()

/** An authorization code for somebody who is signed in at this browser. */
export const codeFor = async (
  browser: TestBrowser,
  changes: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const { location, text } = await browser.get(`/authorize?${authorizing(changes)}`)
  const code = location?.searchParams.get('code')
  assert.ok(code, `no code: ${location ?? text}`)
  return code
}

export interface TokenAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
}

/** A back-channel request, by a program without cookies. */
export const callBack = async (
  { app, base }: Pick<TestApp, 'app' | 'base'>,
  path: string,
  form: Readonly<Record<string, string>> | URLSearchParams,
  headers: Readonly<Record<string, string>> = {},
): Promise<TokenAnswer> => {
  const request = new Request(base + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  })
  const response = await app.answer(request, { address: '192.0.2.9' })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) }
}

export const basic = (id: string, secret: string): { authorization: string } => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
})

export const redemption = (code: string): Record<string, string> => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: testRedirect,
  code_verifier: verifier,
})

/** Redeems a code as the test's application does. */
export const redeem = (
  app: Pick<TestApp, 'app' | 'base'>,
  code: string,
  changes: Readonly<Record<string, string>> = {},
  application: Pick<Application, 'clientId'> = { clientId: 'notes' },
  path = '/token',
): Promise<TokenAnswer> =>
  callBack(app, path, { ...redemption(code), ...changes }, basic(application.clientId, testSecret))
