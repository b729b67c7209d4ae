import type { JWTVerifyGetKey } from 'jose'
import { minutes, seconds, type Time } from '../../lib/clock.ts'
import type { SourceWorld } from '../source.ts'
import { publishedKeys } from './exchange.ts'
import type { OpenidSettings } from './settings.ts'

/** A key that a provider has taken back is good for so long. */
const lasts = minutes(5)
/** Whoever sends one token after another that is signed by nobody we know makes us ask so often and no more. */
const asksEvery = seconds(30)

interface Held {
  readonly uri: string
  readonly keys: JWTVerifyGetKey
  readonly at: Time
}

export interface HeldKeys {
  /** The keys, asked for at most every five minutes, and once for all who ask at once. */
  of(uri: string): Promise<JWTVerifyGetKey>
  /** Those of now, for a token that is signed by none of these; undefined where these are as good as new. */
  newer(uri: string): Promise<JWTVerifyGetKey | undefined>
}

/** The keys of a provider that sends what nobody has asked for: anybody can send it, and each would have us ask. */
export const holdKeys = (world: Pick<SourceWorld, 'fetch' | 'base' | 'clock'>, settings: OpenidSettings): HeldKeys => {
  let held: Held | undefined
  let asking: Promise<JWTVerifyGetKey> | undefined
  const ask = async (uri: string): Promise<JWTVerifyGetKey> => {
    try {
      const at = world.clock.now()
      const { createLocalJWKSet } = await import('jose')
      const published = await publishedKeys(world, settings, uri)
      const keys = createLocalJWKSet({ keys: [...published] })
      // What is no set of keys is a moment's trouble.
      if (published.length > 0) held = { uri, keys, at }
      return keys
    } finally {
      asking = undefined
    }
  }
  const asked = (uri: string): Promise<JWTVerifyGetKey> => {
    asking ??= ask(uri)
    return asking
  }
  const isWithin = (uri: string, time: Time): boolean =>
    held?.uri === uri && Math.abs(world.clock.now() - held.at) < time
  return {
    of: async (uri) => (held !== undefined && isWithin(uri, lasts) ? held.keys : asked(uri)),
    newer: async (uri) => (isWithin(uri, asksEvery) ? undefined : asked(uri)),
  }
}
