import type { Row } from '../storage/records.ts'
import type { Where } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import { canonicalEmail, canonicalUsername, fold, foldMailbox } from './canonical.ts'

export type Account = Row<'accounts'>

/** Who says that an address is a person's. */
export type Prover = 'configuration' | 'mail' | `administrator:${string}` | `source:${string}`

export const findAccount = (world: Pick<World, 'storage'>, id: string): Promise<Account | undefined> =>
  world.storage.find('accounts', id)

export const findByUsername = async (world: Pick<World, 'storage'>, username: string): Promise<Account | undefined> => {
  const canonical = canonicalUsername(username)
  return canonical.ok ? world.storage.find('accounts', { usernameKey: canonical.key }) : undefined
}

/**
 * By username or by e-mail address, whatever was typed: the one way from what people type to an account, so that every
 * variant of it meets the same limits. An address counts only once proven; anybody can claim one.
 */
export const findByIdentifier = async (
  world: Pick<World, 'storage'>,
  identifier: string,
): Promise<Account | undefined> => {
  if (!identifier.normalize('NFKC').includes('@')) return findByUsername(world, identifier)
  const canonical = canonicalEmail(identifier)
  return canonical.ok ? world.storage.find('accounts', { verifiedEmailKey: canonical.key }) : undefined
}

export interface AccountQuery {
  /** Part of a username, name or e-mail address. */
  readonly search?: string | undefined
  readonly limit?: number | undefined
  readonly offset?: number | undefined
}

/** Narrows a list to the accounts that were searched for; to all of them, when nothing was. */
export const accountsMatching = (search: string): { readonly anyOf?: readonly Where<'accounts'>[] } => {
  const key = fold(search)
  if (key === '') return {}
  return {
    anyOf: [
      { usernameKey: { contains: key } },
      { emailKey: { contains: foldMailbox(search) } },
      { name: { contains: search.trim() } },
    ],
  }
}

/** A page of accounts by username; `more` says whether there is another. */
export const listAccounts = async (
  world: Pick<World, 'storage'>,
  { search = '', limit = 50, offset = 0 }: AccountQuery = {},
): Promise<{ readonly accounts: readonly Account[]; readonly more: boolean }> => {
  const accounts = await world.storage.list('accounts', {
    ...accountsMatching(search),
    orderBy: 'usernameKey',
    limit: limit + 1,
    offset,
  })
  return { accounts: accounts.slice(0, limit), more: accounts.length > limit }
}
