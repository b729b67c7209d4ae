import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Seen, SeenClaims } from '../../src/recipes/check.ts'
import { verdictOf } from '../../src/recipes/verdict.ts'
import { type Connection, changed, wrongs } from './relying-party.ts'

/** What is spoiled, how, and by what name the refusal goes: with a `!` where it keeps people out. */
export type Break = readonly [what: string, spoil: (seen: Seen) => Seen, wrong: string]

/** Breaks one thing after the other, and sees each refused by its name. */
export const itMinds = (
  signedIn: () => { readonly connection: Connection; readonly seen: Seen },
  breaks: readonly Break[],
): void => {
  for (const [what, spoil, wrong] of breaks) {
    it(`is known to mind when ${what}`, () => {
      const { connection, seen } = signedIn()
      const spoiled = spoil(seen)
      const found = wrongs(connection, spoiled)
      assert.ok(found.includes(wrong), `${wrong} is not among ${found}`)
      const verdict = verdictOf(connection.recipe.checks(spoiled, connection.answers))
      assert.equal(verdict, found.some((name) => name.startsWith('!')) ? 'refused' : 'accepted_with_less')
    })
  }
}

/** A claim is missing: it keeps people out, or not. */
export const without = (claim: string, { needed = true, code = 'claim' } = {}): Break => [
  `there is no ${claim}`,
  (seen) => changed(seen, { [claim]: undefined }),
  `${needed ? '!' : ''}${code}:${claim}`,
]

/** A claim is another. */
export const withOther = (claims: SeenClaims, what: string, wrong: string): Break => [
  what,
  (seen) => changed(seen, claims),
  wrong,
]

export const withoutUserinfo: Break = ['userinfo refuses', (seen) => ({ ...seen, userinfo: undefined }), '!userinfo']

export const otherSubject: Break = [
  'userinfo is about somebody else',
  (seen) => ({ ...seen, userinfo: { ...seen.userinfo, sub: 'somebody-else' } }),
  '!subject:sub',
]

export const otherNonce: Break = ['the nonce is another', (seen) => ({ ...seen, nonce: 'c' }), '!nonce:nonce']

export const notBearer: Break = [
  'the access token is of another kind',
  (seen) => ({ ...seen, token: { ...seen.token, token_type: 'mac' } }),
  '!token_type',
]

export const issuerWithSlash: Break = [
  'the issuer ends in a slash',
  (seen) => ({ ...seen, issuer: `${seen.issuer}/` }),
  '!issuer',
]

/** Of those that verify an ID token, though not one signed with this. */
export const idTokenBreaks = (alg: string): readonly Break[] => [
  [`the token is signed with ${alg}`, (seen) => ({ ...seen, header: { alg } }), '!algorithm'],
  ...idTokenReadBreaks,
]

/** Of those that look into an ID token, whoever signed it. */
export const idTokenReadBreaks: readonly Break[] = [
  ['the token is encrypted', (seen) => ({ ...seen, header: { ...seen.header, enc: 'A256GCM' } }), '!plain'],
  ['the token is from somebody else', (seen) => changed(seen, { iss: 'https://other.example' }), '!issued_by:iss'],
  ['the token is for somebody else', (seen) => changed(seen, { aud: 'other' }), '!audience:aud'],
  ['the token is old', (seen) => ({ ...seen, now: seen.now + 86_400_000 }), '!lifetime:exp'],
]

/** Fields of the discovery document that it cannot do without. */
export const discoveryBreaks = (...fields: readonly string[]): readonly Break[] =>
  fields.map(
    (field): Break => [
      `discovery has no ${field}`,
      (seen) => ({ ...seen, discovery: { ...seen.discovery, [field]: undefined } }),
      `!discovery:${field}`,
    ],
  )

export const notOffered = (field: string): Break => [
  `${field} has nothing that it can do`,
  (seen) => ({ ...seen, discovery: { ...seen.discovery, [field]: ['none-of-these'] } }),
  `!offered:${field}`,
]
