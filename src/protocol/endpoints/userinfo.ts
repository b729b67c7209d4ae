import { findApplication } from '../../applications/application.ts'
import { speaksFor } from '../../applications/issuer.ts'
import { findHandle } from '../../applications/known-as/introduce.ts'
import { findSubject } from '../../applications/known-as/subject.ts'
import { grantable } from '../../applications/scopes.ts'
import { json } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { hashTimedSecret } from '../../lib/secret.ts'
import type { SignIn } from '../authorize/issue-code.ts'
import { mayEnter } from '../grants/may-enter.ts'
import { OAuthError } from '../oauth-error.ts'
import { told } from '../told.ts'
import type { ProtocolWorld } from '../world.ts'
import { errorAnswer } from './answer.ts'

/**
 * `GET` and `POST /userinfo` (OpenID Connect Core section 5.3): the same claims and the same `sub` as in the ID token.
 * Also answers for tokens of plain OAuth, without `openid`: several applications know nothing else.
 */
export const userinfo = async (world: ProtocolWorld, visit: Visit): Promise<Response> => {
  try {
    const bearer = await bearerToken(visit)
    if (bearer === undefined) return challenge(visit)
    const token = await world.storage.find('accessTokens', hashTimedSecret(bearer))
    if (token === undefined || token.expiresAt <= world.clock.now()) throw unknown()
    const account = await world.storage.find('accounts', token.accountId)
    const application = await findApplication(world, token.applicationId)
    if (account === undefined || account.disabledAt !== undefined) throw unknown()
    if (application === undefined || application.disabledAt !== undefined) throw unknown()
    if (!speaksFor(visit.pathname, application)) throw unknown()
    // What is in the record was written by `newAccessToken`.
    const signIn = token.signIn as SignIn | undefined
    if (!(await mayEnter(world, application, account, signIn))) throw unknown()
    const scopes = grantable(application, token.scopes)
    const [handle, sub] = await Promise.all([
      findHandle(world, application.id, account.id),
      findSubject(world, application, account.id),
    ])
    const claims = await told(world, { account, application, handle, scopes, base: visit.base, signedIn: signIn })
    return json({ ...claims, ...strengthOf(signIn), sub })
  } catch (error) {
    if (error instanceof OAuthError) return challenge(visit, error)
    throw error
  }
}

/** How strong the sign-in was, where a source says so. */
const strengthOf = (signIn: SignIn | undefined) =>
  signIn?.acr === undefined ? {} : { acr: signIn.acr, amr: signIn.amr }

const unknown = (): OAuthError => new OAuthError('invalid_token', 'the access token is unknown, expired or revoked')

/** RFC 6750 section 2: from the header or a form body, never from the URL, never from two places. */
const bearerToken = async (visit: Visit): Promise<string | undefined> => {
  if (visit.query.names.includes('access_token')) {
    throw new OAuthError('invalid_request', 'access_token must not be in the URL')
  }
  const header = visit.request.headers.get('authorization')
  const [, inHeader] = /^bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(header ?? '') ?? []
  if (header !== null && inHeader === undefined) {
    throw new OAuthError('invalid_request', 'the Authorization header is not a Bearer token')
  }
  const form = hasFormBody(visit) ? await visit.form() : undefined
  const inBody = form?.get('access_token')
  if ((inHeader !== undefined && inBody !== undefined) || form?.repeated.includes('access_token')) {
    throw new OAuthError('invalid_request', 'the access token was sent twice')
  }
  return inHeader ?? inBody
}

const hasFormBody = ({ request }: Visit): boolean =>
  request.method === 'POST' &&
  /^application\/x-www-form-urlencoded *(;|$)/i.test(request.headers.get('content-type') ?? '')

/** RFC 6750 section 3: without any token no error is named, only how to come in. */
const challenge = (visit: Visit, error?: OAuthError): Response => {
  const realm = `Bearer realm="${visit.base}"`
  if (error === undefined) {
    return json(
      { error: 'invalid_token', error_description: 'an access token is needed' },
      { status: 401, headers: { 'www-authenticate': realm } },
    )
  }
  const detail = `, error="${error.code}", error_description="${error.description}"`
  return errorAnswer(error, { 'www-authenticate': realm + detail })
}
