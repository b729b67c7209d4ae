import { hours, minutes, type Time } from '../../lib/clock.ts'
import { type Change, expecting, Missing, removingWhere, setting, Taken } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { type Account, findAccount } from '../account.ts'
import { happened } from '../happened.ts'
import { takeBack } from '../identities/follow-standing.ts'
import { type KeptIdentity, profileOf } from '../identities/identity.ts'
import { toldOfIdentity } from '../identities/told.ts'
import { draftLink, type Link, peekLink, takeLink, voidingLinks } from '../links.ts'
import { type By, type Outcome, refused } from '../outcome.ts'
import { endEverything } from '../sessions/end-session.ts'
import { type Objection, objectionLasts, objectionPurpose as purpose } from './way-back.ts'

/** How long the link lasts that an objection ends in: the person is sitting there. */
const passwordLinkLasts = hours(1)

/** Whose change this link objects to, for the page that asks; looking does not use it up. */
export const findObjection = async (
  world: World,
  secret: string,
): Promise<{ readonly account: Account; readonly address: string; readonly since: Time } | undefined> => {
  const link = await peekLink(world, secret, purpose)
  const account = link?.accountId === undefined ? undefined : await findAccount(world, link.accountId)
  if (link === undefined || account === undefined || account.disabledAt !== undefined) return undefined
  return { account, address: objectionOf(link).address, since: link.createdAt }
}

const objectionOf = ({ data }: Link): Objection => data as Objection

/**
 * The person at the old address did not want this. The address comes back as theirs, everybody who is signed in is
 * out, and they choose a new password, with the link whose secret is answered. Nothing is left by which a thief could be
 * quicker than they are: the password so far is good for nothing, and accounts elsewhere that were linked in these days are so no
 * more. Objections that came later were the thief's, who may have changed the address twice; earlier ones stay.
 */
export const objectToEmail = async (
  world: World,
  secret: string,
  by: By,
): Promise<Outcome<{ readonly passwordSecret: string }>> => {
  const found = await findObjection(world, secret)
  if (found === undefined) return refused('link', 'expired')
  const { account, since } = found
  const { id } = account
  const linkedLately = { accountId: id, createdAt: { after: beforeTheThief(account, since) } }
  const lately = await world.storage.list('identities', { where: linkedLately })
  const done = { ...by, via: 'link' } as const
  for (const identity of lately) await takeBack(world, account, identity, done)
  const password = draftLink(world, { purpose: 'password', accountId: id, ttl: passwordLinkLasts })
  try {
    const link = await takeLink(world, secret, purpose, (taken) => [
      expecting('accounts', id, { disabledAt: undefined }),
      ...restoring(world, id, objectionOf(taken)),
      removingWhere('links', { purpose, accountId: id, createdAt: { after: taken.createdAt - 1 } }),
      voidingLinks('email', id),
      removingWhere('credentials', { accountId: id, kind: 'password' }),
      removingWhere('identities', linkedLately),
      ...endEverything(id),
      password.change,
      happened(world, 'email.objected', done, { accountId: id }),
      ...lately.map((identity) => unlinked(world, identity, done)),
    ])
    return link === undefined ? refused('link', 'expired') : { ok: true, passwordSecret: password.secret }
  } catch (error) {
    // Somebody proved meanwhile that the old address is theirs, by another account.
    if (error instanceof Missing || error instanceof Taken) return refused('link', 'expired')
    throw error
  }
}

/**
 * From when on what was linked may be a thief's: as long before the change as they would have been noticed by its letter. By what somebody came
 * when their account was made, that is theirs.
 */
const beforeTheThief = ({ createdAt }: Account, since: Time): Time =>
  Math.max(since - objectionLasts, createdAt + minutes(1))

const unlinked = (world: World, identity: KeptIdentity, by: By): Change =>
  happened(world, 'identity.unlinked', by, {
    accountId: identity.accountId,
    data: toldOfIdentity({ ...identity, profile: profileOf(identity) }),
  })

const restoring = (world: World, accountId: string, { address, key }: Objection): readonly Change[] => {
  const now = world.clock.now()
  return [
    setting('accounts', accountId, {
      ...{ email: address, emailKey: key, verifiedEmailKey: key, updatedAt: now },
      ...{ emailVerifiedAt: now, emailVerifiedBy: 'mail' },
    }),
  ]
}
