/**
 * Every error code that an application is sent for what it asked: RFC 6749, 6750, OpenID Connect Core section 3.1.2.6, RFC 9101. What is no fault of
 * its own is `server_error`, by `http/errors.ts`.
 */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'unauthorized_client'
  | 'access_denied'
  | 'unsupported_response_type'
  | 'invalid_scope'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'invalid_token'
  | 'login_required'
  | 'consent_required'
  | 'account_selection_required'
  | 'interaction_required'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'registration_not_supported'

/** An expected outcome that has a name in the specifications. `description` is our own sentence, for the application's developer. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode
  readonly description: string
  constructor(code: OAuthErrorCode, description: string) {
    super(`${code}: ${description}`)
    this.name = 'OAuthError'
    this.code = code
    this.description = description
  }
}
