import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { Time } from './clock.ts'
import { randomText, timeText } from './ids.ts'
import type { Random } from './random.ts'

/** Of the secrets that Portico hands out: what a leaked string is, for people and for secret scanners. */
export const secretPrefixes = {
  code: 'pac_',
  accessToken: 'pat_',
  refreshToken: 'prt_',
  session: 'pse_',
  request: 'prq_',
  link: 'plk_',
  arrival: 'par_',
  clientSecret: 'pcs',
} as const

/** 43 letters and digits (256 bits) behind a prefix. Only `hashSecret` of one is ever stored. */
export const newSecret = (random: Random, kind: 'session' | 'request' | 'link' | 'arrival'): string =>
  secretPrefixes[kind] + randomText(random, 43)

/**
 * A secret of which there are many, and which soon ends: when it was made, then 36 letters and digits by chance (214 bits). Records that are made
 * one after another are then kept beside one another, and a commit writes a few pages where it would write one for each.
 */
export const newTimedSecret = (random: Random, kind: 'code' | 'accessToken', now: Time): string =>
  secretPrefixes[kind] + timeText(now) + randomText(random, 36)

/** What is stored of such a secret: its time, and 216 bits of its hash. Of any other text it is what nothing is stored under. */
export const hashTimedSecret = (secret: string): string =>
  (/^pa[ct]_([A-Za-z0-9]{7})[A-Za-z0-9]{36}$/.exec(secret)?.[1] ?? '') + hashSecret(secret).slice(0, 36)

/** SHA-256 in base64url: enough for what has 256 bits of its own, and quick to look up by. */
export const hashSecret = (secret: string): string => hash('sha256', secret, 'base64url')

/** HMAC-SHA-256 in base64url, for secrets that people may have chosen: useless to a thief without the sealing key. */
export const keyedHash = (key: Uint8Array, secret: string): string =>
  createHmac('sha256', keyObjectOf(key)).update(secret).digest('base64url')

/** Wrapping a key costs more than using it. */
const keyObjects = new WeakMap<Uint8Array, KeyObject>()

const keyObjectOf = (key: Uint8Array): KeyObject => {
  const held = keyObjects.get(key)
  if (held !== undefined) return held
  const made = createSecretKey(key)
  keyObjects.set(key, made)
  return made
}

/** Compares without telling, by its duration, how much of two texts agrees. */
export const sameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'))
