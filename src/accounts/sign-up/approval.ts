import { type Change, removingWhere } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { type Account, type AccountQuery, accountsMatching } from '../account.ts'
import { happened } from '../happened.ts'
import { addresseeOf, notifying, type PostWorld, writing } from '../letters.ts'
import { type By, type Outcome, refused } from '../outcome.ts'
import { endEverything } from '../sessions/end-session.ts'

/** A page of the accounts that somebody made for themselves and nobody has approved yet, the oldest first. */
export const listWaiting = async (
  world: Pick<World, 'storage'>,
  { search = '', limit = 50, offset = 0 }: AccountQuery = {},
): Promise<{ readonly accounts: readonly Account[]; readonly more: boolean }> => {
  const accounts = await world.storage.list('accounts', {
    where: { awaitingSince: { present: true } },
    ...accountsMatching(search),
    orderBy: 'awaitingSince',
    limit: limit + 1,
    offset,
  })
  return { accounts: accounts.slice(0, limit), more: accounts.length > limit }
}

export const findWaiting = async (world: Pick<World, 'storage'>, id: string): Promise<Account | undefined> => {
  const account = await world.storage.find('accounts', id)
  return account?.awaitingSince === undefined ? undefined : account
}

export const countWaiting = (world: Pick<World, 'storage'>): Promise<number> =>
  world.storage.count('accounts', { awaitingSince: { present: true } })

/** The changes that tell every administrator of an account that waits for them, each in their language. */
export const tellingOfWaiting = async (
  world: PostWorld,
  { id, username }: Pick<Account, 'id' | 'username'>,
): Promise<readonly Change[]> => {
  if (world.mailer === undefined) return []
  const administrators = await world.storage.list('accounts', {
    where: { administrator: true, disabledAt: undefined },
    orderBy: 'usernameKey',
    limit: 50,
  })
  return administrators.flatMap((administrator) => {
    const to = addresseeOf(administrator)
    return to === undefined ? [] : writing(world, to, { kind: 'account-waiting', username }, { accountId: id })
  })
}

/** Thrown through storage: somebody else has decided. */
class Decided extends Error {}

const unlessDecided = async (
  decide: () => Promise<Account | undefined>,
): Promise<Outcome<{ readonly account: Account }>> => {
  try {
    const account = await decide()
    return account === undefined ? refused('account', 'unknown') : { ok: true, account }
  } catch (error) {
    if (error instanceof Decided) return refused('account', 'already')
    throw error
  }
}

/** From now on it is an account like any other, and its person is told. Of several who decide, one does. */
export const approve = (world: PostWorld, id: string, by: By): Promise<Outcome<{ readonly account: Account }>> =>
  unlessDecided(() =>
    world.storage.change('accounts', id, ({ awaitingSince, disabledAt: _, ...row }) => {
      if (awaitingSince === undefined) throw new Decided()
      return [
        { ...row, updatedAt: world.clock.now() },
        [
          happened(world, 'signup.approved', by, { accountId: id }),
          ...notifying(world, row, { kind: 'approved', username: row.username }),
        ],
      ]
    }),
  )

/** Nobody ever signed in with it, so nothing is left of it, and its username is free. */
export const decline = (world: PostWorld, id: string, by: By): Promise<Outcome<{ readonly account: Account }>> =>
  unlessDecided(() =>
    world.storage.take('accounts', id, (row) => {
      if (row.awaitingSince === undefined) throw new Decided()
      const to = addresseeOf(row)
      return [
        ...endEverything(id),
        removingWhere('links', { accountId: id }),
        removingWhere('credentials', { accountId: id }),
        removingWhere('identities', { accountId: id }),
        removingWhere('memberships', { accountId: id }),
        removingWhere('counters', { id: { contains: id } }),
        happened(world, 'signup.declined', by, { accountId: id, data: { username: row.username } }),
        ...(to === undefined ? [] : writing(world, to, { kind: 'declined' })),
      ]
    }),
  )
