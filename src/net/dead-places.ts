import { seconds, type Time } from '../lib/clock.ts'
import type { FetchProblem } from './fetch-failed.ts'

/** Remembers for a short while where nobody answers, so that naming such a place again and again costs nothing. */
export interface DeadPlaces {
  /** Why it was not reached, if that was a moment ago. */
  find(origin: string, now: Time): FetchProblem | undefined
  add(origin: string, problem: FetchProblem, now: Time): void
}

/** Long enough against a flood, short enough for whoever has just put their server right. */
const rememberedFor = seconds(30)
const most = 5000

export const createDeadPlaces = (): DeadPlaces => {
  const places = new Map<string, { readonly problem: FetchProblem; readonly until: Time }>()
  return {
    find(origin, now) {
      const place = places.get(origin)
      if (place === undefined) return undefined
      if (now < place.until && place.until - now <= rememberedFor) return place.problem
      places.delete(origin)
      return undefined
    },
    add(origin, problem, now) {
      places.delete(origin)
      places.set(origin, { problem, until: now + rememberedFor })
      for (const oldest of places.keys()) {
        if (places.size <= most) break
        places.delete(oldest)
      }
    },
  }
}
