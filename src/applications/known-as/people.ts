import type { World } from '../../storage/world.ts'
import { type Application, applicationOf } from '../application.ts'
import { findSubject } from './subject.ts'

const atOnce = 500

/** How many people have signed in to an application and are still here: whom another `sub` would make strangers. */
export const countPeople = async (world: Pick<World, 'storage'>, applicationId: string): Promise<number> => {
  const rows = await world.storage.list('handles', { where: { applicationId } })
  let people = 0
  for (let at = 0; at < rows.length; at += atOnce) {
    const oneOf = rows.slice(at, at + atOnce).map(({ accountId }) => accountId)
    people += await world.storage.count('accounts', { id: { oneOf } })
  }
  return people
}

export interface Known {
  readonly application: Application
  readonly handle: string
  readonly subject: string
}

/** What each application that somebody has been to knows them as, by the application's name. */
export const listKnownAs = async (world: Pick<World, 'storage'>, accountId: string): Promise<readonly Known[]> => {
  const handles = await world.storage.list('handles', { where: { accountId } })
  if (handles.length === 0) return []
  const ids = handles.map(({ applicationId }) => applicationId)
  const rows = await world.storage.list('applications', { where: { id: { oneOf: ids } }, orderBy: 'name' })
  const applications = rows.map(applicationOf)
  return Promise.all(
    applications.map(async (application) => ({
      application,
      handle: handles.find(({ applicationId }) => applicationId === application.id)?.handle ?? '',
      subject: await findSubject(world, application, accountId),
    })),
  )
}
