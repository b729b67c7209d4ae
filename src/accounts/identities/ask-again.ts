import { minutes, type Time } from '../../lib/clock.ts'
import { SealBroken } from '../../lib/sealing.ts'
import type { Identity, Source } from '../../sources/source.ts'
import { sealedIn } from '../../storage/sealed.ts'
import { setting } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { findAccount } from '../account.ts'
import { endThoseBy } from './end-sessions.ts'
import { followStanding, takeBack } from './follow-standing.ts'
import { identityIdOf, type KeptIdentity } from './identity.ts'

/** How old what a place says of somebody may be when something is issued for them, as far as the place can be asked without them. */
const asksEvery = minutes(15)

const contextOf = (id: string): string => `identities:again:${id}`

/** After a sign-in: by what the place will say again who they are. Nothing, where it left nothing for that. */
export const keepAgain = async (world: World, identityId: string, again: string | undefined): Promise<void> => {
  await world.storage.change('identities', identityId, (row) =>
    again === undefined && row.sealedAgain === undefined
      ? undefined
      : {
          ...row,
          askedAt: world.clock.now(),
          sealedAgain: again === undefined ? undefined : world.sealing.seal(again, contextOf(identityId)),
        },
  )
}

/**
 * Whether somebody's place still says what lets them in, asked without them, and not more often than every quarter of an hour. Whoever it does
 * not know any more, or who is in no group that may come, has nothing left of what came with them; groups and powers are followed. While it does
 * not answer, what it said last holds.
 */
export const stillThere = async (
  world: World,
  identity: KeptIdentity,
  find: (sourceId: string) => Promise<Source | undefined>,
): Promise<boolean> => {
  const kept = opened(world, identity)
  const now = world.clock.now()
  if (kept === undefined || now - (identity.askedAt ?? 0) < asksEvery) return true
  const source = await find(identity.sourceId)
  if (source?.again === undefined || !(await isOurTurn(world, identity, now))) return true
  const said = await source.again(kept)
  if (said === undefined) return true
  const by = { via: 'source' } as const
  const account = await findAccount(world, identity.accountId)
  if (account === undefined) return false
  const standing = said.ok && isSame(identity, said.identity) ? said.identity.standing : undefined
  // By somebody who has come in again meanwhile, it is about what they left behind.
  const present = await world.storage.find('identities', identity.id)
  if (present === undefined || opened(world, present) !== kept) return true
  if (!said.ok || standing === undefined || standing.refusal !== undefined) {
    world.log.info('somebody may not come from their place any more', { id: identity.sourceId })
    await world.storage.atomically([setting('identities', identity.id, { sealedAgain: undefined })])
    await endThoseBy(world, identity, by)
    await takeBack(world, account, identity, by)
    return false
  }
  // Without another one the same token is good again (RFC 6749 section 6).
  if (said.again !== undefined) await keepAgain(world, identity.id, said.again)
  await followStanding(world, { account, identity, standing, first: false, by })
  return true
}

/** Of all that ask at once one does: a token that is used twice is taken for a stolen one at many places. */
const isOurTurn = async ({ storage }: World, { id, askedAt }: KeptIdentity, now: Time): Promise<boolean> => {
  let ours = false
  await storage.change('identities', id, (row) => {
    ours = row.askedAt === askedAt
    return ours ? { ...row, askedAt: now } : undefined
  })
  return ours
}

const isSame = ({ id }: KeptIdentity, { sourceId, subject }: Pick<Identity, 'sourceId' | 'subject'>): boolean =>
  identityIdOf(sourceId, subject) === id

const opened = ({ sealing }: World, { id, sealedAgain }: KeptIdentity): string | undefined => {
  if (sealedAgain === undefined) return undefined
  try {
    return sealing.open(sealedAgain, contextOf(id))
  } catch (error) {
    if (error instanceof SealBroken) return undefined
    throw error
  }
}

export const sealedAgains = sealedIn('identities', { sealedAgain: { present: true } }, (sealing, row) => {
  const sealedAgain = row.sealedAgain && sealing.renew(row.sealedAgain, contextOf(row.id))
  return sealedAgain && { ...row, sealedAgain }
})
