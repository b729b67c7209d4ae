import type { Application } from '../../applications/application.ts'
import { grantable } from '../../applications/scopes.ts'
import { type Asked, isPrompt, type Prompt } from '../../flow/next-step.ts'
import { isResponseMode, type Parameters, type ResponseMode, words } from './parameters.ts'

/** An authorization request that has passed every check: what is stored while a person is asked, and what a code stands for. */
export interface AuthorizationRequest {
  readonly redirectUri: string
  readonly responseMode: ResponseMode
  /** Those asked for that exist here and that the application may have; the others are ignored (OpenID Connect Core section 3.1.2.1). */
  readonly scopes: readonly string[]
  readonly state?: string | undefined
  readonly nonce?: string | undefined
  readonly codeChallenge?: string | undefined
  readonly prompts: readonly Prompt[]
  readonly maxAge?: number | undefined
  readonly loginHint?: string | undefined
  readonly uiLocales?: string | undefined
  readonly hintedSubject?: string | undefined
  /** The client id of the application that knows the person as that, where it is another one. */
  readonly hintedBy?: string | undefined
}

/** A request without any scope is plain OAuth and gets what a profile needs, never an ID token. */
const scopesOf = (scope: string | undefined, application: Application): readonly string[] => {
  const asked = words(scope)
  return grantable(application, asked.length === 0 ? ['profile', 'email'] : asked)
}

/**
 * Where an answer goes in the redirect URI. Who asks for a token in the browser, and is refused, looks for the error in the fragment
 * (OAuth 2.0 Multiple Response Types section 5).
 */
const responseModeOf = ({ responseMode, responseType }: Parameters): ResponseMode => {
  if (responseMode !== undefined && isResponseMode(responseMode)) return responseMode
  return words(responseType).some((word) => word === 'token' || word === 'id_token') ? 'fragment' : 'query'
}

/** Only of parameters whose redirect URI may be trusted. */
export const requestOf = (
  parameters: Parameters,
  application: Application,
  hint: { readonly subject: string; readonly clientId: string } | undefined,
): AuthorizationRequest => ({
  redirectUri: parameters.redirectUri ?? '',
  responseMode: responseModeOf(parameters),
  scopes: scopesOf(parameters.scope, application),
  state: parameters.state,
  nonce: parameters.nonce,
  codeChallenge: parameters.codeChallenge,
  prompts: words(parameters.prompt).filter(isPrompt),
  maxAge: parameters.maxAge === undefined ? undefined : Number(parameters.maxAge),
  loginHint: parameters.loginHint?.slice(0, 200),
  uiLocales: parameters.uiLocales?.slice(0, 100),
  hintedSubject: hint?.subject,
  hintedBy: hint?.clientId === application.clientId ? undefined : hint?.clientId,
})

/** What of it has a bearing on the steps. */
export const askedOf = (request: AuthorizationRequest): Asked => ({
  prompts: request.prompts,
  maxAge: request.maxAge,
  hintedSubject: request.hintedSubject,
  scopes: request.scopes,
  redirectUri: request.redirectUri,
})
