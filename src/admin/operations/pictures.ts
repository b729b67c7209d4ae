import { findAccount } from '../../accounts/account.ts'
import { removeAvatar as remove } from '../../accounts/pictures/avatar.ts'
import { dropUnused, keeping, picturePath } from '../../accounts/pictures/keep.ts'
import { reencode } from '../../accounts/pictures/reencode.ts'
import { findApplication } from '../../applications/application.ts'
import { changeApplication } from '../../applications/change-application.ts'
import type { World } from '../../storage/world.ts'
import { managedFields } from './managed.ts'
import type { By } from './world.ts'

/** In the words of the sentences that there are for pictures. */
export type IconProblem = 'required' | 'malformed' | 'too_long' | 'managed'

type IconOutcome = { readonly ok: true } | { readonly ok: false; readonly code: IconProblem }

/** Gives an application an icon, made afresh from what was sent; undefined takes it away. */
export const setIcon = async (
  world: World,
  applicationId: string,
  sent: Uint8Array | undefined,
  by: By,
): Promise<IconOutcome> => {
  const present = await findApplication(world, applicationId)
  if (present === undefined) return { ok: true }
  if ((await managedFields(world, 'applications', present)).includes('icon')) return { ok: false, code: 'managed' }
  const made = sent === undefined ? undefined : await reencode(sent, 'icon')
  if (made?.ok === false) return { ok: false, code: made.code === 'too_large' ? 'too_long' : 'malformed' }
  const icon = made === undefined ? '' : picturePath(made.picture)
  if (made !== undefined) await world.storage.atomically([keeping(world, made.picture)])
  const changed = await changeApplication(world, applicationId, { icon }, by)
  await dropUnused(world, changed.ok ? (icon === present.icon ? undefined : present.icon) : icon)
  return changed.ok ? { ok: true } : { ok: false, code: 'malformed' }
}

/** Takes down a picture that should not be shown here. */
export const removeAvatar = async (world: World, accountId: string, by: By): Promise<void> => {
  if ((await findAccount(world, accountId)) !== undefined) await remove(world, accountId, by)
}
