import type { World } from '../../storage/world.ts'
import { type EventQuery, type EventView, listEvents } from './events.ts'

/** So many lines at most, the newest ones: more than anybody reads, and no more than a spreadsheet opens. */
export const mostExported = 50_000
const portion = 500

/** The lines that a query finds, in portions, without holding them all. Give it an `until`, or lines move while it reads. */
export async function* exportEvents(
  world: Pick<World, 'storage'>,
  query: Omit<EventQuery, 'limit' | 'offset'>,
  most = mostExported,
): AsyncGenerator<readonly EventView[]> {
  for (let offset = 0; offset < most; offset += portion) {
    const { events, more } = await listEvents(world, { ...query, offset, limit: Math.min(portion, most - offset) })
    if (events.length > 0) yield events
    if (!more) return
  }
}
