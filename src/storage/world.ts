import type { Clock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import type { Policy } from '../lib/policy.ts'
import type { Random } from '../lib/random.ts'
import type { Sealing } from '../lib/sealing.ts'
import type { Storage } from './storage.ts'

/**
 * What a room needs of the outside. It comes in through the door, as the first argument, so that the whole program
 * runs in memory, on a clock that a test moves. A room that needs more says so: `World & { hasher: Hasher }`.
 */
export interface World {
  readonly storage: Storage
  readonly clock: Clock
  readonly random: Random
  readonly sealing: Sealing
  readonly log: Log
  /** How long things last; where nobody has decided, as is usual. */
  readonly policy?: (() => Policy) | undefined
}
