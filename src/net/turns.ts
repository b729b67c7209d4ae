import { minutes, type Time } from '../lib/clock.ts'

export interface TurnLimits {
  /** Under way at once, everywhere and at one target. */
  readonly atOnce: number
  readonly perTarget: number
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
}

interface Waiter {
  readonly target: string
  readonly go: () => void
}

export const createTurns = (limits: TurnLimits): Turns => {
  const under = new Map<string, number>()
  const waiting = new Set<Waiter>()
  let total = 0
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

  const hasRoom = (target: string): boolean => total < limits.atOnce && (under.get(target) ?? 0) < limits.perTarget

  const begin = (target: string): (() => void) => {
    total += 1
    under.set(target, (under.get(target) ?? 0) + 1)
    return () => {
      total -= 1
      const left = (under.get(target) ?? 1) - 1
      if (left === 0) under.delete(target)
      else under.set(target, left)
      for (const waiter of waiting) {
        if (!hasRoom(waiter.target)) continue
        waiting.delete(waiter)
        waiter.go()
        return
      }
    }
  }

  return {
    async take(target, { signal, now, vouched }) {
      if (!vouched && tooOften(target, now)) return undefined
      if (hasRoom(target)) return begin(target)
      if (waiting.size >= limits.waiting || signal.aborted) return undefined
      return new Promise((resolve) => {
        const give = (turn: (() => void) | undefined): void => {
          signal.removeEventListener('abort', late)
          resolve(turn)
        }
        const waiter: Waiter = { target, go: () => give(begin(target)) }
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
