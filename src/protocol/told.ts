import type { Claims } from '../applications/claims.ts'
import { type Telling, tell } from '../applications/tell.ts'
import { record } from '../events/event.ts'
import { hours } from '../lib/clock.ts'
import { allow } from '../limits/limit.ts'
import type { ProtocolWorld } from './world.ts'

/** So many lines about mappings in an hour and application: some ask userinfo every minute. */
const mostLines = { most: 20, window: hours(1) }

/** What an application is told, where it is really told; what its mappings missed goes to its timeline. */
export const told = async (world: ProtocolWorld, telling: Telling): Promise<Claims> => {
  const { claims, missed } = await tell(world, telling)
  if (missed.length === 0) return claims
  const { application, account } = telling
  const { allowed } = await allow(world, { key: `claims missed ${application.id}`, ...mostLines })
  if (allowed) {
    await record(world, 'claims.missed', {
      outcome: 'failed',
      applicationId: application.id,
      accountId: account.id,
      data: { missed: missed.slice(0, 10).map(({ item, ...more }) => ({ mapping: item + 1, ...more })) },
    })
  }
  return claims
}
