import { isDeepStrictEqual } from 'node:util'
import { pictureAt } from '../accounts/pictures/keep.ts'
import { cleanName } from '../accounts/text.ts'
import { days, hours, minutes, type Time } from '../lib/clock.ts'
import { canonicalDomain } from '../lib/domain.ts'
import { type AccessRules, membersOf } from './access.ts'
import {
  type Application,
  type GrantType,
  grantTypes,
  type IssuerMode,
  type MissingEmail,
  type NewcomersTaken,
  type SigningAlgorithm,
  type SubjectMode,
  type UidField,
  type UsernameRule,
} from './application.ts'
import type { ClaimMapping } from './claims/mappings.ts'
import type { Role } from './claims/roles.ts'
import { mappingProblems, roleProblems, ruleProblems, tidyMappings, tidyRoles, tidyRules } from './claims/settings.ts'
import { isScope } from './claims.ts'
import { dexPaths } from './issuer.ts'
import type { ApplicationField, ApplicationProblem, ApplicationProblemCode } from './outcome.ts'
import {
  type RedirectUri,
  registrationProblem,
  saysAnAnswer,
  textOfRedirect,
  toRedirectUri,
  type WrittenRedirectUri,
  whereItLeads,
} from './redirect-uri.ts'
import { slugProblem } from './slug.ts'

/** Everything that can be set of an application by whoever may. What is absent stays as it is; an empty text takes an optional one away. */
export interface ApplicationSettings {
  readonly name?: string | undefined
  readonly slug?: string | undefined
  readonly clientId?: string | undefined
  readonly confidential?: boolean | undefined
  readonly redirectUris?: readonly WrittenRedirectUri[] | undefined
  readonly postLogoutRedirectUris?: readonly string[] | undefined
  readonly backchannelLogoutUri?: string | undefined
  /** Lets the addresses given here be plain http on other machines than the browser's own: codes then travel in the open. */
  readonly allowHttp?: boolean | undefined
  readonly consent?: Application['consent'] | undefined
  /** A public application uses PKCE whatever is said here. */
  readonly pkce?: Application['pkce'] | undefined
  readonly signingAlgorithm?: SigningAlgorithm | undefined
  readonly issuer?: IssuerMode | undefined
  readonly dexPath?: string | undefined
  /** Client ids. */
  readonly alsoFor?: readonly string[] | undefined
  /** Ids of groups whose members may enter, and nobody else: rules in the shortest form. */
  readonly accessGroups?: readonly string[] | undefined
  readonly accessRules?: AccessRules | undefined
  readonly claimMappings?: readonly ClaimMapping[] | undefined
  readonly roles?: readonly Role[] | undefined
  readonly rolesClaim?: string | undefined
  /** Everything there is when empty. */
  readonly allowedScopes?: readonly string[] | undefined
  readonly allowedGrants?: readonly string[] | undefined
  readonly subjectMode?: SubjectMode | undefined
  /** People who have signed in are to be strangers to it: their accounts there stay, and are reached by nobody. */
  readonly unsafeOtherSubjects?: boolean | undefined
  readonly usernameRule?: UsernameRule | undefined
  readonly uidField?: UidField | undefined
  readonly newcomers?: NewcomersTaken | undefined
  /** Domains; each covers what is below it. */
  readonly newcomerServers?: readonly string[] | undefined
  readonly missingEmail?: MissingEmail | undefined
  readonly bridge?: boolean | undefined
  readonly assertEmailVerified?: boolean | undefined
  readonly accessTokenLifetime?: Time | undefined
  readonly idTokenLifetime?: Time | undefined
  readonly refreshTokenIdle?: Time | undefined
  readonly refreshTokenLifetime?: Time | undefined
  readonly recipe?: string | undefined
  /** To the recipe's questions, as the recipe has checked them. */
  readonly answers?: Readonly<Record<string, string>> | undefined
  readonly description?: string | undefined
  readonly launchUrl?: string | undefined
  readonly icon?: string | undefined
  readonly group?: string | undefined
  readonly openInNewTab?: boolean | undefined
  readonly hidden?: boolean | undefined
  /** Named by the configuration file. */
  readonly managed?: boolean | undefined
}

