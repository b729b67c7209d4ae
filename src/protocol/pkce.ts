import { hash } from 'node:crypto'
import { sameSecret } from '../lib/secret.ts'

/** RFC 7636 section 4.2: with S256 a challenge is 43 characters of base64url; up to 128 are tolerated, they just never match. */
export const isChallenge = (text: string): boolean => /^[A-Za-z0-9._~-]{43,128}$/.test(text)

/**
 * Whether the verifier is the one that was promised (RFC 7636 section 4.6). A verifier nobody asked for is refused like a wrong one:
 * otherwise stripping the challenge from a request would go unnoticed (RFC 9700 section 4.8.2).
 */
export const verifies = (challenge: string | undefined, verifier: string | undefined): boolean => {
  if (challenge === undefined || verifier === undefined) return challenge === verifier
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false
  return sameSecret(hash('sha256', verifier, 'base64url'), challenge)
}
