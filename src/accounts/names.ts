import type { Time } from '../lib/clock.ts'
import { adding, type Change, removing, Taken } from '../storage/storage.ts'
import type { Account } from './account.ts'
import { type Outcome, refused } from './outcome.ts'

type Named = Pick<Account, 'id' | 'usernameKey'>

/**
 * A username that somebody has had is nobody else's, ever: many applications know people by it, and would let a
 * newcomer in as the one who left. Tombstones hold these names: `<accountId>` for a deleted account,
 * `<accountId>:<usernameKey>` for one that was renamed.
 */
export const reserving = (account: Named, now: Time): Change =>
  adding('tombstones', { id: `${account.id}:${account.usernameKey}`, usernameKey: account.usernameKey, deletedAt: now })

export const burying = (account: Named, now: Time): Change =>
  adding('tombstones', { id: account.id, usernameKey: account.usernameKey, deletedAt: now })

/**
 * Fails the commit with `Taken` when the name, or the id, is somebody's who was here: a tombstone is tried on and
 * taken off. A look before the commit could miss a deletion that is under way. The account's own earlier name comes
 * back to it.
 */
export const claiming = (account: Named): readonly Change[] => [
  removing('tombstones', `${account.id}:${account.usernameKey}`),
  adding('tombstones', { id: account.id, usernameKey: account.usernameKey, deletedAt: 0 }),
  removing('tombstones', account.id),
]

/** What must be unique as a value: which field of an account somebody else has. */
export const unlessTaken = async <T extends object>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Taken)) throw error
    if (error.kind === 'tombstones') return refused('username', 'taken')
    if (error.kind !== 'accounts') throw error
    return refused(error.columns.includes('verifiedEmailKey') ? 'email' : 'username', 'taken')
  }
}
