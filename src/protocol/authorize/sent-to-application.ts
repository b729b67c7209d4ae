import type { Application } from '../../applications/application.ts'
import { scopesSupported } from '../../applications/claims.ts'
import { grantable } from '../../applications/scopes.ts'
import { isPrompt, prompts } from '../../flow/next-step.ts'
import { OAuthError } from '../oauth-error.ts'
import { isChallenge } from '../pkce.ts'
import { isResponseMode, type Parameters, words } from './parameters.ts'

type Check = (asked: Parameters, application: Application) => OAuthError | undefined

const invalid = (description: string): OAuthError => new OAuthError('invalid_request', description)

/** RFC 6749 section 3.1. */
const repeated: Check = ({ repeated: [name] }) =>
  name === undefined ? undefined : invalid(`${name} was sent more than once`)

/** RFC 9101 and Core section 6: not offered, and saying so beats ignoring what it may have asked. */
const requestObject: Check = ({ request, requestUri, registration }) => {
  if (request !== undefined) return new OAuthError('request_not_supported', 'request objects are not supported')
  if (requestUri !== undefined) return new OAuthError('request_uri_not_supported', 'request_uri is not supported')
  return registration === undefined
    ? undefined
    : new OAuthError('registration_not_supported', 'the registration parameter is not supported')
}

const responseType: Check = ({ responseType }, { allowedGrants }) => {
  if (responseType === undefined) return invalid('response_type is missing')
  if (responseType !== 'code') {
    return new OAuthError('unsupported_response_type', 'only response_type=code is supported')
  }
  return allowedGrants.includes('authorization_code')
    ? undefined
    : new OAuthError('unauthorized_client', 'this application may not use authorization_code')
}

const responseMode: Check = ({ responseMode }) =>
  responseMode === undefined || isResponseMode(responseMode)
    ? undefined
    : invalid('response_mode must be query, fragment or form_post')

/**
 * Scopes that do not exist, or that this application may not have, are ignored as long as one is left. When none is, somebody wrote commas or
 * another provider's names, and would look for the reason in vain at an application that was told yes.
 */
const scope: Check = ({ scope }, application) => {
  const asked = words(scope)
  if (asked.length === 0 || grantable(application, asked).length > 0) return undefined
  const there = grantable(application, scopesSupported).join(', ')
  return new OAuthError('invalid_scope', `scope must have one of ${there} in it, separated by spaces`)
}

/** `none` stands alone (Core section 3.1.2.1). */
const prompt: Check = ({ prompt }) => {
  const asked = words(prompt)
  if (!asked.every(isPrompt)) return invalid(`prompt must be made of ${prompts.join(', ')}`)
  return asked.includes('none') && asked.length > 1 ? invalid('prompt=none cannot be combined') : undefined
}

const maxAge: Check = ({ maxAge }) =>
  maxAge === undefined || /^\d{1,9}$/.test(maxAge) ? undefined : invalid('max_age must be a number of seconds')

/** RFC 7636, and RFC 9700 section 2.1.1: S256 only; a public application always. */
const pkce: Check = ({ codeChallenge, codeChallengeMethod }, { confidential, pkce }) => {
  if (codeChallenge === undefined) {
    if (codeChallengeMethod !== undefined) return invalid('code_challenge_method was sent without code_challenge')
    return confidential && pkce === 'optional'
      ? undefined
      : invalid('this application must use PKCE: code_challenge is missing')
  }
  if (codeChallengeMethod !== 'S256') return invalid('code_challenge_method must be S256')
  return isChallenge(codeChallenge) ? undefined : invalid('code_challenge is not the SHA-256 of a verifier')
}

const checks: readonly Check[] = [repeated, requestObject, responseType, responseMode, scope, prompt, maxAge, pkce]

/** The first mistake that the application is told of, or undefined. Only for requests whose redirect URI is trusted. */
export const sentToApplication: Check = (asked, application) => {
  for (const check of checks) {
    const error = check(asked, application)
    if (error !== undefined) return error
  }
  return undefined
}
