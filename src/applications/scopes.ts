import type { Application } from './application.ts'
import { isScope, type Scope } from './claims.ts'

type Limits = Pick<Application, 'allowedScopes' | 'allowedGrants'>

/**
 * Of these scopes those that an application may be granted: they exist, and the operator did not leave them out. Lasting access is nothing
 * without the grant that makes use of it.
 */
export const grantable = (application: Limits, scopes: readonly string[]): readonly Scope[] =>
  scopes.filter(isScope).filter((scope) => isGrantable(application, scope))

const isGrantable = ({ allowedScopes, allowedGrants }: Limits, scope: Scope): boolean =>
  (allowedScopes.length === 0 || allowedScopes.includes(scope)) &&
  (scope !== 'offline_access' || allowedGrants.includes('refresh_token'))
