import { anchorsOf, type KeptIdentity, profileOf } from '../accounts/identities/identity.ts'
import { numericDate } from '../lib/clock.ts'
import type { Row } from '../storage/records.ts'
import type { Application } from './application.ts'

export const scopesSupported = ['openid', 'profile', 'email', 'groups', 'offline_access'] as const
export type Scope = (typeof scopesSupported)[number]

export const isScope = (text: string): text is Scope => (scopesSupported as readonly string[]).includes(text)

export interface Told {
  readonly account: Row<'accounts'>
  readonly application: Pick<Application, 'assertEmailVerified'> & Partial<Pick<Application, 'bridge'>>
  /** What the person is called there: see `known-as/`. */
  readonly handle: string | undefined
  /** Names, sorted. */
  readonly groups: readonly string[]
  /** Who they are in the fediverse. */
  readonly identity?: KeptIdentity | undefined
  /** The operator's own domain for people without an address, where the application takes such addresses. */
  readonly placeholder?: { readonly domain: string; readonly vouched: boolean } | undefined
  readonly scopes: readonly string[]
  /** Public base, for links. */
  readonly base: string
}

export type Claims = Readonly<Record<string, unknown>>

/**
 * What an application is told of a person, by the scopes that were granted: the same in the ID token, at userinfo and on the
 * consent page. `email_verified` is always a boolean and `groups` always an array, also when empty: relying parties
 * crash on less. A claim without a value is left out (OpenID Connect Core section 5.3.2).
 */
export const claimsOf = (told: Told): Claims => {
  const { account, application, handle, groups, scopes, base, identity } = told
  const granted = new Set(scopes)
  return {
    ...(granted.has('profile')
      ? {
          name: account.name,
          preferred_username: (application.bridge === true ? acctOf(identity) : undefined) ?? account.username,
          ...(handle === undefined ? {} : { handle }),
          nickname: account.username,
          ...(account.avatar === undefined ? {} : { picture: new URL(account.avatar, base).href }),
          ...(account.locale === undefined ? {} : { locale: account.locale }),
          updated_at: numericDate(account.updatedAt),
          ...fediverseClaims(identity),
        }
      : {}),
    ...(granted.has('email') ? emailClaims(told) : {}),
    ...(granted.has('groups') || granted.has('profile') ? { groups } : {}),
  }
}

const acctOf = (identity: KeptIdentity | undefined): string | undefined => identity && profileOf(identity).acct

/**
 * Where in the fediverse somebody is at home. `acct` is proven from both sides and has no `@` in front; `actor` is what never changes; their
 * picture is our own copy, which the account has.
 */
const fediverseClaims = (identity: KeptIdentity | undefined): Claims => {
  if (identity === undefined) return {}
  const { acct, page, bot, locked, software = anchorsOf(identity).software } = profileOf(identity)
  const claims = {
    ...{ acct, actor: identity.subject, profile: page, instance: identity.host, instance_software: software },
    ...{ bot, locked },
  }
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined))
}

/** Never `user@instance`: that may be somebody's mailbox. */
const emailClaims = ({ account, application, placeholder }: Told): Claims => {
  if (account.email !== undefined) return { email: account.email, email_verified: isTrusted(account, application) }
  if (placeholder === undefined) return {}
  return { email: placeholderEmail(account.id, placeholder.domain), email_verified: placeholder.vouched }
}

/** The same for ever, and in small letters, since much software makes them small. */
const placeholderEmail = (accountId: string, domain: string): string => `${accountId.toLowerCase()}@${domain}`

/**
 * Proven, or, for an application that the operator says so of, put there by somebody else than its owner: an administrator, the
 * configuration file, an import. What people type themselves, here or at a provider, is never asserted; anybody can type anybody's address.
 */
const isTrusted = (
  account: Row<'accounts'>,
  { assertEmailVerified }: Pick<Application, 'assertEmailVerified'>,
): boolean =>
  account.emailVerifiedAt !== undefined ||
  (assertEmailVerified && account.emailKey !== undefined && account.vouchedEmailKey === account.emailKey)

/** Every claim `claimsOf` can make, for discovery. */
export const claimNames = [
  'name',
  'preferred_username',
  'handle',
  'nickname',
  'picture',
  'locale',
  'updated_at',
  ...['acct', 'actor', 'profile', 'instance', 'instance_software', 'bot', 'locked'],
  'email',
  'email_verified',
  'groups',
] as const
