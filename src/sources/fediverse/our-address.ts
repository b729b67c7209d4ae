import { hostFrom } from './public-host.ts'

/**
 * Whether servers can look up who we are at our own address, as Misskey does, and whoever takes an address for a client id: they go to public names and
 * by TLS, as we do.
 */
export const canBeLookedUp = (base: string): boolean => {
  const { protocol, hostname } = new URL(base)
  return protocol === 'https:' && hostFrom(hostname, new Set()) !== undefined
}
