import { findApplication } from '../../applications/application.ts'
import { type JobHandler, scheduling } from '../../jobs/job.ts'
import type { Time } from '../../lib/clock.ts'
import type { Row } from '../../storage/records.ts'
import { type Change, expecting, Missing, removing } from '../../storage/storage.ts'
import type { ProtocolWorld } from '../world.ts'
import type { Ended } from './logout-token.ts'

/** The kind of the jobs that tell one application of one session. */
export const logoutKind = 'logout'

/** What such a job is about. */
export interface Telling extends Ended {
  readonly applicationId: string
  readonly accountId: string
  readonly since: Time
}

type SessionEndWorld = Pick<ProtocolWorld, 'storage' | 'clock' | 'random'>

/**
 * Looks which sessions of somebody are over that applications know of, and has each application told once: what says so goes in the commit that makes
 * the job. Of sessions that ran out while nobody looked it tells then too.
 */
export const createSessionEndHandler =
  (world: SessionEndWorld): JobHandler =>
  async ({ data }) => {
    const { accountId } = data as { readonly accountId: string }
    const known = await world.storage.list('applicationSessions', { where: { accountId } })
    if (known.length === 0) return undefined
    const live = new Set((await world.storage.list('sessions', { where: { accountId } })).map((row) => row.publicId))
    for (const row of known) if (!live.has(row.sessionId)) await hand(world, row)
    return undefined
  }

const hand = async (world: SessionEndWorld, row: Row<'applicationSessions'>): Promise<void> => {
  try {
    await world.storage.atomically([
      expecting('applicationSessions', row.id, {}),
      removing('applicationSessions', row.id),
      ...(await telling(world, row)),
    ])
  } catch (error) {
    // Another node was quicker.
    if (!(error instanceof Missing)) throw error
  }
}

const telling = async (
  world: SessionEndWorld,
  { applicationId, accountId, sessionId, subject }: Row<'applicationSessions'>,
): Promise<readonly Change[]> => {
  const application = await findApplication(world, applicationId)
  if (application?.backchannelLogoutUri === undefined) return []
  const data: Telling = { applicationId, accountId, sessionId, subject, since: world.clock.now() }
  return [scheduling(world, { kind: logoutKind, data })]
}
