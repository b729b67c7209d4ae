import type { Time } from '../../lib/clock.ts'
import type { JsonObject } from '../../net/json.ts'
import { linkOf, plainText } from '../plain-text.ts'
import type { Profile, Standing } from '../source.ts'
import { claimAt, identifierAt, isTrue, textAt, textsOf } from './claims.ts'
import type { Mapping } from './mapping.ts'
import { isForAnyTenant, linksByEmail, type OpenidSettings } from './settings.ts'

/** Somebody, as a provider's claims are read by how its source is set up. */
export type Read =
  | {
      readonly ok: true
      /** What they are known by there, for ever. */
      readonly uid: string
      readonly profile: Profile
      readonly standing: Standing
      /** As the provider wrote them. */
      readonly groups: readonly string[]
    }
  | { readonly ok: false; readonly claim: string }

export interface Reading {
  readonly mapping: Mapping
  /** Whether a group name passes `groupsFilter`. */
  readonly passes: (group: string) => boolean
  readonly now: Time
}

/** Pure, so that a page can show beforehand what would become of somebody. */
export const readPerson = (settings: OpenidSettings, claims: JsonObject, reading: Reading): Read => {
  const uid = identifierAt(claims, settings.uidField)
  if (uid === undefined) return { ok: false, claim: settings.uidField }
  if (isAddress(settings) && !isVouchedFor(settings, claims, uid))
    return { ok: false, claim: `${settings.uidField}_verified` }
  const { take } = settings
  const text = textReader(settings, claims, reading)
  const email = readEmail(settings, claims, text('email'))
  const groups = readGroups(settings, claims, reading)
  const roles = readRoles(settings, claims)
  const username = text('username')
  const name = plainText(text('name') ?? fullName(claims) ?? '')
  const picture = take.picture === 'ignore' ? undefined : text('picture')
  const called = plainText(username ?? email?.address ?? name)
  return {
    ok: true,
    uid,
    groups,
    profile: {
      username: called || uid,
      name: name || called || uid.slice(0, 100),
      called: called || uid.slice(0, 100),
      picture: linkOf(picture),
      emailHint: email?.address,
    },
    standing: {
      email,
      refusal: refusalOf(settings, { email, groups, roles }),
      administrator: administers(settings, { groups, roles }),
      ...memberships(settings, { groups: groups.filter(reading.passes), roles }),
      linkByEmail: linksByEmail(settings, reading.now),
    },
  }
}

/** People are known by their address there: whoever may write somebody else's into their profile would be that person here. */
const isAddress = ({ uidField, emailClaim }: OpenidSettings): boolean => ['email', emailClaim].includes(uidField)

/**
 * Where an expression was to sort them out and comes to nothing, nobody is in any: those that it left out may be anybody's to have. So are the
 * groups of a tenant that anybody can make; an expression that goes by `tid` knows better.
 */
const readGroups = (settings: OpenidSettings, claims: JsonObject, { mapping }: Reading): readonly string[] => {
  if (mapping.fields.has('groups')) return mapping.groups(claims) ?? []
  return isForAnyTenant(settings) ? [] : textsOf(claimAt(claims, settings.groupsClaim))
}

const readRoles = (settings: OpenidSettings, claims: JsonObject): readonly string[] =>
  settings.rolesClaim === undefined || isForAnyTenant(settings) ? [] : textsOf(claimAt(claims, settings.rolesClaim))

/** Groups that are given by roles are there because somebody named them here: they count also where the provider's own are of no interest. */
const memberships = (
  { take, groupsPrefix, roleGroups }: OpenidSettings,
  { groups, roles }: Memberships,
): Pick<Standing, 'groups' | 'take'> => {
  const byRole = Object.entries(roleGroups)
  const own = groups.map((group) => `${groupsPrefix}${group}`)
  if (byRole.length === 0) return { groups: own, take }
  const given = byRole.filter(([role]) => isIn([role], roles)).map(([, group]) => group)
  return take.groups === 'ignore'
    ? { groups: [...new Set(given)], take: { ...take, groups: 'always' } }
    : { groups: [...new Set([...own, ...given])], take }
}

