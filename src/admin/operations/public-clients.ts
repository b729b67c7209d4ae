import {
  allowPublishedClients,
  arePublishedClientsAllowed,
  publishedClientsSetting,
} from '../../applications/client-metadata/published-clients.ts'
import type { World } from '../../storage/world.ts'
import { settingIsManaged } from './managed.ts'
import type { Outcome } from './outcome.ts'
import type { By } from './world.ts'

export interface PublicClients {
  readonly allowed: boolean
  /** The configuration file says so. */
  readonly managed: boolean
}

/** Whether applications are let in that nobody registered. */
export const getPublicClients = async (world: Pick<World, 'storage'>): Promise<PublicClients> => {
  const [allowed, managed] = await Promise.all([
    arePublishedClientsAllowed(world),
    settingIsManaged(world, publishedClientsSetting, 'allowed'),
  ])
  return { allowed, managed }
}

/** From now on they are, or no longer. Those that people have allowed come back with it. */
export const setPublicClients = async (world: World, allowed: boolean, by: By): Promise<Outcome> => {
  if ((await getPublicClients(world)).managed) return { ok: false, problems: [{ field: 'mode', code: 'managed' }] }
  await allowPublishedClients(world, allowed, by)
  return { ok: true }
}
