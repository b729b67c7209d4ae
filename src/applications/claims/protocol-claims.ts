/**
 * What the protocol says itself, in an ID token, at userinfo or in a logout token: no mapping makes them, or an administrator's mistake could
 * make one person another, or a token good for ever. `_claim_names` and its like would have applications fetch claims from elsewhere.
 */
const protocolClaims: ReadonlySet<string> = new Set([
  ...['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti', 'azp', 'nonce', 'auth_time', 'acr', 'amr'],
  ...['at_hash', 'c_hash', 's_hash', 'sid', 'events', 'cnf', 'act', 'may_act', 'toe', 'txn', 'sub_id', 'sub_jwk'],
  ...['scope', 'client_id', 'active', 'token_type', '_claim_names', '_claim_sources', 'verified_claims'],
])

/** In any letters: to JSON as Go reads it, `Sub` is `sub`, and the last one counts. */
export const isProtocolClaim = (name: string): boolean => protocolClaims.has(name.toLowerCase())

/** A name that a claim may have: a word, or an address as namespaces are written. Not what is something else to JavaScript. */
export const isClaimName = (name: string): boolean =>
  /^[A-Za-z_][\w.:/#-]{0,199}$/.test(name) && !['__proto__', 'constructor', 'prototype'].includes(name)
