import type { Identity, Standing } from '../../sources/source.ts'
import { type Change, expecting, Missing, putting, removing, setting, Taken } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { type Account, findAccount } from '../account.ts'
import { administratorAdded, unlessLast } from '../administrators.ts'
import { canonicalEmail } from '../canonical.ts'
import { tellingReplaced } from '../emails/way-back.ts'
import { createGroup, groupIdsOf, groupKey, membershipId } from '../groups.ts'
import { happened } from '../happened.ts'
import type { PostWorld } from '../letters.ts'
import { voidingLinks } from '../links.ts'
import type { By } from '../outcome.ts'
import { cleanName } from '../text.ts'
import { identitiesOf, identityIdOf, type KeptIdentity } from './identity.ts'

/** What an account has by an identity, and loses with it. */
export const givenBy = ({ given }: Pick<KeptIdentity, 'given'>): NonNullable<KeptIdentity['given']> => given ?? {}

export interface Following {
  readonly account: Account
  readonly identity: Pick<Identity, 'sourceId' | 'subject'>
  readonly standing: Standing
  /** They come as this for the first time: what is only suggested counts now. */
  readonly first: boolean
  readonly by: By
}

/**
 * Makes an account what its person's source says of them: groups, address, and whether they administer. It takes back only what it gave:
 * whoever was made an administrator here stays one, and so does the last one. Can be done again, and is at the next sign-in.
 */
export const followStanding = async (world: PostWorld, following: Following): Promise<Account> => {
  const { account, identity, standing } = following
  const kept = await world.storage.find('identities', identityIdOf(identity.sourceId, identity.subject))
  if (kept?.accountId !== account.id) return account
  const groupIds = await followGroups(world, following, kept)
  const now = groupIds === undefined ? kept : { ...kept, given: { ...givenBy(kept), groupIds } }
  await followEmail(world, following)
  if (standing.administrator === true) await promote(world, following, now)
  if (standing.administrator === false) await demote(world, following, now)
  return (await findAccount(world, account.id)) ?? account
}

/**
 * What came with an identity goes with it, or whoever unlinked it in time would keep what its source takes away from everybody else. Groups that
 * were but suggested are theirs by now.
 */
export const takeBack = async (world: PostWorld, account: Account, identity: KeptIdentity, by: By): Promise<void> => {
  if (identity.given === undefined) return
  const source = await world.storage.find('sources', identity.sourceId)
  const { take: taken } = (source?.details ?? {}) as { readonly take?: Partial<Standing['take']> }
  const groups = taken?.groups === 'suggest' ? 'ignore' : 'always'
  const take = { username: 'ignore', name: 'ignore', email: 'ignore', picture: 'ignore', groups } as const
  const standing = { administrator: false, groups: [], take, linkByEmail: false }
  await followStanding(world, { account, identity, standing, first: false, by })
}

const promote = async (world: World, { account, by }: Following, kept: KeptIdentity): Promise<void> => {
  await world.storage.change('accounts', account.id, (row) =>
    row.administrator
      ? undefined
      : [
          { ...row, administrator: true, updatedAt: world.clock.now() },
          [...administratorAdded(world), giving(kept, { administrator: true }), changed(world, account, by, true)],
        ],
  )
}

const demote = async (world: World, { account, by }: Following, kept: KeptIdentity): Promise<void> => {
  if (givenBy(kept).administrator !== true) return
  const others = (await identitiesOf(world, account.id)).filter(({ id }) => id !== kept.id)
  const taking = giving(kept, { administrator: undefined })
  if (others.some((other) => givenBy(other).administrator === true)) return world.storage.atomically([taking])
  const became = await unlessLast(world, account.id, ({ administrator }) =>
    administrator
      ? [setting('accounts', account.id, { administrator: false }), taking, changed(world, account, by, false)]
      : [taking],
  )
  if (became === 'last')
    world.log.warn('the last administrator stays one, whatever their source says', { id: account.id })
}

const giving = (kept: KeptIdentity, more: NonNullable<KeptIdentity['given']>): Change =>
  setting('identities', kept.id, { given: { ...givenBy(kept), ...more } })

const changed = (world: World, { id: accountId }: Account, by: By, administrator: boolean): Change =>
  happened(world, 'account.changed', by, { accountId, data: { fields: ['administrator'], administrator } })

