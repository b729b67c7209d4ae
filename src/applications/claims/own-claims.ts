import type { Application } from '../application.ts'
import { loadExpressions } from './compiled.ts'
import { isProtocolClaim } from './protocol-claims.ts'

/** The claims that an application can be told beyond everybody's, as far as its mappings say so in so many words. */
export const ownClaims = async ({
  claimMappings,
  roles,
  rolesClaim,
}: Pick<Application, 'claimMappings' | 'roles' | 'rolesClaim'>): Promise<readonly string[]> => {
  const named = roles.length === 0 ? [] : [rolesClaim, 'entitlements']
  if (claimMappings.length === 0) return named
  const { mapping } = await loadExpressions()
  const made = claimMappings.flatMap(({ expression }) => {
    const compiled = mapping(expression)
    return compiled.ok ? compiled.names.map(({ name }) => name) : []
  })
  return [...new Set([...named, ...made])].filter((name) => !isProtocolClaim(name))
}
