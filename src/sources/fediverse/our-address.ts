import type { SourceWorld } from '../source.ts'
import type { Dialect } from './dialect.ts'
import { hostFrom } from './public-host.ts'
import type { Server } from './server.ts'

/**
 * Whether servers can look up who we are at our own address, as Misskey does, and whoever takes an address for a client id: they go to public names and
 * by TLS, as we do.
 */
export const canBeLookedUp = (base: string): boolean => {
  const { protocol, hostname } = new URL(base)
  return protocol === 'https:' && hostFrom(hostname, new Set()) !== undefined
}

/** Whether a server has to look us up and cannot. One inside, which the operator vouches for, may well get here. */
export const isOutOfReach = (
  { base, vouched }: Pick<SourceWorld, 'base' | 'vouched'>,
  { looksUsUp }: Pick<Dialect, 'looksUsUp'>,
  { origin }: Pick<Server, 'origin'>,
): boolean => looksUsUp === true && !canBeLookedUp(base) && !vouched().has(origin)
