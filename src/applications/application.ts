import { days, hours, type Time } from '../lib/clock.ts'
import type { Row } from '../storage/records.ts'
import type { Where } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import { type AccessRules, everybody, groupsAlone, membersOf } from './access.ts'
import type { ClaimMapping } from './claims/mappings.ts'
import type { Role } from './claims/roles.ts'
import type { Scope } from './claims.ts'
import type { RedirectUri } from './redirect-uri.ts'

export type SigningAlgorithm = 'RS256' | 'ES256' | 'EdDSA'

/**
 * Whom an application takes in that comes from a source for the first time: as the installation does, everybody, people of some servers, whoever
 * was invited, or only whoever linked that identity to an account that is there.
 */
export const newcomersTaken = ['as-installation', 'everyone', 'servers', 'invited', 'linked'] as const
export type NewcomersTaken = (typeof newcomersTaken)[number]

/**
 * What becomes of somebody without an e-mail address: they come in without one, are asked for one and prove it, get one of the operator's own
 * domain, or are refused.
 */
export const missingEmails = ['none', 'ask', 'placeholder', 'refuse'] as const
export type MissingEmail = (typeof missingEmails)[number]

/** Who we are to an application: the public base, an address of its own, as authentik has it, or the one Dex has. See `issuer.ts`. */
export const issuerModes = ['global', 'application', 'dex'] as const
export type IssuerMode = (typeof issuerModes)[number]

/** What may be exchanged for tokens; each is a file in `protocol/grants/`. */
export const grantTypes = ['authorization_code', 'refresh_token'] as const
export type GrantType = (typeof grantTypes)[number]

/**
 * What `sub` is: the account's id, a UUID made of it, or what was true of the person when they first came (a username, a verified e-mail
 * address) or was brought along from elsewhere. See `known-as/subject.ts`.
 */
export const subjectModes = ['opaque', 'uuid', 'username', 'email', 'imported'] as const
export type SubjectMode = (typeof subjectModes)[number]

/** Which names an application can take. See `known-as/handle.ts`. */
export const usernameRules = ['generic', 'mastodon', 'gotosocial'] as const
export type UsernameRule = (typeof usernameRules)[number]

/** The claim by which an application recognises people, as far as we are told. */
export const uidFields = ['sub', 'handle', 'preferred_username', 'email'] as const
export type UidField = (typeof uidFields)[number]

/** A client secret as it is kept. Several may be good at once, so that one can be replaced without an outage. */
export interface StoredSecret {
  /** `hmac-sha256:<base64url>` under the installation's key, or `sha256:<hex>` as a configuration file may give it. */
  readonly hash: string
  readonly createdAt: Time
  /** Good until then; for ever when absent. */
  readonly expiresAt?: Time
  /** The mark of the sealing key that an HMAC was made with. Absent where nobody noted it. */
  readonly key?: string
  /** The hash it was kept as at first, under an older key: what a configuration file may still say. */
  readonly was?: string
}

/** What we know of an application beyond its names. Optional members may be absent in older records. */
export interface ApplicationDetails {
  /** A confidential application proves who it is with a secret; a public one cannot keep any, and must use PKCE. */
  readonly confidential: boolean
  readonly secrets: readonly StoredSecret[]
  /** See `redirect-uri.ts`. */
  readonly redirectUris: readonly RedirectUri[]
  /** Always exact. */
  readonly postLogoutRedirectUris: readonly string[]
  /** Where it is told that a session has ended in which people signed in to it (OpenID Connect Back-Channel Logout). */
  readonly backchannelLogoutUri?: string
  /** `implicit` is for the operator's own applications: nobody is asked. */
  readonly consent: 'explicit' | 'implicit'
  readonly pkce: 'required' | 'optional'
  readonly signingAlgorithm: SigningAlgorithm
  readonly issuer: IssuerMode
  /** With `issuer: 'dex'`, the path that Dex's issuer had. */
  readonly dexPath: string
  /** Client ids of others that its ID tokens may be for as well, when it asks for that. See `audience.ts`. */
  readonly alsoFor: readonly string[]
  /** Who may enter. See `access.ts`. */
  readonly accessRules: AccessRules
  /** Claims of its own, made by expressions. See `claims/mappings.ts`. */
  readonly claimMappings: readonly ClaimMapping[]
  /** What people are there, by their groups here. */
  readonly roles: readonly Role[]
  /** The claim that tells of roles. */
  readonly rolesClaim: string
  /** What it may be told at most; everything there is when empty. */
  readonly allowedScopes: readonly Scope[]
  readonly allowedGrants: readonly GrantType[]
  readonly subjectMode: SubjectMode
  readonly usernameRule: UsernameRule
  readonly uidField: UidField
  readonly newcomers: NewcomersTaken
  /** With `newcomers: 'servers'`, the domains whose people are taken. */
  readonly newcomerServers: readonly string[]
  readonly missingEmail: MissingEmail
  /**
   * People only pass through: no account kept here signs in to it, straight to the address field, and `preferred_username` is the proven
   * `user@domain`.
   */
  readonly bridge: boolean
  /** It is told that an address is verified also when nobody has proved it, as long as its owner did not put it there. */
  readonly assertEmailVerified: boolean
  readonly accessTokenLifetime: Time
  readonly idTokenLifetime: Time
  /** A refresh token not used for this long is dead. */
  readonly refreshTokenIdle: Time
  /** However often it is used, a chain of refresh tokens ends then. */
  readonly refreshTokenLifetime: Time
  readonly recipe: string
  /** What was answered when it was connected by its recipe, so that what to paste can be shown again. */
  readonly answers?: Readonly<Record<string, string>>
  readonly description?: string
  readonly launchUrl?: string
  /** An https URL or a `data:` image. */
  readonly icon?: string
  /** Its heading among My applications. */
  readonly group?: string
  readonly openInNewTab: boolean
  /** Not shown among My applications; access is not affected. */
  readonly hidden: boolean
  /** It registered nothing: its client id is an address at which it says who it is, read then and believed until. */
  readonly published?: { readonly readAt: Time; readonly freshUntil: Time }
}

