import type { Config } from '../config.ts'
import { seconds } from '../lib/clock.ts'
import { allowedOrigins } from '../net/target.ts'
import type { World } from '../storage/world.ts'
import { outboundAllowed } from './outbound-allowed.ts'

/** How soon a change, also one made on another node, holds. */
const reloadEvery = seconds(5)

export interface HeldOutbound {
  /** Where going out is allowed beyond the public Internet, as the operator wrote it, when it was read last. */
  readonly allowed: () => readonly string[]
  /** The same as origins. */
  readonly vouched: () => ReadonlySet<string>
  /** Reads it again when that was a while ago: before each request. Undefined when there is nothing to wait for. */
  readonly refresh: () => Promise<void> | undefined
  /** It has just been changed here. */
  readonly forget: () => void
}

/** What may be gone to. A place that is taken off the list is not gone to any more, and nothing has to be started anew. */
export const holdOutbound = (
  world: Pick<World, 'storage' | 'clock' | 'log'>,
  config: Pick<Config, 'outboundAllow'>,
): HeldOutbound => {
  const hold = (allowed: readonly string[]) => ({ allowed, vouched: allowedOrigins(allowed) })
  let held = hold(config.outboundAllow)
  let told = ''
  let readAt: number | undefined

  /** Loudly, since it is how somebody on the outside could get at what is inside. */
  const tell = (allowed: readonly string[]): void => {
    const text = allowed.join(', ')
    if (text !== told) world.log.warn('Portico goes to places that are not public', { reason: text || 'none any more' })
    told = text
  }
  const read = async (now: number): Promise<void> => {
    const allowed = await outboundAllowed(world, config)
    if (allowed.join() !== held.allowed.join()) held = hold(allowed)
    tell(allowed)
    readAt = now
  }
  return {
    allowed: () => held.allowed,
    vouched: () => held.vouched,
    refresh() {
      const now = world.clock.now()
      return readAt !== undefined && now >= readAt && now - readAt < reloadEvery ? undefined : read(now)
    },
    forget() {
      readAt = undefined
    },
  }
}