export interface Applied {
  readonly application: Application
  readonly problems: readonly ApplicationProblem[]
}

/**
 * The application as it is with these settings, and what is wrong with them. Pure. Takes what is named above and nothing else,
 * whatever else an object that came from outside may carry.
 */
export const applySettings = (present: Application, settings: ApplicationSettings): Applied => {
  const confidential = settings.confidential ?? present.confidential
  const { backchannelLogoutUri, description, launchUrl, icon, group, ...always } = present
  const application: Application = {
    ...always,
    name: settings.name === undefined ? present.name : cleanName(settings.name),
    slug: settings.slug?.trim() ?? present.slug,
    clientId: settings.clientId?.trim() ?? present.clientId,
    confidential,
    secrets: confidential ? present.secrets : [],
    redirectUris: distinct((settings.redirectUris ?? present.redirectUris).map(toRedirectUri)),
    postLogoutRedirectUris: unique(settings.postLogoutRedirectUris ?? present.postLogoutRedirectUris),
    consent: settings.consent ?? present.consent,
    pkce: confidential ? (settings.pkce ?? present.pkce) : 'required',
    signingAlgorithm: settings.signingAlgorithm ?? present.signingAlgorithm,
    issuer: settings.issuer ?? present.issuer,
    dexPath: settings.dexPath?.trim() || present.dexPath,
    alsoFor: settings.alsoFor === undefined ? present.alsoFor : unique(settings.alsoFor),
    accessRules: wantedRules(present, settings),
    claimMappings: settings.claimMappings === undefined ? present.claimMappings : tidyMappings(settings.claimMappings),
    roles: settings.roles === undefined ? present.roles : tidyRoles(settings.roles),
    rolesClaim: settings.rolesClaim?.trim() || present.rolesClaim,
    allowedScopes: unique(settings.allowedScopes ?? present.allowedScopes).filter(isScope),
    allowedGrants: unique(settings.allowedGrants ?? present.allowedGrants).filter(isGrantType),
    subjectMode: settings.subjectMode ?? present.subjectMode,
    usernameRule: settings.usernameRule ?? present.usernameRule,
    uidField: settings.uidField ?? present.uidField,
    newcomers: settings.newcomers ?? present.newcomers,
    newcomerServers: unique(settings.newcomerServers?.map(asDomain) ?? present.newcomerServers),
    missingEmail: settings.missingEmail ?? present.missingEmail,
    bridge: settings.bridge ?? present.bridge,
    assertEmailVerified: settings.assertEmailVerified ?? present.assertEmailVerified,
    accessTokenLifetime: settings.accessTokenLifetime ?? present.accessTokenLifetime,
    idTokenLifetime: settings.idTokenLifetime ?? present.idTokenLifetime,
    refreshTokenIdle: settings.refreshTokenIdle ?? present.refreshTokenIdle,
    refreshTokenLifetime: settings.refreshTokenLifetime ?? present.refreshTokenLifetime,
    recipe: settings.recipe ?? present.recipe,
    ...(settings.answers === undefined ? {} : { answers: settings.answers }),
    openInNewTab: settings.openInNewTab ?? present.openInNewTab,
    hidden: settings.hidden ?? present.hidden,
    managed: settings.managed ?? present.managed,
    ...optionalText('backchannelLogoutUri', settings.backchannelLogoutUri ?? backchannelLogoutUri),
    ...optionalText('description', settings.description ?? description),
    ...optionalText('launchUrl', settings.launchUrl ?? launchUrl),
    ...optionalText('icon', settings.icon ?? icon),
    ...optionalText('group', settings.group ?? group),
  }
  return { application, problems: [...problemsIn(present, application, settings.allowHttp), ...strange(settings)] }
}

const wantedRules = (present: Application, { accessRules, accessGroups }: ApplicationSettings): AccessRules => {
  if (accessRules !== undefined) return tidyRules(accessRules)
  return accessGroups === undefined ? present.accessRules : membersOf(unique(accessGroups))
}

const isGrantType = (text: string): text is GrantType => (grantTypes as readonly string[]).includes(text)

