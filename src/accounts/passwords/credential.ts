import { newId } from '../../lib/ids.ts'
import type { Row } from '../../storage/records.ts'
import { adding, type Change, removingWhere } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'

export type PasswordCredential = Row<'credentials'>

export const findPassword = (
  world: Pick<World, 'storage'>,
  accountId: string,
): Promise<PasswordCredential | undefined> => world.storage.find('credentials', { accountId, kind: 'password' })

export const hasPassword = async (world: Pick<World, 'storage'>, accountId: string): Promise<boolean> =>
  (await findPassword(world, accountId)) !== undefined

/**
 * The changes that make this an account's password. Always a new record: what was proven with the old one (`proof`
 * of a sign-in) is then proven no more.
 */
export const passwordCredential = (
  world: Pick<World, 'random' | 'clock'>,
  accountId: string,
  hash: string,
): readonly Change[] => [
  removingWhere('credentials', { accountId, kind: 'password' }),
  firstPassword(world, accountId, hash),
]

/** The change that gives a password to an account that has none; it fails with `Taken` where there is one. */
export const firstPassword = (world: Pick<World, 'random' | 'clock'>, accountId: string, hash: string): Change =>
  adding('credentials', {
    id: newId(world.random),
    accountId,
    kind: 'password',
    data: { hash },
    createdAt: world.clock.now(),
  })
