import type { World } from '../storage/world.ts'
import { type Application, applicationOf } from './application.ts'

export interface Dependent {
  readonly application: Pick<Application, 'id' | 'name' | 'slug'>
  /**
   * `uid_field`: it recognises people by their username, and takes them for somebody new under another.
   * `subject`: it was told their username as the subject; those who have signed in keep it.
   */
  readonly because: 'uid_field' | 'subject'
}

/** The applications that a change of usernames concerns, by name. */
export const dependOnUsernames = async (world: Pick<World, 'storage'>): Promise<readonly Dependent[]> =>
  (await world.storage.list('applications', { orderBy: 'name' }))
    .map(applicationOf)
    .flatMap((application): readonly Dependent[] => {
      const { id, name, slug, uidField, subjectMode } = application
      const about = { id, name, slug }
      if (uidField === 'preferred_username') return [{ application: about, because: 'uid_field' }]
      return subjectMode === 'username' ? [{ application: about, because: 'subject' }] : []
    })
