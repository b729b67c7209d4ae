import type { Person } from '../../accounts/sessions/sessions.ts'
import { findApplication } from '../../applications/application.ts'
import { listGrants, revokeGrant } from '../../applications/grants.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { shownApplication } from '../signin/show-outcome.ts'
import { sentencesAt } from '../speak.ts'
import { byVisitor, hallVisitor } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { grantsPage } from './grants-page.ts'

/** `GET /account/applications`: what the person has allowed. */
export const grants = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const { brand } = await world.look()
  const revoked = visit.query.get('revoked')
  const view = {
    visitor: hallVisitor(world, visit, person),
    grants: (await listGrants(world, person.account.id)).map(({ application, grant }) => ({
      id: application.id,
      application: shownApplication(application),
      scopes: grant.scopes,
      since: grant.createdAt,
    })),
    revoked: revoked === undefined ? undefined : (await findApplication(world, revoked))?.name,
  }
  return page(grantsPage(view, sentencesAt(visit, { accountLocale: person.account.locale }), brand))
}

/** `POST /account/applications`: takes one back, with everything the application holds by it. */
export const revokedGrant = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const applicationId = (await visit.form()).get('grant') ?? ''
  const revoked = await revokeGrant(world, person.account.id, applicationId, byVisitor(visit, person))
  return redirect(
    revoked ? `/account/applications?revoked=${encodeURIComponent(applicationId)}` : '/account/applications',
  )
}
