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

/** The same with the key it was made with, so that somebody who replaces keys learns which secrets need the old one. */
export const keptSecret = (sealing: Sealing, secret: string): Pick<StoredSecret, 'hash' | 'key'> => ({
  hash: hashClientSecret(sealing, secret),
  key: sealing.marks[0],
})

/** Whether this is the secret that a configuration file gives the hash of. */
export const isKeptAs = ({ hash, was }: StoredSecret, given: string): boolean => hash === given || was === given

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

export interface SecretMatch {
  readonly stored: StoredSecret
  /** As it is to be kept from now on, where that is under another key than the first. */
  readonly renewed: StoredSecret | undefined
}

/**
 * The secret of an application that one of the offered spellings is. For an unknown application (undefined) the same
 * work is done and there is none, so that nobody learns from the time which client ids exist.
 */
export const matchClientSecret = (
  sealing: Sealing,
  application: Pick<Application, 'secrets'> | undefined,
  offered: readonly string[],
  now: number,
): SecretMatch | undefined => {
  const keys = sealing.derive('client secrets')
  let found: { readonly stored: StoredSecret; readonly secret: string } | undefined
  for (const secret of offered) {
    const spellings = [
      `sha256:${hash('sha256', secret)}`,
      ...keys.map((key) => `hmac-sha256:${keyedHash(key, secret)}`),
    ]
    for (const stored of (application ?? nobody).secrets) {
      const good = stored.expiresAt === undefined || stored.expiresAt > now
      for (const spelling of spellings) if (sameHash(spelling, stored.hash) && good) found = { stored, secret }
    }
  }
  if (application === undefined || found === undefined) return undefined
  return { stored: found.stored, renewed: renewedUnder(sealing, found.stored, found.secret) }
}

export const isClientSecret = (...proof: Parameters<typeof matchClientSecret>): boolean =>
  matchClientSecret(...proof) !== undefined

/** Whether an application has to prove this secret once more before the older keys can go. */
export const needsOlderKey = (sealing: Sealing, { hash, key }: StoredSecret): boolean =>
  hash.startsWith('hmac-') && key !== sealing.marks[0]

/** While there is one key there is nothing to tell apart, and nothing to write. */
const renewedUnder = (sealing: Sealing, stored: StoredSecret, secret: string): StoredSecret | undefined => {
  if (sealing.marks.length === 1 || !needsOlderKey(sealing, stored)) return undefined
  const kept = keptSecret(sealing, secret)
  return { ...stored, ...kept, ...(kept.hash === stored.hash ? {} : { was: stored.was ?? stored.hash }) }
}
