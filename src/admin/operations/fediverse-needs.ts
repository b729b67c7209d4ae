import { applicationOf } from '../../applications/application.ts'
import { canBeLookedUp } from '../../sources/fediverse/our-address.ts'
import { fediverseId, fediverseOf, findFediverse } from '../../sources/settings.ts'
import type { World } from '../../storage/world.ts'

/** What does not work for people of the fediverse, as this installation is set up. */
export interface FediverseNeeds {
  /** Applications that want placeholder addresses, while there is no domain for them: people without an address do not get in. */
  readonly withoutPlaceholder: readonly { readonly id: string; readonly name: string }[]
  /** People may come, and servers such as Misskey cannot look up who we are. */
  readonly unseen: boolean
}

export const fediverseNeeds = async (
  world: Pick<World, 'storage'>,
  base: string | undefined,
): Promise<FediverseNeeds> => {
  const { storage } = world
  const [row, on, rows] = await Promise.all([
    storage.find('sources', fediverseId),
    findFediverse(world),
    storage.list('applications', { where: { disabledAt: undefined }, orderBy: 'name', limit: 1000 }),
  ])
  const domain = row === undefined ? undefined : fediverseOf(row.details).placeholderEmailDomain
  const wanting = rows.map(applicationOf).filter(({ missingEmail }) => missingEmail === 'placeholder')
  return {
    withoutPlaceholder: domain === undefined ? wanting.map(({ id, name }) => ({ id, name })) : [],
    unseen: on !== undefined && base !== undefined && !canBeLookedUp(base),
  }
}
