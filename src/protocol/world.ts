import type { PostWorld } from '../accounts/letters.ts'
import type { Person } from '../accounts/sessions/sessions.ts'
import type { Tally } from '../events/tally.ts'
import type { SafeFetch } from '../net/safe-fetch.ts'
import type { Row } from '../storage/records.ts'
import type { Keyring } from './keys/keyring.ts'

/** What the protocol needs of the outside. */
export interface ProtocolWorld extends PostWorld {
  readonly keyring: Keyring
  readonly tally: Tally
  /** The one way out. */
  readonly fetch: SafeFetch
  /** Whether people of this identity's server are taken in, by the rules of this moment. Everybody is where nobody says. */
  readonly admits?: ((identity: Row<'identities'>) => Promise<boolean>) | undefined
}

/** Who is asking, as the browser shows it. */
export interface Visitor {
  /** Who is signed in at this browser. */
  readonly person: Person | undefined
  /** The browser's own secret, from its cookie: what a waiting request is bound to. */
  readonly browser: string | undefined
  readonly address: string
  readonly userAgent: string
}