/** Names that mean nothing here: whoever wrote them meant something. */
function* strange({ allowedScopes = [], allowedGrants }: ApplicationSettings): Iterable<ApplicationProblem> {
  for (const [item, scope] of allowedScopes.entries()) {
    if (!isScope(scope.trim())) yield { field: 'allowedScopes', code: 'unknown', item }
  }
  if (allowedGrants?.length === 0) yield { field: 'allowedGrants', code: 'required' }
  for (const [item, grant] of (allowedGrants ?? []).entries()) {
    if (!isGrantType(grant.trim())) yield { field: 'allowedGrants', code: 'unknown', item }
  }
}

/** As it was typed where it is no domain: it is then told of. */
const asDomain = (typed: string): string => canonicalDomain(typed) ?? typed

const distinct = (uris: readonly RedirectUri[]): readonly RedirectUri[] => [
  ...new Map(uris.map((uri) => [JSON.stringify(uri), uri])).values(),
]

const unique = (items: readonly string[]): readonly string[] => [...new Set(items.map((item) => item.trim()))]

/** An application without one has no such member: what is absent in a record comes back absent. */
const optionalText = (
  name: 'backchannelLogoutUri' | 'description' | 'launchUrl' | 'icon' | 'group',
  given: string | undefined,
) => {
  const text = onOneLine(given ?? '')
  return text === '' ? {} : { [name]: text }
}

const onOneLine = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()

/** Looks at what is new. What was imported as it is elsewhere does not stand in the way of other changes. */
function* problemsIn(present: Application, application: Application, allowHttp = false): Iterable<ApplicationProblem> {
  const { name, slug, clientId, description = '', launchUrl = '', icon = '', group = '', recipe } = application
  const isNew = (...fields: readonly (keyof Application)[]): boolean =>
    fields.some((field) => !isDeepStrictEqual(present[field], application[field]))
  const checks: readonly (readonly [ApplicationField, ApplicationProblemCode | undefined])[] = [
    ['name', name === '' ? 'required' : undefined],
    ['slug', isNew('slug') ? slugProblem(slug) : undefined],
    ['clientId', isNew('clientId') ? clientIdProblem(clientId) : undefined],
    ['dexPath', isNew('dexPath') && !dexPaths.test(application.dexPath) ? 'bad_path' : undefined],
    ['recipe', isNew('recipe') && !/^[a-z0-9-]{1,64}$/.test(recipe) ? 'unknown' : undefined],
    ['description', isNew('description') && description.length > mostDescription ? 'too_long' : undefined],
    ['launchUrl', isNew('launchUrl') && launchUrl !== '' && !isWebAddress(launchUrl) ? 'bad_web_address' : undefined],
    ['icon', isNew('icon') && icon !== '' ? iconProblem(icon) : undefined],
    ['group', isNew('group') && group.length > mostGroup ? 'too_long' : undefined],
  ]
  for (const [field, code] of checks) if (code !== undefined) yield { field, code }
  if (isNew('redirectUris')) yield* uriProblems('redirectUris', application.redirectUris, allowHttp)
  if (isNew('postLogoutRedirectUris')) {
    yield* uriProblems('postLogoutRedirectUris', application.postLogoutRedirectUris, allowHttp)
  }
  if (isNew('backchannelLogoutUri')) {
    const code = backchannelProblem(application, allowHttp)
    if (code !== undefined) yield { field: 'backchannelLogoutUri', code }
  }
  if (isNew('alsoFor')) yield* peerProblems(application)
  if (isNew('newcomers', 'newcomerServers')) yield* serverProblems(application)
  if (isNew('accessRules')) yield* ruleProblems(application)
  if (isNew('claimMappings')) yield* mappingProblems(application)
  if (isNew('roles', 'rolesClaim')) yield* roleProblems(application)
  if (isNew('confidential', 'consent', 'redirectUris') && consentNeedsAsking(application)) {
    yield { field: 'consent', code: 'consent_needs_https' }
  }
  for (const [field, least, most] of lifetimes) {
    const length = application[field]
    const fits = Number.isSafeInteger(length) && length >= least && length <= most
    if (isNew(field) && !fits) yield { field, code: 'out_of_range' }
  }
}

const mostDescription = 500
const mostGroup = 100
const mostUris = 100
const mostServers = 500
const mostPeers = 100
const mostUri = 2000
const mostPattern = 500
/** A page with the icon in it still weighs a few kilobytes. */
const mostIcon = 40_000

