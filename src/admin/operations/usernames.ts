import { letChangeUsername, mayChangeUsername } from '../../accounts/own-username.ts'
import { type Dependent, dependOnUsernames } from '../../applications/depend-on-usernames.ts'
import type { World } from '../../storage/world.ts'
import { settingIsManaged } from './managed.ts'
import type { By } from './world.ts'

export type { Dependent } from '../../applications/depend-on-usernames.ts'

export interface Usernames {
  /** Whether people may change theirs. */
  readonly mayChange: boolean
  /** Whom it concerns. */
  readonly dependents: readonly Dependent[]
}

export const getUsernames = async (world: World): Promise<Usernames> => {
  const [mayChange, dependents] = await Promise.all([mayChangeUsername(world), dependOnUsernames(world)])
  return { mayChange, dependents }
}

/**
 * Lets people change their usernames, or no more. While applications recognise people by them it is only switched on by somebody who has seen
 * which, and says so.
 */
export const allowUsernameChange = async (
  world: World,
  { mayChange, despiteDependents = false }: { readonly mayChange: boolean; readonly despiteDependents?: boolean },
  by: By,
): Promise<{ readonly ok: boolean } & Usernames> => {
  const held = await getUsernames(world)
  if (mayChange && !held.mayChange && held.dependents.length > 0 && !despiteDependents) return { ok: false, ...held }
  // What the configuration file says stays as it is.
  if (await settingIsManaged(world, 'usernames', 'mayChange')) return { ok: true, ...held }
  await letChangeUsername(world, mayChange, by)
  return { ok: true, ...held, mayChange }
}
