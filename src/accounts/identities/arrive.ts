import { hours } from '../../lib/clock.ts'
import { newReadableCode } from '../../lib/ids.ts'
import { bucketOfAddress } from '../../limits/address.ts'
import { allow } from '../../limits/limit.ts'
import type { Identity } from '../../sources/source.ts'
import { adding, type Change, expecting, Missing, setting, Taken } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import type { Account } from '../account.ts'
import { happened } from '../happened.ts'
import { notifying, type PostWorld } from '../letters.ts'
import { knowing } from '../sessions/tries.ts'
import { cleanName } from '../text.ts'
import { canBeAsked } from './can-be-asked.ts'
import type { ArrivalDecision, ArrivalRefusal } from './decide-arrival.ts'
import { endThoseBy } from './end-sessions.ts'
import { followStanding } from './follow-standing.ts'
import { identityIdOf, type KeptIdentity, keptOf, profileOf, seenAgain } from './identity.ts'
import { linking } from './linking.ts'
import { type ArrivalContext, lookAtArrival, type Seen } from './look-at-arrival.ts'
import { makeAccount } from './make-account.ts'
import { gettingPicture } from './picture.ts'
import { handleOf, signedIn, toldOfIdentity } from './told.ts'

type Did = Exclude<ArrivalDecision['do'], 'refuse'>

export type Arrived =
  | {
      readonly ok: true
      readonly did: Did
      readonly account: Account
      readonly identityId: string
      /** How strong it was, for the session. */
      readonly acr: string
      readonly amr: readonly string[]
      /** It proves nothing once more, and something else of the account's would: see `Assurance`. */
      readonly unasked: boolean
      /** Goes to `startSession` or `confirmSession`, which fail when it was unlinked in between. */
      readonly proof: readonly Change[]
    }
  | {
      readonly ok: false
      readonly reason: ArrivalRefusal
      /** What the person can hand to the administrator; there is none once a place is refused by the hundred. */
      readonly reference: string | undefined
    }

/**
 * Somebody has come from a source, which vouches for who they are: signs them in, makes an account, or links it to theirs; whatever it is, in
 * one commit. Starts no session.
 */
export const arrive = async (world: PostWorld, identity: Identity, context: ArrivalContext): Promise<Arrived> => {
  for (let tries = 0; ; tries += 1) {
    const seen = await lookAtArrival(world, identity, context)
    const { decision } = seen
    if (decision.do === 'refuse') return refuse(world, identity, context, seen, decision.reason)
    const did = decision.do
    try {
      const account = await carryOut(world, identity, context, seen, did)
      return await arrivedAs(world, identity, await followed(world, identity, context, account, did), did)
    } catch (error) {
      // Somebody else was quicker with the identity, a name, the account or the invitation: what there is now decides.
      const late = error instanceof Taken || error instanceof Missing
      if (!late || tries === mostTries) throw error
    }
  }
}

const mostTries = 20

/** What the source says of them beyond who they are, before anybody is let in by it. */
const followed = async (
  world: PostWorld,
  identity: Identity,
  { address, userAgent }: ArrivalContext,
  account: Account,
  did: Did,
): Promise<Account> => {
  const { standing } = identity
  if (standing === undefined) return account
  const by = { address, userAgent, via: 'source' } as const
  return followStanding(world, { account, identity, standing, first: did !== 'sign-in', by })
}

/** Throws `Taken` or `Missing` when it has to be looked at once more. */
const carryOut = async (
  world: PostWorld,
  identity: Identity,
  context: ArrivalContext,
  { known, account, invitation }: Seen,
  did: Did,
): Promise<Account> => {
  const { address, userAgent, linkTo } = context
  if (did === 'create') return makeAccount(world, identity, { ...context, invitation })
  if (linkTo !== undefined) {
    const by = { address, userAgent, actorId: linkTo.account.id }
    await world.storage.atomically(linking(world, linkTo, identity, known, by))
    return linkTo.account
  }
  if (account !== undefined && did === 'adopt') return adopt(world, identity, context, account)
  if (known === undefined || account === undefined) throw new Missing('accounts')
  const called = newsOf(world, account, known, identity)
  await world.storage.atomically([
    expecting('accounts', account.id, { disabledAt: undefined }),
    expecting('identities', known.id, { accountId: account.id }),
    setting('identities', known.id, seenAgain(world, known, identity)),
    ...(called === undefined ? [] : [setting('accounts', account.id, called)]),
    knowing(world, account.id, address),
    signedIn(world, identity, account.id, { address, userAgent }),
    ...gettingPicture(world, account, known, identity.profile.picture, identity.standing?.take.picture),
  ])
  return { ...account, ...called }
}

