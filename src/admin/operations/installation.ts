import type { Installation } from '../../recipes/recipe.ts'
import type { World } from '../../storage/world.ts'

/** How applications have to know this place. `base` is the public base; so is the issuer, unless an application has its own. */
export const installationAt = async (
  { storage }: Pick<World, 'storage'>,
  base: string,
  issuer: string = base,
): Promise<Installation> => {
  const branding = (await storage.find('settings', 'branding'))?.value as { readonly name?: string } | undefined
  return { ...addressesOf(base, issuer), name: branding?.name || 'Portico' }
}

/** The addresses that discovery tells. A test holds the two against each other. */
const addressesOf = (base: string, issuer: string): Omit<Installation, 'name'> => ({
  base,
  issuer,
  discovery: `${issuer}/.well-known/openid-configuration`,
  authorization: `${base}/authorize`,
  token: `${base}/token`,
  userinfo: `${base}/userinfo`,
  jwks: `${base}/jwks`,
  endSession: `${base}/end-session`,
  account: `${base}/account`,
  icon: `${base}/icon`,
})
