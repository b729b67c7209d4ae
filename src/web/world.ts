import type { PasswordWorld } from '../accounts/passwords/change.ts'
import type { ProtocolWorld } from '../protocol/world.ts'
import type { Brand, Branding } from './ui/brand.ts'

/** How this installation looks, as of now. */
export interface Look {
  readonly branding: Branding
  readonly brand: Brand
}

/** What pages need of the outside. */
export interface WebWorld extends ProtocolWorld, PasswordWorld {
  readonly look: () => Look | Promise<Look>
}
