import { findSignUp, finishSignUp } from '../../accounts/sign-up.ts'
import { formToken } from '../../http/csrf.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { minimumOf } from '../setup/setup.ts'
import { showError } from '../signin/show-outcome.ts'
import { sentencesAt } from '../speak.ts'
import type { WebWorld } from '../world.ts'
import { enter, errandAt } from './onward.ts'
import { type SignUpView, signUpPage } from './sign-up-page.ts'
import { askedAgain, lookAtUsername, tellProblems } from './typed.ts'

const linkOf = (visit: Visit): string => visit.path['link'] ?? ''

/** `GET /sign-up/confirm/:link`: where the mail leads. Looking makes nothing, so that mail scanners cannot. */
export const finish = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const wanted = await findSignUp(world, linkOf(visit))
  if (wanted === undefined) return over(world, visit)
  const { username, email } = wanted
  return show(world, visit, { values: { name: '', username, email } })
}

/** `POST /sign-up/confirm/:link`: makes the account, with a password that whoever reads the mail chooses. */
export const finished = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const wanted = await findSignUp(world, linkOf(visit))
  if (wanted === undefined) return over(world, visit)
  const form = await visit.form()
  const sentences = sentencesAt(visit)
  const asked = { name: '', email: wanted.email, username: form.typed('username') }
  const looked = await lookAtUsername(world, asked, sentences)
  const { values } = looked
  if (!looked.ok) return show(world, visit, askedAgain(looked), 400)
  const { address, userAgent } = visit
  const finishing = { username: values.username, password: form.get('password') ?? '', address, userAgent }
  const done = await finishSignUp(world, linkOf(visit), finishing)
  if (!done.ok) {
    if (done.problems.some(({ field }) => field === 'link')) return over(world, visit)
    return show(world, visit, { values, problems: tellProblems(world, done.problems, sentences) }, 400)
  }
  return done.waiting ? redirect('/sign-up?waiting=yes') : enter(world, visit, done.account)
}

const over = (world: WebWorld, visit: Visit): Promise<Response> =>
  showError(world, visit, 404, {
    code: 'sign_up_over',
    onward: { href: '/sign-in', label: sentencesAt(visit).signIn.title },
  })

const show = async (
  world: WebWorld,
  visit: Visit,
  shown: Pick<SignUpView, 'values' | 'problems' | 'suggested'>,
  status = 200,
): Promise<Response> => {
  const { brand } = await world.look()
  const errand = await errandAt(world, visit)
  const view: SignUpView = {
    formToken: formToken(world, visit),
    minimum: minimumOf(world),
    application: errand?.application,
    way: 'confirm',
    emailFixed: true,
    ...shown,
  }
  return page(signUpPage(view, sentencesAt(visit, { uiLocales: errand?.uiLocales }), brand), {
    status,
    formsLeave: true,
  })
}
