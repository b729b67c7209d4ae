import { seconds } from '../lib/clock.ts'
import type { World } from '../storage/world.ts'
import { type Branding, createBrand, defaultBranding } from './ui/brand.ts'
import type { Look } from './world.ts'

/** The name under which branding is kept among the settings. */
export const brandingSetting = 'branding'

/** How soon a change, also one made on another node, is seen. */
const reloadEvery = seconds(5)

/** The installation's look, read again now and then. What was stored has been checked on its way in. */
export const createLook = (world: Pick<World, 'storage' | 'clock'>, base: string): (() => Promise<Look>) => {
  let held: { readonly look: Look; readonly readAt: number } | undefined
  return async () => {
    const now = world.clock.now()
    if (held !== undefined && now >= held.readAt && now - held.readAt < reloadEvery) return held.look
    const stored = await world.storage.find('settings', brandingSetting)
    const branding = { ...defaultBranding, ...(stored?.value as Partial<Branding> | undefined) }
    held = { look: { branding, brand: createBrand(branding, base) }, readAt: now }
    return held.look
  }
}
