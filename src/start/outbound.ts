import type { Config } from '../config.ts'
import { type Reread, reread } from '../lib/reread.ts'
import { allowedOrigins } from '../net/target.ts'
import type { World } from '../storage/world.ts'
import { outboundAllowed } from './outbound-allowed.ts'

/** To be refreshed before each request. */
export interface HeldOutbound extends Pick<Reread<unknown>, 'refresh' | 'forget'> {
  /** Where going out is allowed beyond the public Internet, as the operator wrote it, when it was read last. */
  readonly allowed: () => readonly string[]
  /** The same as origins. */
  readonly vouched: () => ReadonlySet<string>
}

/** What may be gone to. A place that is taken off the list is not gone to any more, and nothing has to be started anew. */
export const holdOutbound = (
  world: Pick<World, 'storage' | 'clock' | 'log'>,
  config: Pick<Config, 'outboundAllow'>,
): HeldOutbound => {
  const hold = (allowed: readonly string[]) => ({ allowed, vouched: allowedOrigins(allowed) })
  let told = ''

  /** Loudly, since it is how somebody on the outside could get at what is inside. */
  const tell = (allowed: readonly string[]): void => {
    const text = allowed.join(', ')
    if (text !== told) world.log.warn('Portico goes to places that are not public', { reason: text || 'none any more' })
    told = text
  }
  const held: Reread<ReturnType<typeof hold>> = reread(world.clock, hold(config.outboundAllow), async () => {
    const allowed = await outboundAllowed(world, config)
    tell(allowed)
    const before = held.current()
    return allowed.join() === before.allowed.join() ? before : hold(allowed)
  })
  const { current, refresh, forget } = held
  return { allowed: () => current().allowed, vouched: () => current().vouched, refresh, forget }
}
