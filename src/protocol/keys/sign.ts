import { type KeyObject, sign } from 'node:crypto'
import type { SigningAlgorithm } from '../../applications/application.ts'

export interface SigningKey {
  readonly kid: string
  readonly algorithm: SigningAlgorithm
  readonly key: KeyObject
  /** What every token under this key begins with, encoded. */
  readonly header: string
}

export const signingKeyOf = (kid: string, algorithm: SigningAlgorithm, key: KeyObject): SigningKey => ({
  kid,
  algorithm,
  key,
  header: encode(JSON.stringify({ alg: algorithm, typ: 'JWT', kid })),
})

const encode = (text: string): string => Buffer.from(text).toString('base64url')

/** RFC 7518 section 3.1 and RFC 8037 section 3.1. Ed25519 hashes by itself. */
const digests: Readonly<Record<SigningAlgorithm, string | null>> = { RS256: 'sha256', ES256: 'sha256', EdDSA: null }

/** A JSON Web Token in its compact form (RFC 7515 section 7.1). It is signed on a thread of its own: an RSA signature is a fifth of a sign-in. */
export const signToken = (
  { key, algorithm, header }: SigningKey,
  claims: Readonly<Record<string, unknown>>,
): Promise<string> => {
  const signed = `${header}.${encode(JSON.stringify(claims))}`
  return new Promise((resolve, reject) => {
    // RFC 7518 section 3.4: both halves of an ECDSA signature side by side. The other algorithms have no halves, and a key that comes
    // with nothing else is taken as it is: to find out what else there could be costs a tenth of the signature.
    const under = algorithm === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' as const } : key
    sign(digests[algorithm], Buffer.from(signed), under, (error, signature) => {
      if (error) reject(error)
      else resolve(`${signed}.${signature.toString('base64url')}`)
    })
  })
}
