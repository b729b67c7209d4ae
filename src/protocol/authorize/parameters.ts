import type { Form } from '../../lib/forms.ts'

/** An authorization request as it was sent (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1): nothing has been believed yet. */
export interface Parameters {
  readonly clientId: string | undefined
  readonly redirectUri: string | undefined
  readonly responseType: string | undefined
  readonly responseMode: string | undefined
  readonly scope: string | undefined
  readonly state: string | undefined
  readonly nonce: string | undefined
  readonly codeChallenge: string | undefined
  readonly codeChallengeMethod: string | undefined
  readonly prompt: string | undefined
  readonly maxAge: string | undefined
  readonly idTokenHint: string | undefined
  readonly loginHint: string | undefined
  readonly uiLocales: string | undefined
  readonly request: string | undefined
  readonly requestUri: string | undefined
  readonly registration: string | undefined
  readonly repeated: readonly string[]
}

export const parseParameters = (form: Form): Parameters => ({
  clientId: form.get('client_id'),
  redirectUri: form.get('redirect_uri'),
  responseType: form.get('response_type'),
  responseMode: form.get('response_mode'),
  scope: form.get('scope'),
  state: form.get('state'),
  nonce: form.get('nonce'),
  codeChallenge: form.get('code_challenge'),
  codeChallengeMethod: form.get('code_challenge_method'),
  prompt: form.get('prompt'),
  maxAge: form.get('max_age'),
  idTokenHint: form.get('id_token_hint'),
  loginHint: form.get('login_hint'),
  uiLocales: form.get('ui_locales'),
  request: form.get('request'),
  requestUri: form.get('request_uri'),
  registration: form.get('registration'),
  repeated: form.repeated,
})

/** Space-delimited words (RFC 6749 section 3.3), each once, in the order sent. */
export const words = (text: string | undefined): readonly string[] => [
  ...new Set((text ?? '').split(' ').filter((word) => word !== '')),
]

export const responseModes = ['query', 'fragment', 'form_post'] as const
export type ResponseMode = (typeof responseModes)[number]
export const isResponseMode = (text: string): text is ResponseMode =>
  (responseModes as readonly string[]).includes(text)
