import type { JWTPayload, JWTVerifyGetKey } from 'jose'
import type { ServerMetadata } from 'openid-client'
import { seconds } from '../../lib/clock.ts'
import { FetchFailed } from '../../net/fetch-failed.ts'
import { asObject, textOf } from '../../net/json.ts'
import type { Heard, SourceWorld } from '../source.ts'
import type { HeldKeys } from './held-keys.ts'
import { asymmetric, isTemplated, tenantIssuer } from './metadata.ts'
import { issuerSaid, type OpenidSettings, subjectOf } from './settings.ts'

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

export interface Said {
  readonly settings: OpenidSettings
  readonly metadata: ServerMetadata
  readonly keys: HeldKeys
  readonly said: string
}

/**
 * A logout token, validated as OpenID Connect Back-Channel Logout 1.0, section 2.6 has it; undefined for anything else. None is
 * remembered: one that is heard twice is about what there was when it was made.
 */
export const hearLogout = async (
  world: Pick<SourceWorld, 'clock'>,
  { settings, metadata, keys, said }: Said,
): Promise<Heard | undefined> => {
  if (said.length > 16_000 || metadata.jwks_uri === undefined) return undefined
  const { jwks_uri: uri } = metadata
  const templated = isTemplated(metadata.issuer)
  const { jwtVerify, errors } = await import('jose')
  const verified = async (known: JWTVerifyGetKey): Promise<JWTPayload> => {
    const { payload } = await jwtVerify(said, known, {
      algorithms: metadata.id_token_signing_alg_values_supported ?? asymmetric,
      ...(templated ? {} : { issuer: metadata.issuer }),
      audience: settings.clientId,
      clockTolerance: settings.leeway,
      currentDate: new Date(world.clock.now()),
      maxTokenAge: '10 minutes',
      requiredClaims: ['iat', 'events'],
    })
    return payload
  }
  /** By a key that is new there, or by a new one under an old name. */
  const verifiedAnew = async (error: unknown): Promise<JWTPayload> => {
    const isOfOthers =
      error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed
    const newer = isOfOthers ? await keys.newer(uri) : undefined
    if (newer === undefined) throw error
    return verified(newer)
  }
  try {
    const payload = await verified(await keys.of(uri)).catch(verifiedAnew)
    if (payload['nonce'] !== undefined || asObject(asObject(payload['events'])?.[logoutEvent]) === undefined)
      return undefined
    if (templated && tenantIssuer({ ...payload }) === undefined) return undefined
    const session = textOf(payload['sid'])
    // By another claim than `sub`, people are known to us by what a logout token does not say.
    const subject = settings.uidField === 'sub' ? textOf(payload.sub) : undefined
    if (session === undefined && subject === undefined) return undefined
    const until = seconds((payload.iat ?? 0) + settings.leeway)
    return {
      session,
      subject: subject === undefined ? undefined : subjectOf({ issuer: issuerSaid(settings, payload.iss) }, subject),
      until,
    }
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof FetchFailed || error instanceof TypeError)
      return undefined
    throw error
  }
}
