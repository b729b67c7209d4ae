import type { Row } from '../storage/records.ts'
import type { World } from '../storage/world.ts'
import { type Application, applicationOf } from './application.ts'
import type { SignedIn } from './claims/vocabulary.ts'
import { accessFor } from './entrant.ts'

/** The applications that a person may enter and that are to be shown, by name. */
export const listOpenTo = async (
  world: Pick<World, 'storage'>,
  account: Row<'accounts'>,
  signedIn: SignedIn,
): Promise<readonly Application[]> => {
  const all = (await world.storage.list('applications', { orderBy: 'name' })).map(applicationOf)
  const shown = all.filter(({ disabledAt, hidden }) => disabledAt === undefined && !hidden)
  const open = await Promise.all(
    shown.map(async (application) => (await accessFor(world, application, account, signedIn)).allowed),
  )
  return shown.filter((_, at) => open[at])
}
