import { days, minutes, type Time } from '../../lib/clock.ts'
import { keyedHash } from '../../lib/secret.ts'
import { bucketOfAddress } from '../../limits/address.ts'
import { allow, giveBack, type Limit } from '../../limits/limit.ts'
import { type Change, putting, removing } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { fold } from '../canonical.ts'

/**
 * How often a password may be guessed. Each try is counted before the password is looked at, and given back when it
 * was right.
 *
 * - An address (IPv4, or IPv6 /64): 30 wrong ones in 15 minutes, at whatever accounts.
 * - An account, from an address where its person has signed in within 90 days: 10 in 15 minutes, for each such
 *   address.
 * - An account, from everywhere else together: 10 in 15 minutes and 100 until its person signs in again, at most for
 *   30 days (NIST SP 800-63B section 3.2.2); of these, 20 a day from one address.
 *
 * So whoever guesses from many addresses runs into the last, and shuts out strangers only: the owner comes in from
 * where they have been before. From a new place they come in when the window ends, or by a link that an administrator
 * makes; both also start the count of 100 again. One address alone cannot hold the door shut: it has 20 tries a day.
 *
 * Who is counted is the account, whichever of its names was typed; a name of nobody is counted in the same way under a
 * keyed hash, so that limits do not tell who is here.
 */
const limits = {
  address: (bucket: string): Limit => ({ key: `tries:address:${bucket}`, most: 30, window: minutes(15) }),
  here: (whom: string, bucket: string): Limit => ({
    key: `tries:here:${whom}:${bucket}`,
    most: 10,
    window: minutes(15),
  }),
  stranger: (whom: string, bucket: string): Limit => ({
    key: `tries:from:${whom}:${bucket}`,
    most: 20,
    window: days(1),
  }),
  strangers: (whom: string): Limit => ({ key: `tries:strangers:${whom}`, most: 10, window: minutes(15) }),
  inARow: (whom: string): Limit => ({ key: `tries:row:${whom}`, most: 100, window: days(30) }),
}

const knownFor = days(90)
const knownKey = (whom: string, bucket: string): string => `known:${whom}:${bucket}`

/** Whom tries at a name of nobody are counted as. */
export const nobody = (world: Pick<World, 'sealing'>, identifier: string): string => {
  const [key] = world.sealing.derive('sign-in tries')
  return `~${keyedHash(key, fold(identifier.slice(0, 400)))}`
}

export type Try =
  | {
      readonly allowed: true
      /** As if it had not been made: it was right, or was never looked at. */
      giveBack(): Promise<void>
    }
  | {
      readonly allowed: false
      readonly retryAfter: Time
      /** The first to be refused in this window. */
      readonly first: boolean
    }

/** Counts a try at an account (its id, or `nobody`) from an address. A try that is not allowed counts nowhere else. */
export const countTry = async (
  world: Pick<World, 'storage' | 'clock'>,
  { whom, address }: { readonly whom: string; readonly address: string },
): Promise<Try> => {
  const bucket = bucketOfAddress(address)
  const known = await isKnown(world, whom, bucket)
  const order = known
    ? [limits.address(bucket), limits.here(whom, bucket)]
    : [limits.address(bucket), limits.stranger(whom, bucket), limits.strangers(whom), limits.inARow(whom)]
  const counted: Limit[] = []
  const undo = async (): Promise<void> => {
    await Promise.all(counted.map((limit) => giveBack(world, limit)))
  }
  for (const limit of order) {
    const { allowed, retryAfter, count } = await allow(world, limit)
    if (!allowed) {
      await undo()
      return { allowed, retryAfter, first: count === limit.most + 1 }
    }
    counted.push(limit)
  }
  return { allowed: true, giveBack: undo }
}

const isKnown = async (world: Pick<World, 'storage' | 'clock'>, whom: string, bucket: string): Promise<boolean> => {
  const known = await world.storage.find('counters', knownKey(whom, bucket))
  return known !== undefined && known.expiresAt > world.clock.now()
}

/** The person was right from this address: it is one of theirs now. */
export const knowing = (world: Pick<World, 'clock'>, accountId: string, address: string): Change => {
  const id = knownKey(accountId, bucketOfAddress(address))
  return putting('counters', { id, count: 1, expiresAt: world.clock.now() + knownFor })
}

/** The person proved who they are in another way: strangers' tries so far count no more. */
export const forgivingTries = (accountId: string): readonly Change[] => [
  removing('counters', limits.strangers(accountId).key),
  removing('counters', limits.inARow(accountId).key),
]

/** As `forgivingTries`, for one right password among many wrong ones: only the row is broken. */
export const breakingRow = (accountId: string): Change => removing('counters', limits.inARow(accountId).key)