/** Those that it gave, and no others, go again. Resolves to what it has given by now; undefined when that is as it was. */
const followGroups = async (
  world: World,
  following: Following,
  kept: KeptIdentity,
): Promise<readonly string[] | undefined> => {
  const { account, standing, first, by } = following
  const { take, groups } = standing
  if (take.groups === 'ignore' || (take.groups === 'suggest' && !first)) return undefined
  const wanted = await groupIdsNamed(world, groups, by)
  const held = await groupIdsOf(world, account.id)
  const given = givenBy(kept).groupIds ?? []
  const added = wanted.filter((id) => !held.includes(id))
  const removed = given.filter((id) => !wanted.includes(id) && held.includes(id))
  const now = [...new Set([...given.filter((id) => wanted.includes(id)), ...added])]
  if (added.length === 0 && removed.length === 0 && now.length === given.length) return undefined
  try {
    await world.storage.atomically([
      expecting('accounts', account.id, {}),
      ...added.flatMap((groupId) => [
        expecting('groups', groupId, {}),
        putting('memberships', { id: membershipId(groupId, account.id), groupId, accountId: account.id }),
      ]),
      ...removed.map((groupId) => removing('memberships', membershipId(groupId, account.id))),
      setting('identities', kept.id, { given: { ...givenBy(kept), groupIds: now } }),
      happened(world, 'account.changed', by, {
        accountId: account.id,
        data: { fields: ['groups'], added, removed },
      }),
    ])
    return now
  } catch (error) {
    // A group was deleted meanwhile; the next sign-in sees to it.
    if (!(error instanceof Missing)) throw error
    return undefined
  }
}

/** Ids of the groups of these names; those that there are not are made. */
const groupIdsNamed = async (world: World, said: readonly string[], by: By): Promise<readonly string[]> => {
  const names = said.filter((name) => !unseen.test(name.trim()))
  const keys = [...new Set(names.map(groupKey))].filter((key) => key !== '')
  if (keys.length === 0) return []
  const known = await world.storage.list('groups', { where: { nameKey: { oneOf: keys } } })
  const there = new Set(known.map(({ nameKey }) => nameKey))
  for (const key of keys.filter((one) => !there.has(one))) {
    await createGroup(world, { name: names.find((name) => groupKey(name) === key) ?? key }, by)
  }
  const all = await world.storage.list('groups', { where: { nameKey: { oneOf: keys } } })
  return all.filter(({ name }) => names.some((other) => isCalled(other, name))).map(({ id }) => id)
}

/** What is cleaned away of a name here makes another one there. Joiners are letters' own. */
const unseen = /(?![\u200c\u200d])\p{C}/u

/** Names here are told apart as people see them. There a look-alike is another group, which anybody may be able to make. */
const isCalled = (said: string, name: string): boolean => {
  const plain = cleanName(said)
  return plain.toLowerCase() === name.toLowerCase() && plain.toUpperCase() === name.toUpperCase()
}

/**
 * Only an address that the source says is theirs: another one would take a proven one away. The old address is told, and may object. An objection
 * to an earlier change stays. Otherwise whoever linked a place of their own would have the account for good.
 */
const followEmail = async (world: PostWorld, { account, identity, standing, by }: Following): Promise<void> => {
  const { email, take } = standing
  if (take.email !== 'always' || email?.verified !== true) return
  const read = canonicalEmail(email.address)
  if (!read.ok || read.key === account.verifiedEmailKey) return
  const now = world.clock.now()
  const accountId = account.id
  const theirs = {
    ...{ email: read.shown, emailKey: read.key, verifiedEmailKey: read.key },
    ...{
      emailVerifiedAt: now,
      emailVerifiedBy: `source:${identity.sourceId}`,
      vouchedEmailKey: undefined,
      updatedAt: now,
    },
  }
  try {
    await world.storage.change('accounts', accountId, (row) => [
      { ...row, ...theirs },
      [
        voidingLinks('email', accountId),
        ...(row.emailKey === read.key
          ? []
          : [happened(world, 'email.changed', by, { accountId }), ...tellingReplaced(world, row, read.shown)]),
        happened(world, 'email.verified', by, { accountId, data: { prover: theirs.emailVerifiedBy } }),
      ],
    ])
  } catch (error) {
    // Somebody else here has proven it. The account keeps the address it has.
    if (!(error instanceof Taken)) throw error
  }
}
