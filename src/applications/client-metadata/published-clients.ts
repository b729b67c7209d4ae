import { happened } from '../../accounts/happened.ts'
import type { By } from '../../accounts/outcome.ts'
import { putting } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'

/** The setting's name; its value is `{ allowed }`. */
export const publishedClientsSetting = 'publicClients'

/** Whether applications come in that registered nothing, and are known by an address alone. Not until somebody says so. */
export const arePublishedClientsAllowed = async ({ storage }: Pick<World, 'storage'>): Promise<boolean> => {
  const value = (await storage.find('settings', publishedClientsSetting))?.value
  return typeof value === 'object' && value !== null && 'allowed' in value && value.allowed === true
}

export const allowPublishedClients = async (world: World, allowed: boolean, by: By): Promise<void> => {
  if ((await arePublishedClientsAllowed(world)) === allowed) return
  await world.storage.atomically([
    putting('settings', { id: publishedClientsSetting, value: { allowed } }),
    happened(world, 'setting.changed', by, { data: { setting: publishedClientsSetting, from: !allowed, to: allowed } }),
  ])
}
