import { endSessionByPublicId } from '../../accounts/sessions/end-session.ts'
import { listSessions, type Person } from '../../accounts/sessions/sessions.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { sentencesAt } from '../speak.ts'
import { byVisitor, hallVisitor } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { sessionsPage } from './sessions-page.ts'

/** `GET /account/sessions`. */
export const sessions = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const { brand } = await world.look()
  const view = {
    visitor: hallVisitor(world, visit, person),
    now: world.clock.now(),
    sessions: (await listSessions(world, person.account.id)).map((session) => ({
      ...session,
      current: session.id === person.session.id,
    })),
    ended: visit.query.has('ended'),
  }
  return page(sessionsPage(view, sentencesAt(visit, { accountLocale: person.account.locale }), brand))
}

/** `POST /account/sessions`: ends one, or every other. */
export const endedSessions = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const form = await visit.form()
  const { account, session } = person
  const others = (await listSessions(world, account.id)).filter(({ id }) => id !== session.id)
  const ending = form.has('others') ? others.map(({ publicId }) => publicId) : form.all('session')
  for (const publicId of ending) await endSessionByPublicId(world, account.id, publicId, byVisitor(visit, person))
  return redirect('/account/sessions?ended=yes')
}
