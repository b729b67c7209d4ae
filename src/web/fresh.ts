import { isFresh, type Person } from '../accounts/sessions/sessions.ts'
import { keepTyped } from '../accounts/typed.ts'
import { redirect } from '../http/respond.ts'
import type { Visit } from '../http/visit.ts'
import { minutes } from '../lib/clock.ts'
import type { WebWorld } from './world.ts'

/** How long ago somebody may have proved who they are when they change what a thief would change first. */
const freshFor = minutes(15)

export const isFreshEnough = (world: WebWorld, person: Person): boolean => isFresh(world, person, freshFor)

/** The way to prove it once more, and back to `to`. */
export const proveAgainHref = (to: string): string => `/sign-in?again=yes&to=${to}`

/** Undefined to go ahead; otherwise the answer that asks for the password, and what was typed waits at `to`: see `takeTyped`. */
export const askAgain = async (
  world: WebWorld,
  visit: Visit,
  person: Person,
  to: string,
): Promise<Response | undefined> => {
  if (isFreshEnough(world, person)) return undefined
  await keepTyped(world, visit, { accountId: person.account.id, page: to })
  return redirect(proveAgainHref(to))
}
