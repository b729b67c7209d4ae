import { type GrantType, grantTypes } from '../../applications/application.ts'
import { json } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { codeGrant } from '../grants/code.ts'
import type { Grant } from '../grants/grant.ts'
import { refreshGrant } from '../grants/refresh.ts'
import { OAuthError } from '../oauth-error.ts'
import type { ProtocolWorld } from '../world.ts'
import { answering, backChannelForm } from './answer.ts'
import { clientAt } from './client.ts'

const grants: Readonly<Record<GrantType, Grant>> = { authorization_code: codeGrant, refresh_token: refreshGrant }

/** `POST /token` (RFC 6749 section 3.2). */
export const token = (world: ProtocolWorld, visit: Visit): Promise<Response> =>
  answering(visit, async () => {
    const form = await backChannelForm(visit)
    const application = await clientAt(world, visit, form)
    const sent = form.get('grant_type')
    if (sent === undefined) throw new OAuthError('invalid_request', 'grant_type is missing')
    const grantType = grantTypes.find((name) => name === sent)
    if (grantType === undefined) {
      throw new OAuthError('unsupported_grant_type', `grant_type must be one of ${grantTypes.join(', ')}`)
    }
    if (!application.allowedGrants.includes(grantType)) {
      throw new OAuthError('unauthorized_client', `this application may not use ${grantType}`)
    }
    return json(await grants[grantType](world, visit.base, application, form), { headers: { pragma: 'no-cache' } })
  })
