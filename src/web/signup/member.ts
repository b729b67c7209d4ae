import type { Person } from '../../accounts/sessions/sessions.ts'
import type { Invitation } from '../../accounts/sign-up/invitations.ts'
import { groupsOffered, joinGroups } from '../../accounts/sign-up/join-groups.ts'
import { formToken } from '../../http/csrf.ts'
import { page } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { sentencesAt } from '../speak.ts'
import { byVisitor, shownPerson } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { type MemberView, memberPage } from './member-page.ts'

/** An invitation opened by somebody who is signed in: they need no account, and may join its groups. */
export const offerToJoin = async (
  world: WebWorld,
  visit: Visit,
  person: Person,
  invitation: Invitation,
): Promise<Response> => {
  const groups = await groupsOffered(world, invitation, person.account)
  return show(world, visit, person, groups, groups.length === 0 ? 'nothing' : 'offered')
}

/** Undefined when the invitation was used up meanwhile. */
export const joinAs = async (
  world: WebWorld,
  visit: Visit,
  person: Person,
  invitation: Invitation,
): Promise<Response | undefined> => {
  const groups = await joinGroups(world, invitation, person.account, byVisitor(visit, person))
  return groups && show(world, visit, person, groups, groups.length === 0 ? 'nothing' : 'joined')
}

const show = async (
  world: WebWorld,
  visit: Visit,
  { account }: Person,
  groups: readonly { readonly name: string }[],
  what: MemberView['what'],
): Promise<Response> => {
  const { brand } = await world.look()
  const shown = { formToken: formToken(world, visit), person: shownPerson(account), what }
  const view = { ...shown, groups: groups.map(({ name }) => name) }
  return page(memberPage(view, sentencesAt(visit, { accountLocale: account.locale }), brand))
}
