import type { StoredLetter } from '../../accounts/letters.ts'
import type { By } from '../../accounts/outcome.ts'
import type { PasswordWorld } from '../../accounts/passwords/change.ts'
import { isFresh, type Person } from '../../accounts/sessions/sessions.ts'
import { hours } from '../../lib/clock.ts'
import type { Message } from '../../mail/message.ts'
import type { ProtocolWorld } from '../../protocol/world.ts'
import type { SourceWorld } from '../../sources/source.ts'
import type { World } from '../../storage/world.ts'

/** What administrators' operations need of the outside. */
export interface OperationsWorld extends PasswordWorld, Pick<ProtocolWorld, 'keyring'> {
  /** Makes a mail of a letter, in this installation's look and the reader's language. */
  readonly compose?: ((letter: StoredLetter) => Promise<Message>) | undefined
}

/** The same, for operations that ask other servers. */
export interface OutgoingWorld extends OperationsWorld, SourceWorld {}

/** Who is at the console, as the guard found them. */
export type Administrator = Person

export { keepTyped, type Typed, takeTyped } from '../../accounts/typed.ts'
export type { By }

/** An hour's work at the console is not interrupted; a session that was left open somewhere does no harm the day after. */
export const provedRecently = (world: Pick<World, 'clock'>, administrator: Administrator): boolean =>
  isFresh(world, administrator, hours(1))
