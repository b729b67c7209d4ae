import type { Account } from '../../accounts/account.ts'
import { hasPassword } from '../../accounts/passwords/credential.ts'
import { findPasswordLink, setPasswordByLink } from '../../accounts/passwords/link.ts'
import { endSession } from '../../accounts/sessions/end-session.ts'
import { formToken } from '../../http/csrf.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { minimumOf } from '../setup/setup.ts'
import { showError } from '../signin/show-outcome.ts'
import { sentencesAt } from '../speak.ts'
import { problemSentences } from '../ui/problem-sentences.ts'
import { byVisitor, forgetSession, sessionSecret, shownPerson } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { resetPage } from './reset-page.ts'

/** `GET /reset/:link`: asks for a new password. Looking does not use the link up, so that mail scanners cannot. */
export const reset = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const account = await findPasswordLink(world, visit.path['link'] ?? '')
  return account === undefined ? expired(world, visit) : showReset(world, visit, account, undefined, 200)
}

/** `POST /reset/:link`: sets it. The person signs in with it next: a link alone is no sign-in. */
export const wasReset = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const secret = visit.path['link'] ?? ''
  const account = await findPasswordLink(world, secret)
  if (account === undefined) return expired(world, visit)
  const { address, userAgent } = visit
  const password = (await visit.form()).get('password') ?? ''
  const done = await setPasswordByLink(world, { secret, password, address, userAgent })
  if (!done.ok) {
    const { password: problem } = problemSentences(done.problems, sentencesAt(visit), minimumOf(world))
    return problem === undefined ? expired(world, visit) : showReset(world, visit, account, problem, 400)
  }
  // Whoever else was signed in at this browser is not who signs in next.
  const present = sessionSecret(visit)
  if (present !== undefined) await endSession(world, present, byVisitor(visit))
  forgetSession(visit)
  return redirect(`/sign-in?${new URLSearchParams({ set: 'yes', as: account.username })}`)
}

const expired = (world: WebWorld, visit: Visit): Promise<Response> =>
  showError(world, visit, 404, {
    code: 'link_expired',
    onward: { href: '/sign-in', label: sentencesAt(visit).signIn.title },
  })

const showReset = async (
  world: WebWorld,
  visit: Visit,
  account: Account,
  problem: string | undefined,
  status: number,
): Promise<Response> => {
  const { brand } = await world.look()
  const view = {
    formToken: formToken(world, visit),
    person: shownPerson(account),
    username: account.username,
    minimum: minimumOf(world),
    first: !(await hasPassword(world, account.id)),
    problem,
  }
  return page(resetPage(view, sentencesAt(visit, { accountLocale: account.locale }), brand), { status })
}
