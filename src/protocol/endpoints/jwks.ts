import { json } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { minutes } from '../../lib/clock.ts'
import type { ProtocolWorld } from '../world.ts'

/** Shorter than the lead a new key has before it signs, so that caches know it in time. */
const cacheFor = minutes(15) / 1000

/** `GET /jwks` (RFC 7517 section 5). */
export const jwks = (world: ProtocolWorld, visit: Visit): Promise<Response> => publish(world, visit)

/** The keys, as read by whoever is set up for this application, where that is known. */
export const publish = async (world: ProtocolWorld, visit: Visit, applicationId?: string): Promise<Response> => {
  world.tally.note('keys.read', visit, applicationId)
  return json(await world.keyring.published(), { headers: { 'cache-control': `public, max-age=${cacheFor}` } })
}
