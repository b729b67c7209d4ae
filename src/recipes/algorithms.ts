/** What verifies ID tokens at an application, by what its library knows. */

const rsa = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
const elliptic = ['ES256', 'ES384', 'ES512']

export const rsaAndElliptic: readonly string[] = [...rsa, ...elliptic]

/** Go's go-oidc takes what discovery offers of these. */
export const goOidc: readonly string[] = [...rsaAndElliptic, 'EdDSA']
