import { askForPasswordLink, forgottenLinkLasts } from '../../accounts/passwords/forgotten.ts'
import { formToken } from '../../http/csrf.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { minutes } from '../../lib/clock.ts'
import { sentencesAt } from '../speak.ts'
import type { WebWorld } from '../world.ts'
import { type ForgotView, forgotPage } from './forgot-page.ts'

/** `GET /forgot`. */
export const forgot = (world: WebWorld, visit: Visit): Promise<Response> =>
  showForgot(world, visit, visit.query.has('sent') ? { sent: forgottenLinkLasts } : {})

/** `POST /forgot`: whoever it is, the answer is the same, and so is all that happens before it. */
export const forgotten = async (world: WebWorld, visit: Visit): Promise<Response> => {
  if (world.mailer === undefined) return showForgot(world, visit, {})
  const identifier = (await visit.form()).typed('identifier')
  const sentences = sentencesAt(visit)
  if (identifier === '') return showForgot(world, visit, { problem: sentences.problems.codes.required }, 400)
  const { address, userAgent } = visit
  const asked = await askForPasswordLink(world, { identifier, address, userAgent, language: sentences.tag })
  if (asked.ok) return redirect('/forgot?sent=yes')
  const { retryAfter } = asked
  const shown = { identifier, minutes: Math.max(1, Math.ceil(retryAfter / minutes(1))) }
  return showForgot(world, visit, shown, 429, { 'retry-after': String(Math.ceil(retryAfter / 1000)) })
}

const showForgot = async (
  world: WebWorld,
  visit: Visit,
  shown: Pick<ForgotView, 'sent' | 'identifier' | 'problem' | 'minutes'>,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> => {
  const { brand } = await world.look()
  const view = { formToken: formToken(world, visit), mailWorks: world.mailer !== undefined, ...shown }
  return page(forgotPage(view, sentencesAt(visit), brand), { status, headers })
}
