import type { Config } from '../config.ts'
import type { World } from '../storage/world.ts'

/** Where going out is allowed beyond the public Internet: by the environment, by `outbound.allow` of the configuration file. */
export const outboundAllowed = async (
  { storage }: Pick<World, 'storage'>,
  { outboundAllow }: Pick<Config, 'outboundAllow'>,
): Promise<readonly string[]> => {
  const value: unknown = (await storage.find('settings', 'outbound'))?.value
  const stored = typeof value === 'object' && value !== null && 'allow' in value ? value.allow : []
  return [...new Set([...outboundAllow, ...(Array.isArray(stored) ? stored.map(String) : [])])]
}
