import type { PasswordWorld } from '../accounts/passwords/change.ts'
import type { MetricsPage } from '../http/metrics-page.ts'
import type { ProtocolWorld } from '../protocol/world.ts'
import type { SourceWorld } from '../sources/source.ts'
import type { Sources } from '../sources/sources.ts'
import type { Brand, Branding } from './ui/brand.ts'

/** How this installation looks, as of now. */
export interface Look {
  readonly branding: Branding
  readonly brand: Brand
}

/** What pages need of the outside. */
export interface WebWorld extends ProtocolWorld, PasswordWorld, SourceWorld {
  /** Where people come from, besides what is kept here. */
  readonly sources: Sources
  readonly look: () => Look | Promise<Look>
  /** What is read now and then of how the installation looks, and how long things last, has changed. */
  readonly readAgain: () => void
  /** Asks the program itself, by the same way as everybody else, and without a network. */
  readonly self: (request: Request) => Promise<Response>
  /** Undefined when metrics have a port of their own. */
  readonly metricsPage: MetricsPage | undefined
}
