import { randomText } from '../../lib/ids.ts'
import type { Identity, Taking } from '../../sources/source.ts'
import type { World } from '../../storage/world.ts'
import { canonicalUsername, suggestUsername } from '../canonical.ts'
import { suggestFreeUsername } from '../sign-up/first-username.ts'

export interface GivenUsername {
  readonly username: string
  /** It is not what they are called at home: they are asked for one before an application hears it. */
  readonly madeUp: boolean
}

/**
 * What somebody is called here who comes for the first time: as at home if nobody here is or was called that, so that two servers' alices never
 * meet in one name; otherwise with their domain in it.
 */
export const usernameFor = async (
  world: Pick<World, 'storage' | 'random'>,
  { host, profile: { username, acct }, standing }: Pick<Identity, 'host' | 'profile' | 'standing'>,
): Promise<GivenUsername> => {
  if (standing !== undefined) return suggestedBy(world, username, standing.take.username)
  const own = canonicalUsername(username)
  if (own.ok && (await isFree(world, own.key))) return { username: own.shown, madeUp: false }
  const plain = suggestUsername(username)
  const domain = acct?.split('@')[1] ?? host
  const free = await suggestFreeUsername(world, plain === undefined ? domain : `${plain.slice(0, 18)}_${domain}`)
  return { username: free ?? `user_${randomText(world.random, 12).toLowerCase()}`, madeUp: true }
}

/** From a provider, a username is a suggestion that its person is asked about, unless it is to count as it is. */
const suggestedBy = async (
  world: Pick<World, 'storage' | 'random'>,
  username: string,
  taking: Taking,
): Promise<GivenUsername> => {
  const own = canonicalUsername(username)
  if (taking === 'always' && own.ok && (await isFree(world, own.key))) return { username: own.shown, madeUp: false }
  const free = taking === 'ignore' ? undefined : await suggestFreeUsername(world, username)
  return { username: free ?? `user_${randomText(world.random, 12).toLowerCase()}`, madeUp: true }
}

const isFree = async ({ storage }: Pick<World, 'storage'>, usernameKey: string): Promise<boolean> => {
  const [account, tombstone] = await Promise.all([
    storage.find('accounts', { usernameKey }),
    storage.find('tombstones', { usernameKey }),
  ])
  return account === undefined && tombstone === undefined
}
