import type { PostWorld } from '../../accounts/letters.ts'
import { effectiveSignUp } from '../../accounts/sign-up/sign-up-mode.ts'
import type { Application } from '../../applications/application.ts'
import { endpointsOf, globalEndpoints } from '../../applications/issuer.ts'
import type { Installation } from '../../recipes/recipe.ts'
import type { World } from '../../storage/world.ts'

/** How an application has to know this place: one that has an issuer of its own, otherwise than all the others. `base` is the public base. */
export const installationAt = async (
  { storage, mailer }: Pick<World, 'storage'> & Partial<Pick<PostWorld, 'mailer'>>,
  base: string,
  application?: Pick<Application, 'issuer' | 'slug' | 'dexPath'>,
): Promise<Installation> => {
  const branding = (await storage.find('settings', 'branding'))?.value as { readonly name?: string } | undefined
  const mode = await effectiveSignUp({ storage, mailer })
  return {
    ...(application === undefined ? globalEndpoints(base) : endpointsOf(base, application)),
    base,
    account: `${base}/account`,
    signUp: mode === 'open' || mode === 'approval' ? `${base}/sign-up` : undefined,
    icon: `${base}/icon`,
    name: branding?.name || 'Portico',
  }
}
