import type { World } from '../../storage/world.ts'
import { applicationOf, type UsernameRule } from '../application.ts'
import { handlesFor } from './handle.ts'

/** Whether an application with this rule takes the name as it is. */
const takes = (rule: UsernameRule, username: string): boolean => {
  const [first] = handlesFor(rule, username)
  return first === username
}

/**
 * Names of the applications that would make another name of this one, and keep that for ever. Whoever chooses a username hears of it while it
 * can still be another.
 */
export const applicationsThatChange = async (
  world: Pick<World, 'storage'>,
): Promise<(username: string) => readonly string[]> => {
  const rows = await world.storage.list('applications', { where: { disabledAt: undefined }, orderBy: 'name' })
  const picky = rows.map(applicationOf).filter(({ usernameRule }) => usernameRule !== 'generic')
  return (username) => picky.filter(({ usernameRule }) => !takes(usernameRule, username)).map(({ name }) => name)
}
