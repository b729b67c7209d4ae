import type { Form } from '../../lib/forms.ts'

const names = {
  clientId: 'client_id',
  redirectUri: 'redirect_uri',
  responseType: 'response_type',
  responseMode: 'response_mode',
  scope: 'scope',
  state: 'state',
  nonce: 'nonce',
  codeChallenge: 'code_challenge',
  codeChallengeMethod: 'code_challenge_method',
  prompt: 'prompt',
  maxAge: 'max_age',
  idTokenHint: 'id_token_hint',
  loginHint: 'login_hint',
  uiLocales: 'ui_locales',
  request: 'request',
  requestUri: 'request_uri',
  registration: 'registration',
} as const

type Name = keyof typeof names

/** An authorization request as it was sent (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1): nothing has been believed yet. */
export type Parameters = { readonly [N in Name]: string | undefined } & {
  /** Those of the parameters above that were sent more than once. */
  readonly repeated: readonly string[]
}

/** What is not known here is ignored, however often it was sent (RFC 6749 section 3.1). */
export const parseParameters = (form: Form): Parameters => ({
  clientId: form.get(names.clientId),
  redirectUri: form.get(names.redirectUri),
  responseType: form.get(names.responseType),
  responseMode: form.get(names.responseMode),
  scope: form.get(names.scope),
  state: form.get(names.state),
  nonce: form.get(names.nonce),
  codeChallenge: form.get(names.codeChallenge),
  codeChallengeMethod: form.get(names.codeChallengeMethod),
  prompt: form.get(names.prompt),
  maxAge: form.get(names.maxAge),
  idTokenHint: form.get(names.idTokenHint),
  loginHint: form.get(names.loginHint),
  uiLocales: form.get(names.uiLocales),
  request: form.get(names.request),
  requestUri: form.get(names.requestUri),
  registration: form.get(names.registration),
  repeated: form.repeated.filter((name) => known.has(name)),
})

const known: ReadonlySet<string> = new Set(Object.values(names))

/** Space-delimited words (RFC 6749 section 3.3), each once, in the order sent. */
export const words = (text: string | undefined): readonly string[] => [
  ...new Set((text ?? '').split(' ').filter((word) => word !== '')),
]

export const responseModes = ['query', 'fragment', 'form_post'] as const
export type ResponseMode = (typeof responseModes)[number]
export const isResponseMode = (text: string): text is ResponseMode =>
  (responseModes as readonly string[]).includes(text)
