import type { Application } from '../../applications/application.ts'
import { accessFor } from '../../applications/entrant.ts'
import type { Row } from '../../storage/records.ts'
import type { SignIn } from '../authorize/issue-code.ts'
import { isStillAdmitted } from '../still-admitted.ts'
import type { ProtocolWorld } from '../world.ts'

/** Every way to tokens asks the same as the page did: is the person still here, and may they still enter. */
export const mayEnter = async (
  world: Pick<ProtocolWorld, 'storage' | 'admits'>,
  application: Application,
  account: Row<'accounts'>,
  /** Absent in tokens of an older version. */
  signIn: SignIn | undefined,
): Promise<boolean> => {
  if (account.disabledAt !== undefined) return false
  if (!(await isStillAdmitted(world, account.id, signIn?.identityId))) return false
  return (await accessFor(world, application, account, signIn)).allowed
}
