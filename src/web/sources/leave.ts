import { wantsNewProof } from '../../flow/next-step.ts'
import type { Visit } from '../../http/visit.ts'
import { minutes } from '../../lib/clock.ts'
import { bucketOfAddress } from '../../limits/address.ts'
import { allow } from '../../limits/limit.ts'
import { findPending } from '../../protocol/authorize/pending.ts'
import { parseAddress } from '../../sources/fediverse/address.ts'
import type { Findings } from '../../sources/fediverse/server.ts'
import { serverKey } from '../../sources/fediverse/server-key.ts'
import type { Source } from '../../sources/source.ts'
import { sentencesAt } from '../speak.ts'
import type { WebWorld } from '../world.ts'
import { keepDeparture, newState } from './departure.ts'
import type { Errand } from './errand.ts'
import type { Problem } from './problem.ts'
import { rememberedAt } from './remembered.ts'
import { suggestedServers } from './suggestions.ts'

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
 * together get what a busy installation needs, and no more than harms nobody. Where this browser came from before, and where many come from, are counted on
 * their own, each for itself: a flood of other places keeps nobody from them, and a school behind one address is no flood. By what others come, nobody
 * is told: that would say who comes from a server of their own.
 */
const window = minutes(10)
const mostForOne = { strange: 40, known: 300 }
const mostInAll = 3000

/** Asks a source where to go, and keeps what is needed when the person is back. */
export const leaveFor = async (world: WebWorld, visit: Visit, leaving: Leaving): Promise<Left> => {
  const { source, address, errand, afresh = false } = leaving
  const refused = await refuse(world, visit, leaving)
  if (refused !== undefined) return { ok: false, problem: refused }
  const state = newState(world)
  const asks = afresh || (await isToBeAsked(world, visit, errand))
  const begun = await source.begin({ address, state, afresh: asks, locale: sentencesAt(visit).tag })
  if (!begun.ok) return begun
  const { url, memo, place } = begun
  await keepDeparture(world, { sourceId: source.id, address, place, errand, memo, state, browser: visit.browser() })
  return { ok: true, url, place }
}

/** The application that they are on their way to wants them asked: so that is done where they are. */
const isToBeAsked = async (world: WebWorld, visit: Visit, { requestId }: Errand): Promise<boolean> => {
  if (requestId === undefined) return false
  const pending = await findPending(world, visit.base, requestId, { browser: visit.knownBrowser() })
  return pending !== undefined && wantsNewProof(pending.request)
}

const refuse = async (world: WebWorld, visit: Visit, { source, address }: Leaving): Promise<Problem | undefined> => {
  const known = source.kind === 'openid' ? source.id : await knownPlace(world, visit, address)
  const visitor = `departures:${bucketOfAddress(visit.address)}`
  const limits =
    known === undefined
      ? [
          { key: visitor, most: mostForOne.strange, window },
          { key: 'departures', most: mostInAll, window },
        ]
      : [
          { key: `${visitor}:known`, most: mostForOne.known, window },
          { key: `departures:to:${known}`, most: mostInAll, window },
        ]
  for (const limit of limits) {
    const { allowed, retryAfter } = await allow(world, limit)
    if (!allowed) return { code: 'too_many', retryAfter: world.clock.now() + retryAfter }
  }
  return undefined
}

/** The server that an address names, as far as that is known without asking, if it is one that is counted on its own. */
const knownPlace = async (world: WebWorld, visit: Visit, address: string): Promise<string | undefined> => {
  const parsed = parseAddress(address, { vouched: world.vouched() })
  if (!parsed.ok) return undefined
  const named = await world.storage.find('servers', serverKey(parsed.host))
  const { elsewhere: host = parsed.host } = (named?.findings ?? {}) as Findings
  return rememberedAt(world, visit)?.host === host || (await suggestedServers(world)).includes(host) ? host : undefined
}