/** They have proven the same address there and here, and an administrator lets that be enough. Their person is told. */
const adopt = async (
  world: PostWorld,
  identity: Identity,
  { address, userAgent }: ArrivalContext,
  account: Account,
): Promise<Account> => {
  const kept = keptOf(world, identity, account.id)
  const by = { address, userAgent, via: 'source' } as const
  await world.storage.atomically([
    expecting('accounts', account.id, { disabledAt: undefined, verifiedEmailKey: account.verifiedEmailKey }),
    adding('identities', kept),
    happened(world, 'identity.linked', by, {
      accountId: account.id,
      data: { ...toldOfIdentity(identity), because: 'email' },
    }),
    ...notifying(world, account, { kind: 'identity-linked', handle: handleOf(identity) }),
    knowing(world, account.id, address),
    signedIn(world, identity, account.id, { address, userAgent }),
    ...gettingPicture(world, account, kept, identity.profile.picture),
  ])
  return account
}

/** Whoever never changed their name here is called what they are called at home, also when that changes. */
const newsOf = (
  { clock }: Pick<World, 'clock'>,
  account: Account,
  known: KeptIdentity,
  { profile, standing }: Identity,
): Pick<Account, 'name' | 'updatedAt'> | undefined => {
  const was = cleanName(profileOf(known).name)
  const is = cleanName(profile.name)
  if (standing?.take.name === 'ignore') return undefined
  if (standing?.take.name === 'always')
    return is === '' || is === account.name ? undefined : { name: is, updatedAt: clock.now() }
  const theirs = account.managed || account.cameBy === undefined || account.name !== was
  return theirs || is === '' || is === was ? undefined : { name: is, updatedAt: clock.now() }
}

const arrivedAs = async (
  world: World,
  { sourceId, subject, assurance: { acr, amr, unasked } }: Identity,
  account: Account,
  did: Did,
): Promise<Arrived> => {
  const identityId = identityIdOf(sourceId, subject)
  const proof = [
    expecting('identities', identityId, { accountId: account.id }),
    // Switched off in between, it has ended every session that there was by then.
    expecting('sources', sourceId, { disabledAt: undefined }),
  ]
  const lax = unasked === true && (await canBeAsked(world, account.id, { sourceId }))
  return { ok: true, did, account, identityId, acr, amr, unasked: lax, proof }
}

/** Whoever is in none of the groups any more that may come has nothing left of what came with them: sessions, lasting access, powers. */
const turnOut = async (
  world: World,
  identity: Identity,
  { address, userAgent }: Pick<ArrivalContext, 'address' | 'userAgent'>,
  known: KeptIdentity,
  account: Account,
): Promise<void> => {
  const by = { address, userAgent, via: 'source' } as const
  await endThoseBy(world, known, by)
  const { standing } = identity
  if (standing === undefined) return
  const nothing = {
    ...standing,
    administrator: false,
    groups: [],
    take: { ...standing.take, email: 'ignore' as const },
  }
  await followStanding(world, { account, identity, standing: nothing, first: false, by })
}

const mostRefusals = { most: 100, window: hours(1) }

const refuse = async (
  world: World,
  identity: Identity,
  { address, userAgent, linkTo }: ArrivalContext,
  { known, account }: Seen,
  reason: ArrivalRefusal,
): Promise<Arrived> => {
  if (known !== undefined && account !== undefined && reason === 'not_in_group')
    await turnOut(world, identity, { address, userAgent }, known, account)
  const { allowed } = await allow(world, { key: `arrivals:refused:${bucketOfAddress(address)}`, ...mostRefusals })
  if (!allowed) return { ok: false, reason, reference: undefined }
  const reference = newReadableCode(world.random)
  const { anchors, profile } = identity
  const disputed = { anchors, profile, at: world.clock.now() }
  await world.storage.atomically([
    ...(known === undefined || reason !== 'changed_hands' ? [] : [setting('identities', known.id, { disputed })]),
    happened(
      world,
      'signin.failed',
      { address, userAgent },
      {
        outcome: 'refused',
        accountId: linkTo?.account.id ?? known?.accountId,
        code: reference,
        data: { ...toldOfIdentity(identity), reason },
      },
    ),
  ])
  return { ok: false, reason, reference }
}
