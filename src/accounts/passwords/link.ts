import { hours, type Time } from '../../lib/clock.ts'
import { type Change, expecting, Missing } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { type Account, findAccount } from '../account.ts'
import { happened } from '../happened.ts'
import { draftLink, peekLink, takeLink, voidingLinks } from '../links.ts'
import { type By, type Outcome, refused } from '../outcome.ts'
import { knowing } from '../sessions/tries.ts'
import { type PasswordWorld, refusePassword, replacingPassword } from './change.ts'

const purpose = 'password'

/** Long enough to be passed on and opened at leisure, too short to be found in an old mailbox. */
export const passwordLinkLasts = hours(24)

export interface PasswordLinkOptions {
  readonly ttl?: Time
  /** What is committed with it: a letter. */
  readonly also?: (account: Account, secret: string) => readonly Change[]
}

/**
 * A one-time link with which a person sets a password without the old one; links made earlier for it are void. For
 * an account that may sign in only: a link is no way around being disabled.
 */
export const offerPasswordLink = async (
  world: World,
  accountId: string,
  by: By = {},
  { ttl = passwordLinkLasts, also = () => [] }: PasswordLinkOptions = {},
): Promise<Outcome<{ readonly secret: string; readonly account: Account }>> => {
  const account = await findAccount(world, accountId)
  if (account === undefined) return refused('account', 'unknown')
  const { secret, change } = draftLink(world, { purpose, accountId, ttl })
  try {
    await world.storage.atomically([
      expecting('accounts', accountId, { disabledAt: undefined }),
      voidingLinks(purpose, accountId),
      change,
      happened(world, 'account.link', by, { accountId, data: { purpose } }),
      ...also(account, secret),
    ])
  } catch (error) {
    if (error instanceof Missing) return refused('account', account.disabledAt === undefined ? 'unknown' : 'disabled')
    throw error
  }
  return { ok: true, secret, account }
}

/** Whose link this is, for the page that asks for the password; looking does not use it up. */
export const findPasswordLink = async (world: World, secret: string): Promise<Account | undefined> => {
  const link = await peekLink(world, secret, purpose)
  const account = link?.accountId === undefined ? undefined : await findAccount(world, link.accountId)
  return account?.disabledAt === undefined ? account : undefined
}

/**
 * Sets the password of whose link it is, and uses the link up in the same commit. Whoever was signed in is out. A
 * refused password leaves the link as it is. Throws `Busy`.
 */
export const setPasswordByLink = async (
  world: PasswordWorld,
  input: {
    readonly secret: string
    readonly password: string
    readonly address: string
    readonly userAgent?: string | undefined
  },
): Promise<Outcome<{ readonly account: Account }>> => {
  const { secret, password, address, userAgent } = input
  const account = await findPasswordLink(world, secret)
  if (account === undefined) return refused('link', 'expired')
  const unfit = refusePassword(world, password, account)
  if (unfit !== undefined) return unfit
  const hash = await world.hasher.hash(password)
  try {
    const link = await takeLink(world, secret, purpose, () => [
      expecting('accounts', account.id, { disabledAt: undefined }),
      ...replacingPassword(world, account, hash, { address, userAgent, via: 'link' }),
      knowing(world, account.id, address),
    ])
    return link === undefined ? refused('link', 'expired') : { ok: true, account }
  } catch (error) {
    if (error instanceof Missing) return refused('link', 'expired')
    throw error
  }
}
