import {
  type ApplicationInput,
  type ApplicationSettingsView,
  type ApplicationView,
  issuerModes,
  missingEmails,
  newcomersTaken,
  subjectModes,
  textOfRedirect,
  uidFields,
  usernameRules,
  whereItLeads,
} from '../../admin/operations/applications.ts'
import { days, minutes, type Time } from '../../lib/clock.ts'
import type { Form } from '../../lib/forms.ts'
import { choiceOf, linesOf } from '../choices.ts'

/** What the form of an application holds: as it was typed, so that it can be given back. */
export interface ApplicationValues {
  readonly name: string
  readonly slug: string
  readonly clientId: string
  readonly kind: 'confidential' | 'public'
  readonly redirectUris: string
  /** Those that are regular expressions, on lines of their own. */
  readonly redirectPatterns: string
  readonly postLogoutRedirectUris: string
  readonly backchannelLogoutUri: string
  readonly allowHttp: boolean
  readonly consent: ApplicationView['consent']
  readonly pkce: boolean
  readonly signingAlgorithm: ApplicationView['signingAlgorithm']
  readonly issuer: ApplicationView['issuer']
  readonly dexPath: string
  /** Client ids; undefined where the form does not ask. */
  readonly alsoFor: readonly string[] | undefined
  /** Undefined where the form does not ask. */
  readonly accessGroups: readonly string[] | undefined
  readonly allowedScopes: readonly string[]
  readonly allowedGrants: readonly string[]
  readonly subjectMode: ApplicationView['subjectMode']
  readonly unsafeOtherSubjects: boolean
  readonly usernameRule: ApplicationView['usernameRule']
  readonly uidField: ApplicationView['uidField']
  readonly newcomers: ApplicationView['newcomers']
  readonly newcomerServers: string
  readonly missingEmail: ApplicationView['missingEmail']
  readonly bridge: boolean
  readonly assertEmailVerified: boolean
  readonly accessTokenLifetime: string
  readonly idTokenLifetime: string
  readonly refreshTokenIdle: string
  readonly refreshTokenLifetime: string
  readonly description: string
  readonly launchUrl: string
  readonly group: string
  readonly openInNewTab: boolean
  readonly hidden: boolean
}

/** In which unit a form says how long something lasts. */
export const lifetimeUnits = {
  accessTokenLifetime: minutes(1),
  idTokenLifetime: minutes(1),
  refreshTokenIdle: days(1),
  refreshTokenLifetime: days(1),
} as const

type Lifetime = keyof typeof lifetimeUnits

export const algorithms = ['RS256', 'ES256', 'EdDSA'] as const

/** An application as its form shows it before anybody types. */
export const valuesOf = (application: ApplicationSettingsView): ApplicationValues => ({
  name: application.name,
  slug: application.slug,
  clientId: application.clientId,
  kind: application.confidential ? 'confidential' : 'public',
  redirectUris: application.redirectUris.filter((uri) => typeof uri === 'string').join('\n'),
  redirectPatterns: application.redirectUris
    .filter((uri) => typeof uri !== 'string')
    .map(textOfRedirect)
    .join('\n'),
  postLogoutRedirectUris: application.postLogoutRedirectUris.join('\n'),
  backchannelLogoutUri: application.backchannelLogoutUri ?? '',
  allowHttp: [
    ...application.redirectUris.map(whereItLeads),
    ...application.postLogoutRedirectUris,
    application.backchannelLogoutUri ?? '',
  ].some(isOpenHttp),
  consent: application.consent,
  pkce: application.pkce === 'required',
  signingAlgorithm: application.signingAlgorithm,
  issuer: application.issuer,
  dexPath: application.dexPath,
  alsoFor: application.alsoFor,
  accessGroups: application.accessGroups,
  allowedScopes: application.allowedScopes,
  allowedGrants: application.allowedGrants,
  subjectMode: application.subjectMode,
  unsafeOtherSubjects: false,
  usernameRule: application.usernameRule,
  uidField: application.uidField,
  newcomers: application.newcomers,
  newcomerServers: application.newcomerServers.join('\n'),
  missingEmail: application.missingEmail,
  bridge: application.bridge,
  assertEmailVerified: application.assertEmailVerified,
  accessTokenLifetime: lengthIn(application, 'accessTokenLifetime'),
  idTokenLifetime: lengthIn(application, 'idTokenLifetime'),
  refreshTokenIdle: lengthIn(application, 'refreshTokenIdle'),
  refreshTokenLifetime: lengthIn(application, 'refreshTokenLifetime'),
  description: application.description ?? '',
  launchUrl: application.launchUrl ?? '',
  group: application.group ?? '',
  openInNewTab: application.openInNewTab,
  hidden: application.hidden,
})

const isOpenHttp = (uri: string): boolean => /^http:\/\/(?!(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$))/i.test(uri)

