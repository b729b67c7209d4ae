import type { OutgoingWorld } from '../admin/operations/world.ts'
import { createSafeFetch } from '../net/safe-fetch.ts'
import { allowedOrigins } from '../net/target.ts'
import { createLook } from '../web/look.ts'
import type { OpenWorld } from './open-world.ts'
import { outboundAllowed } from './outbound-allowed.ts'
import type { Settings } from './read-config.ts'

export interface Outside<W> {
  readonly world: W & Pick<OutgoingWorld, 'fetch' | 'base' | 'vouched'>
  /** What this installation is called. */
  readonly name: string
  close(): Promise<void>
}

/** The opened world with a way out, for a command that asks other servers. It goes where the server's does. */
export const openOutside = async <W extends OpenWorld>(world: W, { config }: Settings): Promise<Outside<W>> => {
  const allow = await outboundAllowed(world, config)
  const fetch = createSafeFetch({ allow, log: world.log })
  const origins = allowedOrigins(allow)
  const readBranding = async () => (await world.storage.find('settings', 'branding'))?.value
  const { branding } = await createLook(world.clock, config.base, readBranding).look()
  return {
    world: { ...world, fetch, base: config.base, vouched: () => origins },
    name: branding.name,
    close: () => fetch.close(),
  }
}
