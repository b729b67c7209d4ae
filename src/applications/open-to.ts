import { groupIdsOf } from '../accounts/groups.ts'
import type { World } from '../storage/world.ts'
import { decideAccess } from './access.ts'
import { type Application, applicationOf } from './application.ts'

/** The applications that a person may enter and that are to be shown, by name. */
export const listOpenTo = async (world: Pick<World, 'storage'>, accountId: string): Promise<readonly Application[]> => {
  const groupIds = await groupIdsOf(world, accountId)
  const all = (await world.storage.list('applications', { orderBy: 'name' })).map(applicationOf)
  return all.filter(
    (application) =>
      application.disabledAt === undefined && !application.hidden && decideAccess(application, groupIds).allowed,
  )
}
