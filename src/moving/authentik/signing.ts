import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { Plain } from '../imported.ts'
import type { Around } from './access.ts'
import { type Entry, models, tagOf } from './entries.ts'

/** How ID tokens were signed, by the key that was chosen there. The key itself stays there: Portico has keys of its own. */
export const readSigning = (provider: Entry, { entries, leave }: Around): Plain => {
  const about = `${provider.about}.signing_key`
  const reference = provider.values['signing_key']
  if (reference === undefined) return {}
  if (reference === null || reference === '') {
    leave({ about, code: 'unsupported', detail: 'HS256 → RS256' })
    return {}
  }
  const pair = entries.find(models.keyPair, reference)
  const algorithm = pair === undefined ? undefined : algorithmOf(pair)
  if (algorithm === 'ES256' || algorithm === 'EdDSA') return { signingAlgorithm: algorithm }
  if (algorithm === 'RS256' || isSelfSigned(reference)) return {}
  leave({ about, code: 'unsupported', detail: `${algorithm ?? '?'} → RS256` })
  return {}
}

/** The one that comes with authentik, which is of RSA. */
const isSelfSigned = (reference: unknown): boolean =>
  JSON.stringify(tagOf(reference)?.value ?? '').includes('"authentik Self-signed Certificate"')

/** authentik's own choice by the kind of key. A blueprint has the certificate; the API says the kind. */
const algorithmOf = ({ values }: Entry): string | undefined => {
  const { certificate_data: certificate, key_data: key, key_type: type } = values
  for (const pem of [certificate, key]) {
    if (typeof pem !== 'string' || pem === '') continue
    const read = readKey(pem)
    if (read !== undefined) return algorithmFor(read)
  }
  const kinds: Readonly<Record<string, string>> = { rsa: 'RS256', ed25519: 'EdDSA' }
  // Of an elliptic curve the API does not say which.
  return typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined
}

const readKey = (pem: string): KeyObject | undefined => {
  try {
    return pem.includes('CERTIFICATE') ? new X509Certificate(pem).publicKey : createPublicKey(pem)
  } catch {
    return undefined
  }
}

const algorithmFor = ({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string | undefined => {
  const curves: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' }
  if (type === 'rsa') return 'RS256'
  if (type === 'ed25519') return 'EdDSA'
  return type === 'ec' ? curves[details?.namedCurve ?? ''] : undefined
}
