import type { Application } from '../../applications/application.ts'
import { issuerOf, speaksFor } from '../../applications/issuer.ts'
import type { Visit } from '../../http/visit.ts'
import type { Form } from '../../lib/forms.ts'
import { authenticateClient } from '../client-authentication.ts'
import { OAuthError } from '../oauth-error.ts'
import type { ProtocolWorld } from '../world.ts'

/** The application that a back-channel request comes from. What one issuer gave is not taken at another's address. */
export const clientAt = async (world: ProtocolWorld, visit: Visit, form: Form): Promise<Application> => {
  const application = await authenticateClient(world, visit.request.headers.get('authorization'), form)
  if (speaksFor(visit.pathname, application)) return application
  throw new OAuthError(
    'unauthorized_client',
    `the issuer of this application is ${issuerOf(visit.base, application)}, and this is the address of another`,
  )
}
