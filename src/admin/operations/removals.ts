import { type PutBack, putBack as put, type Removal } from '../../accounts/removals.ts'
import { findApplication } from '../../applications/application.ts'
import type { World } from '../../storage/world.ts'
import { managedFields, managedSettings } from './managed.ts'
import { turnAwayDenied } from './turn-away.ts'
import type { By } from './world.ts'

export { findRemoval, keepRemoval, type PutBack, pictureKept, type Removal } from '../../accounts/removals.ts'

/** Puts back what an administrator took away; a rule that keeps people out does so again at once. */
export const putBack = async (world: World, secret: string, removal: Removal, by: By): Promise<PutBack> => {
  if (await isManaged(world, removal)) return 'taken'
  const done = await put(world, secret, by)
  if (done === 'back' && removal.was.kind === 'instanceRules' && removal.was.row.action === 'deny') {
    await turnAwayDenied(world, by)
  }
  return done
}

/** The configuration file says it by now, and only it. */
const isManaged = async (world: World, { was }: Removal): Promise<boolean> => {
  if ('row' in was) return false
  const fields = Object.keys(was.before)
  if (was.kind === 'sources') return (await world.storage.find('sources', was.id))?.managed === true
  if (was.kind === 'settings') return (await managedSettings(world, 'branding')).some((field) => fields.includes(field))
  if (was.kind === 'accounts') return false
  const application = await findApplication(world, was.id)
  if (application === undefined) return false
  return (await managedFields(world, 'applications', application)).some((field) => fields.includes(field))
}
