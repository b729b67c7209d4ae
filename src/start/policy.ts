import { seconds } from '../lib/clock.ts'
import { defaultPolicy, type Policy, policyFrom, policySetting } from '../lib/policy.ts'
import type { World } from '../storage/world.ts'

/** How soon a change, also one made on another node, holds. */
const reloadEvery = seconds(5)

export interface HeldPolicy {
  /** As it was read last. */
  readonly policy: () => Policy
  /** Reads it again when that was a while ago: before each request. */
  readonly refresh: () => Promise<void>
  /** It has just been changed here. */
  readonly forget: () => void
}

/** What everything else may ask without waiting. */
export const holdPolicy = ({ storage, clock }: Pick<World, 'storage' | 'clock'>): HeldPolicy => {
  let held = defaultPolicy
  let readAt: number | undefined
  return {
    policy: () => held,
    async refresh() {
      const now = clock.now()
      if (readAt !== undefined && now >= readAt && now - readAt < reloadEvery) return
      const record = await storage.find('settings', policySetting)
      held = policyFrom(record?.value)
      readAt = now
    },
    forget() {
      readAt = undefined
    },
  }
}
