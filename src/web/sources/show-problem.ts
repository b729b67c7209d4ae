import { page } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { findPending } from '../../protocol/authorize/pending.ts'
import { fediverseId } from '../../sources/settings.ts'
import { shownApplication } from '../signin/show-outcome.ts'
import { sentencesAt } from '../speak.ts'
import type { WebWorld } from '../world.ts'
import { addressViewAt } from './address-view.ts'
import { type Errand, wayInHref } from './errand.ts'
import { asksAfresh, type Problem, problemHeaders, problemSentence, problemStatus } from './problem.ts'
import { problemPage } from './problem-page.ts'
import { type ProviderProblemView, providerProblemPage } from './provider-problem-page.ts'
import { sourceButtonsAt } from './source-buttons.ts'

export interface ShownProblem {
  readonly problem: Problem
  readonly errand: Errand
  /** What was typed. */
  readonly address?: string | undefined
  /** Which source they were on their way to, or came from; the fediverse when absent. */
  readonly sourceId?: string | undefined
  /** The code of the line in the audit log. */
  readonly reference?: string | undefined
}

/** Why it went no further, with the field as it was and every other way. */
export const showProblem = async (
  world: WebWorld,
  visit: Visit,
  { problem, errand, address, sourceId = fediverseId, reference }: ShownProblem,
): Promise<Response> => {
  const now = world.clock.now()
  const { requestId } = errand
  const pending =
    requestId === undefined
      ? undefined
      : await findPending(world, visit.base, requestId, { browser: visit.knownBrowser() })
  const sentences = sentencesAt(visit, { uiLocales: pending?.request.uiLocales })
  const { brand } = await world.look()
  const answer = { formsLeave: true, status: problemStatus(problem), headers: problemHeaders(problem, now) }
  const application = pending && shownApplication(pending.application)
  if (sourceId !== fediverseId) {
    const view: ProviderProblemView = {
      code: problem.code,
      sentence: problemSentence(problem, sentences, now, 'openid'),
      application,
      again: await sourceButtonsAt(world, visit, errand, {
        only: new Set([sourceId]),
        afresh: asksAfresh(problem) || problem.code === 'not_in_group',
      }),
      otherWaysHref: staying(wayInHref(errand)),
      reference,
    }
    return page(providerProblemPage(view, sentences, brand), answer)
  }
  const view = {
    code: problem.code,
    sentence: problemSentence(problem, sentences, now),
    application,
    address: await addressViewAt(world, visit, errand, { value: address, afresh: asksAfresh(problem) }),
    reference,
    otherWaysHref: pending?.application.bridge === true ? undefined : wayInHref(errand),
  }
  return page(problemPage(view, sentences, brand), answer)
}

/** Whoever wants another way is not sent the same way at once. */
const staying = (href: string): string =>
  href.startsWith('/sign-in') ? `${href}${href.includes('?') ? '&' : '?'}with=choice` : href
