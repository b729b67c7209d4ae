import { findObjection, objectToEmail } from '../../accounts/emails/object.ts'
import { formToken } from '../../http/csrf.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { showError } from '../signin/show-outcome.ts'
import { sentencesAt } from '../speak.ts'
import { byVisitor, shownPerson } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { objectionPage } from './objection-page.ts'

/** `GET /objection/:link`: asks. Whoever has the link can read the old address's mail, which is all it takes. */
export const objection = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const found = await findObjection(world, visit.path['link'] ?? '')
  if (found === undefined) return expired(world, visit)
  const { account, address } = found
  const { brand } = await world.look()
  const view = { formToken: formToken(world, visit), person: shownPerson(account), address }
  return page(objectionPage(view, sentencesAt(visit, { accountLocale: account.locale }), brand))
}

/** `POST /objection/:link`: the address stays or comes back, and the person chooses a new password. */
export const objected = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const done = await objectToEmail(world, visit.path['link'] ?? '', byVisitor(visit))
  return done.ok ? redirect(`/reset/${done.passwordSecret}`) : expired(world, visit)
}

const expired = (world: WebWorld, visit: Visit): Promise<Response> =>
  showError(world, visit, 404, {
    code: 'mail_link_expired',
    onward: { href: '/sign-in', label: sentencesAt(visit).signIn.title },
  })
