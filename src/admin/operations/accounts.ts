import { findAccount, listAccounts as list } from '../../accounts/account.ts'
import { canonicalEmail } from '../../accounts/canonical.ts'
import { changeAccount as change } from '../../accounts/change.ts'
import { createAccount as create, draftAccount } from '../../accounts/create.ts'
import { disableAccount as disable, enableAccount as enable, deleteAccount as remove } from '../../accounts/disable.ts'
import { unverifyEmail, verifyEmail } from '../../accounts/email.ts'
import { setGroups } from '../../accounts/groups.ts'
import { happened } from '../../accounts/happened.ts'
import { refused } from '../../accounts/outcome.ts'
import { refusePassword } from '../../accounts/passwords/change.ts'
import { mailPasswordLink as mailLink } from '../../accounts/passwords/forgotten.ts'
import { offerPasswordLink } from '../../accounts/passwords/link.ts'
import { defaultMinimum } from '../../accounts/passwords/rules.ts'
import { endEverything, endSessionByPublicId } from '../../accounts/sessions/end-session.ts'
import { suggestFreeUsername } from '../../accounts/sign-up/first-username.ts'
import { revokeGrant as revoke } from '../../applications/grants.ts'
import { expecting, Missing } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { type AccountSummary, type AccountView, summaryOf, viewOf } from './account-view.ts'
import { managedFields, withoutManaged } from './managed.ts'
import { managedByFile, notThere, type Outcome } from './outcome.ts'
import type { By, OperationsWorld } from './world.ts'

export { passwordLinkLasts } from '../../accounts/passwords/link.ts'
export type { AccountSummary, AccountView } from './account-view.ts'

export interface AccountInput {
  readonly username?: string | undefined
  readonly name?: string | undefined
  readonly email?: string | undefined
  /** Whether the administrator vouches for the address. */
  readonly emailVerified?: boolean | undefined
  readonly locale?: string | undefined
  readonly administrator?: boolean | undefined
  readonly groupIds?: readonly string[] | undefined
}

export interface NewAccountInput extends AccountInput {
  /** Empty where the person is to choose it: then there is an `email`. */
  readonly username: string
  /** Without one the person gets a link with which they choose their own. */
  readonly password?: string | undefined
}

type Changed = Outcome<{ readonly account: AccountView }>
/** `linkSecret` of a one-time link is shown once, to be handed on, and is nowhere else. */
type WithLink = { readonly account: AccountView; readonly linkSecret: string | undefined }

export const listAccounts = async (
  world: World,
  query: { readonly search?: string | undefined; readonly limit?: number; readonly offset?: number } = {},
): Promise<{ readonly accounts: readonly AccountSummary[]; readonly more: boolean }> => {
  const { accounts, more } = await list(world, query)
  return { accounts: await Promise.all(accounts.map((account) => summaryOf(world, account))), more }
}

export const getAccount = async (world: World, id: string): Promise<AccountView | undefined> => {
  const account = await findAccount(world, id)
  return account === undefined ? undefined : viewOf(world, account)
}

/** Throws `Busy`. */
export const createAccount = async (
  world: OperationsWorld,
  input: NewAccountInput,
  by: By,
): Promise<Outcome<WithLink>> => {
  const { name, email, emailVerified, locale, administrator, groupIds, password } = input
  const { username, usernameMadeUp } = await usernameFor(world, input)
  if (usernameMadeUp && (await hasAddress(world, email ?? ''))) return refused('email', 'taken')
  const unfit =
    password === undefined ? undefined : refusePassword(world, password, { username, name: name ?? '', email })
  const emailVerifiedBy = emailVerified === true ? proverOf(by) : undefined
  const plain = {
    username,
    usernameMadeUp,
    name,
    email,
    locale,
    administrator,
    groupIds,
    emailVerifiedBy,
    emailFromOthers: true,
  }
  const draft = draftAccount(world, plain, by)
  const problems = [...(draft.ok ? [] : draft.problems), ...(unfit?.problems ?? [])]
  if (problems.length > 0) return { ok: false, problems }
  const passwordHash = password === undefined ? undefined : await world.hasher.hash(password)
  const created = await create(world, { ...plain, passwordHash }, by)
  if (!created.ok) return created
  const link = password === undefined ? await offerPasswordLink(world, created.account.id, by) : undefined
  return {
    ok: true,
    account: await viewOf(world, created.account),
    linkSecret: link?.ok === true ? link.secret : undefined,
  }
}

/** Where only an address is known, one is made up, and the person chooses another at their first sign-in. */
const usernameFor = async (
  world: World,
  { username, email = '' }: NewAccountInput,
): Promise<{ readonly username: string; readonly usernameMadeUp: boolean }> => {
  const made = username.trim() === '' ? await suggestFreeUsername(world, email) : undefined
  return { username: made ?? username, usernameMadeUp: made !== undefined }
}

