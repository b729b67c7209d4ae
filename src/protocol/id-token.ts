import { hash } from 'node:crypto'
import { compactVerify, decodeProtectedHeader } from 'jose'
import type { Application } from '../applications/application.ts'
import type { Claims } from '../applications/claims.ts'
import { numericDate, type Time } from '../lib/clock.ts'
import type { Keyring } from './keys/keyring.ts'
import { signToken } from './keys/sign.ts'

export interface IdTokenContents {
  readonly issuer: string
  readonly subject: string
  readonly application: Application
  readonly now: Time
  readonly authTime: Time
  readonly amr: readonly string[]
  readonly acr?: string | undefined
  /** `sid`: the session's public id. */
  readonly sessionId: string
  readonly nonce?: string | undefined
  readonly accessToken: string
  /** Client ids of others that it is for as well. */
  readonly alsoFor: readonly string[]
  /** Of the granted scopes. They never overwrite what the protocol says. */
  readonly claims: Claims
}

/**
 * Signs an ID token (OpenID Connect Core section 2). `aud` is one string, `azp` and `nbf` are left out (relying parties trip over them),
 * `iat` is never in the future. Only one that is for others as well has a list, and says who asked for it.
 */
export const signIdToken = async (keyring: Keyring, contents: IdTokenContents): Promise<string> => {
  const { application, now, alsoFor } = contents
  const key = await keyring.signing(application.signingAlgorithm)
  const claims = {
    ...contents.claims,
    iss: contents.issuer,
    sub: contents.subject,
    ...(alsoFor.length === 0
      ? { aud: application.clientId }
      : { aud: [...alsoFor, application.clientId], azp: application.clientId }),
    iat: numericDate(now),
    exp: numericDate(now + application.idTokenLifetime),
    auth_time: numericDate(contents.authTime),
    amr: contents.amr,
    ...(contents.acr === undefined ? {} : { acr: contents.acr }),
    sid: contents.sessionId,
    ...(contents.nonce === undefined ? {} : { nonce: contents.nonce }),
    at_hash: accessTokenHash(key.algorithm, contents.accessToken),
  }
  return signToken(key, claims)
}

/** Core section 3.1.3.6: the left half of the hash the signature uses; Ed25519 uses SHA-512. */
const accessTokenHash = (algorithm: string, accessToken: string): string => {
  const digest = hash(algorithm === 'EdDSA' ? 'sha512' : 'sha256', accessToken, 'buffer')
  return digest.subarray(0, digest.length / 2).toString('base64url')
}

/** What an ID token that we signed says, as a hint: its signature and issuer count, its expiry does not (RP-Initiated Logout section 2). */
export interface Hint {
  readonly subject: string
  readonly clientId: string
  readonly sessionId?: string
}

/** Undefined for anything that is not an ID token of this issuer under a key of ours: unknown key, other type, altered, too long. */
export const readHint = async (keyring: Keyring, issuer: string, token: string): Promise<Hint | undefined> => {
  if (token.length > 8192) return undefined
  try {
    const header = decodeProtectedHeader(token)
    const known = typeof header.kid === 'string' ? await keyring.verifying(header.kid) : undefined
    if (known === undefined || header.alg !== known.algorithm || header.typ !== 'JWT') return undefined
    const { payload } = await compactVerify(token, known.key, { algorithms: [known.algorithm] })
    const claims: unknown = JSON.parse(Buffer.from(payload).toString('utf8'))
    if (!isHintClaims(claims) || claims.iss !== issuer) return undefined
    const clientId = typeof claims.aud === 'string' ? claims.aud : claims.azp
    if (typeof clientId !== 'string') return undefined
    return {
      subject: claims.sub,
      clientId,
      ...(typeof claims.sid === 'string' ? { sessionId: claims.sid } : {}),
    }
  } catch {
    return undefined
  }
}

const isHintClaims = (
  value: unknown,
): value is { iss: string; sub: string; aud: string | readonly unknown[]; azp?: unknown; sid?: unknown } =>
  typeof value === 'object' &&
  value !== null &&
  'iss' in value &&
  'sub' in value &&
  'aud' in value &&
  typeof value.iss === 'string' &&
  typeof value.sub === 'string' &&
  (typeof value.aud === 'string' || Array.isArray(value.aud))
