import { findPerson, type Person } from '../accounts/sessions.ts'
import type { Visit } from '../http/visit.ts'
import type { Visitor } from '../protocol/world.ts'
import type { World } from '../storage/world.ts'

const sessionCookie = 'portico-session'

/** The secret of the session this browser has, or had. */
export const sessionSecret = (visit: Visit): string | undefined => visit.cookie(sessionCookie)

/** Hands the browser its session; it outlives the browser's own, since the limits are kept here. */
export const keepSession = (visit: Visit, secret: string, maxAge: number): void =>
  visit.setCookie(sessionCookie, secret, maxAge)

export const forgetSession = (visit: Visit): void => visit.clearCookie(sessionCookie)

/** Who is signed in at this browser. */
export const personAt = (world: World, visit: Visit): Promise<Person | undefined> =>
  findPerson(world, sessionSecret(visit))

/** The browser as the protocol sees it. */
export const visitorAt = async (world: World, visit: Visit): Promise<Visitor> => ({
  person: await personAt(world, visit),
  browser: visit.knownBrowser(),
  address: visit.address,
  userAgent: visit.userAgent,
})