const lengthIn = (application: ApplicationSettingsView, lifetime: Lifetime): string =>
  String(Math.round((application[lifetime] / lifetimeUnits[lifetime]) * 1000) / 1000)

export const readValues = (form: Form): ApplicationValues => ({
  name: form.typed('name'),
  slug: form.typed('slug'),
  clientId: form.typed('clientId'),
  kind: choiceOf(form, 'kind', ['confidential', 'public']),
  redirectUris: form.typed('redirectUris'),
  redirectPatterns: form.typed('redirectPatterns'),
  postLogoutRedirectUris: form.typed('postLogoutRedirectUris'),
  backchannelLogoutUri: form.typed('backchannelLogoutUri'),
  allowHttp: form.has('allowHttp'),
  consent: choiceOf(form, 'consent', ['explicit', 'implicit']),
  pkce: form.has('pkce'),
  signingAlgorithm: choiceOf(form, 'signingAlgorithm', algorithms),
  issuer: choiceOf(form, 'issuer', issuerModes),
  dexPath: form.typed('dexPath'),
  alsoFor: form.has('asksForPeers') ? form.all('alsoFor') : undefined,
  accessGroups: form.has('asksForGroups') ? form.all('accessGroups') : undefined,
  allowedScopes: form.all('allowedScopes'),
  allowedGrants: form.all('allowedGrants'),
  subjectMode: choiceOf(form, 'subjectMode', subjectModes),
  unsafeOtherSubjects: form.has('unsafeOtherSubjects'),
  usernameRule: choiceOf(form, 'usernameRule', usernameRules),
  uidField: choiceOf(form, 'uidField', uidFields),
  newcomers: choiceOf(form, 'newcomers', newcomersTaken),
  newcomerServers: form.typed('newcomerServers'),
  missingEmail: choiceOf(form, 'missingEmail', missingEmails),
  bridge: form.has('bridge'),
  assertEmailVerified: form.has('assertEmailVerified'),
  accessTokenLifetime: form.typed('accessTokenLifetime'),
  idTokenLifetime: form.typed('idTokenLifetime'),
  refreshTokenIdle: form.typed('refreshTokenIdle'),
  refreshTokenLifetime: form.typed('refreshTokenLifetime'),
  description: form.typed('description'),
  launchUrl: form.typed('launchUrl'),
  group: form.typed('group'),
  openInNewTab: form.has('openInNewTab'),
  hidden: form.has('hidden'),
})

/** All that the form asks. What is not a number is none, and is refused like one that is out of range. */
export const inputOf = (values: ApplicationValues): Required<ApplicationInput> & { readonly name: string } => ({
  name: values.name,
  slug: values.slug,
  clientId: values.clientId,
  confidential: values.kind === 'confidential',
  redirectUris: [
    ...linesOf(values.redirectUris),
    ...linesOf(values.redirectPatterns).map((uri) => ({ match: 'regex', uri }) as const),
  ],
  postLogoutRedirectUris: linesOf(values.postLogoutRedirectUris),
  backchannelLogoutUri: values.backchannelLogoutUri,
  allowHttp: values.allowHttp,
  consent: values.consent,
  pkce: values.pkce ? 'required' : 'optional',
  signingAlgorithm: values.signingAlgorithm,
  issuer: values.issuer,
  dexPath: values.dexPath,
  alsoFor: values.alsoFor,
  accessGroups: values.accessGroups,
  // On a page of their own.
  accessRules: undefined,
  claimMappings: undefined,
  roles: undefined,
  rolesClaim: undefined,
  allowedScopes: values.allowedScopes,
  // With none of them nobody could ever sign in: then nothing was said.
  allowedGrants: values.allowedGrants.length === 0 ? undefined : values.allowedGrants,
  subjectMode: values.subjectMode,
  unsafeOtherSubjects: values.unsafeOtherSubjects,
  usernameRule: values.usernameRule,
  uidField: values.uidField,
  newcomers: values.newcomers,
  newcomerServers: linesOf(values.newcomerServers),
  missingEmail: values.missingEmail,
  bridge: values.bridge,
  assertEmailVerified: values.assertEmailVerified,
  accessTokenLifetime: timeOf(values, 'accessTokenLifetime'),
  idTokenLifetime: timeOf(values, 'idTokenLifetime'),
  refreshTokenIdle: timeOf(values, 'refreshTokenIdle'),
  refreshTokenLifetime: timeOf(values, 'refreshTokenLifetime'),
  recipe: undefined,
  answers: undefined,
  description: values.description,
  launchUrl: values.launchUrl,
  // Sent by a form of its own.
  icon: undefined,
  group: values.group,
  openInNewTab: values.openInNewTab,
  hidden: values.hidden,
})

const timeOf = (values: ApplicationValues, lifetime: Lifetime): Time => {
  const text = values[lifetime].replace(',', '.')
  return text === '' ? Number.NaN : Math.round(Number(text) * lifetimeUnits[lifetime])
}
