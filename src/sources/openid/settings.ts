import type { Time } from '../../lib/clock.ts'
import type { FirstSignIn } from '../settings.ts'
import type { Taking } from '../source.ts'
import { type PresetName, presets } from './presets.ts'

export const clientAuths = ['basic', 'post', 'private_key_jwt', 'none'] as const
export const pkceUses = ['auto', 'always', 'never'] as const
export const userinfoUses = ['never', 'when-missing', 'always'] as const
export const takings: readonly Taking[] = ['ignore', 'suggest', 'always']
export const emailTrusts = ['as-said', 'assume-verified', 'must-be-verified'] as const

/** The fields that may be taken from a provider. */
export const takenFields = ['username', 'name', 'email', 'picture', 'groups'] as const
export type TakenField = (typeof takenFields)[number]

/** How people come from an OpenID provider. As it is stored, and in the words of `portico.yaml`. */
export interface OpenidSettings {
  readonly preset: PresetName
  /** On its button, in the place of a letter: a path of this installation, or `data:`. */
  readonly icon?: string | undefined
  /** `oauth`: there is no ID token, and who somebody is is asked at the userinfo endpoint. */
  readonly protocol: 'openid' | 'oauth'
  readonly issuer: string
  /** What the provider calls itself in metadata and tokens, where that is something else. */
  readonly issuerAlias?: string | undefined
  readonly discovery: boolean
  /** Of the metadata, where they are not below the issuer. */
  readonly discoveryUrl?: string | undefined
  readonly authorizationEndpoint?: string | undefined
  readonly tokenEndpoint?: string | undefined
  readonly userinfoEndpoint?: string | undefined
  readonly jwksUri?: string | undefined
  readonly endSessionEndpoint?: string | undefined
  /** Of OAuth providers that say addresses and groups somewhere else. */
  readonly emailsEndpoint?: string | undefined
  readonly groupsEndpoint?: string | undefined
  readonly clientId: string
  readonly clientAuth: (typeof clientAuths)[number]
  readonly scopes: readonly string[]
  readonly authorizeParameters: Readonly<Record<string, string>>
  readonly prompt?: string | undefined
  readonly acrValues?: string | undefined
  readonly responseMode: 'query' | 'form_post'
  readonly forwardLoginHint: boolean
  readonly pkce: (typeof pkceUses)[number]
  readonly nonce: boolean
  /** Of ID tokens; empty for what the provider says it uses. Never symmetric ones, never `none`. */
  readonly algorithms: readonly string[]
  /** Seconds that clocks may differ by. */
  readonly leeway: number
  readonly userinfo: (typeof userinfoUses)[number]
  /** Certificates, as PEM, that the provider's own may be signed by, besides what everybody trusts. */
  readonly ca?: string | undefined
  /** Seconds that one answer may take. */
  readonly timeout: number
  /** The claim that people are known by for ever. */
  readonly uidField: string
  /** Claims, or paths to them: `realm_access.roles`. */
  readonly usernameAttribute: string
  readonly nameClaim: string
  readonly emailClaim: string
  readonly pictureClaim: string
  readonly groupsClaim: string
  readonly rolesClaim?: string | undefined
  /** Expressions, in the place of claims. */
  readonly mapping: { readonly [F in TakenField]?: string | undefined }
  readonly take: Readonly<Record<TakenField, Taking>>
  readonly emailTrust: (typeof emailTrusts)[number]
  /** A pattern (RE2) that a whole group name has to match to be taken. */
  readonly groupsFilter?: string | undefined
  readonly groupsPrefix: string
  /** Empty: everybody. */
  readonly allowedGroups: readonly string[]
  readonly adminGroups: readonly string[]
  readonly allowedRoles: readonly string[]
  readonly adminRoles: readonly string[]
  /** A value of `rolesClaim`, and the name of the group here that it puts people in. */
  readonly roleGroups: Readonly<Record<string, string>>
  readonly linkExisting: boolean
  /** Undefined: without an end, as somebody asked for by name. */
  readonly linkExistingUntil?: Time | undefined
  /** Audience, expiry and issuer of ID tokens are not looked at; the signature always is. For finding out what is wrong, and for nothing else. */
  readonly skipVerification: boolean
  /** Also where people come by https, and so in earnest. */
  readonly forceSkipVerification: boolean
  readonly firstSignIn: FirstSignIn
  readonly autoRedirect: boolean
  /** Whoever signs out here is asked to sign out there. */
  readonly signOutThere: boolean
  /** It takes the place of a connector of Dex: applications go on knowing people as who they were there. */
  readonly legacySubject?:
    | { readonly kind: 'dex'; readonly connector: string; readonly by?: 'username' | undefined }
    | undefined
}

