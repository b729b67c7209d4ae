import { groupIdsOf } from '../../accounts/groups.ts'
import { decideAccess } from '../../applications/access.ts'
import type { Application } from '../../applications/application.ts'
import type { Row } from '../../storage/records.ts'
import type { SignIn } from '../authorize/issue-code.ts'
import { isStillAdmitted } from '../still-admitted.ts'
import type { ProtocolWorld } from '../world.ts'

/** Every way to tokens asks the same as the page did: is the person still here, and may they still enter. */
export const mayEnter = async (
  world: Pick<ProtocolWorld, 'storage' | 'admits'>,
  application: Application,
  account: Row<'accounts'>,
  signIn: SignIn,
): Promise<boolean> => {
  if (account.disabledAt !== undefined) return false
  if (!(await isStillAdmitted(world, signIn.identityId))) return false
  if (application.accessGroups.length === 0) return true
  return decideAccess(application, await groupIdsOf(world, account.id)).allowed
}
