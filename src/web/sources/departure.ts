import { minutes } from '../../lib/clock.ts'
import { randomText } from '../../lib/ids.ts'
import { SealBroken, type Sealing } from '../../lib/sealing.ts'
import { hashSecret } from '../../lib/secret.ts'
import type { WebWorld } from '../world.ts'
import type { Errand } from './errand.ts'

/** How long somebody may be away. */
const departureLifetime = minutes(10)

/** Somebody who has left for a source, and what is needed when they are back. */
export interface Departed {
  readonly sourceId: string
  /** What was typed. */
  readonly address: string
  /** Where they went, as people know it. */
  readonly place: string
  readonly errand: Errand
  /** The source's own; opaque. */
  readonly memo: unknown
}

/** Letters and digits alone: some servers put it into an address as it is. */
export const newState = (world: Pick<WebWorld, 'random'>): string => randomText(world.random, 43)

/** Binds a departure to the browser it begins in: with another one's cookie nobody comes back from it. */
export const keepDeparture = async (
  world: WebWorld,
  departed: Departed & { readonly state: string; readonly browser: string },
): Promise<void> => {
  const { state, browser, ...kept } = departed
  const id = hashSecret(state)
  await world.storage.add('departures', {
    id,
    sourceId: kept.sourceId,
    browser: hashSecret(browser),
    sealed: world.sealing.seal(JSON.stringify(kept), contextOf(id)),
    expiresAt: world.clock.now() + departureLifetime,
  })
}

/**
 * The departure that this state belongs to, for the browser it began in, once. Undefined for anybody else, who does not even end it: a state
 * that leaked is no way to stop somebody's sign-in either (RFC 6749 section 10.12).
 */
export const takeDeparture = async (
  world: WebWorld,
  state: string | undefined,
  browser: string | undefined,
): Promise<Departed | undefined> => {
  if (state === undefined || browser === undefined) return undefined
  const id = hashSecret(state)
  const found = await world.storage.find('departures', id)
  if (found === undefined || found.browser !== hashSecret(browser)) return undefined
  const taken = await world.storage.take('departures', id)
  if (taken === undefined || taken.expiresAt <= world.clock.now()) return undefined
  try {
    return JSON.parse(world.sealing.open(taken.sealed, contextOf(id)))
  } catch (error) {
    // The key was replaced while they were away.
    if (error instanceof SealBroken) return undefined
    throw error
  }
}

const contextOf = (id: string): string => `departures:${id}`

/** For whoever replaces the sealing key: the same under the first one, undefined where it is. */
export const renewDeparture = (sealing: Sealing, { id, sealed }: { id: string; sealed: Uint8Array }) =>
  sealing.renew(sealed, contextOf(id))
