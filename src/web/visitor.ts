import { findPerson, type Person } from '../accounts/sessions/sessions.ts'
import { formToken } from '../http/csrf.ts'
import type { Visit } from '../http/visit.ts'
import type { Visitor } from '../protocol/world.ts'
import type { Person as ShownPerson } from './ui/faces.ts'
import type { Visitor as HallVisitor } from './ui/hall.ts'
import type { WebWorld } from './world.ts'

const sessionCookie = 'portico-session'

/** The secret of the session this browser has, or had. */
export const sessionSecret = (visit: Visit): string | undefined => visit.cookie(sessionCookie)

/** Hands the browser its session; it outlives the browser's own, since the limits are kept here. */
export const keepSession = (visit: Visit, secret: string, maxAge: number): void =>
  visit.setCookie(sessionCookie, secret, maxAge)

export const forgetSession = (visit: Visit): void => visit.clearCookie(sessionCookie)

/** Who is signed in at this browser. */
export const personAt = (world: WebWorld, visit: Visit): Promise<Person | undefined> =>
  findPerson(world, sessionSecret(visit))

/** The browser as the protocol sees it. */
export const visitorAt = async (world: WebWorld, visit: Visit): Promise<Visitor> => ({
  person: await personAt(world, visit),
  browser: visit.knownBrowser(),
  address: visit.address,
  userAgent: visit.userAgent,
})

/** On whose behalf something is changed: for the audit log. */
export const byVisitor = (visit: Visit, person?: Person) => ({
  actorId: person?.account.id,
  address: visit.address,
  userAgent: visit.userAgent,
})

export const shownPerson = ({ name, username, avatar }: Person['account']): ShownPerson => ({
  name,
  detail: username,
  picture: avatar,
})

/** A signed-in person as every hall shows them. `asked` is what `takeTyped` has found. */
export const hallVisitor = (
  world: WebWorld,
  visit: Visit,
  { account }: Person,
  asked?: HallVisitor['asked'],
): HallVisitor => ({
  person: shownPerson(account),
  administrator: account.administrator,
  formToken: formToken(world, visit),
  asked,
})
