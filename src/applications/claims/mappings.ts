import type { Application } from '../application.ts'
import type { Claims } from '../claims.ts'
import type { Expressions } from './compiled.ts'
import { isClaimName, isProtocolClaim } from './protocol-claims.ts'
import type { ClaimValues } from './vocabulary.ts'

/** An expression that makes claims for a scope: one of the protocol's, or one of the application's own. */
export interface ClaimMapping {
  readonly scope: string
  /** Gives a map from names of claims to their values; one that is `null` or empty takes the claim away. */
  readonly expression: string
}

/** What a mapping wanted and did not get. */
export interface Missed {
  /** Which mapping, from zero. */
  readonly item: number
  readonly scope: string
  /** Absent, where the whole expression came to nothing. */
  readonly claim?: string
  readonly why: 'failed' | 'protocol_claim' | 'bad_claim' | 'wrong_type' | 'too_much'
  /** The language's own words. */
  readonly detail?: string
}

export interface Mapped {
  readonly claims: Claims
  readonly missed: readonly Missed[]
}

/** The mappings whose scope was granted, with their places among all of them. */
export const mappingsFor = (
  { claimMappings }: Pick<Application, 'claimMappings'>,
  scopes: readonly string[],
): readonly (ClaimMapping & { readonly item: number })[] =>
  claimMappings.flatMap((mapping, item) => (scopes.includes(mapping.scope) ? [{ ...mapping, item }] : []))

/** An ID token is sent in a header now and then, and read by much software that has room for little. */
const mostMapped = 16_000

/**
 * The claims with what mappings make of them, in the order of the mappings. They make no claim of the protocol's, and none that crashes a relying
 * party; what goes wrong is left as it was, and told. Pure.
 */
export const applyMappings = (
  before: Claims,
  mappings: ReturnType<typeof mappingsFor>,
  values: ClaimValues,
  expressions: Expressions,
): Mapped => {
  const missed: Missed[] = []
  const made = new Map<string, unknown>()
  for (const { item, scope, expression } of mappings) {
    const compiled = expressions.mapping(expression)
    const given = compiled.ok
      ? compiled.expression.evaluate(values)
      : ({ ok: false, failed: compiled.fault.detail } as const)
    if (!given.ok) {
      missed.push({ item, scope, why: 'failed', detail: given.failed.slice(0, 300) })
      continue
    }
    for (const [claim, value] of Object.entries(given.value)) {
      const why = refusalOf(claim, value) ?? (isTooMuch(made, claim, value) ? 'too_much' : undefined)
      if (why === undefined) made.set(claim, value)
      else missed.push({ item, scope, claim: claim.slice(0, 200), why })
    }
  }
  return { claims: withMade(before, made), missed }
}

const refusalOf = (claim: string, value: unknown): Missed['why'] | undefined => {
  if (isProtocolClaim(claim)) return 'protocol_claim'
  if (!isClaimName(claim)) return 'bad_claim'
  return fits(claim, value) ? undefined : 'wrong_type'
}

const isTooMuch = (made: ReadonlyMap<string, unknown>, claim: string, value: unknown): boolean =>
  JSON.stringify([...made, [claim, value]]).length > mostMapped

const flags = new Set(['email_verified', 'phone_number_verified', 'bot', 'locked'])
const texts = new Set([
  ...['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username', 'handle', 'profile'],
  ...['picture', 'website', 'email', 'gender', 'birthdate', 'zoneinfo', 'locale', 'phone_number'],
  ...['acct', 'actor', 'instance', 'instance_software'],
])
const lists = new Set(['groups', 'entitlements'])

/** Relying parties crash on other types than these (OpenID Connect Core section 5.1). */
const fits = (claim: string, value: unknown): boolean => {
  if (flags.has(claim)) return typeof value === 'boolean'
  if (texts.has(claim)) return value === null || typeof value === 'string'
  if (lists.has(claim)) return Array.isArray(value) && value.every((one) => typeof one === 'string')
  return claim !== 'updated_at' || typeof value === 'number'
}

/** A claim without a value is left out (Core section 5.3.2). That somebody proved one address says nothing of another. */
const withMade = (before: Claims, made: ReadonlyMap<string, unknown>): Claims => {
  const after = new Map(Object.entries(before))
  for (const [claim, value] of made) {
    if (value === null || value === '') after.delete(claim)
    else after.set(claim, value)
  }
  if (after.get('email') === undefined) after.delete('email_verified')
  else if (after.get('email') !== before['email'] && !made.has('email_verified')) after.set('email_verified', false)
  return Object.fromEntries(after)
}
