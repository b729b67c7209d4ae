import type { Account, AccountQuery } from '../../accounts/account.ts'
import { happened } from '../../accounts/happened.ts'
import type { PostWorld } from '../../accounts/letters.ts'
import { refused } from '../../accounts/outcome.ts'
import { approve, countWaiting, decline, findWaiting, listWaiting } from '../../accounts/sign-up/approval.ts'
import { type SignUpMode, signUpModeOf, signUpModes, signUpSetting } from '../../accounts/sign-up/sign-up-mode.ts'
import type { Time } from '../../lib/clock.ts'
import { putting } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { settingIsManaged } from './managed.ts'
import type { Outcome } from './outcome.ts'
import type { By } from './world.ts'

export { type SignUpMode, signUpModes } from '../../accounts/sign-up/sign-up-mode.ts'

export interface SignUpView {
  readonly mode: SignUpMode
  readonly mailWorks: boolean
  /** The configuration file says who may sign up. */
  readonly managed: boolean
  readonly waiting: number
}

/** Who may make themselves an account here, and what there is to know of it. */
export const getSignUp = async (world: Pick<PostWorld, 'storage' | 'mailer'>): Promise<SignUpView> => {
  const [mode, managed, waiting] = await Promise.all([
    signUpModeOf(world),
    settingIsManaged(world, signUpSetting, 'mode'),
    countWaiting(world),
  ])
  return { mode, managed, waiting, mailWorks: world.mailer !== undefined }
}

/** Where no mail can prove an address, sign-up cannot be open. */
export const setSignUp = async (world: PostWorld, typed: string, by: By): Promise<Outcome> => {
  const mode = signUpModes.find((known) => known === typed)
  if (mode === undefined) return refused('mode', 'malformed')
  if (mode === 'open' && world.mailer === undefined) return refused('mode', 'no_mail')
  if (await settingIsManaged(world, signUpSetting, 'mode'))
    return { ok: false, problems: [{ field: 'mode', code: 'managed' }] }
  const before = await signUpModeOf(world)
  if (mode === before) return { ok: true }
  await world.storage.atomically([
    putting('settings', { id: signUpSetting, value: { mode } }),
    happened(world, 'setting.changed', by, { data: { setting: signUpSetting, from: before, to: mode } }),
  ])
  return { ok: true }
}

export interface WaitingAccount {
  readonly id: string
  readonly username: string
  readonly name: string
  readonly email: string | undefined
  readonly emailVerified: boolean
  readonly since: Time
}

/** A page of who made themselves an account that nobody has approved yet, the oldest first. */
export const listWaitingAccounts = async (
  world: Pick<World, 'storage'>,
  query: AccountQuery = {},
): Promise<{ readonly accounts: readonly WaitingAccount[]; readonly more: boolean }> => {
  const { accounts, more } = await listWaiting(world, query)
  return { accounts: accounts.map(waitingOf), more }
}

export const getWaitingAccount = async (
  world: Pick<World, 'storage'>,
  id: string,
): Promise<WaitingAccount | undefined> => {
  const account = await findWaiting(world, id)
  return account === undefined ? undefined : waitingOf(account)
}

const waitingOf = (account: Account): WaitingAccount => {
  const { id, username, name, email, verifiedEmailKey, createdAt, awaitingSince } = account
  return { id, username, name, email, emailVerified: verifiedEmailKey !== undefined, since: awaitingSince ?? createdAt }
}

export const approveAccount = (world: PostWorld, id: string, by: By): Promise<Outcome> => approve(world, id, by)

export const declineAccount = (world: PostWorld, id: string, by: By): Promise<Outcome> => decline(world, id, by)
