import type { By } from '../../accounts/outcome.ts'
import type { PasswordWorld } from '../../accounts/passwords/change.ts'
import type { Person } from '../../accounts/sessions.ts'
import type { ProtocolWorld } from '../../protocol/world.ts'

/** What administrators' operations need of the outside. */
export interface OperationsWorld extends PasswordWorld, Pick<ProtocolWorld, 'keyring'> {}

/** Who is at the console, as the guard found them. */
export type Administrator = Person

export type { By }
