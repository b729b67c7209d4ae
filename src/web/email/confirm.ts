import { findEmailLink, proveEmailByLink } from '../../accounts/emails/prove.ts'
import type { Person } from '../../accounts/sessions/sessions.ts'
import { formToken } from '../../http/csrf.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { showError } from '../signin/show-outcome.ts'
import { sentencesAt } from '../speak.ts'
import { byVisitor, shownPerson } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { confirmEmailPage } from './confirm-page.ts'
import { refuse } from './email.ts'

/** `GET /account/email/confirm/:link`: asks. Looking confirms nothing, so that mail scanners cannot. */
export const confirmEmail = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const { account } = person
  const address = await findEmailLink(world, account, visit.path['link'] ?? '')
  if (address === undefined) return expired(world, visit, person)
  const { brand } = await world.look()
  const view = { formToken: formToken(world, visit), person: shownPerson(account), address }
  return page(confirmEmailPage(view, sentencesAt(visit, { accountLocale: account.locale }), brand))
}

/** `POST /account/email/confirm/:link`. */
export const confirmedEmail = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const proven = await proveEmailByLink(world, person.account, visit.path['link'] ?? '', byVisitor(visit, person))
  if (proven.ok) return redirect('/account/email?proven=yes')
  const taken = proven.problems.some(({ field }) => field === 'email')
  return taken ? refuse(world, visit, person, proven.problems) : expired(world, visit, person)
}

const expired = (world: WebWorld, visit: Visit, { account }: Person): Promise<Response> => {
  const { email } = sentencesAt(visit, { accountLocale: account.locale })
  return showError(world, visit, 404, {
    code: 'mail_link_expired',
    onward: { href: '/account/email', label: email.title },
  })
}
