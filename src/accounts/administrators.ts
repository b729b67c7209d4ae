import { newId } from '../lib/ids.ts'
import { type Change, expecting, Missing, putting, Taken } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import type { Account } from './account.ts'

/**
 * Two settings. `set-up` is there from the first administrator on and for ever, whatever becomes of that account:
 * set-up is over. `administrators` holds a token that changes whenever who administers does, so that of two changes
 * which were decided on the same facts only one is committed.
 */
export const setUpSetting = 'set-up'
const tokenSetting = 'administrators'

/** Goes with every change that makes somebody an administrator. */
export const administratorAdded = (world: Pick<World, 'random'>): readonly Change[] => [
  putting('settings', { id: setUpSetting, value: 'over' }),
  putting('settings', { id: tokenSetting, value: newId(world.random) }),
]

const isActive = (account: Account): boolean => account.administrator && account.disabledAt === undefined

/**
 * Commits changes after which an account may administer no more. `last` when nobody would be left, however many ask at
 * once: each decides on what it read and commits only if nothing has changed since; otherwise it looks again.
 */
export const unlessLast = async (
  world: World,
  accountId: string,
  changes: (account: Account) => readonly Change[],
): Promise<'done' | 'last' | 'gone'> => {
  const { storage } = world
  for (;;) {
    const seen = await tokenOf(world)
    const account = await storage.find('accounts', accountId)
    if (account === undefined) return 'gone'
    if (isActive(account)) {
      const active = await storage.count('accounts', { administrator: true, disabledAt: undefined })
      if (active < 2) return 'last'
    }
    const token = newId(world.random)
    const decided = [
      expecting('accounts', accountId, { administrator: account.administrator, disabledAt: account.disabledAt }),
      ...changes(account),
    ]
    try {
      const after = await storage.change('settings', tokenSetting, (row) =>
        row.value === seen ? [{ id: row.id, value: token }, decided] : undefined,
      )
      if (after?.value === token) return 'done'
    } catch (error) {
      if (!(error instanceof Missing && error.kind === 'accounts')) throw error
    }
  }
}

/** The token as it is now; it begins with the first change that asks for it. */
const tokenOf = async (world: World): Promise<unknown> => {
  const setting = await world.storage.find('settings', tokenSetting)
  if (setting !== undefined) return setting.value
  const value = newId(world.random)
  try {
    await world.storage.add('settings', { id: tokenSetting, value })
    return value
  } catch (error) {
    if (error instanceof Taken) return tokenOf(world)
    throw error
  }
}
