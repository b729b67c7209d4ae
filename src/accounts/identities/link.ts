import type { Anchors, Identity, Profile } from '../../sources/source.ts'
import { expecting, Missing, setting } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { happened } from '../happened.ts'
import { notifying, type PostWorld } from '../letters.ts'
import type { By } from '../outcome.ts'
import { isFresh, type Person, type Session } from '../sessions/sessions.ts'
import { type Arrived, arrive } from './arrive.ts'
import { ending, endingLastingAccess } from './end-sessions.ts'
import { takeBack } from './follow-standing.ts'
import { identitiesOf, type KeptIdentity, profileOf } from './identity.ts'
import { type ArrivalContext, linkFreshFor } from './look-at-arrival.ts'
import { handleOf, toldOfIdentity } from './told.ts'

/**
 * Links an identity, which the source has just vouched for, to the account of whoever is signed in and proved that a short while ago. When it
 * is linked to it already and has changed hands, this says that it is the same person after all.
 */
export const linkIdentity = (
  world: PostWorld,
  person: Person,
  identity: Identity,
  context: Omit<ArrivalContext, 'linkTo'>,
): Promise<Arrived> => arrive(world, identity, { ...context, linkTo: person })

export type Unlinked =
  | { readonly ok: true; readonly identity: KeptIdentity }
  /** `last`: nobody could sign in to the account any more. */
  | { readonly ok: false; readonly reason: 'unknown' | 'last' | 'proof_needed' }

/**
 * Nobody signs in with it any more, and whoever did is out; only this very session goes on. Two at once do not leave an account without a
 * way in: each needs what the other takes.
 */
export const unlinkIdentity = async (
  world: PostWorld,
  person: Person,
  identityId: string,
  by: By,
): Promise<Unlinked> => {
  const { account, session } = person
  const all = await identitiesOf(world, account.id)
  const identity = all.find(({ id }) => id === identityId)
  if (identity === undefined) return { ok: false, reason: 'unknown' }
  if (!isFresh(world, person, linkFreshFor)) return { ok: false, reason: 'proof_needed' }
  const [password] = await world.storage.list('credentials', { where: { accountId: account.id }, limit: 1 })
  const other = all.find(({ id }) => id !== identityId)
  const way = password === undefined ? other : undefined
  if (password === undefined && way === undefined) return { ok: false, reason: 'last' }
  const [sessions, lasting] = await Promise.all([
    world.storage.list('sessions', { where: { identityId } }),
    endingLastingAccess(world, identity),
  ])
  await takeBack(world, account, identity, by)
  try {
    const taken = await world.storage.take('identities', identityId, (row) => [
      ...(password === undefined ? [] : [expecting('credentials', password.id, { accountId: account.id })]),
      ...(way === undefined ? [] : [expecting('identities', way.id, { accountId: account.id })]),
      ...sessions.filter(({ id }) => id !== session.id).flatMap(ending),
      ...lasting,
      setting('sessions', session.id, { identityId: undefined, acr: undefined }),
      happened(world, 'identity.unlinked', by, {
        accountId: account.id,
        data: toldOfIdentity({ ...row, profile: profileOf(row) }),
      }),
      ...notifying(world, account, {
        kind: 'identity-unlinked',
        handle: handleOf({ ...row, profile: profileOf(row) }),
      }),
    ])
    if (taken === undefined) return { ok: false, reason: 'unknown' }
    await endLeftOver(world, identityId, session)
    return { ok: true, identity: taken }
  } catch (error) {
    if (error instanceof Missing) return { ok: false, reason: 'last' }
    throw error
  }
}

/** Whoever proved again who they are meanwhile goes on under another id. Nobody begins with this identity any more, so there is an end to it. */
const endLeftOver = async (
  { storage }: Pick<World, 'storage'>,
  identityId: string,
  { publicId }: Pick<Session, 'publicId'>,
): Promise<void> => {
  for (;;) {
    const sessions = await storage.list('sessions', { where: { identityId } })
    if (sessions.length === 0) return
    await storage.atomically(
      sessions.flatMap((session) =>
        session.publicId === publicId
          ? [setting('sessions', session.id, { identityId: undefined, acr: undefined })]
          : ending(session),
      ),
    )
  }
}

/** What was said of an identity when it came back as another. */
export interface Disputed {
  readonly anchors: Anchors
  readonly profile: Profile
  readonly at: number
}

export const disputedOf = ({ disputed }: Pick<KeptIdentity, 'disputed'>): Disputed | undefined =>
  disputed as Disputed | undefined

/**
 * An administrator says that an identity which has changed hands is the same person's still: what came last counts from now on. False when
 * there is nothing to be said.
 */
export const acceptChangedHands = async (world: World, identityId: string, by: By): Promise<boolean> => {
  let accepted = false
  await world.storage.change('identities', identityId, ({ disputed, ...row }) => {
    const said = disputedOf({ disputed })
    accepted = said !== undefined
    if (said === undefined) return undefined
    const about = toldOfIdentity({ ...row, profile: said.profile })
    return [
      { ...row, anchors: said.anchors },
      [happened(world, 'identity.confirmed', by, { accountId: row.accountId, data: about })],
    ]
  })
  return accepted
}
