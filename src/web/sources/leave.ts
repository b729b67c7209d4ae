import type { Visit } from '../../http/visit.ts'
import { minutes } from '../../lib/clock.ts'
import { bucketOfAddress } from '../../limits/address.ts'
import { allow } from '../../limits/limit.ts'
import type { Source } from '../../sources/source.ts'
import { sentencesAt } from '../speak.ts'
import type { WebWorld } from '../world.ts'
import { keepDeparture, newState } from './departure.ts'
import type { Errand } from './errand.ts'
import type { Problem } from './problem.ts'

export interface Leaving {
  readonly source: Source
  readonly address: string
  readonly afresh?: boolean
  readonly errand: Errand
}

export type Left =
  | { readonly ok: true; readonly url: string; readonly place: string }
  | { readonly ok: false; readonly problem: Problem }

/**
 * Each try makes requests to a place that a stranger names. One visitor gets enough for somebody who cannot spell and has two accounts; all
 * together get what a busy installation needs, and no more than harms nobody.
 */
const window = minutes(10)
const mostForOne = 40
const mostInAll = 3000

/** Asks a source where to go, and keeps what is needed when the person is back. */
export const leaveFor = async (world: WebWorld, visit: Visit, leaving: Leaving): Promise<Left> => {
  const { source, address, errand, afresh = false } = leaving
  const refused = await refuse(world, visit)
  if (refused !== undefined) return { ok: false, problem: refused }
  const state = newState(world)
  const begun = await source.begin({ address, state, afresh, locale: sentencesAt(visit).tag })
  if (!begun.ok) return begun
  const { url, memo, place } = begun
  await keepDeparture(world, { sourceId: source.id, address, place, errand, memo, state, browser: visit.browser() })
  return { ok: true, url, place }
}

const refuse = async (world: WebWorld, visit: Visit): Promise<Problem | undefined> => {
  const limits = [
    { key: `departures:${bucketOfAddress(visit.address)}`, most: mostForOne, window },
    { key: 'departures', most: mostInAll, window },
  ]
  for (const limit of limits) {
    const { allowed, retryAfter } = await allow(world, limit)
    if (!allowed) return { code: 'too_many', retryAfter: world.clock.now() + retryAfter }
  }
  return undefined
}
