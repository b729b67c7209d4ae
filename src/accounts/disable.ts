import { removing, removingWhere, setting } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import { type Account, findAccount } from './account.ts'
import { unlessLast } from './administrators.ts'
import { happened } from './happened.ts'
import { notifying, type PostWorld } from './letters.ts'
import { burying } from './names.ts'
import { type By, type Outcome, refused } from './outcome.ts'
import { dropUnused } from './pictures/keep.ts'
import { endEverything } from './sessions/end-session.ts'

/**
 * Nobody signs in with it any more, and whoever is signed in is out. The last active administrator can not be
 * disabled.
 */
export const disableAccount = async (
  world: World,
  id: string,
  by: By = {},
): Promise<Outcome<{ readonly account: Account }>> => {
  const became = await unlessLast(world, id, (account) => {
    if (account.disabledAt !== undefined) return []
    const now = world.clock.now()
    return [
      setting('accounts', id, { disabledAt: now, updatedAt: now }),
      ...endEverything(id),
      happened(world, 'account.disabled', by, { accountId: id }),
    ]
  })
  if (became === 'last') return refused('account', 'last_administrator')
  const account = became === 'gone' ? undefined : await findAccount(world, id)
  return account === undefined ? refused('account', 'unknown') : { ok: true, account }
}

export const enableAccount = async (
  world: World,
  id: string,
  by: By = {},
): Promise<Outcome<{ readonly account: Account }>> => {
  const account = await world.storage.change('accounts', id, ({ disabledAt, awaitingSince: _, ...row }) =>
    disabledAt === undefined
      ? undefined
      : [
          { ...row, updatedAt: world.clock.now() },
          [...endEverything(id), happened(world, 'account.enabled', by, { accountId: id })],
        ],
  )
  return account === undefined ? refused('account', 'unknown') : { ok: true, account }
}

/**
 * Deletes everything that is known of a person and leaves a tombstone, so that neither the subject nor the username is
 * ever anybody else's (OpenID Connect Core section 5.7): what applications were told instead of the subject stays as a hash, and what
 * the person was called there. The audit log runs out by itself. The last active
 * administrator can not be deleted.
 */
export const deleteAccount = async (world: PostWorld, id: string, by: By = {}): Promise<Outcome> => {
  const known = await world.storage.list('subjects', { where: { accountId: id } })
  const { avatar } = (await findAccount(world, id)) ?? {}
  const became = await unlessLast(world, id, (account) => [
    removing('accounts', id),
    ...notifying(world, account, { kind: 'account-deleted', username: account.username }),
    ...known.map((row) => setting('subjects', row.id, { subject: undefined })),
    burying(account, world.clock.now()),
    ...endEverything(id),
    removingWhere('links', { accountId: id }),
    removingWhere('credentials', { accountId: id }),
    removingWhere('identities', { accountId: id }),
    removingWhere('memberships', { accountId: id }),
    removingWhere('grants', { accountId: id }),
    removingWhere('counters', { id: { contains: id } }),
    happened(world, 'account.deleted', by, { accountId: id, data: { username: account.username } }),
  ])
  if (became === 'last') return refused('account', 'last_administrator')
  if (became === 'done') await dropUnused(world, avatar)
  return became === 'gone' ? refused('account', 'unknown') : { ok: true }
}
