import type { Application } from '../../applications/application.ts'
import { introducing } from '../../applications/known-as/introduce.ts'
import { grantable } from '../../applications/scopes.ts'
import { event } from '../../events/event.ts'
import { seconds, type Time } from '../../lib/clock.ts'
import type { SignIn } from '../authorize/issue-code.ts'
import { words } from '../authorize/parameters.ts'
import { OAuthError } from '../oauth-error.ts'
import type { Grant } from './grant.ts'
import { mayEnter } from './may-enter.ts'
import { hashOf, parseRefreshToken, successorOf } from './refresh-secret.ts'
import { newAccessToken, tokenResponse } from './tokens.ts'

/** An application whose answer was lost may ask again for this long; a thief who comes later ends the family. */
const grace: Time = seconds(30)

/** The refresh token grant (RFC 6749 section 6) with rotation (RFC 9700 section 4.14.2). */
export const refreshGrant: Grant = async (world, base, application, form) => {
  const presented = form.get('refresh_token')
  if (presented === undefined) throw new OAuthError('invalid_request', 'refresh_token is missing')
  const token = parseRefreshToken(presented)
  const family = token === undefined ? undefined : await world.storage.find('refreshTokens', token.chainId)
  const account = family === undefined ? undefined : await world.storage.find('accounts', family.accountId)
  if (token === undefined || family === undefined || family.applicationId !== application.id) throw unknown()
  if (family.expiresAt <= world.clock.now()) throw unknown()
  const signIn = family.signIn as SignIn
  if (account === undefined || !(await mayEnter(world, application, account, signIn))) throw unknown()

  const scopes = narrowed(application, family.scopes, form.get('scope'))
  const successor = successorOf(world, token)
  const now = world.clock.now()
  const { accessToken, change } = newAccessToken(world, {
    application,
    accountId: account.id,
    sessionId: family.sessionId,
    chainId: family.id,
    scopes,
    signIn,
  })
  const { rotation, known } = await introducing(world, application, account, async (known, changes) => ({
    known,
    rotation: await world.storage.rotate({
      id: family.id,
      applicationId: application.id,
      token: hashOf(token),
      next: hashOf(successor),
      now,
      grace,
      renew: (row) => ({ ...row, expiresAt: Math.min(row.endsAt, now + application.refreshTokenIdle) }),
      also: () => [
        change,
        ...changes,
        event(world, 'token.issued', {
          accountId: account.id,
          applicationId: application.id,
          data: { grant: 'refresh_token', scopes },
        }),
      ],
    }),
  }))
  if (rotation.outcome === 'unknown') throw unknown()
  if (rotation.outcome === 'reused') {
    await world.storage.atomically([
      event(world, 'token.reuse', {
        outcome: 'refused',
        accountId: account.id,
        applicationId: application.id,
        data: { what: 'refresh_token' },
      }),
    ])
    throw unknown()
  }
  return tokenResponse(world, { base, application, account, known, scopes, signIn }, accessToken, successor.text)
}

const unknown = (): OAuthError =>
  new OAuthError('invalid_grant', 'the refresh token is unknown, expired, revoked or was used before')

/**
 * RFC 6749 section 6: what is asked must have been granted; what does not exist, or what the application may not have any more, is ignored,
 * as it was before, when something else is asked too. The chain itself keeps all it had.
 */
const narrowed = (
  application: Application,
  granted: readonly string[],
  asked: string | undefined,
): readonly string[] => {
  const named = words(asked)
  const scopes = grantable(application, named.length === 0 ? granted : named)
  if (named.length === 0) return scopes
  if (scopes.length === 0 || scopes.some((scope) => !granted.includes(scope))) {
    throw new OAuthError('invalid_scope', 'scope goes beyond what was granted')
  }
  return scopes
}
