import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { bits, integer, objectId, octets, sequence, set, tagged, time, utf8, yes } from './der.ts'

/** A certificate and its key, both as PEM. */
interface Identity {
  readonly cert: string
  readonly key: string
}

export interface TestCa {
  /** The root, as PEM: what a client has to trust. */
  readonly cert: string
  issue(hostname: string): Identity
}

const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'))
const day = 86_400_000

const distinguishedName = (name: string): Buffer => sequence(set(sequence(objectId('2.5.4.3'), utf8(name))))

const extension = (id: string, value: Uint8Array, critical = false): Buffer =>
  sequence(objectId(id), ...(critical ? [yes] : []), octets(value))

const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' })
const keyId = (key: KeyObject): Buffer => createHash('sha1').update(spki(key)).digest()

const certificate = (options: {
  readonly subject: string
  readonly publicKey: KeyObject
  readonly issuer: string
  readonly issuerKey: KeyObject
  readonly issuerPublicKey: KeyObject
  readonly extensions: readonly Uint8Array[]
}): string => {
  const extensions = [
    ...options.extensions,
    extension('2.5.29.14', octets(keyId(options.publicKey))),
    extension('2.5.29.35', sequence(tagged(0, keyId(options.issuerPublicKey), false))),
  ]
  const toBeSigned = sequence(
    tagged(0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    ecdsaWithSha256,
    distinguishedName(options.issuer),
    sequence(time(new Date(Date.now() - day)), time(new Date(Date.now() + 30 * day))),
    distinguishedName(options.subject),
    spki(options.publicKey),
    tagged(3, sequence(...extensions)),
  )
  const signed = sequence(toBeSigned, ecdsaWithSha256, bits(sign('sha256', toBeSigned, options.issuerKey)))
  // No line may be empty, not even the last one.
  const lines = signed.toString('base64').replace(/.{64}(?!$)/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

/** A certificate authority that lives as long as the tests do (RFC 5280, as little of it as every TLS library demands). */
export const createTestCa = (): TestCa => {
  const name = 'Portico test CA'
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signer = { issuer: name, issuerKey: own.privateKey, issuerPublicKey: own.publicKey }
  const isAuthority = extension('2.5.29.19', sequence(yes), true)
  const signsCertificates = extension('2.5.29.15', bits(Buffer.of(0b0000_0110), 1), true)
  const extensions = [isAuthority, signsCertificates]

  return {
    cert: certificate({ ...signer, subject: name, publicKey: own.publicKey, extensions }),
    issue(hostname) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const alternativeName = isIPv4(hostname)
        ? tagged(7, Buffer.from(hostname.split('.').map(Number)), false)
        : tagged(2, Buffer.from(hostname), false)
      const isNoAuthority = extension('2.5.29.19', sequence(), true)
      const signsHandshakes = extension('2.5.29.15', bits(Buffer.of(0b1000_0000), 7), true)
      const isServer = extension('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.1')))
      const names = extension('2.5.29.17', sequence(alternativeName))
      const extensions = [isNoAuthority, signsHandshakes, isServer, names]
      return {
        cert: certificate({ ...signer, subject: hostname, publicKey: pair.publicKey, extensions }),
        key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      }
    },
  }
}
