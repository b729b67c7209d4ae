import { type Clock, seconds } from '../lib/clock.ts'
import { type Branding, createBrand, defaultBranding } from './ui/brand.ts'
import type { Look } from './world.ts'

/** How soon a change, also one made on another node, is seen. */
const reloadEvery = seconds(5)

/** The installation's look, read again now and then, or when told to. What was stored has been checked on its way in. */
export const createLook = (
  clock: Clock,
  base: string,
  readBranding: () => Promise<unknown>,
): { readonly look: () => Promise<Look>; readonly forget: () => void } => {
  let held: { readonly look: Look; readonly readAt: number } | undefined
  const look = async (): Promise<Look> => {
    const now = clock.now()
    if (held !== undefined && now >= held.readAt && now - held.readAt < reloadEvery) return held.look
    const branding = { ...defaultBranding, ...((await readBranding()) as Partial<Branding> | undefined) }
    held = { look: { branding, brand: createBrand(branding, base) }, readAt: now }
    return held.look
  }
  return {
    look,
    forget() {
      held = undefined
    },
  }
}
