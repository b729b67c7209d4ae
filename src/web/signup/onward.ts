import type { Account } from '../../accounts/account.ts'
import { happened } from '../../accounts/happened.ts'
import { startSession } from '../../accounts/sessions/sessions.ts'
import { redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { findPending } from '../../protocol/authorize/pending.ts'
import { noteProgress, requestLifetime } from '../../protocol/authorize/waiting.ts'
import { goOn } from '../signin/choose-account.ts'
import { returnPath } from '../signin/return-path.ts'
import { shownApplication } from '../signin/show-outcome.ts'
import type { ShownApplication } from '../ui/faces.ts'
import { keepSession, sessionSecret } from '../visitor.ts'
import type { WebWorld } from '../world.ts'

/** Remembers in the browser which request of an application waits, while a mail is on its way. Worthless in any other browser. */
const errandCookie = 'portico-errand'

export const keepErrand = (visit: Visit): void => {
  const request = visit.query.get('request')
  if (request !== undefined) visit.setCookie(errandCookie, request, requestLifetime)
}

/** The request that waits at this browser, if it still does. */
const errandOf = async (world: WebWorld, visit: Visit) => {
  const requestId = visit.query.get('request') ?? visit.cookie(errandCookie)
  if (requestId === undefined) return undefined
  const pending = await findPending(world, visit.base, requestId, { browser: visit.knownBrowser() })
  return pending && { requestId, pending }
}

/** What somebody was about to sign in to, and the language it asked for. */
export const errandAt = async (
  world: WebWorld,
  visit: Visit,
): Promise<{ readonly application: ShownApplication; readonly uiLocales: string | undefined } | undefined> => {
  const errand = await errandOf(world, visit)
  if (errand === undefined) return undefined
  const { application, request } = errand.pending
  return { application: shownApplication(application), uiLocales: request.uiLocales }
}

/** Signs a new account in at this browser, and goes on to where its person came from. */
export const enter = async (world: WebWorld, visit: Visit, account: Account): Promise<Response> => {
  const { address, userAgent } = visit
  const replaces = sessionSecret(visit)
  const by = { address, userAgent }
  const entered = happened(world, 'signin.succeeded', by, { accountId: account.id, data: { method: 'password' } })
  const started = await startSession(world, { account, amr: ['pwd'], ...by, replaces, proof: [entered] })
  if (started === undefined) return redirect('/sign-in')
  keepSession(visit, started.secret, started.session.endsAt - world.clock.now())
  const errand = await errandOf(world, visit)
  visit.clearCookie(errandCookie)
  if (errand === undefined) return redirect(returnPath(visit.query.get('to')))
  await noteProgress(world, errand.pending.id, { provenAccountId: account.id })
  return goOn(world, visit, errand.requestId, started.secret)
}
