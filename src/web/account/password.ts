import { changeOwnPassword } from '../../accounts/passwords/change.ts'
import { Busy } from '../../accounts/passwords/hasher.ts'
import type { Person } from '../../accounts/sessions/sessions.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { minimumOf } from '../setup/setup.ts'
import { sentencesAt } from '../speak.ts'
import { problemSentences } from '../ui/problem-sentences.ts'
import { hallVisitor, keepSession } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { type PasswordView, passwordPage } from './password-page.ts'

/** `GET /account/password`. */
export const password = (world: WebWorld, visit: Visit, person: Person): Promise<Response> =>
  showPassword(world, visit, person, { saved: visit.query.has('saved') }, 200)

/** `POST /account/password`: whoever is signed in elsewhere is out, this browser goes on. */
export const changedPassword = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const form = await visit.form()
  const { address, userAgent } = visit
  const input = { person, current: form.get('current') ?? '', next: form.get('password') ?? '', address, userAgent }
  const sentences = sentencesAt(visit, { accountLocale: person.account.locale })
  try {
    const done = await changeOwnPassword(world, input)
    if (!done.ok) {
      const problems = problemSentences(done.problems, sentences, minimumOf(world))
      return showPassword(world, visit, person, { problems }, 400)
    }
    keepSession(visit, done.secret, done.session.endsAt - world.clock.now())
    return redirect('/account/password?saved=yes')
  } catch (error) {
    if (!(error instanceof Busy)) throw error
    const headers = { 'retry-after': String(error.retryAfter) }
    return showPassword(world, visit, person, { problem: sentences.signIn.problems.busy }, 503, headers)
  }
}

const showPassword = async (
  world: WebWorld,
  visit: Visit,
  person: Person,
  shown: Pick<PasswordView, 'problems' | 'problem' | 'saved'>,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> => {
  const { brand } = await world.look()
  const view = {
    visitor: hallVisitor(world, visit, person),
    username: person.account.username,
    minimum: minimumOf(world),
    ...shown,
  }
  return page(passwordPage(view, sentencesAt(visit, { accountLocale: person.account.locale }), brand), {
    status,
    headers,
  })
}
