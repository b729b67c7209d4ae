import type { OperationsWorld } from '../admin/operations/world.ts'
import type { Config } from '../config.ts'
import type { Log } from '../lib/log.ts'
import { createKeyring } from '../protocol/keys/keyring.ts'
import { type OpenWorld, openWorld } from './open-world.ts'

/** The opened world with everything that administrators' operations need, for the command line. Throws `Problems`. */
export const openOperations = async (config: Config, log: Log): Promise<OpenWorld & OperationsWorld> => {
  const world = await openWorld(config, log)
  return { ...world, keyring: createKeyring(world) }
}
