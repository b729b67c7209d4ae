import assert from 'node:assert/strict'
import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose'
import { createTestApp, type TestApp, testPassword, testRedirect } from '../support/app.ts'
import type { Seen, TestBrowser } from '../support/browser-in-memory.ts'
import { formsIn } from '../support/html-form.ts'
import { redeem, type TokenAnswer } from '../support/sign-in.ts'

/**
 * What the OpenID Foundation's certification of a provider asks, by the names that its plans have for it (Basic OP, Form Post OP, Config OP,
 * RP-Initiated Logout OP), in our own words. The plans themselves need a machine that the Foundation's suite can reach from outside.
 */
export type Mode = 'query' | 'form_post'

export interface Plan extends TestApp {
  readonly mode: Mode
  readonly sub: string
  readonly person: TestBrowser
}

export const plan = async (mode: Mode, clientId = 'notes'): Promise<Plan> => {
  const app = createTestApp()
  const account = await app.addAccount({ locale: 'en' })
  await app.givePassword(account)
  await app.addApplication({ slug: clientId, postLogoutRedirectUris: ['https://app.example.org/bye?from=portico'] })
  return { ...app, mode, sub: account.id, person: app.browser() }
}

export const requestTo = ({ mode }: Plan, changes: Readonly<Record<string, string | undefined>> = {}): string => {
  const all = {
    client_id: 'notes',
    redirect_uri: testRedirect,
    response_type: 'code',
    response_mode: mode === 'query' ? undefined : mode,
    scope: 'openid',
    state: 'st4te',
    nonce: 'n0nce',
    ...changes,
  }
  return new URLSearchParams(
    Object.entries(all).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]])),
  ).toString()
}

/** What the application receives, in whichever way it asked for; undefined while a page of ours is shown. */
export const answerIn = (seen: Seen): URLSearchParams | undefined => {
  const [form] = formsIn(seen.text)
  if (form?.action === testRedirect) return new URLSearchParams([...form.fields])
  return seen.location?.origin === new URL(testRedirect).origin ? seen.location.searchParams : undefined
}

const isSignIn = (seen: Seen): boolean => seen.text.includes('id="sign-in"')

/** Goes there and, where a page asks who it is, signs in as alice. */
export const authorize = async (at: Plan, changes: Parameters<typeof requestTo>[1] = {}): Promise<URLSearchParams> => {
  const seen = await at.person.follow(await at.person.get(`/authorize?${requestTo(at, changes)}`))
  return answerIn(seen) ?? signIn(at, seen)
}

export const signIn = async ({ person }: Plan, seen: Seen): Promise<URLSearchParams> => {
  assert.ok(isSignIn(seen), seen.text)
  const fields = { identifier: 'alice', password: testPassword }
  const answer = answerIn(await person.follow(await person.submit(seen, fields, { button: 'sign-in' })))
  assert.ok(answer)
  return answer
}

export const codeIn = (answer: URLSearchParams): string => {
  assert.equal(answer.get('error'), null, answer.get('error_description') ?? '')
  assert.equal(answer.get('state'), 'st4te')
  return answer.get('code') ?? assert.fail('there is no code')
}

export const plainly = (at: Plan, code: string): Promise<TokenAnswer> => redeem(at, code, { code_verifier: '' })

export const tokensFor = async (at: Plan, changes: Parameters<typeof requestTo>[1] = {}) => {
  const answer = await plainly(at, codeIn(await authorize(at, changes)))
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  const keys = createLocalJWKSet(JSON.parse((await at.person.get('/jwks')).text))
  const { payload } = await jwtVerify(String(answer.body['id_token']), keys, {
    issuer: at.base,
    audience: 'notes',
    currentDate: new Date(at.world.clock.now()),
    requiredClaims: ['sub', 'iat', 'exp'],
  })
  return { ...answer.body, access: String(answer.body['access_token']), claims: payload, at }
}

export const userinfo = async (at: Plan, access: string): Promise<JWTPayload> => {
  const { status, text } = await at.app
    .answer(new Request(`${at.base}/userinfo`, { headers: { authorization: `Bearer ${access}` } }), {
      address: '192.0.2.9',
    })
    .then(async (response) => ({ status: response.status, text: await response.text() }))
  assert.equal(status, 200, text)
  return JSON.parse(text)
}
