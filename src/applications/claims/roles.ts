import type { Application } from '../application.ts'
import type { Claims } from '../claims.ts'

/** What somebody is in an application, because they are in one of these groups (by id) here. */
export interface Role {
  readonly value: string
  readonly groups: readonly string[]
}

type WithRoles = Pick<Application, 'roles' | 'rolesClaim'>

/** The roles of somebody in these groups, in the application's own order. Pure. */
export const rolesOf = ({ roles }: Pick<WithRoles, 'roles'>, groupIds: readonly string[]): readonly string[] => [
  ...new Set(roles.filter(({ groups }) => groups.some((id) => groupIds.includes(id))).map(({ value }) => value)),
]

/** Scopes that ask for roles, beside one of the claim's own name. */
const roleScopes = ['roles', 'entitlements'] as const

/**
 * The claim about roles: always an array, also of none or one (a program that looks for a word in a text finds `admin` in `no-admin`). It comes with
 * every scope that says who somebody is, since much software asks for no more; `entitlements` is what authentik's scope of that name gives too.
 */
export const roleClaims = (application: WithRoles, roles: readonly string[], scopes: readonly string[]): Claims => {
  if (application.roles.length === 0) return {}
  const asked = ['profile', 'groups', application.rolesClaim, ...roleScopes].some((scope) => scopes.includes(scope))
  return {
    ...(asked ? { [application.rolesClaim]: roles } : {}),
    ...(scopes.includes('entitlements') ? { entitlements: roles } : {}),
  }
}

/** Scopes that an application has of its own: those that its mappings are for, and those that ask for its roles. */
export const ownScopes = (application: WithRoles & Pick<Application, 'claimMappings'>): readonly string[] => [
  ...application.claimMappings.map(({ scope }) => scope),
  ...(application.roles.length === 0 ? [] : [...roleScopes, application.rolesClaim]),
]
