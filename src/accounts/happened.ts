import { type EventDetails, type EventKind, event } from '../events/event.ts'
import type { Change } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import type { By } from './outcome.ts'

/** One line of the audit log about something that `by` did, to be committed with it. */
export const happened = (
  world: Pick<World, 'clock' | 'random' | 'policy'>,
  kind: EventKind,
  { via, ...who }: By,
  { data, ...details }: EventDetails = {},
): Change => event(world, kind, { ...who, ...details, data: { ...(via === undefined ? {} : { via }), ...data } })
