import { endSession } from '../../accounts/sessions.ts'
import { formToken } from '../../http/csrf.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import type { Form } from '../../lib/forms.ts'
import { planSignOut, type SignOutPlan } from '../../protocol/endpoints/end-session.ts'
import { sentencesAt } from '../speak.ts'
import { byVisitor, forgetSession, personAt, sessionSecret, shownPerson } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { postedQuery } from './authorize.ts'
import { showError, shownApplication } from './show-outcome.ts'
import { signOutPage } from './sign-out-page.ts'
import { signedOutPage } from './signed-out-page.ts'

/** What an application may send along; the form that asks carries it, and it is judged anew when it comes back. */
const carriedNames = ['id_token_hint', 'client_id', 'post_logout_redirect_uri', 'state']

/** `GET /end-session`: an application asks to sign the person out (OpenID Connect RP-Initiated Logout). */
export const endSessionByGet = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const plan = await planSignOut(world, visit.issuer, visit.query, await personAt(world, visit))
  return plan.ask ? askToSignOut(world, visit, visit.query, plan) : finishSignOut(world, visit, visit.query, plan)
}

/** `POST /end-session`: comes from another site without cookies, and is turned into the GET that brings them. */
export const endSessionByPost = async (_world: WebWorld, visit: Visit): Promise<Response> =>
  redirect(`/end-session?${await postedQuery(visit)}`)

/** `GET /sign-out`: the person's own wish. */
export const signOut = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const person = await personAt(world, visit)
  if (person === undefined) return redirect('/signed-out')
  return askToSignOut(world, visit, undefined, { application: undefined, returnTo: undefined })
}

/** `POST /sign-out`: the person said so. */
export const signedOutByForm = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const form = await visit.form()
  const plan = await planSignOut(world, visit.issuer, form, await personAt(world, visit))
  return finishSignOut(world, visit, form, plan)
}

/** `GET /signed-out`: leads nowhere by itself, so that no application signs in again at once. */
export const signedOut = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const { brand } = await world.look()
  return page(signedOutPage({ signInHref: '/sign-in' }, sentencesAt(visit), brand))
}

const askToSignOut = async (
  world: WebWorld,
  visit: Visit,
  form: Form | undefined,
  plan: Pick<SignOutPlan, 'application' | 'returnTo'>,
): Promise<Response> => {
  const person = await personAt(world, visit)
  if (person === undefined) return redirect('/signed-out')
  const { brand } = await world.look()
  const carried = carriedNames.flatMap((name) => {
    const value = form?.get(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  const view = {
    formToken: formToken(world, visit),
    action: '/sign-out',
    person: shownPerson(person.account),
    asker:
      form === undefined ? undefined : plan.application ? shownApplication(plan.application) : ('unknown' as const),
    returnHost: plan.returnTo === undefined ? undefined : new URL(plan.returnTo).host,
    carried,
  }
  const sentences = sentencesAt(visit, { accountLocale: person.account.locale })
  return page(signOutPage(view, sentences, brand), { formsLeave: true })
}

const finishSignOut = async (world: WebWorld, visit: Visit, form: Form, plan: SignOutPlan): Promise<Response> => {
  const secret = sessionSecret(visit)
  if (secret !== undefined) {
    const person = await personAt(world, visit)
    await endSession(world, secret, byVisitor(visit, person))
    forgetSession(visit)
  }
  if (plan.returnTo !== undefined) return redirect(plan.returnTo)
  return plan.unregistered ? showStranded(world, visit, form, plan) : redirect('/signed-out')
}

/** Signed out as asked, and not sent on: what was sent and what is registered, for whoever can put it right. */
const showStranded = (world: WebWorld, visit: Visit, form: Form, { application }: SignOutPlan): Promise<Response> =>
  showError(world, visit, 400, {
    code: 'post_logout_redirect_uri_mismatch',
    application: application && shownApplication(application),
    addresses: application && {
      sent: form.get('post_logout_redirect_uri') ?? '',
      registered: application.postLogoutRedirectUris,
    },
    onward: { href: '/sign-in', label: sentencesAt(visit).signOut.again },
  })
