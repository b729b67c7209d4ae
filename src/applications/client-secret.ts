import { hash, timingSafeEqual } from 'node:crypto'
import { randomText } from '../lib/ids.ts'
import type { Random } from '../lib/random.ts'
import type { Sealing } from '../lib/sealing.ts'
import { keyedHash, secretPrefixes } from '../lib/secret.ts'
import type { Application, StoredSecret } from './application.ts'

/** A client secret: letters and digits only, so that every encoding of it is the same (256 bits after its prefix). */
export const newClientSecret = (random: Random): string => secretPrefixes.clientSecret + randomText(random, 43)

/** As it is stored. Shorter than 16 characters only ever comes from an import, which warns. */
export const hashClientSecret = (sealing: Sealing, secret: string): string =>
  `hmac-sha256:${keyedHash(sealing.derive('client secrets')[0], secret)}`

/** Whether text is a hash that a configuration file may give in place of a secret. */
export const isClientSecretHash = (text: string): boolean =>
  /^sha256:[0-9a-f]{64}$/.test(text) || /^hmac-sha256:[A-Za-z0-9_-]{43}$/.test(text)

/** As long as what most applications have. */
const nobody: { secrets: readonly StoredSecret[] } = {
  secrets: [{ hash: `hmac-sha256:${'-'.repeat(43)}`, createdAt: 0 }],
}

/** Both are hashes: only their kind, which is no secret, shows in how long it takes. */
const sameHash = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

/**
 * Whether one of the offered spellings is a secret of the application. For an unknown application (undefined) the same
 * work is done and the answer is no, so that nobody learns from the time which client ids exist.
 */
export const isClientSecret = (
  sealing: Sealing,
  application: Pick<Application, 'secrets'> | undefined,
  offered: readonly string[],
  now: number,
): boolean => {
  const keys = sealing.derive('client secrets')
  let matches = false
  for (const secret of offered) {
    const spellings = [
      `sha256:${hash('sha256', secret)}`,
      ...keys.map((key) => `hmac-sha256:${keyedHash(key, secret)}`),
    ]
    for (const stored of (application ?? nobody).secrets) {
      const good = stored.expiresAt === undefined || stored.expiresAt > now
      for (const spelling of spellings) if (sameHash(spelling, stored.hash) && good) matches = true
    }
  }
  return application !== undefined && matches
}
