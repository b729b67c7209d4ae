import { findSignUp, finishSignUp } from '../../accounts/sign-up/sign-up.ts'
import { redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { sentencesAt } from '../speak.ts'
import type { WebWorld } from '../world.ts'
import { enter } from './onward.ts'
import { showOver, showSignUp } from './show-sign-up.ts'
import type { SignUpView } from './sign-up-page.ts'
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

const over = (world: WebWorld, visit: Visit): Promise<Response> => showOver(world, visit, 'sign_up_over')

const show = (
  world: WebWorld,
  visit: Visit,
  shown: Pick<SignUpView, 'values' | 'problems' | 'suggested'>,
  status = 200,
): Promise<Response> =>
  showSignUp(world, visit, { way: 'confirm', emailFixed: true, ...shown }, { status, formsLeave: true })
