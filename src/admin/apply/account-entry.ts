import type { Account } from '../../accounts/account.ts'
import { canonicalEmail, canonicalUsername } from '../../accounts/canonical.ts'
import { groupKey } from '../../accounts/groups.ts'
import { cleanName, readAvatar, readLocale } from '../../accounts/text.ts'
import type { Path, Planning } from '../plan/planning.ts'
import type { AccountEntry } from './configuration-file.ts'
import { type Shown, yesNo } from './difference.ts'

export const usernameKeyOf = (entry: { readonly username: string }): string => {
  const canonical = canonicalUsername(entry.username)
  return canonical.ok ? canonical.key : ''
}

export const emailKeyOf = (entry: Pick<AccountEntry, 'email'>): string | undefined => {
  const canonical = entry.email === undefined ? undefined : canonicalEmail(entry.email)
  return canonical?.ok ? canonical.key : undefined
}

/** The columns an account has once the file is applied; what the entry leaves out stays. */
export const wantedColumns = (entry: AccountEntry, held: Account, now: number): Partial<Account> => {
  const email = entry.email === undefined ? undefined : canonicalEmail(entry.email)
  const emailKey = email?.ok ? email.key : held.emailKey
  const sameAddress = emailKey === held.emailKey
  const wasProven = sameAddress && held.verifiedEmailKey !== undefined
  const proven = emailKey !== undefined && (entry.emailVerified ?? wasProven)
  const locale = entry.locale === undefined ? undefined : readLocale(entry.locale)
  const avatar = entry.avatar === undefined ? undefined : readAvatar(entry.avatar)
  return {
    name: entry.name === undefined ? held.name : cleanName(entry.name),
    email: email?.ok ? email.shown : held.email,
    emailKey,
    verifiedEmailKey: proven ? emailKey : undefined,
    emailVerifiedAt: proven ? (wasProven ? held.emailVerifiedAt : now) : undefined,
    emailVerifiedBy: proven ? (wasProven ? held.emailVerifiedBy : 'configuration') : undefined,
    vouchedEmailKey: email?.ok ? (entry.emailVerified === false ? undefined : emailKey) : held.vouchedEmailKey,
    locale: locale?.ok ? locale.value : held.locale,
    avatar: avatar?.ok ? avatar.value : held.avatar,
    administrator: entry.admin ?? held.administrator,
    disabledAt: entry.disabled === undefined ? held.disabledAt : entry.disabled ? (held.disabledAt ?? now) : undefined,
  }
}

/** An address can be proven for one account only. */
export const checkEmail = (
  { stored, problem }: Planning,
  entry: AccountEntry,
  held: Account | undefined,
  path: Path,
): void => {
  const key = emailKeyOf(entry) ?? held?.emailKey
  if (entry.emailVerified !== true) return
  if (key === undefined) problem([...path, 'emailVerified'], 'is true, but there is no email')
  const other = stored.accounts.find(({ verifiedEmailKey, id }) => verifiedEmailKey === key && id !== held?.id)
  if (key !== undefined && other !== undefined) {
    problem([...path, 'email'], `is already the verified address of ${other.username}`)
  }
}

/** The groups an entry names, by the names they have, in the order they are shown. */
export const groupsWanted = ({ groupIds, stored }: Planning, entry: AccountEntry) => {
  if (entry.groups === undefined) return undefined
  const named = new Map(entry.groups.map((name) => [groupKey(name), cleanName(name)]))
  const known = (key: string) => stored.groups.find(({ nameKey }) => nameKey === key)?.name
  return [...named]
    .map(([key, name]) => ({ id: groupIds.get(key) ?? '', name: known(key) ?? name }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** An account as a difference shows it. */
export const shownAccount = (
  account: Account,
  groups: readonly string[] | undefined,
): Readonly<Record<string, Shown>> => ({
  name: account.name,
  email: account.email,
  emailVerified: yesNo(account.verifiedEmailKey !== undefined),
  admin: yesNo(account.administrator),
  ...(groups === undefined ? {} : { groups }),
  locale: account.locale,
  avatar: account.avatar,
  disabled: yesNo(account.disabledAt !== undefined),
})
