import { decodeJwt, decodeProtectedHeader } from 'jose'
import type { Application } from '../applications/application.ts'
import { scopesSupported } from '../applications/claims.ts'
import { endpointsOf } from '../applications/issuer.ts'
import { introducing } from '../applications/known-as/introduce.ts'
import { scopesFor } from '../applications/scopes.ts'
import { tell } from '../applications/tell.ts'
import { metadata } from '../protocol/endpoints/discovery.ts'
import { signIdToken } from '../protocol/id-token.ts'
import type { ProtocolWorld } from '../protocol/world.ts'
import type { Seen } from '../recipes/check.ts'
import type { Row } from '../storage/records.ts'
import type { World } from '../storage/world.ts'

/**
 * What an application would be given about a person if they signed in to it now, made by the same code and kept by nobody: nothing is
 * issued, and no handle is given away.
 */
export const previewSignIn = async (
  world: World & Pick<ProtocolWorld, 'keyring'>,
  application: Application,
  account: Row<'accounts'>,
  base: string,
): Promise<Seen> => {
  const endpoints = endpointsOf(base, application)
  const { issuer } = endpoints
  const now = world.clock.now()
  const known = await introducing(world, application, account, async (known) => known)
  const scopes = scopesFor(application, scopesSupported).filter((scope) => scope !== 'offline_access')
  const signedIn = { authTime: now, amr: ['pwd'] }
  const { claims } = await tell(world, { account, application, handle: known.handle, scopes, base, signedIn })
  const nonce = 'preview'
  const idToken = await signIdToken(world.keyring, {
    ...{ issuer, subject: known.subject, application, now, nonce, claims },
    ...{ authTime: now, amr: ['pwd'], sessionId: 'preview', accessToken: 'preview' },
    alsoFor: [],
  })
  return {
    clientId: application.clientId,
    issuer,
    header: decodeProtectedHeader(idToken),
    idToken: decodeJwt(idToken),
    userinfo: { ...claims, sub: known.subject },
    token: { token_type: 'Bearer', scope: scopes.join(' ') },
    discovery: metadata(endpoints),
    nonce,
    now,
  }
}
