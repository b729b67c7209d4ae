import type { Application } from '../../applications/application.ts'
import { compareRedirect, isHarmful, textOfRedirect } from '../../applications/redirect-uri.ts'
import type { ClientMistake } from '../find-client.ts'
import type { Parameters } from './parameters.ts'

/**
 * Why a person sees a page and the application hears nothing: until the redirect URI is trusted, an answer could go to a
 * stranger (RFC 6749 section 4.1.2.1). `code` has its sentence in `locales/` and stands in the page's `data-error`.
 */
export type Mistake =
  | { readonly code: 'client_id_missing' }
  | { readonly code: 'client_id_repeated' }
  | { readonly code: 'client_unknown'; readonly clientId: string }
  | { readonly code: 'client_disabled' }
  | ClientMistake
  | { readonly code: 'redirect_uri_missing' }
  | { readonly code: 'redirect_uri_repeated' }
  | { readonly code: 'redirect_uri_harmful' }
  | { readonly code: 'redirect_uri_mismatch'; readonly sent: string; readonly registered: readonly string[] }

type Check = (asked: Parameters, application: Application | undefined) => Mistake | undefined

const clientMissing: Check = ({ clientId, repeated }) => {
  if (repeated.includes('client_id')) return { code: 'client_id_repeated' }
  return clientId === undefined ? { code: 'client_id_missing' } : undefined
}

const clientUnknown: Check = ({ clientId }, application) =>
  application === undefined ? { code: 'client_unknown', clientId: clientId ?? '' } : undefined

const clientDisabled: Check = (_, application) =>
  application?.disabledAt === undefined ? undefined : { code: 'client_disabled' }

/** OpenID Connect requires it even where one alone is registered (Core section 3.1.2.1). */
const redirectMissing: Check = ({ redirectUri, repeated }) => {
  if (repeated.includes('redirect_uri')) return { code: 'redirect_uri_repeated' }
  return redirectUri === undefined ? { code: 'redirect_uri_missing' } : undefined
}

const redirectMismatch: Check = ({ redirectUri: sent = '' }, application) => {
  const registered = application?.redirectUris ?? []
  const native = application?.confidential === false
  return registered.some((uri) => compareRedirect(uri, sent, { native }))
    ? undefined
    : { code: 'redirect_uri_mismatch', sent, registered: registered.map(textOfRedirect) }
}

const redirectHarmful: Check = ({ redirectUri = '' }) =>
  isHarmful(redirectUri) ? { code: 'redirect_uri_harmful' } : undefined

const checks: readonly Check[] = [
  clientMissing,
  clientUnknown,
  clientDisabled,
  redirectMissing,
  redirectMismatch,
  redirectHarmful,
]

/** The first mistake that must not leave this site, or undefined: then the redirect URI may be trusted. */
export const shownToPerson: Check = (asked, application) => {
  for (const check of checks) {
    const mistake = check(asked, application)
    if (mistake !== undefined) return mistake
  }
  return undefined
}
