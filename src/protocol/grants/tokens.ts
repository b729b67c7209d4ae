import type { Application } from '../../applications/application.ts'
import { issuerOf } from '../../applications/issuer.ts'
import type { KnownAs } from '../../applications/known-as/introduce.ts'
import { hashTimedSecret, newTimedSecret } from '../../lib/secret.ts'
import type { Row } from '../../storage/records.ts'
import { adding, type Change } from '../../storage/storage.ts'
import { otherAudiences } from '../audiences.ts'
import type { SignIn } from '../authorize/issue-code.ts'
import { signIdToken } from '../id-token.ts'
import { told } from '../told.ts'
import type { ProtocolWorld } from '../world.ts'

/** A token response (RFC 6749 section 5.1, OpenID Connect Core section 3.1.3.3). */
export interface TokenResponse {
  readonly access_token: string
  readonly token_type: 'Bearer'
  /** Seconds. */
  readonly expires_in: number
  readonly scope: string
  readonly refresh_token?: string
  readonly id_token?: string
}

/** What an access token is for. */
export interface AccessTokenOf {
  readonly application: Application
  readonly accountId: string
  readonly sessionId: string
  /** Ties together everything that came from one code. */
  readonly chainId: string
  readonly scopes: readonly string[]
  readonly signIn: SignIn
}

/** An access token, and the change that makes it good. */
export const newAccessToken = (
  world: ProtocolWorld,
  of: AccessTokenOf,
): { readonly accessToken: string; readonly change: Change } => {
  const now = world.clock.now()
  const accessToken = newTimedSecret(world.random, 'accessToken', now)
  const change = adding('accessTokens', {
    id: hashTimedSecret(accessToken),
    applicationId: of.application.id,
    accountId: of.accountId,
    sessionId: of.sessionId,
    chainId: of.chainId,
    scopes: of.scopes,
    signIn: of.signIn,
    createdAt: now,
    expiresAt: now + of.application.accessTokenLifetime,
  })
  return { accessToken, change }
}

/** What the application is told with its tokens, whichever grant they come from. */
export interface Issue {
  /** The public base. */
  readonly base: string
  readonly application: Application
  readonly account: Row<'accounts'>
  /** Told to the application for the first time, or once more. */
  readonly known: KnownAs
  readonly scopes: readonly string[]
  readonly signIn: SignIn
  readonly nonce?: string | undefined
}

/** The answer an application gets once its tokens are kept. An ID token goes with it when `openid` was granted. */
export const tokenResponse = async (
  world: ProtocolWorld,
  issue: Issue,
  accessToken: string,
  refreshToken: string | undefined,
): Promise<TokenResponse> => {
  const { base, application, account, known, scopes, signIn, nonce } = issue
  const idToken = scopes.includes('openid')
    ? await signIdToken(world.keyring, {
        issuer: issuerOf(base, application),
        subject: known.subject,
        application,
        now: world.clock.now(),
        authTime: signIn.authTime,
        amr: signIn.amr,
        acr: signIn.acr,
        sessionId: signIn.sessionPublicId,
        nonce,
        accessToken,
        alsoFor: await otherAudiences(world, issue),
        claims: await told(world, { account, application, handle: known.handle, scopes, base, signedIn: signIn }),
      })
    : undefined
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: Math.floor(application.accessTokenLifetime / 1000),
    scope: scopes.join(' '),
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    ...(idToken === undefined ? {} : { id_token: idToken }),
  }
}
