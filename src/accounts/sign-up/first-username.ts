import { type Change, Missing } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import type { Account } from '../account.ts'
import { canonicalUsername, suggestUsername } from '../canonical.ts'
import { happened } from '../happened.ts'
import { claiming, unlessTaken } from '../names.ts'
import { type By, type Outcome, refused } from '../outcome.ts'

const mostTries = 50

/** A username like the local part of an address, or like a name, that nobody has or had; undefined when nothing comes to mind. */
export const suggestFreeUsername = async (
  world: Pick<World, 'storage'>,
  text: string,
  isFit: (username: string) => boolean = () => true,
): Promise<string | undefined> => {
  const base = suggestUsername(text)
  if (base === undefined) return undefined
  const wanted = [base, ...Array.from({ length: mostTries }, (_, n) => withNumber(base, n + 2))].filter(isFit)
  const where = { usernameKey: { oneOf: wanted } }
  const [accounts, tombstones] = await Promise.all([
    world.storage.list('accounts', { where }),
    world.storage.list('tombstones', { where }),
  ])
  const taken = new Set([...accounts, ...tombstones].map(({ usernameKey }) => usernameKey))
  return wanted.find((username) => !taken.has(username))
}

const withNumber = (base: string, number: number): string => `${base.slice(0, 27)}_${number}`

/**
 * The first username that a person chooses, in the place of the one that was made up for them: nobody has been told that one, so it is free
 * again. Of several at once the first counts.
 */
export const chooseFirstUsername = (
  world: World,
  accountId: string,
  typed: string,
  by: By,
): Promise<Outcome<{ readonly account: Account }>> =>
  unlessTaken(async () => {
    const username = canonicalUsername(typed)
    if (!username.ok) return refused('username', username.code)
    const { shown, key } = username
    try {
      const account = await world.storage.change('accounts', accountId, ({ usernameMadeUp, ...row }) => {
        if (usernameMadeUp !== true) return undefined
        const changes: readonly Change[] = [
          ...(key === row.usernameKey ? [] : claiming({ id: accountId, usernameKey: key })),
          happened(world, 'username.changed', by, { accountId, data: { to: shown } }),
        ]
        const name = row.name === row.username ? shown : row.name
        return [{ ...row, name, username: shown, usernameKey: key, updatedAt: world.clock.now() }, changes]
      })
      return account === undefined ? refused('account', 'unknown') : { ok: true, account }
    } catch (error) {
      if (error instanceof Missing) return refused('account', 'unknown')
      throw error
    }
  })
