import { seconds } from '../lib/clock.ts'
import type { World } from '../storage/world.ts'
import { type EventKind, event } from './event.ts'

/** What is read so often that a line each time would drown the rest. */
type Tallied = Extract<EventKind, 'discovery.read' | 'keys.read'>

/** Who read, as far as that can be told: applications do not say who they are. */
interface Reader {
  readonly address: string
  readonly userAgent: string
}

interface Counted {
  readonly kind: Tallied
  readonly reader: Reader
  /** Whose address was read, where it is one application's. */
  readonly applicationId: string | undefined
  count: number
}

export interface Tally {
  /** Counts in memory. */
  note(kind: Tallied, reader: Reader, applicationId?: string): void
  /** Writes what was counted, one line for each reader. */
  flush(): Promise<void>
}

/** So many readers are told apart between two flushes; a stranger who makes up names only fills the last line. */
const mostReaders = 100

/** How often to flush. */
export const flushEvery = seconds(10)

/** Counts what is read of discovery and keys, so that "it read discovery and never came to authorize" can be told. */
export const createTally = (world: World): Tally => {
  let counted = new Map<string, Counted>()
  return {
    note(kind, reader, applicationId) {
      const known = `${kind} ${applicationId} ${reader.address} ${reader.userAgent}`
      const full = !counted.has(known) && counted.size >= mostReaders
      const key = full ? `${kind} others` : known
      const held = counted.get(key)
      if (held !== undefined) held.count += 1
      else if (full)
        counted.set(key, { kind, reader: { address: '', userAgent: '' }, applicationId: undefined, count: 1 })
      else counted.set(key, { kind, reader, applicationId, count: 1 })
    },
    async flush() {
      if (counted.size === 0) return
      const lines = [...counted.values()]
      counted = new Map()
      await world.storage.atomically(
        lines.map(({ kind, reader: { address, userAgent }, applicationId, count }) =>
          event(world, kind, {
            applicationId,
            address: address === '' ? undefined : address,
            userAgent: userAgent === '' ? undefined : userAgent,
            data: { count },
          }),
        ),
      )
    },
  }
}
