import type { Visit } from '../../http/visit.ts'
import { hashTimedSecret } from '../../lib/secret.ts'
import { removing, removingWhere } from '../../storage/storage.ts'
import { hashOf, parseRefreshToken } from '../grants/refresh-secret.ts'
import { OAuthError } from '../oauth-error.ts'
import type { ProtocolWorld } from '../world.ts'
import { answering, backChannelForm } from './answer.ts'
import { clientAt } from './client.ts'

/**
 * `POST /revoke` (RFC 7009). A refresh token takes every access token of its chain with it. Another application's token is left
 * alone, and so is an unknown one; both are answered alike.
 */
export const revocation = (world: ProtocolWorld, visit: Visit): Promise<Response> =>
  answering(visit, async () => {
    const form = await backChannelForm(visit)
    const application = await clientAt(world, visit, form)
    const token = form.get('token')
    if (token === undefined) throw new OAuthError('invalid_request', 'token is missing')
    const refresh = parseRefreshToken(token)
    if (refresh === undefined) {
      await world.storage.removeWhere('accessTokens', { id: hashTimedSecret(token), applicationId: application.id })
    } else {
      const family = await world.storage.find('refreshTokens', refresh.chainId)
      const known = family?.current === hashOf(refresh) || family?.previous === hashOf(refresh)
      if (family?.applicationId === application.id && known) {
        await world.storage.atomically([
          removing('refreshTokens', family.id),
          removingWhere('accessTokens', { chainId: family.id }),
        ])
      }
    }
    return new Response(null, { status: 200, headers: { 'cache-control': 'no-store' } })
  })
