import type { Clock } from '../lib/clock.ts'
import { reread } from '../lib/reread.ts'
import { type Branding, createBrand, defaultBranding } from './ui/brand.ts'
import type { Look } from './world.ts'

/** The installation's look, read again now and then, or when told to. What was stored has been checked on its way in. */
export const createLook = (
  clock: Clock,
  base: string,
  readBranding: () => Promise<unknown>,
): { readonly look: () => Promise<Look>; readonly forget: () => void } => {
  const lookOf = (stored: Partial<Branding> | undefined): Look => {
    const branding = { ...defaultBranding, ...stored }
    return { branding, brand: createBrand(branding, base) }
  }
  const { current, refresh, forget } = reread(clock, lookOf(undefined), async () =>
    lookOf((await readBranding()) as Partial<Branding> | undefined),
  )
  return {
    async look() {
      await refresh()
      return current()
    },
    forget,
  }
}
