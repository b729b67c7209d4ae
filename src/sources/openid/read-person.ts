import type { JsonObject } from '../../net/json.ts'
import { linkOf, plainText } from '../said.ts'
import type { Profile, Standing } from '../source.ts'
import { claimAt, identifierAt, isTrue, textAt, textsOf } from './claims.ts'
import type { Mapping } from './mapping.ts'
import { linksByEmail, type OpenidSettings } from './settings.ts'

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
  readonly now: number
}

/** Pure, so that a page can show beforehand what would become of somebody. */
export const readPerson = (settings: OpenidSettings, claims: JsonObject, reading: Reading): Read => {
  const uid = identifierAt(claims, settings.uidField)
  if (uid === undefined) return { ok: false, claim: settings.uidField }
  const { take } = settings
  const text = textReader(settings, claims, reading)
  const email = readEmail(settings, claims, text('email'))
  const groups = reading.mapping.groups(claims) ?? textsOf(claimAt(claims, settings.groupsClaim))
  const roles = settings.rolesClaim === undefined ? [] : textsOf(claimAt(claims, settings.rolesClaim))
  const username = text('username')
  const name = plainText(text('name') ?? fullName(claims) ?? '')
  const picture = take.picture === 'ignore' ? undefined : text('picture')
  const called = plainText(username ?? email?.address ?? name)
  return {
    ok: true,
    uid,
    groups,
    profile: {
      username: plainText(username ?? email?.address ?? name) || uid,
      name: name || called || uid.slice(0, 100),
      called: called || uid.slice(0, 100),
      picture: linkOf(picture),
      emailHint: email?.address,
    },
    standing: {
      email,
      refusal: refusalOf(settings, { email, groups, roles }),
      administrator: administers(settings, { groups, roles }),
      groups: groups.filter(reading.passes).map((group) => `${settings.groupsPrefix}${group}`),
      take,
      linkByEmail: linksByEmail(settings, reading.now),
    },
  }
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

/** `email_verified` is about `email`; of an address that an expression made nothing is known. */
const readEmail = (
  { emailTrust, emailClaim, mapping }: OpenidSettings,
  claims: JsonObject,
  address: string | undefined,
): Standing['email'] => {
  if (address === undefined || !/^[^\s@]+@[^\s@]+$/.test(address)) return undefined
  const own = mapping.email === undefined || address === claimAt(claims, emailClaim)
  const said = own && isTrue(claims['email_verified'])
  return { address, verified: emailTrust === 'assume-verified' || said }
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

/** Without regard to case, as whoever moves from GoToSocial is used to. */
const isIn = (wanted: readonly string[], held: readonly string[]): boolean => {
  const keys = new Set(held.map((name) => name.toLowerCase()))
  return wanted.some((name) => keys.has(name.toLowerCase()))
}
