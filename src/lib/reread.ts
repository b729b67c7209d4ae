import { type Clock, seconds, type Time } from './clock.ts'

/** How soon a change, also one made on another node, holds. */
const every = seconds(5)

/** Something that is stored, and that everything asks for without waiting. */
export interface Reread<T> {
  /** As it was read last; `first` until then. */
  current(): T
  /** Reads it again when that was a while ago. Undefined when there is nothing to wait for. */
  refresh(): Promise<void> | undefined
  /** It has just been changed here: what was read before counts no more, what is being read included. */
  forget(): void
}

export const reread = <T>(clock: Clock, first: T, read: () => Promise<T>): Reread<T> => {
  let held = first
  let readAt: Time | undefined
  let changes = 0
  const readNow = async (now: Time): Promise<void> => {
    let found: T
    let before: number
    do {
      before = changes
      found = await read()
    } while (changes !== before)
    held = found
    readAt = now
  }
  return {
    current: () => held,
    refresh() {
      const now = clock.now()
      return readAt !== undefined && now >= readAt && now - readAt < every ? undefined : readNow(now)
    },
    forget() {
      changes += 1
      readAt = undefined
    },
  }
}
