import type { Person } from '../../accounts/sessions/sessions.ts'
import { findBySlug } from '../../applications/application.ts'
import { accessFor } from '../../applications/entrant.ts'
import { launchAddress } from '../../applications/launch.ts'
import { record } from '../../events/event.ts'
import { Refusal } from '../../http/refusal.ts'
import { redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { refuse } from '../../protocol/authorize/outcome.ts'
import { showOutcome } from '../signin/show-outcome.ts'
import { visitorAt } from '../visitor.ts'
import type { WebWorld } from '../world.ts'

/**
 * `GET /application/launch/:slug`: on to where an application opens, for those who may enter it. The address can be given to people, and
 * stays when the application moves. Where it leads is the operator's word, never the visitor's.
 */
export const launch = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const application = await findBySlug(world, visit.path['slug'] ?? '')
  const address = application && launchAddress(application)
  if (application === undefined || address === undefined || application.disabledAt !== undefined) {
    throw new Refusal(404, 'not_found')
  }
  const access = await accessFor(world, application, person.account, person.session)
  if (!access.allowed) {
    const visitor = await visitorAt(world, visit)
    return showOutcome(world, visit, await refuse(world, application, access, visitor))
  }
  const { address: from, userAgent } = visit
  const by = { accountId: person.account.id, applicationId: application.id, address: from, userAgent }
  await record(world, 'application.launched', by)
  return redirect(address)
}
