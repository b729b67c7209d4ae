import type { StoredLetter } from '../accounts/letters.ts'
import type { OperationsWorld } from '../admin/operations/world.ts'
import type { Config } from '../config.ts'
import type { Log } from '../lib/log.ts'
import { createKeyring } from '../protocol/keys/keyring.ts'
import { type OpenWorld, openWorld } from './open-world.ts'

/** The opened world with everything that administrators' operations need, for the command line. Throws `Problems`. */
export const openOperations = async (config: Config, log: Log): Promise<OpenWorld & OperationsWorld> => {
  const world = await openWorld(config, log)
  // Most commands write to nobody.
  const compose = async (letter: StoredLetter) => {
    const [{ createLook }, { createCompose }] = await Promise.all([import('../web/look.ts'), import('./outbox.ts')])
    const { look } = createLook(
      world.clock,
      config.base,
      async () => (await world.storage.find('settings', 'branding'))?.value,
    )
    return createCompose(look, config.base)(letter)
  }
  return { ...world, keyring: createKeyring(world), compose }
}
