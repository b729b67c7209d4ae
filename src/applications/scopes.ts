import type { Application } from './application.ts'
import { audienceScopes } from './audience.ts'
import { ownScopes } from './claims/roles.ts'
import { isScope } from './claims.ts'

type Limits = Pick<
  Application,
  'allowedScopes' | 'allowedGrants' | 'claimMappings' | 'roles' | 'rolesClaim' | 'alsoFor'
>

/**
 * Of these scopes those that an application may be granted: they exist, for everybody or as its own, and the operator did not leave them out. Lasting
 * access is nothing without the grant that makes use of it.
 */
export const grantable = (application: Limits, scopes: readonly string[]): readonly string[] =>
  scopes.filter((scope) => (isScope(scope) ? isGrantable(application, scope) : isOwn(application, scope)))

const isOwn = (application: Limits, scope: string): boolean =>
  ownScopes(application).includes(scope) || audienceScopes(application).includes(scope)

const isGrantable = ({ allowedScopes, allowedGrants }: Limits, scope: Application['allowedScopes'][number]): boolean =>
  (allowedScopes.length === 0 || allowedScopes.includes(scope)) &&
  (scope !== 'offline_access' || allowedGrants.includes('refresh_token'))

/** Every scope that it could be granted: those of everybody, and its own. */
export const scopesFor = (application: Limits, everybodys: readonly string[]): readonly string[] => [
  ...new Set(grantable(application, [...everybodys, ...ownScopes(application)])),
]
