import { CompactSign } from 'jose'
import type { Application } from '../../applications/application.ts'
import { minutes, numericDate, type Time } from '../../lib/clock.ts'
import type { Keyring } from '../keys/keyring.ts'

export interface Ended {
  readonly subject: string
  /** `sid`: the session's public id. */
  readonly sessionId: string
}

/** Receivers take it within two minutes and no later. */
const good: Time = minutes(2)

/**
 * A logout token (OpenID Connect Back-Channel Logout 1.0, section 2.4): of a type of its own and without a nonce, so that nobody takes it for an
 * ID token. It names the session, so that others of the same person go on.
 */
export const signLogoutToken = async (
  keyring: Keyring,
  { issuer, application, now, id }: { issuer: string; application: Application; now: Time; id: string },
  { subject, sessionId }: Ended,
): Promise<string> => {
  const { key, kid, algorithm } = await keyring.signing(application.signingAlgorithm)
  const claims = {
    ...{ iss: issuer, sub: subject, aud: application.clientId, iat: numericDate(now), exp: numericDate(now + good) },
    ...{ jti: id, sid: sessionId, events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
  }
  return await new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: algorithm, typ: 'logout+jwt', kid })
    .sign(key)
}
