import type { Time } from '../lib/clock.ts'
import type { World } from '../storage/world.ts'

export interface Limit {
  /** What is counted, and of whom. Never what somebody typed: it may be a password in the wrong field. */
  readonly key: string
  readonly most: number
  readonly window: Time
}

export interface Allowance {
  readonly allowed: boolean
  /** How long until the window ends, in ms; 0 when allowed. */
  readonly retryAfter: Time
  /** How many asked in this window, this one included. `most + 1` is the first that was refused. */
  readonly count: number
}

/**
 * Counts one try and says whether it may be made. The count is taken before the answer, in one statement of the store,
 * so that of any number of parallel tries on any number of nodes no more than `most` are allowed within a window.
 */
export const allow = async (world: Pick<World, 'storage' | 'clock'>, limit: Limit): Promise<Allowance> => {
  const now = world.clock.now()
  const count = await world.storage.bump(limit.key, limit.window, now)
  if (count <= limit.most) return { allowed: true, retryAfter: 0, count }
  const counter = await world.storage.find('counters', limit.key)
  return { allowed: false, retryAfter: Math.max((counter?.expiresAt ?? now + limit.window) - now, 1), count }
}

/** Takes one try back, one that turned out to be right: it gives back its own share and never anybody else's. */
export const giveBack = async (world: Pick<World, 'storage' | 'clock'>, limit: Limit): Promise<void> => {
  await world.storage.bump(limit.key, limit.window, world.clock.now(), -1)
}
