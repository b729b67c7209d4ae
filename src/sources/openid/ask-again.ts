import type { JsonObject } from '../../net/json.ts'
import type { SourceWorld } from '../source.ts'
import type { Tokens } from './exchange.ts'
import type { Provider } from './open-provider.ts'
import { isForAnyTenant, type OpenidSettings } from './settings.ts'
import { toldClaims } from './told-claims.ts'

export interface AskingAgain {
  readonly settings: OpenidSettings
  readonly provider: Provider
  readonly refreshToken: string
}

/**
 * What the provider says of somebody now, by a refresh token (OpenID Connect Core section 12), signatures included; whom it is about is for the
 * caller to compare. Undefined where it says nothing. Throws what openid-client throws.
 */
export const askAgain = async (
  world: SourceWorld,
  { settings, provider, refreshToken }: AskingAgain,
): Promise<{ readonly claims: JsonObject; readonly tokens: Tokens } | undefined> => {
  const { client, configuration, metadata } = provider
  const answer = await client.refreshTokenGrant(configuration, refreshToken)
  const tokens: Tokens = {
    accessToken: answer.access_token,
    idToken: answer.id_token,
    refreshToken: answer.refresh_token,
    claims: { ...answer.claims() },
  }
  if (settings.protocol === 'openid' && answer.id_token === undefined) {
    // Userinfo names no issuer, and so nobody of one tenant out of many.
    const isAsked = settings.userinfo !== 'never' && !isForAnyTenant(settings)
    if (!isAsked || metadata.userinfo_endpoint === undefined) return undefined
    const claims = await client.fetchUserInfo(configuration, tokens.accessToken, client.skipSubjectCheck)
    return { claims: { ...claims }, tokens }
  }
  const claims = await toldClaims(world, { settings, provider }, tokens)
  return claims === undefined ? undefined : { claims, tokens }
}

/** The provider says that the token is good for nothing any more (RFC 6749 section 5.2): whoever it was for is gone from there, or was put out. */
export const isGone = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ResponseBodyError' && Reflect.get(error, 'error') === 'invalid_grant'