const textReader =
  (settings: OpenidSettings, claims: JsonObject, { mapping }: Reading) =>
  (field: 'username' | 'name' | 'email' | 'picture'): string | undefined => {
    if (mapping.fields.has(field)) return mapping.text(field, claims)
    const claim = {
      username: settings.usernameAttribute,
      name: settings.nameClaim,
      email: settings.emailClaim,
      picture: settings.pictureClaim,
    }[field]
    return textAt(claims, claim)
  }

const fullName = (claims: JsonObject): string | undefined => {
  const parts = [textAt(claims, 'given_name'), textAt(claims, 'family_name')].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : parts.join(' ')
}

/** An address is verified that the provider says so of, and that is no other one when it is read here. */
const readEmail = (settings: OpenidSettings, claims: JsonObject, address: string | undefined): Standing['email'] => {
  if (address === undefined || !/^[^\s@]+@[^\s@]+$/.test(address)) return undefined
  return { address, verified: isVouchedFor(settings, claims, address) && isUnmistakable(address) }
}

/** Of any tenant's addresses Microsoft alone knows whose they are: `xms_edov`, that the domain's owner has been verified. */
const isVouchedFor = (settings: OpenidSettings, claims: JsonObject, address: string): boolean => {
  const { emailTrust, emailClaim } = settings
  if (isForAnyTenant(settings)) return claimAt(claims, 'email') === address && isTrue(claims['xms_edov'])
  return emailTrust === 'assume-verified' || isSaidVerified(claims, emailClaim, address)
}

/** `email_verified` is about `email`, and about nothing else that may be read in its place: an expression's result, or `upn`. */
const isSaidVerified = (claims: JsonObject, emailClaim: string, address: string): boolean =>
  ['email', emailClaim].some(
    (claim) => claimAt(claims, claim) === address && isTrue(claimAt(claims, `${claim}_verified`)),
  )

/**
 * Addresses are kept in one width here, and applications may make capital letters of them: somebody may have proven that theirs is
 * `alıce@example.org`, which is `alice` in capital letters, and has proven nothing of hers.
 */
const isUnmistakable = (address: string): boolean => {
  const [local = ''] = address.split('@')
  const plain = local.normalize('NFC').toLowerCase().replaceAll('ς', 'σ')
  const others = [local.normalize('NFKC').toLowerCase(), local.normalize('NFC').toUpperCase().toLowerCase()]
  return others.every((other) => other.replaceAll('ς', 'σ') === plain)
}

interface Memberships {
  readonly groups: readonly string[]
  readonly roles: readonly string[]
}

const refusalOf = (
  { allowedGroups, allowedRoles, emailTrust }: OpenidSettings,
  { email, groups, roles }: Memberships & Pick<Standing, 'email'>,
): Standing['refusal'] => {
  // `*` is anybody; it makes nobody an administrator.
  const asked =
    (allowedGroups.length > 0 || allowedRoles.length > 0) && ![...allowedGroups, ...allowedRoles].includes('*')
  if (asked && !isIn(allowedGroups, groups) && !isIn(allowedRoles, roles)) return 'not_in_group'
  return emailTrust === 'must-be-verified' && email?.verified !== true ? 'email_unverified' : undefined
}

const administers = (
  { adminGroups, adminRoles }: OpenidSettings,
  { groups, roles }: Memberships,
): boolean | undefined =>
  adminGroups.length === 0 && adminRoles.length === 0 ? undefined : isIn(adminGroups, groups) || isIn(adminRoles, roles)

/** Without regard to case, as whoever moves from GoToSocial is used to; letters that meet only in small ones, or in capitals, are others. */
const isIn = (wanted: readonly string[], held: readonly string[]): boolean => {
  const keys = new Set(held.map(eitherCase))
  return wanted.some((name) => keys.has(eitherCase(name)))
}

const eitherCase = (name: string): string => `${name.toLowerCase()}\n${name.toUpperCase()}`
