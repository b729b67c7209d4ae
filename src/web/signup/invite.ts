import { askToProveEmail } from '../../accounts/emails/ask.ts'
import type { Person } from '../../accounts/sessions/sessions.ts'
import { findInvitation, type Invitation } from '../../accounts/sign-up/invitations.ts'
import { findOpenInvitation, joinByInvitation } from '../../accounts/sign-up/join.ts'
import type { Visit } from '../../http/visit.ts'
import { findFediverse, listSources } from '../../sources/settings.ts'
import { addressViewAt } from '../sources/address-view.ts'
import { sourceButtonsAt } from '../sources/source-buttons.ts'
import { sentencesAt } from '../speak.ts'
import { personAt } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { joinAs, offerToJoin } from './member.ts'
import { enter } from './onward.ts'
import { showOver, showSignUp } from './show-sign-up.ts'
import type { SignUpView } from './sign-up-page.ts'
import { askedAgain, lookAtUsername, suggestionFor, tellProblems, valuesIn } from './typed.ts'
import { signInHref } from './ways.ts'

const linkOf = (visit: Visit): string => visit.path['link'] ?? ''

/** `GET /invite/:link`. Looking uses nothing up. */
export const invite = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const open = await findOpenInvitation(world, linkOf(visit))
  const invitation = open ?? (await findForElsewhere(world, linkOf(visit)))
  if (invitation === undefined) return over(world, visit)
  const person = await personAt(world, visit)
  if (person !== undefined) return offerToJoin(world, visit, person, invitation)
  const { email } = invitation
  const username = email === undefined ? undefined : await suggestionFor(world, email)
  return show(
    world,
    visit,
    invitation,
    { values: { name: '', email: email ?? '', username: username ?? '' } },
    200,
    open !== undefined,
  )
}

/** Where no account is made here, an invitation may be for accounts from elsewhere alone. */
const findForElsewhere = async (world: WebWorld, secret: string): Promise<Invitation | undefined> => {
  const sources = await listSources(world)
  const invites = sources.some(
    ({ details }) => (details as { readonly firstSignIn?: unknown }).firstSignIn === 'invited',
  )
  return invites ? findInvitation(world, secret) : undefined
}

/** `POST /invite/:link`: makes the account, and signs it in; or lets somebody who has one join. */
export const joined = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const person = await personAt(world, visit)
  if (person !== undefined) return joinedAsMember(world, visit, person)
  const invitation = await findOpenInvitation(world, linkOf(visit))
  if (invitation === undefined) return over(world, visit)
  const form = await visit.form()
  const sentences = sentencesAt(visit)
  const typed = valuesIn(form)
  const looked = await lookAtUsername(world, { ...typed, email: invitation.email ?? typed.email }, sentences)
  const { values } = looked
  if (!looked.ok) return show(world, visit, invitation, askedAgain(looked), 400)
  const { address, userAgent } = visit
  const newcomer = { ...values, password: form.get('password') ?? '', address, userAgent }
  const done = await joinByInvitation(world, linkOf(visit), newcomer)
  if (!done.ok) {
    if (done.problems.some(({ field }) => field === 'link')) return over(world, visit)
    return show(world, visit, invitation, { values, problems: tellProblems(world, done.problems, sentences) }, 400)
  }
  const { account } = done
  if (world.mailer !== undefined && account.verifiedEmailKey === undefined) {
    await askToProveEmail(world, { account, email: '', address, userAgent, language: sentences.tag })
  }
  return enter(world, visit, account)
}

/** The same page with the password, and what it was opened for. */
const withQuery = (visit: Visit): string => {
  const query = new URLSearchParams(visit.url.search)
  query.set('with', 'password')
  return query.toString()
}

/** Somebody who is here already joins the groups, whichever way in the invitation was made for. */
const joinedAsMember = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const open = await findOpenInvitation(world, linkOf(visit))
  const invitation = open ?? (await findForElsewhere(world, linkOf(visit)))
  return (invitation && (await joinAs(world, visit, person, invitation))) ?? over(world, visit)
}

const over = (world: WebWorld, visit: Visit): Promise<Response> => showOver(world, visit, 'invitation_over')

const show = async (
  world: WebWorld,
  visit: Visit,
  invitation: Invitation,
  shown: Pick<SignUpView, 'values' | 'problems' | 'suggested'>,
  status = 200,
  here = true,
): Promise<Response> => {
  const fediverse = (await findFediverse(world)) !== undefined
  const path = `/invite/${encodeURIComponent(linkOf(visit))}`
  const withPassword = here && (!fediverse || visit.query.has('with') || shown.problems !== undefined)
  const elsewhere = { invitation: linkOf(visit), requestId: visit.query.get('request') }
  const view = {
    way: 'invited',
    emailFixed: invitation.email !== undefined,
    signInHref: signInHref(visit),
    address:
      fediverse && !withPassword ? await addressViewAt(world, visit, elsewhere, { join: 'anywhere' }) : undefined,
    sources: await sourceButtonsAt(world, visit, elsewhere),
    elsewhereOnly: !here,
    passwordHref: withPassword || !here ? undefined : `${path}?${withQuery(visit)}`,
    addressHref: fediverse && withPassword ? path : undefined,
    ...shown,
  } as const
  return showSignUp(world, visit, view, { status, formsLeave: true })
}
