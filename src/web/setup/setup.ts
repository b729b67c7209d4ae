import { defaultMinimum } from '../../accounts/passwords/rules.ts'
import { startSession } from '../../accounts/sessions/sessions.ts'
import { awaitsSetUp, canSetUp, completeSetUp } from '../../accounts/sign-up/set-up.ts'
import { formToken } from '../../http/csrf.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { showError } from '../signin/show-outcome.ts'
import { sentencesAt } from '../speak.ts'
import { problemSentences } from '../ui/problem-sentences.ts'
import { keepSession, sessionSecret } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { type AwaitingView, awaitingPage } from './awaiting-page.ts'
import { type SetupView, setupPage } from './setup-page.ts'

/** `GET /setup/:link`: shows the form. Looking does not use the link up. */
export const setUp = async (world: WebWorld, visit: Visit): Promise<Response> =>
  (await canSetUp(world, linkOf(visit))) ? showSetUp(world, visit, {}, 200) : refuseLink(world, visit)

/** `POST /setup/:link`: makes the first administrator, and signs them in. */
export const completedSetUp = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const form = await visit.form()
  const values = { name: form.typed('name'), username: form.typed('username'), email: form.typed('email') }
  const { address, userAgent } = visit
  const password = form.get('password') ?? ''
  const done = await completeSetUp(world, { ...values, password, secret: linkOf(visit), address, userAgent })
  if (!done.ok) {
    if (done.problems.some(({ field }) => field === 'link')) return refuseLink(world, visit)
    const problems = problemSentences(done.problems, sentencesAt(visit), minimumOf(world))
    return showSetUp(world, visit, { values, problems }, 400)
  }
  const replaces = sessionSecret(visit)
  const started = await startSession(world, { account: done.account, amr: ['pwd'], address, userAgent, replaces })
  if (started !== undefined) keepSession(visit, started.secret, started.session.endsAt - world.clock.now())
  return redirect('/console')
}

/** A link that was used, or that a later start has replaced. */
const refuseLink = async (world: WebWorld, visit: Visit): Promise<Response> =>
  (await awaitsSetUp(world))
    ? showAwaiting(world, visit, { oldLink: true }, 404)
    : showError(world, visit, 404, {
        code: 'set_up_already',
        onward: { href: '/sign-in', label: sentencesAt(visit).signIn.title },
      })

/** For everybody who comes before there is anybody. */
export const showAwaiting = async (
  world: WebWorld,
  visit: Visit,
  view: Pick<AwaitingView, 'oldLink'> = {},
  status = 200,
): Promise<Response> => {
  const { brand } = await world.look()
  return page(awaitingPage({ base: visit.base, ...view }, sentencesAt(visit), brand), { status })
}

const linkOf = (visit: Visit): string => visit.path['link'] ?? ''

export const minimumOf = (world: Pick<WebWorld, 'passwordRules'>): number =>
  world.passwordRules?.minimum ?? defaultMinimum

const showSetUp = async (
  world: WebWorld,
  visit: Visit,
  filled: Pick<SetupView, 'values' | 'problems'>,
  status: number,
): Promise<Response> => {
  const { brand } = await world.look()
  const view = { formToken: formToken(world, visit), minimum: minimumOf(world), ...filled }
  return page(setupPage(view, sentencesAt(visit), brand), { status })
}
