import type { SeenClaims } from './check.ts'
import { listOf } from './checks.ts'

/** What verifies ID tokens at an application, by what its library knows. */

const rsa = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
const elliptic = ['ES256', 'ES384', 'ES512']

export const rsaAndElliptic: readonly string[] = [...rsa, ...elliptic]

/** Go's go-oidc takes what discovery offers of these. */
export const goOidc: readonly string[] = [...rsaAndElliptic, 'EdDSA']

/** Some libraries take whatever discovery lists, and RS256 where it lists nothing. */
export const offeredIn = (discovery: SeenClaims): readonly string[] => {
  const offered = listOf(discovery, 'id_token_signing_alg_values_supported') ?? []
  return offered.length === 0 ? ['RS256'] : offered
}
