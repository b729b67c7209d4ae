import { numericDate } from '../lib/clock.ts'
import type { Row } from '../storage/records.ts'
import type { Application } from './application.ts'

export const scopesSupported = ['openid', 'profile', 'email', 'groups', 'offline_access'] as const
export type Scope = (typeof scopesSupported)[number]

export const isScope = (text: string): text is Scope => (scopesSupported as readonly string[]).includes(text)

export interface Told {
  readonly account: Row<'accounts'>
  readonly application: Pick<Application, 'assertEmailVerified'>
  /** What the person is called there: see `known-as/`. */
  readonly handle: string | undefined
  /** Names, sorted. */
  readonly groups: readonly string[]
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
export const claimsOf = ({ account, application, handle, groups, scopes, base }: Told): Claims => {
  const granted = new Set(scopes)
  return {
    ...(granted.has('profile')
      ? {
          name: account.name,
          preferred_username: account.username,
          ...(handle === undefined ? {} : { handle }),
          nickname: account.username,
          ...(account.avatar === undefined ? {} : { picture: new URL(account.avatar, base).href }),
          ...(account.locale === undefined ? {} : { locale: account.locale }),
          updated_at: numericDate(account.updatedAt),
        }
      : {}),
    ...(granted.has('email') && account.email !== undefined
      ? { email: account.email, email_verified: isTrusted(account, application) }
      : {}),
    ...(granted.has('groups') || granted.has('profile') ? { groups } : {}),
  }
}

/**
 * Proven, or, for an application that the operator says so of, put there by somebody else than its owner: an administrator, the
 * configuration file, an import, a source. What people type themselves is never asserted; anybody can type anybody's address.
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
  'email',
  'email_verified',
  'groups',
] as const
