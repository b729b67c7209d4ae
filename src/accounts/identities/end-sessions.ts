import type { World } from '../../storage/world.ts'
import { happened } from '../happened.ts'
import type { By } from '../outcome.ts'
import type { KeptIdentity } from './identity.ts'
import { ending, endingLastingAccess } from './link.ts'

const portion = 100

/**
 * Ends the sessions of everybody who came by one of these identities, with all that was issued in them; also the lasting access that
 * outlived a session. Resolves to how many identities that were.
 */
export const endSessionsOfThose = async (
  world: World,
  chosen: (identity: KeptIdentity) => boolean,
  by: By = {},
): Promise<number> => {
  let people = 0
  for (let offset = 0; ; offset += portion) {
    const found = await world.storage.list('identities', { limit: portion, offset })
    for (const identity of found.filter(chosen)) {
      if (await endThoseBy(world, identity, by)) people += 1
    }
    if (found.length < portion) return people
  }
}

/** Those of one identity. False when there were none. */
export const endThoseBy = async (world: World, { id, accountId, host }: KeptIdentity, by: By): Promise<boolean> => {
  const [sessions, lasting] = await Promise.all([
    world.storage.list('sessions', { where: { identityId: id } }),
    endingLastingAccess(world, { id, accountId }),
  ])
  if (sessions.length === 0 && lasting.length === 0) return false
  await world.storage.atomically([
    ...sessions.flatMap(ending),
    ...lasting,
    happened(world, 'session.ended', by, { accountId, data: { host, sessions: sessions.length } }),
  ])
  return true
}
