import { heldGroups } from '../accounts/groups.ts'
import { fediverse, identitiesOf } from '../accounts/identities/identity.ts'
import { rulesOf } from '../accounts/identities/newcomers.ts'
import type { Row } from '../storage/records.ts'
import type { World } from '../storage/world.ts'
import type { Application } from './application.ts'
import { loadExpressions } from './claims/compiled.ts'
import { applyMappings, type Mapped, mappingsFor } from './claims/mappings.ts'
import { roleClaims, rolesOf as rolesHeld } from './claims/roles.ts'
import { claimValues, type SignedIn } from './claims/vocabulary.ts'
import { claimsOf } from './claims.ts'

export interface Telling {
  readonly account: Row<'accounts'>
  readonly application: Application
  /** What the person is called there. */
  readonly handle: string | undefined
  readonly scopes: readonly string[]
  readonly base: string
  /** The sign-in that it is about. */
  readonly signedIn?: SignedIn | undefined
}

/**
 * What an application is told of a person now, with what is kept about them: what every application is (`claimsOf`), its roles, and what its own
 * mappings make of it. The same in the ID token, at userinfo, on the consent page and wherever that is tried out. What mappings missed is for the
 * administrator: it is written down where something is issued.
 */
export const tell = async (world: Pick<World, 'storage'>, telling: Telling): Promise<Mapped> => {
  const { account, application, scopes, signedIn } = telling
  const mappings = mappingsFor(application, scopes)
  const asks = (...names: readonly string[]): boolean => names.some((name) => scopes.includes(name))
  const [groups, identities, placeholder] = await Promise.all([
    asks('groups', 'profile') || mappings.length > 0 || application.roles.length > 0
      ? heldGroups(world, account.id)
      : [],
    asks('profile') || mappings.length > 0 ? identitiesOf(world, account.id) : [],
    scopes.includes('email') && account.email === undefined && application.missingEmail === 'placeholder'
      ? placeholderOf(world)
      : undefined,
  ])
  const names = groups.map(({ name }) => name)
  const groupIds = groups.map(({ id }) => id)
  // As whom they signed in, or else as whom they came first.
  const inFediverse = identities.filter(({ sourceId }) => sourceId === fediverse)
  const identity = inFediverse.find(({ id }) => id === signedIn?.identityId) ?? inFediverse[0]
  const roles = rolesHeld(application, groupIds)
  const claims = {
    ...claimsOf({ ...telling, groups: names, identity, placeholder }),
    ...roleClaims(application, roles, scopes),
  }
  if (mappings.length === 0) return { claims, missed: [] }
  const values = claimValues({ ...telling, groups: names, identities, signedIn, roles })
  return applyMappings(claims, mappings, values, await loadExpressions())
}

const placeholderOf = async (world: Pick<World, 'storage'>) => (await rulesOf(world, fediverse)).placeholder
