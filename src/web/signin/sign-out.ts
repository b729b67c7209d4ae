import { endSession } from '../../accounts/sessions/end-session.ts'
import { type Application, findBySlug } from '../../applications/application.ts'
import { formToken } from '../../http/csrf.ts'
import { Refusal } from '../../http/refusal.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import type { Form } from '../../lib/forms.ts'
import { planSignOut, type SignOutPlan } from '../../protocol/endpoints/end-session.ts'
import { stayHere } from '../sources/to-provider.ts'
import { returnFrom, signOutElsewhere } from '../sources/upstream-sign-out.ts'
import { sentencesAt } from '../speak.ts'
import { byVisitor, forgetSession, personAt, sessionSecret, shownPerson } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { postedQuery } from './authorize.ts'
import { showError, shownApplication } from './show-outcome.ts'
import { signOutPage } from './sign-out-page.ts'
import { signedOutPage } from './signed-out-page.ts'

/** What an application may send along; the form that asks carries it, and it is judged anew when it comes back. */
const carriedNames = ['id_token_hint', 'client_id', 'post_logout_redirect_uri', 'state']

/** Names the application whose address was asked. */
const atName = 'application'

/** `GET /end-session`: an application asks to sign the person out (OpenID Connect RP-Initiated Logout). */
export const endSessionByGet = (world: WebWorld, visit: Visit): Promise<Response> =>
  endSessionAt(world, visit, undefined)

/** `GET /application/o/<slug>/end-session/`: the same, at the address of one application. */
export const ownEndSessionByGet = async (world: WebWorld, visit: Visit): Promise<Response> =>
  endSessionAt(world, visit, await ownerOf(world, visit))

const endSessionAt = async (world: WebWorld, visit: Visit, at: Application | undefined): Promise<Response> => {
  const asked = { base: visit.base, form: visit.query, person: await personAt(world, visit), at }
  const plan = { ...(await planSignOut(world, asked)), at }
  return plan.ask ? askToSignOut(world, visit, visit.query, plan) : finishSignOut(world, visit, visit.query, plan)
}

/** `POST /end-session`: comes from another site without cookies, and is turned into the GET that brings them. */
export const endSessionByPost = async (_world: WebWorld, visit: Visit): Promise<Response> =>
  redirect(`/end-session?${await postedQuery(visit)}`)

/** `POST /application/o/<slug>/end-session/`. */
export const ownEndSessionByPost = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const { slug } = await ownerOf(world, visit)
  return redirect(`/application/o/${slug}/end-session/?${await postedQuery(visit)}`)
}

const ownerOf = async (world: WebWorld, visit: Visit): Promise<Application> => {
  const application = await findBySlug(world, visit.path['slug'] ?? '')
  if (application === undefined) throw new Refusal(404, 'not_found')
  return application
}

/** `GET /sign-out`: the person's own wish. */
export const signOut = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const person = await personAt(world, visit)
  if (person === undefined) return redirect('/signed-out')
  return askToSignOut(world, visit, undefined, { application: undefined, returnTo: undefined })
}

/** `POST /sign-out`: the person said so. */
export const signedOutByForm = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const form = await visit.form()
  const slug = form.get(atName)
  const at = slug === undefined ? undefined : await findBySlug(world, slug)
  const plan = await planSignOut(world, { base: visit.base, form, person: await personAt(world, visit), at })
  return finishSignOut(world, visit, form, plan)
}

/** `GET /signed-out`: leads nowhere by itself, so that no application signs in again at once. */
export const signedOut = async (world: WebWorld, visit: Visit): Promise<Response> => {
  // From signing out elsewhere, on to where an application wanted them.
  const onward = returnFrom(world, visit)
  if (onward !== undefined) return redirect(onward)
  const { brand } = await world.look()
  return page(signedOutPage({ signInHref: '/sign-in' }, sentencesAt(visit), brand))
}

const askToSignOut = async (
  world: WebWorld,
  visit: Visit,
  form: Form | undefined,
  plan: Pick<SignOutPlan, 'application' | 'returnTo'> & { readonly at?: Application | undefined },
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
    carried: plan.at === undefined ? carried : [...carried, [atName, plan.at.slug] as const],
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
    stayHere(visit)
    const elsewhere = person && (await signOutElsewhere(world, visit, person.session, plan.returnTo))
    if (elsewhere !== undefined) return redirect(elsewhere)
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
