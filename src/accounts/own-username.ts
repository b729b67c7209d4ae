import { putting } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import type { Account } from './account.ts'
import { changeAccount } from './change.ts'
import { happened } from './happened.ts'
import type { PostWorld } from './letters.ts'
import { type By, type Outcome, refused } from './outcome.ts'

/** The `settings` record: `{ mayChange: boolean }`. */
const usernamesSetting = 'usernames'

/** Whether people may change what they are called here. Off until somebody switches it on: applications may know them by it. */
export const mayChangeUsername = async (world: Pick<World, 'storage'>): Promise<boolean> => {
  const value = (await world.storage.find('settings', usernamesSetting))?.value
  return typeof value === 'object' && value !== null && 'mayChange' in value && value.mayChange === true
}

export const letChangeUsername = async (world: World, mayChange: boolean, by: By = {}): Promise<void> => {
  if ((await mayChangeUsername(world)) === mayChange) return
  await world.storage.atomically([
    putting('settings', { id: usernamesSetting, value: { mayChange } }),
    happened(world, 'setting.changed', by, { data: { setting: usernamesSetting, mayChange } }),
  ])
}

/**
 * A person's own change of their username, where that is allowed. The old one stays theirs and is never anybody else's. Who is named by
 * the configuration file keeps the name there: the file would not find them again.
 */
export const changeOwnUsername = async (
  world: PostWorld,
  account: Account,
  username: string,
  by: By,
): Promise<Outcome<{ readonly account: Account }>> => {
  if (account.managed || !(await mayChangeUsername(world))) return refused('username', 'disabled')
  return changeAccount(world, account.id, { username }, by)
}