/**
 * Least and most. An ID token lives long enough for a clock that is a few minutes off; no token outlives the
 * key set's memory of the key that signed it.
 */
const lifetimes = [
  ['accessTokenLifetime', minutes(1), hours(24)],
  ['idTokenLifetime', minutes(5), hours(24)],
  ['refreshTokenIdle', minutes(1), days(400)],
  ['refreshTokenLifetime', minutes(1), days(2000)],
] as const

/** Printable ASCII without `:`, `%` and `+`, so that raw and form-encoded HTTP Basic mean the same (RFC 6749 section 2.3.1). */
const clientIdProblem = (clientId: string): ApplicationProblemCode | undefined => {
  if (clientId === '') return 'required'
  if (clientId.length > 200) return 'too_long'
  return /^[\x21-\x7e]+$/.test(clientId) && !/[:%+"\\]/.test(clientId) ? undefined : 'bad_characters'
}

function* uriProblems(
  field: 'redirectUris' | 'postLogoutRedirectUris',
  uris: readonly RedirectUri[],
  allowHttp: boolean,
): Iterable<ApplicationProblem> {
  if (uris.length > mostUris) yield { field, code: 'too_many' }
  for (const [item, uri] of uris.entries()) {
    const code = uriProblem(uri, allowHttp)
    if (code !== undefined) yield { field, code, item }
    else if (field === 'redirectUris' && saysAnAnswer(uri)) yield { field, code: 'says_an_answer', item }
  }
}

/** They may be named before they are there: a file that names both has to begin with one. */
function* peerProblems({ alsoFor }: Application): Iterable<ApplicationProblem> {
  if (alsoFor.length > mostPeers) yield { field: 'alsoFor', code: 'too_many' }
  for (const [item, clientId] of alsoFor.entries()) {
    if (clientIdProblem(clientId) !== undefined) yield { field: 'alsoFor', code: 'unknown', item }
  }
}

/** With nobody to take, nobody new would ever come in. */
function* serverProblems({ newcomers, newcomerServers: servers }: Application): Iterable<ApplicationProblem> {
  if (newcomers === 'servers' && servers.length === 0) yield { field: 'newcomerServers', code: 'required' }
  if (servers.length > mostServers) yield { field: 'newcomerServers', code: 'too_many' }
  for (const [item, server] of servers.entries()) {
    if (canonicalDomain(server) === undefined) yield { field: 'newcomerServers', code: 'bad_domain', item }
  }
}

const uriProblem = (uri: RedirectUri, allowHttp: boolean): ApplicationProblemCode | undefined => {
  const text = textOfRedirect(uri)
  if (text.length > (typeof uri === 'string' ? mostUri : mostPattern)) return 'too_long'
  return text.isWellFormed() ? registrationProblem(uri, { allowHttp }) : 'bad_characters'
}

/** RFC 8252 section 8.6: whoever can take a public application's address for themselves would be let in unasked. */
const consentNeedsAsking = ({ confidential, consent, redirectUris }: Application): boolean =>
  !confidential && consent === 'implicit' && redirectUris.some((uri) => !whereItLeads(uri).startsWith('https://'))

const isWebAddress = (text: string): boolean => {
  const [withoutFragment = ''] = text.split('#')
  return /^https?:\/\/./i.test(text) && uriProblem(withoutFragment, true) === undefined
}

/** What is sent there names people's sessions, and is signed; so it may go by plain http where the operator insists. */
const backchannelProblem = (
  { backchannelLogoutUri: uri = '' }: Application,
  allowHttp: boolean,
): ApplicationProblemCode | undefined => {
  if (uri === '') return undefined
  return isWebAddress(uri) ? uriProblem(uri, allowHttp) : 'bad_web_address'
}

const iconProblem = (icon: string): ApplicationProblemCode | undefined => {
  if (icon.length > mostIcon) return 'too_long'
  if (pictureAt(icon) !== undefined) return undefined
  if (/^data:image\/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/.test(icon)) return undefined
  return icon.startsWith('https://') && isWebAddress(icon) ? undefined : 'bad_image'
}
