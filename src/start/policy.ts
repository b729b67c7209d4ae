import { seconds } from '../lib/clock.ts'
import { defaultPolicy, type Policy, policyFrom, policySetting } from '../lib/policy.ts'
import type { World } from '../storage/world.ts'

/** How soon a change, also one made on another node, holds. */
const reloadEvery = seconds(5)

export interface HeldPolicy {
  /** As it was read last. */
  readonly policy: () => Policy
  /** Reads it again when that was a while ago: before each request. Undefined when there is nothing to wait for. */
  readonly refresh: () => Promise<void> | undefined
  /** It has just been changed here. */
  readonly forget: () => void
}

/** What everything else may ask without waiting. */
export const holdPolicy = ({ storage, clock }: Pick<World, 'storage' | 'clock'>): HeldPolicy => {
  let held = defaultPolicy
  let readAt: number | undefined
  const read = async (now: number): Promise<void> => {
    const record = await storage.find('settings', policySetting)
    held = policyFrom(record?.value)
    readAt = now
  }
  return {
    policy: () => held,
    refresh() {
      const now = clock.now()
      return readAt !== undefined && now >= readAt && now - readAt < reloadEvery ? undefined : read(now)
    },
    forget() {
      readAt = undefined
    },
  }
}
