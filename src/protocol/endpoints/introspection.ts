import { issuerOf } from '../../applications/issuer.ts'
import { findSubject } from '../../applications/known-as/subject.ts'
import { json } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { numericDate } from '../../lib/clock.ts'
import { hashTimedSecret } from '../../lib/secret.ts'
import type { SignIn } from '../authorize/issue-code.ts'
import { mayEnter } from '../grants/may-enter.ts'
import { hashOf, parseRefreshToken } from '../grants/refresh-secret.ts'
import { OAuthError } from '../oauth-error.ts'
import type { ProtocolWorld } from '../world.ts'
import { answering, backChannelForm } from './answer.ts'
import { clientAt } from './client.ts'

const inactive = { active: false }

/** `POST /introspect` (RFC 7662): an application's own tokens. Of anything else it learns nothing but `active: false`. */
export const introspection = (world: ProtocolWorld, visit: Visit): Promise<Response> =>
  answering(visit, async () => {
    const form = await backChannelForm(visit)
    const application = await clientAt(world, visit, form)
    if (!application.confidential) throw new OAuthError('invalid_client', 'a public application cannot ask this')
    const token = form.get('token')
    if (token === undefined) throw new OAuthError('invalid_request', 'token is missing')
    const refresh = parseRefreshToken(token)
    const row =
      refresh === undefined
        ? await world.storage.find('accessTokens', hashTimedSecret(token))
        : await world.storage.find('refreshTokens', refresh.chainId)
    if (row === undefined || row.applicationId !== application.id || row.expiresAt <= world.clock.now()) {
      return json(inactive)
    }
    if (refresh !== undefined && !('current' in row && row.current === hashOf(refresh))) return json(inactive)
    const account = await world.storage.find('accounts', row.accountId)
    // What is in the record was written with the token.
    const may = account && (await mayEnter(world, application, account, row.signIn as SignIn | undefined))
    if (account === undefined || may !== true) return json(inactive)
    return json({
      active: true,
      iss: issuerOf(visit.base, application),
      client_id: application.clientId,
      sub: await findSubject(world, application, account.id),
      username: account.username,
      scope: row.scopes.join(' '),
      token_type: refresh === undefined ? 'Bearer' : 'refresh_token',
      iat: numericDate(row.createdAt),
      exp: numericDate(row.expiresAt),
    })
  })
