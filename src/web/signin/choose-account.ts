import { findPerson } from '../../accounts/sessions/sessions.ts'
import { formToken } from '../../http/csrf.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { proceed } from '../../protocol/authorize/authorize.ts'
import { findPending } from '../../protocol/authorize/pending.ts'
import { stepOf } from '../../protocol/authorize/step-of.ts'
import { noteProgress } from '../../protocol/authorize/waiting.ts'
import { sentencesAt } from '../speak.ts'
import { shownPerson, visitorAt } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { chooseAccountPage } from './choose-account-page.ts'
import { showExpired, shownApplication, showOutcome } from './show-outcome.ts'

/** `GET /choose-account`: for `prompt=select_account`. */
export const chooseAccount = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const requestId = visit.query.get('request') ?? ''
  const visitor = await visitorAt(world, visit)
  const pending = await findPending(world, visit.base, requestId, visitor)
  if (pending === undefined) return showExpired(world, visit)
  const { person } = visitor
  const step = await stepOf(world, pending, person)
  if (person === undefined || step.step !== 'choose-account') return goOn(world, visit, requestId)
  const { brand } = await world.look()
  const view = {
    formToken: formToken(world, visit),
    application: shownApplication(pending.application),
    accounts: [{ id: person.account.id, person: shownPerson(person.account) }],
  }
  return page(chooseAccountPage(view, sentencesAt(visit, pending.request), brand), { formsLeave: true })
}

/** `POST /choose-account`. Only whoever is signed in at this browser can be chosen; for anybody else there is the sign-in page. */
export const choseAccount = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const requestId = visit.query.get('request') ?? ''
  const visitor = await visitorAt(world, visit)
  const pending = await findPending(world, visit.base, requestId, visitor)
  if (pending === undefined) return showExpired(world, visit)
  const chosen = (await visit.form()).get('account')
  if (visitor.person === undefined || chosen !== visitor.person.account.id) {
    return redirect(`/sign-in?request=${requestId}&another=yes`)
  }
  await noteProgress(world, pending.id, { chosenAccountId: chosen })
  return goOn(world, visit, requestId)
}

/**
 * Whatever the request waits for now. `secret` is the session that this very answer hands to the browser, if it does.
 */
export const goOn = async (world: WebWorld, visit: Visit, requestId: string, secret?: string): Promise<Response> => {
  const visitor = await visitorAt(world, visit)
  const person = secret === undefined ? visitor.person : await findPerson(world, secret)
  const outcome = await proceed(world, visit.base, requestId, { ...visitor, person })
  return outcome === undefined ? showExpired(world, visit) : showOutcome(world, visit, outcome)
}
