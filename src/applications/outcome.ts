import type { Wrong } from './claims/compiled.ts'
import type { RedirectProblem } from './redirect-uri.ts'

/** What became of something that was asked for. What can be expected to go wrong is a value. */
export type ApplicationOutcome<T extends object = object> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly problems: readonly ApplicationProblem[] }

export interface ApplicationProblem {
  readonly field: ApplicationField
  readonly code: ApplicationProblemCode
  /** Which one of a list, from zero. */
  readonly item?: number
  /** How many have signed in, for `in_use`. */
  readonly people?: number
  /** What is wrong with an expression, and where in it. */
  readonly wrong?: Wrong
}

/** What a problem is about: the form field's name where there is one. */
export type ApplicationField =
  | 'application'
  | 'name'
  | 'slug'
  | 'clientId'
  | 'clientSecret'
  | 'clientSecretHash'
  | 'redirectUris'
  | 'postLogoutRedirectUris'
  | 'backchannelLogoutUri'
  | 'dexPath'
  | 'alsoFor'
  | 'consent'
  | 'accessGroups'
  | 'accessRules'
  | 'claimMappings'
  | 'roles'
  | 'rolesClaim'
  | 'allowedScopes'
  | 'allowedGrants'
  | 'subjectMode'
  | 'usernameRule'
  | 'uidField'
  | 'newcomers'
  | 'newcomerServers'
  | 'missingEmail'
  | 'bridge'
  | 'accessTokenLifetime'
  | 'idTokenLifetime'
  | 'refreshTokenIdle'
  | 'refreshTokenLifetime'
  | 'recipe'
  | 'description'
  | 'launchUrl'
  | 'icon'
  | 'group'
  | 'overlap'
  /** Of one person there. */
  | 'handle'
  | 'subject'

/** Each has its sentence in `locales/`. */
export type ApplicationProblemCode =
  | RedirectProblem
  | 'required'
  | 'too_short'
  | 'too_long'
  | 'too_many'
  | 'out_of_range'
  | 'bad_slug'
  /** It carries a parameter that the answer is to bring. */
  | 'says_an_answer'
  | 'reserved'
  | 'bad_web_address'
  | 'bad_image'
  /** An expression that cannot be used: see `wrong`. */
  | 'bad_expression'
  /** No name that a scope can have, or a claim. */
  | 'bad_scope'
  | 'bad_claim'
  /** Only the protocol makes this claim. */
  | 'protocol_claim'
  /** No path that an issuer can have here. */
  | 'bad_path'
  /** No domain of a server. */
  | 'bad_domain'
  | 'bad_hash'
  | 'taken'
  /** People have signed in with it as it is. */
  | 'in_use'
  /** No such record, or none any more. */
  | 'unknown'
  /** Only the configuration file changes this. */
  | 'managed'
  /** A public application cannot keep a secret. */
  | 'public_has_no_secret'
  /** Anybody can pose as a public application that is not reached by https; so its people are asked. */
  | 'consent_needs_https'

export const refusedFor = (
  field: ApplicationField,
  code: ApplicationProblemCode,
): { readonly ok: false; readonly problems: readonly ApplicationProblem[] } => ({
  ok: false,
  problems: [{ field, code }],
})
