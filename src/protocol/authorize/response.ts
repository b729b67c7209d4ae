import type { OAuthError } from '../oauth-error.ts'
import type { AuthorizationRequest } from './request.ts'

/** An authorization response on its way to the application: a URL to send the browser to, or a form to post from it. */
export type AuthorizationResponse =
  | { readonly mode: 'redirect'; readonly location: string }
  | { readonly mode: 'form_post'; readonly action: string; readonly fields: readonly (readonly [string, string])[] }

type Addressee = Pick<AuthorizationRequest, 'redirectUri' | 'responseMode' | 'state'>

/** `iss` goes with every response, so that the application knows who answers (RFC 9207). */
const respond = (
  to: Addressee,
  issuer: string,
  answer: readonly (readonly [string, string])[],
): AuthorizationResponse => {
  const fields = [
    ...answer,
    ...(to.state === undefined ? [] : [['state', to.state] as const]),
    ['iss', issuer] as const,
  ]
  if (to.responseMode === 'form_post') return { mode: 'form_post', action: to.redirectUri, fields }
  const encoded = fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  // The registered URI is kept byte for byte: parsing it and writing it again would change some applications' own.
  const separator = to.responseMode === 'fragment' ? '#' : to.redirectUri.includes('?') ? '&' : '?'
  return { mode: 'redirect', location: to.redirectUri + separator + encoded }
}

export const codeResponse = (to: Addressee, issuer: string, code: string): AuthorizationResponse =>
  respond(to, issuer, [['code', code]])

export const errorResponse = (to: Addressee, issuer: string, error: OAuthError): AuthorizationResponse =>
  respond(to, issuer, [
    ['error', error.code],
    ['error_description', error.description],
  ])