/** As it is where nobody said anything. */
export const plainOpenid: Omit<OpenidSettings, 'preset' | 'issuer' | 'clientId'> = {
  protocol: 'openid',
  discovery: true,
  clientAuth: 'basic',
  scopes: ['openid', 'profile', 'email', 'groups'],
  authorizeParameters: {},
  responseMode: 'query',
  forwardLoginHint: true,
  pkce: 'auto',
  nonce: true,
  algorithms: [],
  leeway: 30,
  userinfo: 'when-missing',
  timeout: 10,
  uidField: 'sub',
  usernameAttribute: 'preferred_username',
  nameClaim: 'name',
  emailClaim: 'email',
  pictureClaim: 'picture',
  groupsClaim: 'groups',
  mapping: {},
  take: { username: 'suggest', name: 'suggest', email: 'suggest', picture: 'suggest', groups: 'ignore' },
  emailTrust: 'as-said',
  groupsPrefix: '',
  allowedGroups: [],
  adminGroups: [],
  allowedRoles: [],
  adminRoles: [],
  roleGroups: {},
  linkExisting: false,
  skipVerification: false,
  forceSkipVerification: false,
  firstSignIn: 'everyone',
  autoRedirect: false,
  signOutThere: false,
}

/** What somebody may leave out: all but what only the provider knows. */
export type OpenidWords = {
  readonly [F in Exclude<keyof OpenidSettings, 'take'>]?: OpenidSettings[F] | undefined
} & {
  readonly take?: { readonly [F in TakenField]?: Taking | undefined } | undefined
}

/** What was said, what is usual with that provider, and what is usual anywhere, in this order. */
export const openidSettings = (words: OpenidWords): OpenidSettings => {
  const preset = words.preset ?? 'generic'
  const usual = presets[preset].words
  return {
    issuer: '',
    clientId: '',
    ...plainOpenid,
    ...given(usual),
    ...given(words),
    preset,
    take: { ...plainOpenid.take, ...given(usual.take ?? {}), ...given(words.take ?? {}) },
  }
}

/** What was said; `undefined` says nothing. */
const given = <T extends object>(words: T): { [N in keyof T]?: Exclude<T[N], undefined> } =>
  Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined)) as {
    [N in keyof T]?: Exclude<T[N], undefined>
  }

/** The record's details were written by this program; what an older one did not know is as usual. */
export const openidOf = (details: unknown): OpenidSettings =>
  openidSettings(typeof details === 'object' && details !== null ? (details as OpenidWords) : {})

/** What the provider's own name for itself is in tokens. */
export const expectedIssuer = ({ issuer, issuerAlias }: OpenidSettings): string => issuerAlias ?? issuer

/** One source for people of any of Microsoft's tenants, whose administrators write what they like into the directory: anybody can have one. */
export const isForAnyTenant = ({ issuer }: Pick<OpenidSettings, 'issuer'>): boolean =>
  /^https:\/\/login\.microsoftonline\.com\/(?:common|organizations|consumers)\//.test(issuer)

/** Whose `sub` it is that a verified token names: one source for many issuers, each with its own people. */
export const issuerSaid = (settings: Pick<OpenidSettings, 'issuer'>, iss: unknown): string =>
  isForAnyTenant(settings) && typeof iss === 'string' ? iss : settings.issuer

/** Whether people are linked by their address as of now. */
export const linksByEmail = (
  { linkExisting, linkExistingUntil }: Pick<OpenidSettings, 'linkExisting' | 'linkExistingUntil'>,
  now: Time,
): boolean => linkExisting && (linkExistingUntil === undefined || now < linkExistingUntil)

/** Who somebody is there: no issuer has a space in it, so that no two people are one. A slash at its end makes no other issuer. */
export const subjectOf = ({ issuer }: Pick<OpenidSettings, 'issuer'>, uid: string): string =>
  `${issuer.replace(/\/+$/, '')} ${uid}`