/** The same form, sent twice, makes one account. */
const hasAddress = async ({ storage }: Pick<World, 'storage'>, email: string): Promise<boolean> => {
  const canonical = canonicalEmail(email)
  return canonical.ok && (await storage.count('accounts', { emailKey: canonical.key })) > 0
}

const proverOf = ({ actorId = 'command' }: By) => `administrator:${actorId}` as const

/**
 * Changes what is named; fields that the configuration file manages are left as they are. One commit after another: names and
 * roles, then the address, then groups; what a later one refuses does not undo the earlier.
 */
export const changeAccount = async (world: World, id: string, input: AccountInput, by: By): Promise<Changed> => {
  const present = await findAccount(world, id)
  if (present === undefined) return notThere('account')
  const free = withoutManaged(input, await managedFields(world, 'accounts', present))
  const { username, name, email, emailVerified, locale, administrator, groupIds } = free
  const emailFromOthers = by.actorId !== id
  const changed = await change(world, id, { username, name, email, emailFromOthers, locale, administrator }, by)
  if (!changed.ok) return changed
  const judged = await judgeEmail(world, id, { address: changed.account.email, emailVerified }, by)
  if (!judged.ok) return judged
  const joined = groupIds === undefined ? judged : await setGroups(world, id, groupIds, by)
  return joined.ok ? seen(world, id) : joined
}

const judgeEmail = async (
  world: World,
  id: string,
  { address, emailVerified }: { readonly address: string | undefined; readonly emailVerified: boolean | undefined },
  by: By,
): Promise<Outcome> => {
  if (emailVerified === undefined || address === undefined) return { ok: true }
  if (!emailVerified) return unverifyEmail(world, id, by)
  return verifyEmail(world, id, { email: address, prover: proverOf(by) }, by)
}

/** Also an account that the file manages can be switched off: in an emergency nobody should have to find the file first. */
export const disableAccount = async (world: World, id: string, by: By): Promise<Changed> => {
  const disabled = await disable(world, id, by)
  return disabled.ok ? seen(world, id) : disabled
}

export const enableAccount = async (world: World, id: string, by: By): Promise<Changed> => {
  const enabled = await enable(world, id, by)
  return enabled.ok ? seen(world, id) : enabled
}

/** Signs the person out everywhere: sessions, open codes, access and refresh tokens, and links that were sent to them. */
export const endSessions = async (world: World, id: string, by: By): Promise<Changed> => {
  try {
    await world.storage.atomically([
      expecting('accounts', id, {}),
      ...endEverything(id),
      happened(world, 'session.ended', by, { accountId: id, data: { all: true } }),
    ])
  } catch (error) {
    if (error instanceof Missing) return notThere('account')
    throw error
  }
  return seen(world, id)
}

/** Ends one of them. */
export const endSession = async (world: World, id: string, publicId: string, by: By): Promise<Changed> => {
  await endSessionByPublicId(world, id, publicId, by)
  return seen(world, id)
}

/** A one-time link with which the person chooses a password; one that was made before is void. */
export const makePasswordLink = async (world: World, id: string, by: By): Promise<Outcome<WithLink>> => {
  const offered = await offerPasswordLink(world, id, by)
  if (!offered.ok) return offered
  return { ok: true, account: await viewOf(world, offered.account), linkSecret: offered.secret }
}

/** The same, sent to the person at an address that is proven to be theirs. Nobody here sees it. */
export const mailPasswordLink = async (
  world: OperationsWorld,
  id: string,
  by: By,
): Promise<Outcome<{ readonly address: string }>> => {
  const account = await findAccount(world, id)
  return account === undefined ? notThere('account') : mailLink(world, account, by)
}

export const revokeGrant = async (world: World, id: string, applicationId: string, by: By): Promise<Changed> => {
  await revoke(world, id, applicationId, by)
  return seen(world, id)
}

/** What the file names would come back at the next start, as somebody else: it is taken out of the file first. */
export const deleteAccount = async (world: World, id: string, by: By): Promise<Outcome> => {
  const present = await findAccount(world, id)
  if (present === undefined) return notThere('account')
  return present.managed ? managedByFile('account') : remove(world, id, by)
}

const seen = async (world: World, id: string): Promise<Changed> => {
  const account = await getAccount(world, id)
  return account === undefined ? notThere('account') : { ok: true, account }
}

/** How long a password has to be here. */
export const passwordMinimum = (world: Pick<OperationsWorld, 'passwordRules'>): number =>
  world.passwordRules?.minimum ?? defaultMinimum