/** An application: an OAuth client and what we know of it. */
export interface Application extends ApplicationDetails {
  readonly id: string
  readonly slug: string
  readonly clientId: string
  readonly name: string
  readonly disabledAt?: Time | undefined
  readonly managed: boolean
  readonly createdAt: Time
  readonly updatedAt: Time
  /** Gone then, unless somebody allows it before. */
  readonly expiresAt?: Time | undefined
}

export const defaultDetails: ApplicationDetails = {
  confidential: true,
  secrets: [],
  redirectUris: [],
  postLogoutRedirectUris: [],
  consent: 'explicit',
  pkce: 'optional',
  signingAlgorithm: 'RS256',
  issuer: 'global',
  dexPath: '/dex',
  alsoFor: [],
  accessRules: everybody,
  claimMappings: [],
  roles: [],
  rolesClaim: 'roles',
  allowedScopes: [],
  allowedGrants: grantTypes,
  subjectMode: 'opaque',
  usernameRule: 'generic',
  uidField: 'sub',
  newcomers: 'as-installation',
  newcomerServers: [],
  missingEmail: 'none',
  bridge: false,
  assertEmailVerified: false,
  accessTokenLifetime: hours(1),
  idTokenLifetime: hours(1),
  refreshTokenIdle: days(30),
  refreshTokenLifetime: days(180),
  recipe: 'generic',
  openInNewTab: false,
  hidden: false,
}

/** What a version without rules knows of access: the groups whose members may enter. It may run beside this one for a while, or after it. */
interface ForOlder {
  readonly accessGroups?: readonly string[]
}

/** Rules that it could not understand shut everybody out there, rather than nobody. */
const groupsForOlder = (rules: AccessRules): readonly string[] => groupsAlone(rules) ?? ['rules']

/** Of records that cannot change any more: storage remembers those that every request asks for. */
const made = new WeakMap<Row<'applications'>, Application>()

/** The application a record stands for. Its details were checked on their way in. */
export const applicationOf = (row: Row<'applications'>): Application => {
  const known = made.get(row)
  if (known !== undefined) return known
  const { details, ...named } = row
  const { accessGroups = [], ...kept } = details as Partial<ApplicationDetails> & ForOlder
  const application = { ...defaultDetails, accessRules: membersOf(accessGroups), ...kept, ...named }
  if (Object.isFrozen(row)) made.set(row, Object.freeze(application))
  return application
}

/** The record an application is kept as. */
export const rowOf = (application: Application): Row<'applications'> => {
  const { id, slug, clientId, name, disabledAt, managed, createdAt, updatedAt, expiresAt, ...known } = application
  const details = { ...known, accessGroups: groupsForOlder(known.accessRules) }
  return { id, slug, clientId, name, disabledAt, managed, createdAt, updatedAt, expiresAt, details }
}

type Stored = Pick<World, 'storage'>

export const findByClientId = async (world: Stored, clientId: string): Promise<Application | undefined> => {
  const row = await world.storage.find('applications', { clientId })
  return row === undefined ? undefined : applicationOf(row)
}

export const findApplication = async (world: Stored, id: string): Promise<Application | undefined> => {
  const row = await world.storage.find('applications', id)
  return row === undefined ? undefined : applicationOf(row)
}

export const findBySlug = async (world: Stored, slug: string): Promise<Application | undefined> => {
  const row = await world.storage.find('applications', { slug })
  return row === undefined ? undefined : applicationOf(row)
}

export interface ApplicationQuery {
  /** Part of a name, a short name or a client id. */
  readonly search?: string | undefined
  readonly limit?: number | undefined
  readonly offset?: number | undefined
}

/** A page of applications by name; `more` says whether there is another. */
export const listApplications = async (
  world: Stored,
  { search = '', limit = 50, offset = 0 }: ApplicationQuery = {},
): Promise<{ readonly applications: readonly Application[]; readonly more: boolean }> => {
  const contains = search.trim()
  const anyOf: readonly Where<'applications'>[] = [
    { name: { contains } },
    { slug: { contains } },
    { clientId: { contains } },
  ]
  const rows = await world.storage.list('applications', {
    ...(contains === '' ? {} : { anyOf }),
    orderBy: 'name',
    limit: limit + 1,
    offset,
  })
  return { applications: rows.slice(0, limit).map(applicationOf), more: rows.length > limit }
}
