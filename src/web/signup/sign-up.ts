import { askToSignUp, signUpLasts, signUpToBeLookedAt, signUpWay } from '../../accounts/sign-up/sign-up.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { minutes, type Time } from '../../lib/clock.ts'
import { sentencesAt } from '../speak.ts'
import type { WebWorld } from '../world.ts'
import { keepErrand } from './onward.ts'
import { showOver, showSignUp } from './show-sign-up.ts'
import type { SignUpValues, SignUpView } from './sign-up-page.ts'
import { type ToldView, toldPage } from './told-page.ts'
import { askedAgain, lookAtUsername, tellProblems, valuesIn } from './typed.ts'
import { signInHref } from './ways.ts'

type Way = 'mail' | 'look'

/** `GET /sign-up`: for everybody where sign-up is open; also where an application sends people who have no account yet. */
export const signUp = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const way = await signUpWay(world)
  if (visit.query.has('sent')) return showTold(world, visit, 'sent')
  if (visit.query.has('waiting')) return showTold(world, visit, 'waiting')
  if (way === undefined) return closed(world, visit)
  return show(world, visit, way, { values: { name: '', username: '', email: '' } })
}

/** `POST /sign-up`. */
export const signedUp = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const way = await signUpWay(world)
  if (way === undefined) return closed(world, visit)
  const form = await visit.form()
  const sentences = sentencesAt(visit)
  const looked = await lookAtUsername(world, valuesIn(form), sentences)
  const { values } = looked
  if (!looked.ok) return show(world, visit, way, askedAgain(looked), 400)
  const { address, userAgent } = visit
  const wanted = { ...values, address, userAgent, language: sentences.tag }
  const done =
    way === 'mail'
      ? await askToSignUp(world, wanted)
      : await signUpToBeLookedAt(world, { ...wanted, password: form.get('password') ?? '' })
  if (done.ok === 'limited') return limited(world, visit, way, values, done.retryAfter)
  if (!done.ok) return show(world, visit, way, { values, problems: tellProblems(world, done.problems, sentences) }, 400)
  if (way === 'look') return redirect('/sign-up?waiting=yes')
  keepErrand(visit)
  return redirect('/sign-up?sent=yes')
}

/** Somebody whom an application sent here can still sign in. */
const closed = async (world: WebWorld, visit: Visit): Promise<Response> => {
  if (visit.query.has('request')) return redirect(signInHref(visit))
  return showOver(world, visit, 'sign_up_closed')
}

const limited = (
  world: WebWorld,
  visit: Visit,
  way: Way,
  values: SignUpValues,
  retryAfter: Time,
): Promise<Response> => {
  const headers = { 'retry-after': String(Math.ceil(retryAfter / 1000)) }
  return show(world, visit, way, { values, minutes: Math.max(1, Math.ceil(retryAfter / minutes(1))) }, 429, headers)
}

export const showTold = async (world: WebWorld, visit: Visit, what: ToldView['what']): Promise<Response> => {
  const { brand } = await world.look()
  const view: ToldView =
    what === 'sent'
      ? { what, lasts: signUpLasts, signInHref: '/sign-in' }
      : { what, mailWorks: world.mailer !== undefined }
  return page(toldPage(view, sentencesAt(visit), brand))
}

const show = (
  world: WebWorld,
  visit: Visit,
  way: Way,
  shown: Pick<SignUpView, 'values' | 'problems' | 'suggested' | 'minutes'>,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> => showSignUp(world, visit, { way, signInHref: signInHref(visit), ...shown }, { status, headers })
