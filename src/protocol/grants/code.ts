import type { Application } from '../../applications/application.ts'
import { introducing } from '../../applications/known-as/introduce.ts'
import { grantable } from '../../applications/scopes.ts'
import { event } from '../../events/event.ts'
import { seconds, type Time } from '../../lib/clock.ts'
import type { Form } from '../../lib/forms.ts'
import { hashTimedSecret } from '../../lib/secret.ts'
import type { Row } from '../../storage/records.ts'
import { adding, type Change, removing, removingWhere } from '../../storage/storage.ts'
import { type CodeContents, contentsOf } from '../authorize/issue-code.ts'
import { rememberingSession } from '../logout/remember.ts'
import { OAuthError, type OAuthErrorCode } from '../oauth-error.ts'
import { verifies } from '../pkce.ts'
import type { ProtocolWorld } from '../world.ts'
import type { Grant } from './grant.ts'
import { mayEnter } from './may-enter.ts'
import { firstRefreshToken, hashOf, type RefreshToken } from './refresh-secret.ts'
import { newAccessToken, tokenResponse } from './tokens.ts'

/** How long the same application hears the same error when it presents a spent code again. */
const remembered: Time = seconds(10)

/**
 * The authorization code grant (RFC 6749 section 4.1.3). A code is taken in one statement, so that of any number of attempts one succeeds.
 * A wrong verifier or redirect URI spends it: nobody guesses at a code twice. The same application is then told the same
 * error for ten seconds, since client libraries try again with another authentication method and would hide the cause.
 */
export const codeGrant: Grant = async (world, base, application, form) => {
  const code = form.get('code')
  if (code === undefined) throw new OAuthError('invalid_request', 'code is missing')
  const id = hashTimedSecret(code)
  const row = await world.storage.find('codes', id)
  if (row === undefined) throw await spent(world, application, id)
  // Another application's code is left to its owner.
  if (row.applicationId !== application.id) throw invalid('the code is unknown')

  const contents = contentsOf(row)
  const mistake = mistakeIn(row, contents, form, world.clock.now())
  const found = mistake === undefined ? await world.storage.find('accounts', row.accountId) : undefined
  const account = found && (await mayEnter(world, application, found, contents.signIn)) ? found : undefined
  if (account === undefined) {
    const failure = mistake ?? invalid('the person is gone, or may not enter any more')
    const taken = await world.storage.take('codes', id, () => refusalChanges(world, application, row, failure))
    throw taken === undefined ? await spent(world, application, id) : failure
  }

  const scopes = grantable(application, contents.scopes)
  const about = { accountId: account.id, sessionId: row.sessionId }
  const { signIn, nonce } = contents
  const { accessToken, change } = newAccessToken(world, { application, ...about, chainId: id, scopes, signIn })
  const refresh = scopes.includes('offline_access') ? firstRefreshToken(world, id) : undefined
  const known = await introducing(world, application, account, async (known, changes) => {
    const taken = await world.storage.take('codes', id, () => [
      change,
      ...changes,
      ...rememberingSession(world, application, { ...about, subject: known.subject }),
      ...(refresh === undefined ? [] : [newFamily(world, application, row, { ...contents, scopes }, refresh)]),
      event(world, 'token.issued', {
        accountId: account.id,
        applicationId: application.id,
        data: { grant: 'authorization_code', scopes },
      }),
    ])
    return taken && known
  })
  if (known === undefined) throw await spent(world, application, id)
  const issue = { base, application, account, known, scopes, signIn, nonce }
  return tokenResponse(world, issue, accessToken, refresh?.text)
}

const invalid = (description: string): OAuthError => new OAuthError('invalid_grant', description)

/** RFC 6749 section 4.1.3, RFC 7636 section 4.6: what is wrong with this attempt, or undefined. */
const mistakeIn = (row: Row<'codes'>, contents: CodeContents, form: Form, now: Time): OAuthError | undefined => {
  if (row.expiresAt <= now) return invalid('the code has expired')
  const sent = form.get('redirect_uri')
  if (sent === undefined) return invalid('redirect_uri is missing')
  if (sent !== contents.redirectUri) return invalid('redirect_uri is not the one of the authorization request')
  if (verifies(contents.codeChallenge, form.get('code_verifier'))) return undefined
  if (contents.codeChallenge === undefined) return invalid('code_verifier was sent, but no code_challenge before')
  return invalid(form.has('code_verifier') ? 'code_verifier does not match' : 'code_verifier is missing')
}

const newFamily = (
  world: ProtocolWorld,
  application: Application,
  row: Row<'codes'>,
  contents: CodeContents,
  token: RefreshToken,
): Change => {
  const now = world.clock.now()
  return adding('refreshTokens', {
    id: token.chainId,
    applicationId: application.id,
    accountId: row.accountId,
    sessionId: row.sessionId,
    scopes: contents.scopes,
    signIn: contents.signIn,
    current: hashOf(token),
    rotatedAt: now,
    createdAt: now,
    expiresAt: now + Math.min(application.refreshTokenIdle, application.refreshTokenLifetime),
    endsAt: now + application.refreshTokenLifetime,
  })
}

interface Spent {
  readonly error: OAuthErrorCode
  readonly description: string
}

const refusalChanges = (
  world: ProtocolWorld,
  application: Application,
  row: Row<'codes'>,
  { code, description }: OAuthError,
): readonly Change[] => {
  const now = world.clock.now()
  const outcome: Spent = { error: code, description }
  return [
    adding('spentCodes', {
      id: row.id,
      applicationId: application.id,
      outcome,
      spentAt: now,
      expiresAt: now + remembered,
    }),
    event(world, 'token.refused', {
      outcome: 'refused',
      accountId: row.accountId,
      applicationId: application.id,
      data: { grant: 'authorization_code', ...outcome },
    }),
  ]
}

/**
 * A code that is not there. If it failed a moment ago the same application hears why; if it succeeded, somebody has copied it, and
 * everything that came from it is revoked (RFC 6749 section 4.1.2); all else is an unknown code.
 */
const spent = async (world: ProtocolWorld, application: Application, id: string): Promise<OAuthError> => {
  const failed = await world.storage.find('spentCodes', id)
  if (failed !== undefined) {
    const { error, description } = failed.outcome as Spent
    const told = failed.applicationId === application.id && failed.expiresAt > world.clock.now()
    return told ? new OAuthError(error, description) : invalid('the code is unknown or was used before')
  }
  const [token] = await world.storage.list('accessTokens', { where: { chainId: id }, limit: 1 })
  const family = await world.storage.find('refreshTokens', id)
  if (token !== undefined || family !== undefined) {
    await world.storage.atomically([
      removingWhere('accessTokens', { chainId: id }),
      removing('refreshTokens', id),
      event(world, 'token.reuse', {
        outcome: 'refused',
        accountId: token?.accountId ?? family?.accountId,
        applicationId: token?.applicationId ?? family?.applicationId,
        data: { what: 'authorization_code', presentedBy: application.id },
      }),
    ])
  }
  return invalid('the code is unknown or was used before')
}
