import { wantsNewProof } from '../../flow/next-step.ts'
import type { Visit } from '../../http/visit.ts'
import { minutes } from '../../lib/clock.ts'
import { bucketOfAddress } from '../../limits/address.ts'
import { allow, type Limit } from '../../limits/limit.ts'
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
 * together get what a busy installation needs, and no more than harms nobody. Where this browser came from before is counted for who came, and where many
 * come from each for itself: a flood of departures keeps nobody from them, and a school behind one address is no flood. By what others come, nobody
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

const refuse = async (world: WebWorld, visit: Visit, leaving: Leaving): Promise<Problem | undefined> => {
  const visitor = `departures:${bucketOfAddress(visit.address)}`
  const known = await knownPlace(world, visit, leaving)
  const limits =
    known === undefined
      ? [
          { key: visitor, most: mostForOne.strange, window },
          { key: 'departures', most: mostInAll, window },
        ]
      : [{ key: `${visitor}:known`, most: mostForOne.known, window }, ...known]
  for (const limit of limits) {
    const { allowed, retryAfter } = await allow(world, limit)
    if (!allowed) return { code: 'too_many', retryAfter: world.clock.now() + retryAfter }
  }
  return undefined
}

/**
 * What is counted of departures to this place, if it is one that is counted on its own, as far as that is known without asking. A provider is the
 * operator's, and asked nothing: whoever floods it would but shut others out.
 */
const knownPlace = async (
  world: WebWorld,
  visit: Visit,
  { source, address }: Leaving,
): Promise<readonly Limit[] | undefined> => {
  if (source.kind === 'openid') return []
  const parsed = parseAddress(address, { vouched: world.vouched() })
  if (!parsed.ok) return undefined
  const named = await world.storage.find('servers', serverKey(parsed.host))
  const { elsewhere: host = parsed.host } = (named?.findings ?? {}) as Findings
  const remembered = rememberedAt(world, visit)
  if (remembered?.host === host)
    return [{ key: `departures:as:${remembered.identityId}`, most: mostForOne.known, window }]
  const isSuggested = (await suggestedServers(world)).includes(host)
  return isSuggested ? [{ key: `departures:to:${host}`, most: mostInAll, window }] : undefined
}
