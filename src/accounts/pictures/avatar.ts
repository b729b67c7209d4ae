import type { World } from '../../storage/world.ts'
import { type Account, findAccount } from '../account.ts'
import { happened } from '../happened.ts'
import { type By, type Outcome, refused } from '../outcome.ts'
import { dropUnused, keeping, picturePath } from './keep.ts'
import { reencode } from './reencode.ts'

type Changed = Outcome<{ readonly account: Account }>

/** Gives an account a picture of its own, made afresh from what was sent. */
export const changeAvatar = async (world: World, id: string, sent: Uint8Array, by: By = {}): Promise<Changed> => {
  const made = await reencode(sent, 'face')
  if (!made.ok) return refused('avatar', made.code === 'too_large' ? 'too_long' : 'malformed')
  return setAvatar(world, id, picturePath(made.picture), by, () => [keeping(world, made.picture)])
}

/** From now on the person is shown by their initials, and applications are told of no picture. */
export const removeAvatar = (world: World, id: string, by: By = {}): Promise<Changed> =>
  setAvatar(world, id, undefined, by, () => [])

const setAvatar = async (
  world: World,
  id: string,
  avatar: string | undefined,
  by: By,
  also: () => readonly ReturnType<typeof keeping>[],
): Promise<Changed> => {
  const before = await findAccount(world, id)
  const account = await world.storage.change('accounts', id, (row) =>
    row.avatar === avatar
      ? undefined
      : [
          { ...row, avatar, updatedAt: world.clock.now() },
          [...also(), happened(world, 'account.changed', by, { accountId: id, data: { fields: ['avatar'] } })],
        ],
  )
  if (account === undefined) return refused('account', 'unknown')
  if (before?.avatar !== avatar) await dropUnused(world, before?.avatar)
  return { ok: true, account }
}
