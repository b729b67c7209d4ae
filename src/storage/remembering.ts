import { type Clock, seconds, type Time } from '../lib/clock.ts'
import type { Kind } from './records.ts'
import type { Change, Query, Storage } from './storage.ts'

/** How long another process may have changed something before it is seen here. */
const trusted: Time = seconds(1)

interface Held {
  readonly found: Promise<unknown>
  readonly at: Time
}

/**
 * The same storage, which remembers for a second what it found of these kinds, and all there are: few records, read by every request. What this process
 * changes it sees at once; a change by another (a second node, the command line) within that second.
 */
export const remembering = (storage: Storage, clock: Clock, kinds: readonly Kind[]): Storage => {
  const remembered = new Set<string>(kinds)
  let held = new Map<string, Held>()

  const forget = (): void => {
    held = new Map()
  }
  const touches = (changes: readonly Change[]): boolean => changes.some(({ kind }) => remembered.has(kind))
  /** Forgets when what a unit decided to change turns out to be remembered. */
  const watching = () => {
    let affected = false
    return {
      seen: (changes: readonly Change[]): readonly Change[] => {
        affected ||= touches(changes)
        return changes
      },
      finish: () => affected && forget(),
    }
  }
  /** Forgets before and after: what is read while a change is under way may be either. */
  const changing = async <T>(affected: boolean, work: () => Promise<T>): Promise<T> => {
    if (!affected) return work()
    forget()
    try {
      return await work()
    } finally {
      forget()
    }
  }

  /** What was found a moment ago; otherwise what is found now. Nothing is remembered of a stranger's guesses, or of a failure. */
  const recalled = (name: string, look: () => Promise<unknown>): Promise<unknown> => {
    const now = clock.now()
    const known = held.get(name)
    if (known !== undefined && now >= known.at && now - known.at < trusted) return known.found
    const found = look().then(freeze)
    const into = held
    into.set(name, { found, at: now })
    found.then(
      (what) => what === undefined && into.delete(name),
      () => into.delete(name),
    )
    return found
  }

  return {
    ...storage,
    find: ((kind: Kind, key: Parameters<Storage['find']>[1]) => {
      const look = () => storage.find(kind, key)
      return remembered.has(kind) ? recalled(`${kind} ${JSON.stringify(key)}`, look) : look()
    }) as Storage['find'],
    list: ((kind: Kind, query?: Query<Kind>) =>
      remembered.has(kind) && query === undefined
        ? recalled(`all ${kind}`, () => storage.list(kind))
        : storage.list(kind, query)) as Storage['list'],
    add: (kind, row) => changing(remembered.has(kind), () => storage.add(kind, row)),
    put: (kind, row) => changing(remembered.has(kind), () => storage.put(kind, row)),
    remove: (kind, id) => changing(remembered.has(kind), () => storage.remove(kind, id)),
    removeWhere: (kind, where) => changing(remembered.has(kind), () => storage.removeWhere(kind, where)),
    atomically: (changes) => changing(touches(changes), () => storage.atomically(changes)),
    async change(kind, id, decide) {
      const { seen, finish } = watching()
      const watched: typeof decide = (row) => {
        const decided = decide(row)
        if (Array.isArray(decided)) seen(decided[1])
        return decided
      }
      return changing(remembered.has(kind), () => storage.change(kind, id, watched)).finally(finish)
    },
    async take(kind, id, then) {
      const { seen, finish } = watching()
      const watched: typeof then = then && ((row) => seen(then(row)))
      return changing(remembered.has(kind), () => storage.take(kind, id, watched)).finally(finish)
    },
    async rotate(presented) {
      const { seen, finish } = watching()
      return storage.rotate({ ...presented, also: (row) => seen(presented.also(row)) }).finally(finish)
    },
  }
}

const freeze = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.values(value).forEach(freeze)
  return Object.freeze(value)
}
