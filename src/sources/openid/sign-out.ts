import type { ServerMetadata } from 'openid-client'
import type { SigningOut } from '../source.ts'
import type { OpenidSettings } from './settings.ts'

/** OpenID Connect RP-Initiated Logout 1.0, section 2. Undefined where the provider offers none. */
export const signOutUrl = (
  { clientId }: Pick<OpenidSettings, 'clientId'>,
  { end_session_endpoint: endpoint }: Pick<ServerMetadata, 'end_session_endpoint'>,
  { hint, returnTo, state }: SigningOut,
): string | undefined => {
  if (endpoint === undefined || !URL.canParse(endpoint)) return undefined
  const url = new URL(endpoint)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined
  url.searchParams.set('client_id', clientId)
  url.searchParams.set('post_logout_redirect_uri', returnTo)
  if (hint !== undefined) url.searchParams.set('id_token_hint', hint)
  if (state !== undefined) url.searchParams.set('state', state)
  return url.href
}
