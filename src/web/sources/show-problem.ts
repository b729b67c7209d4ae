import { page } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { findPending } from '../../protocol/authorize/authorize.ts'
import { shownApplication } from '../signin/show-outcome.ts'
import { sentencesAt } from '../speak.ts'
import type { WebWorld } from '../world.ts'
import { addressViewAt } from './address-view.ts'
import { type Errand, wayInHref } from './errand.ts'
import { asksAfresh, type Problem, problemHeaders, problemSentence, problemStatus } from './problem.ts'
import { problemPage } from './problem-page.ts'

export interface ShownProblem {
  readonly problem: Problem
  readonly errand: Errand
  /** What was typed. */
  readonly address?: string | undefined
  /** The code of the line in the audit log. */
  readonly reference?: string | undefined
}

/** Why it went no further, with the field as it was and every other way. */
export const showProblem = async (
  world: WebWorld,
  visit: Visit,
  { problem, errand, address, reference }: ShownProblem,
): Promise<Response> => {
  const now = world.clock.now()
  const { requestId } = errand
  const pending =
    requestId === undefined
      ? undefined
      : await findPending(world, visit.issuer, requestId, { browser: visit.knownBrowser() })
  const sentences = sentencesAt(visit, { uiLocales: pending?.request.uiLocales })
  const { brand } = await world.look()
  const view = {
    code: problem.code,
    sentence: problemSentence(problem, sentences, now),
    application: pending && shownApplication(pending.application),
    address: await addressViewAt(world, visit, errand, { value: address, afresh: asksAfresh(problem) }),
    reference,
    otherWaysHref: pending?.application.bridge === true ? undefined : wayInHref(errand),
  }
  return page(problemPage(view, sentences, brand), {
    formsLeave: true,
    status: problemStatus(problem),
    headers: problemHeaders(problem, now),
  })
}
