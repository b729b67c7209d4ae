import { defaultPolicy, type Policy, policyFrom, policySetting } from '../lib/policy.ts'
import { type Reread, reread } from '../lib/reread.ts'
import type { World } from '../storage/world.ts'

/** To be refreshed before each request. */
export interface HeldPolicy extends Pick<Reread<Policy>, 'refresh' | 'forget'> {
  /** What everything else may ask without waiting. */
  readonly policy: () => Policy
}

export const holdPolicy = ({ storage, clock }: Pick<World, 'storage' | 'clock'>): HeldPolicy => {
  const { current, refresh, forget } = reread(clock, defaultPolicy, async () =>
    policyFrom((await storage.find('settings', policySetting))?.value),
  )
  return { policy: current, refresh, forget }
}
