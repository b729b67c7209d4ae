import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Seen } from '../support/browser-in-memory.ts'
import { answerIn, authorize, codeIn, type Plan, plainly, plan, requestTo } from './certification.ts'

/** Somebody with a session, and what to sign them out with. */
const leaving = async (): Promise<{ at: Plan; hint: string }> => {
  const at = await plan('query')
  const { body } = await plainly(at, codeIn(await authorize(at)))
  return { at, hint: String(body['id_token']) }
}

const bye = 'https://app.example.org/bye?from=portico'

const signOut = async ({ person }: Plan, parameters: Readonly<Record<string, string>>): Promise<Seen> =>
  person.get(`/end-session?${new URLSearchParams(parameters)}`)

/** Whether whoever is asked again is still somebody. */
const isSignedIn = async (at: Plan): Promise<boolean> =>
  answerIn(await at.person.get(`/authorize?${requestTo(at, { prompt: 'none' })}`))?.has('code') ?? false

/** Where somebody is in the end, having agreed where a page asks. */
const agreed = async ({ person }: Plan, seen: Seen): Promise<Seen> =>
  seen.text.includes('id="sign-out"') ? person.submit(seen, {}, { button: 'sign-out' }) : seen

const returns = (parameters: Readonly<Record<string, string>>, back: string) => async () => {
  const { at, hint } = await leaving()
  const seen = await signOut(at, { id_token_hint: hint, ...parameters })
  assert.equal(String(seen.location), back)
  assert.equal(await isSignedIn(at), false)
}

const staysHere = (parametersOf: (hint: string) => Readonly<Record<string, string>>) => async () => {
  const { at, hint } = await leaving()
  const seen = await agreed(at, await signOut(at, parametersOf(hint)))
  const last = await at.person.follow(seen)
  assert.ok(last.location === undefined, `somebody was sent to ${last.location}`)
}

/** Where nothing proves which application asks, the person does it, and only then goes to an address that is registered. */
const asks = (hintsOf: (hint: string) => Readonly<Record<string, string>>) => async () => {
  const { at, hint } = await leaving()
  const asked = await signOut(at, { ...hintsOf(hint), post_logout_redirect_uri: bye, state: 's' })
  assert.ok(asked.text.includes('id="sign-out"'), 'the person is asked')
  assert.ok(await isSignedIn(at), 'and nothing has happened before they answer')
  await agreed(at, asked)
  assert.equal(await isSignedIn(at), false)
}

/** A token of ours whose signature is nobody's. */
const forged = (hint: string): string => `${hint.slice(0, hint.lastIndexOf('.'))}.${'A'.repeat(342)}`

const logoutModules: Readonly<Record<string, () => Promise<void>>> = {
  'oidcc-rp-initiated-logout': returns({ post_logout_redirect_uri: bye, state: 's' }, `${bye}&state=s`),
  'oidcc-rp-initiated-logout-no-state': returns({ post_logout_redirect_uri: bye }, bye),
  'oidcc-rp-initiated-logout-bad-post-logout-redirect-uri': staysHere((hint) => ({
    id_token_hint: hint,
    post_logout_redirect_uri: 'https://app.example.org/other',
  })),
  'oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri': staysHere((hint) => ({
    id_token_hint: hint,
    post_logout_redirect_uri: `${bye}&foo=bar`,
  })),
  'oidcc-rp-initiated-logout-modified-id-token-hint': asks((hint) => ({ id_token_hint: forged(hint) })),
  'oidcc-rp-initiated-logout-bad-id-token-hint': asks(() => ({ id_token_hint: 'bad' })),
  'oidcc-rp-initiated-logout-no-post-logout-redirect-uri': staysHere((hint) => ({ id_token_hint: hint, state: 's' })),
  'oidcc-rp-initiated-logout-no-id-token-hint': asks(() => ({})),
  'oidcc-rp-initiated-logout-only-state': staysHere(() => ({ state: 's' })),
  'oidcc-rp-initiated-logout-no-params': staysHere(() => ({})),
}

describe('the certification of sign-out that an application begins', () => {
  for (const [name, module] of Object.entries(logoutModules)) it(`passes ${name}`, module)
})
