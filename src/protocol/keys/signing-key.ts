import { createPrivateKey, type KeyObject } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import type { SigningAlgorithm } from '../../applications/application.ts'
import type { Time } from '../../lib/clock.ts'
import { newId } from '../../lib/ids.ts'
import type { Row } from '../../storage/records.ts'
import { sealedIn } from '../../storage/sealed.ts'
import type { World } from '../../storage/world.ts'

export const signingAlgorithms: readonly SigningAlgorithm[] = ['RS256', 'ES256', 'EdDSA']

const sealedAs = (kid: string): string => `signing-key ${kid}`

/** A new key pair as it is kept: the public half in the clear with `kid`, `use` and `alg`, the private half sealed. */
export const newSigningKey = async (
  world: Pick<World, 'clock' | 'random' | 'sealing'>,
  algorithm: SigningAlgorithm,
  signsFrom: Time,
): Promise<Row<'signingKeys'>> => {
  const pair = await generateKeyPair(algorithm, {
    extractable: true,
    modulusLength: 2048,
    ...(algorithm === 'EdDSA' ? { crv: 'Ed25519' } : {}),
  })
  const id = newId(world.random)
  const privateJwk = await exportJWK(pair.privateKey)
  return {
    id,
    algorithm,
    publicJwk: { ...(await exportJWK(pair.publicKey)), kid: id, use: 'sig', alg: algorithm },
    sealed: world.sealing.seal(JSON.stringify(privateJwk), sealedAs(id)),
    createdAt: world.clock.now(),
    signsFrom,
  }
}

/** Throws `SealBroken` when the installation's key does not open it. */
export const openSigningKey = async (world: Pick<World, 'sealing'>, row: Row<'signingKeys'>): Promise<KeyObject> =>
  createPrivateKey({ key: JSON.parse(world.sealing.open(row.sealed, sealedAs(row.id))), format: 'jwk' })

export const sealedSigningKeys = sealedIn('signingKeys', {}, (sealing, row) => {
  const sealed = sealing.renew(row.sealed, sealedAs(row.id))
  return sealed && { ...row, sealed }
})
