import { FetchFailed } from '../../net/fetch-failed.ts'
import type { SourceProblem } from '../source.ts'
import { UnverifiedFailed } from './exchange.ts'

/** What went wrong with a provider: for the person, and, in a word or two, for whoever set it up. */
export interface Trouble {
  readonly problem: SourceProblem
  /** Never anything that a stranger wrote beyond the name of a claim or an error code of the protocol. */
  readonly detail: string
}

/** Something that the provider's answer made a library throw. Undefined for what is our own mistake. */
export const troubleOf = (error: unknown, place: string): Trouble | undefined => {
  const failed = fetchFailureIn(error)
  if (failed !== undefined) return { problem: { code: 'unreachable', place }, detail: failed.code }
  if (error instanceof UnverifiedFailed) return { problem: { code: 'unproven', place }, detail: word(error.message) }
  if (!(error instanceof Error)) return undefined
  const { name, code, claim } = read(error)
  if (name === 'ResponseBodyError' || name === 'WWWAuthenticateChallengeError' || name === 'AuthorizationResponseError')
    return refusedWith(error, place)
  // Only who holds a key of ours could read it, and there is none: whoever set it up there said so by a switch.
  if (code === 'OAUTH_UNSUPPORTED_OPERATION' && /JWE/.test(error.message + messageOf(error.cause)))
    return { problem: { code: 'not_set_up', place }, detail: 'encrypted' }
  // openid-client's and jose's: an answer that is none, or a token that does not hold.
  if (name === 'ClientError' || name.startsWith('JW') || name.startsWith('JO'))
    return tokenCodes.test(code)
      ? { problem: { code: 'unproven', place }, detail: claim ?? word(code) }
      : { problem: { code: 'broken', place }, detail: word(code) }
  return undefined
}

const tokenCodes =
  /^(?:OAUTH_JWT_|OAUTH_JSON_ATTRIBUTE|OAUTH_INVALID_RESPONSE|OAUTH_UNSUPPORTED|OAUTH_KEY|OAUTH_PARSE|ERR_J)/

const refusedWith = (error: Error, place: string): Trouble => {
  const said = word(String((error as { readonly error?: unknown }).error ?? 'refused'))
  const ours = [
    'invalid_client',
    'unauthorized_client',
    'invalid_scope',
    'unsupported_grant_type',
    'redirect_uri_mismatch',
    'incorrect_client_credentials',
  ]
  // The challenge to HTTP Basic is how some say that they do not know us.
  if (ours.includes(said) || error.name === 'WWWAuthenticateChallengeError')
    return { problem: { code: 'not_set_up', place }, detail: said }
  return {
    problem: { code: said === 'invalid_grant' || said === 'bad_verification_code' ? 'mixed_up' : 'broken', place },
    detail: said,
  }
}

const fetchFailureIn = (error: unknown): FetchFailed | undefined => {
  let at = error
  for (let depth = 0; depth < 4; depth += 1) {
    if (at instanceof FetchFailed) return at
    if (!(at instanceof Error)) return undefined
    at = at.cause
  }
  return undefined
}

const read = (error: Error): { readonly name: string; readonly code: string; readonly claim: string | undefined } => {
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown }
  const inner = cause instanceof Error ? cause.cause : cause
  const { claim, attribute } = (typeof inner === 'object' && inner !== null ? inner : {}) as {
    readonly claim?: unknown
    readonly attribute?: unknown
  }
  const named = [claim, attribute].find((one) => typeof one === 'string')
  return {
    name: error.name,
    code: typeof code === 'string' ? code : '',
    claim: named === undefined ? undefined : word(String(named)),
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '')

const word = (text: string): string => text.replace(/[^A-Za-z0-9_. -]/g, '').slice(0, 60)
