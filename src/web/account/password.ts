import { changeOwnPassword, setFirstPassword } from '../../accounts/passwords/change.ts'
import { hasPassword } from '../../accounts/passwords/credential.ts'
import { Busy } from '../../accounts/passwords/hasher.ts'
import type { Person } from '../../accounts/sessions/sessions.ts'
import { takeTyped } from '../../accounts/typed.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { askAgain, isFreshEnough, proveAgainHref } from '../fresh.ts'
import { minimumOf } from '../setup/setup.ts'
import { sentencesAt } from '../speak.ts'
import { problemSentences } from '../ui/problem-sentences.ts'
import { hallVisitor, keepSession } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { type PasswordView, passwordPage } from './password-page.ts'

const path = '/account/password'

/** `GET /account/password`. */
export const password = (world: WebWorld, visit: Visit, person: Person): Promise<Response> =>
  showPassword(
    world,
    visit,
    person,
    { saved: visit.query.get('saved') === 'first' ? 'first' : visit.query.has('saved') },
    200,
  )

/**
 * `POST /account/password`: whoever is signed in elsewhere is out, this browser goes on. The first one of somebody who came from elsewhere needs a
 * fresh proof instead of the one so far.
 */
export const changedPassword = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const form = await visit.form()
  const { address, userAgent } = visit
  const next = form.get('password') ?? ''
  const sentences = sentencesAt(visit, { accountLocale: person.account.locale })
  try {
    if (!(await hasPassword(world, person.account.id))) {
      const again = await askAgain(world, visit, person, path)
      if (again !== undefined) return again
      const set = await setFirstPassword(world, { person, next, address, userAgent })
      if (set.ok) return redirect(`${path}?saved=first`)
      const problems = problemSentences(set.problems, sentences, minimumOf(world))
      return showPassword(world, visit, person, { problems }, 400)
    }
    const current = form.get('current') ?? ''
    const done = await changeOwnPassword(world, { person, current, next, address, userAgent })
    if (!done.ok) {
      const problems = problemSentences(done.problems, sentences, minimumOf(world))
      return showPassword(world, visit, person, { problems }, 400)
    }
    keepSession(visit, done.secret, done.session.endsAt - world.clock.now())
    return redirect(`${path}?saved=yes`)
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
  const [{ brand }, has, typed] = await Promise.all([
    world.look(),
    hasPassword(world, person.account.id),
    takeTyped(world, visit, person.account.id),
  ])
  const view = {
    visitor: hallVisitor(world, visit, person, typed),
    username: person.account.username,
    minimum: minimumOf(world),
    first: !has,
    againHref: has || isFreshEnough(world, person) ? undefined : proveAgainHref(path),
    ...shown,
  }
  return page(passwordPage(view, sentencesAt(visit, { accountLocale: person.account.locale }), brand), {
    status,
    headers,
  })
}
