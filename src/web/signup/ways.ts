import { signUpWay } from '../../accounts/sign-up/sign-up.ts'
import type { Visit } from '../../http/visit.ts'
import { returnPath } from '../signin/return-path.ts'
import type { WebWorld } from '../world.ts'

/** Where somebody without an account makes one, with their errand; undefined where nobody can without an invitation. */
export const signUpHref = async (world: WebWorld, visit: Visit): Promise<string | undefined> =>
  (await signUpWay(world)) === undefined ? undefined : `/sign-up${errandQuery(visit)}`

/** Back to signing in with the same errand. */
export const signInHref = (visit: Visit): string => `/sign-in${errandQuery(visit)}`

export const chooseUsernameHref = (to: string | undefined): string => `/choose-username?to=${returnPath(to)}`

const errandQuery = (visit: Visit): string => {
  const request = visit.query.get('request')
  if (request !== undefined) return `?${new URLSearchParams({ request })}`
  const to = visit.query.get('to')
  return to === undefined ? '' : `?${new URLSearchParams({ to: returnPath(to) })}`
}
