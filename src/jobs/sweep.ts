import { minutes } from '../lib/clock.ts'
import { type Kind, records } from '../storage/records.ts'
import type { Where } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import type { JobHandler } from './job.ts'

/** Small enough that nobody who signs in meanwhile notices. */
const defaultPortion = 500
/** More than this is left to the next round, so that a sweep ends well within its lease. */
const defaultMost = 50_000

export const sweepKind = 'sweep'
const sweepEvery = minutes(5)

type SweepWorld = Pick<World, 'storage' | 'clock' | 'policy'>

export interface SweepOptions {
  readonly portion?: number
  readonly most?: number
}

const kinds = Object.keys(records) as readonly Kind[]

/** Removes records whose time is over, in portions, and at most so many. Resolves to how many those were. */
export const sweep = async (
  world: SweepWorld,
  { portion = defaultPortion, most = defaultMost }: SweepOptions = {},
): Promise<number> => {
  const now = world.clock.now()
  let swept = 0
  for (const kind of kinds) {
    const { expires } = records[kind]
    if (expires === undefined) continue
    const over = { [expires]: { before: now } } as Where<Kind>
    for (let found = portion; found === portion && swept < most; ) {
      const rows = await world.storage.list(kind, { where: over, orderBy: expires as 'id', limit: portion })
      found = rows.length
      // Asked again with the removal: what was renewed in between stays.
      const ids = { id: { oneOf: rows.map(({ id }) => id) } }
      if (found > 0) swept += await world.storage.removeWhere(kind, { ...over, ...ids } as Where<Kind>)
    }
  }
  return swept + (await sweepOldEvents(world, { portion, most: most - swept }))
}

/** Lines that were to be kept for longer when they were written than they are now: the oldest ones, since ids sort by time. */
const sweepOldEvents = async (world: SweepWorld, { portion, most }: Required<SweepOptions>): Promise<number> => {
  const { storage, clock, policy } = world
  if (policy === undefined) return 0
  const before = clock.now() - policy().eventsKeptFor
  let swept = 0
  for (let old = portion; old === portion && swept < most; ) {
    const oldest = await storage.list('events', { orderBy: 'id', limit: portion })
    const ids = oldest.filter(({ at }) => at < before).map(({ id }) => id)
    old = ids.length
    if (old > 0) swept += await storage.removeWhere('events', { id: { oneOf: ids } })
  }
  return swept
}

/** Sweeps every five minutes, and goes on at once while there is more than one sweep takes. */
export const createSweepHandler =
  (world: SweepWorld, options: SweepOptions = {}): JobHandler =>
  async () => {
    const swept = await sweep(world, options)
    const more = swept >= (options.most ?? defaultMost)
    return { at: world.clock.now() + (more ? 0 : sweepEvery) }
  }
