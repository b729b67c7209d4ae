import { type Change, removing, removingWhere } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { happened } from '../happened.ts'
import type { By } from '../outcome.ts'
import { endingSession } from '../sessions/end-session.ts'
import type { Session } from '../sessions/sessions.ts'
import type { KeptIdentity } from './identity.ts'

const portion = 1000

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
  for await (const identity of everyIdentity(world)) {
    if (chosen(identity) && (await endThoseBy(world, identity, by))) people += 1
  }
  return people
}

/** By when they were made, not by how many came before: whoever unlinks meanwhile makes nobody else be passed over. */
async function* everyIdentity({ storage }: Pick<World, 'storage'>): AsyncGenerator<KeptIdentity> {
  let since = -1
  let seen: ReadonlySet<string> = new Set()
  for (let limit = portion; ; ) {
    const found = await storage.list('identities', {
      where: { createdAt: { after: since } },
      orderBy: 'createdAt',
      limit,
    })
    const fresh = found.filter(({ id }) => !seen.has(id))
    yield* fresh
    const last = found.at(-1)?.createdAt
    if (found.length < limit || last === undefined) return
    // The next ones begin with that very moment, of which there may be more.
    seen = new Set(found.filter(({ createdAt }) => createdAt === last).map(({ id }) => id))
    limit = portion + seen.size
    since = last - 1
  }
}

/** Those of one identity. False when there were none. */
export const endThoseBy = async (world: World, { id, accountId, host }: KeptIdentity, by: By): Promise<boolean> => {
  // Until none is found: one whose person proves again who they are meanwhile goes on under another id.
  for (let ended = false; ; ended = true) {
    const [sessions, lasting] = await Promise.all([
      world.storage.list('sessions', { where: { identityId: id } }),
      endingLastingAccess(world, { id, accountId }),
    ])
    if (sessions.length === 0 && lasting.length === 0) return ended
    await world.storage.atomically([
      ...sessions.flatMap(ending),
      ...lasting,
      happened(world, 'session.ended', by, { accountId, data: { host, sessions: sessions.length } }),
    ])
  }
}

/** A session, and everything that was issued in it, lasting access too: what it rests on is gone. */
export const ending = (session: Session): readonly Change[] => [
  ...endingSession(session),
  removingWhere('refreshTokens', { accountId: session.accountId, sessionId: session.publicId }),
]

/** What applications still have of somebody who came by this identity, whether or not the session is over. */
export const endingLastingAccess = async (
  { storage }: Pick<World, 'storage'>,
  { id, accountId }: Pick<KeptIdentity, 'id' | 'accountId'>,
): Promise<readonly Change[]> => {
  const families = await storage.list('refreshTokens', { where: { accountId } })
  return families
    .filter(({ signIn }) => (signIn as { identityId?: unknown }).identityId === id)
    .flatMap((family) => [removing('refreshTokens', family.id), removingWhere('accessTokens', { chainId: family.id })])
}
