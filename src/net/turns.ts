import { minutes, type Time } from '../lib/clock.ts'

export interface TurnLimits {
  /** Under way at once, everywhere and at one target. */
  readonly atOnce: number
  readonly perTarget: number
  /**
   * Of these, and of those who wait, the part that may be there only to look at places that strangers name. Whoever has many slow places can take
   * no more than that from those who come by places that are known.
   */
  readonly looking: number
  /** Waiting for a turn, everywhere. */
  readonly waiting: number
  /** Begun within a minute at one target. */
  readonly perMinute: number
}

export interface Turns {
  /**
   * Waits for a turn and resolves to what ends it, or to undefined where there is none to be had: the target has been asked too often, too
   * many wait already, or the signal came first. Whoever waits for one target keeps nobody from another.
   */
  take(target: string, asking: Asking): Promise<(() => void) | undefined>
}

interface Asking {
  readonly signal: AbortSignal
  readonly now: Time
  /** The operator's own places may be asked as often as there is something to ask. */
  readonly vouched: boolean
  /** Only to look at what there is: see `TurnLimits`. */
  readonly looking: boolean
}

interface Waiter {
  readonly target: string
  readonly looking: boolean
  readonly go: () => void
}

export const createTurns = (limits: TurnLimits): Turns => {
  const under = new Map<string, number>()
  const waiting = new Set<Waiter>()
  let total = 0
  let looked = 0
  const mostLooking = Math.max(1, Math.floor(limits.atOnce * limits.looking))
  const mostLookersWaiting = Math.max(1, Math.floor(limits.waiting * limits.looking))
  let begun = new Map<string, number>()
  let minute = 0

  const tooOften = (target: string, now: Time): boolean => {
    const current = Math.floor(now / minutes(1))
    if (current !== minute) {
      begun = new Map()
      minute = current
    }
    const count = (begun.get(target) ?? 0) + 1
    begun.set(target, count)
    return count > limits.perMinute
  }

  const hasRoom = (target: string, looking: boolean): boolean =>
    total < limits.atOnce && (under.get(target) ?? 0) < limits.perTarget && (!looking || looked < mostLooking)

  const mayWait = (looking: boolean): boolean =>
    waiting.size < limits.waiting &&
    (!looking || [...waiting].filter((waiter) => waiter.looking).length < mostLookersWaiting)

  const begin = (target: string, looking: boolean): (() => void) => {
    total += 1
    if (looking) looked += 1
    under.set(target, (under.get(target) ?? 0) + 1)
    return () => {
      total -= 1
      if (looking) looked -= 1
      const left = (under.get(target) ?? 1) - 1
      if (left === 0) under.delete(target)
      else under.set(target, left)
      for (const waiter of waiting) {
        if (!hasRoom(waiter.target, waiter.looking)) continue
        waiting.delete(waiter)
        waiter.go()
        return
      }
    }
  }

  return {
    async take(target, { signal, now, vouched, looking }) {
      if (!vouched && tooOften(target, now)) return undefined
      if (hasRoom(target, looking)) return begin(target, looking)
      if (!mayWait(looking) || signal.aborted) return undefined
      return new Promise((resolve) => {
        const give = (turn: (() => void) | undefined): void => {
          signal.removeEventListener('abort', late)
          resolve(turn)
        }
        const waiter: Waiter = { target, looking, go: () => give(begin(target, looking)) }
        const late = (): void => {
          waiting.delete(waiter)
          give(undefined)
        }
        signal.addEventListener('abort', late, { once: true })
        waiting.add(waiter)
      })
    },
  }
}
