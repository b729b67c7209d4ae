import { newId } from '../lib/ids.ts'
import { adding, type Change, Missing } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import type { Account, Prover } from './account.ts'
import { administratorAdded } from './administrators.ts'
import { canonicalEmail, canonicalUsername } from './canonical.ts'
import { joining } from './groups.ts'
import { happened } from './happened.ts'
import { claiming, unlessTaken } from './names.ts'
import { type By, type Outcome, refused, refusedAll } from './outcome.ts'
import { passwordCredential } from './passwords/credential.ts'
import { isKnownHash } from './passwords/known-hash.ts'
import { cleanName, readAvatar, readLocale } from './text.ts'

/**
 * Everything that can be said of a new account. What a stranger sends is put into this field by field, never spread.
 */
export interface NewAccount {
  readonly username: string
  /** The username when there is none. */
  readonly name?: string | undefined
  /** Empty for none; so with the other texts. */
  readonly email?: string | undefined
  /** Who says that the address is this person's; without it the address is kept and counts for nothing. */
  readonly emailVerifiedBy?: Prover | undefined
  /** Somebody else than the person says what their address is: an administrator, a file, an import. */
  readonly emailFromOthers?: boolean | undefined
  readonly locale?: string | undefined
  readonly avatar?: string | undefined
  readonly administrator?: boolean | undefined
  readonly managed?: boolean | undefined
  readonly groupIds?: readonly string[] | undefined
  /** Nobody signs in with it before an administrator has approved it. */
  readonly awaitsApproval?: boolean | undefined
  /** The person has not chosen this username, and is asked for one at their first sign-in. */
  readonly usernameMadeUp?: boolean | undefined
  /** It begins with a first sign-in from elsewhere. */
  readonly cameBy?: Account['cameBy']
  /** As `Hasher.hash` made it, or a foreign one that `isKnownHash` knows. */
  readonly passwordHash?: string | undefined
}

export interface AccountDraft {
  readonly account: Account
  /** Creates it, all or nothing. `Taken` when a name or an address is in use, `Missing` when a group is gone. */
  readonly changes: readonly Change[]
}

/** An account about to be, and what is wrong with it, all at once. */
export const draftAccount = (
  world: World,
  input: NewAccount,
  by: By = {},
  id: string = newId(world.random),
): Outcome<AccountDraft> => {
  const username = canonicalUsername(input.username)
  const email = input.email === undefined || input.email.trim() === '' ? undefined : canonicalEmail(input.email)
  const locale = readLocale(input.locale ?? '')
  const avatar = readAvatar(input.avatar ?? '')
  const password = checkHash(input.passwordHash)
  if (!username.ok || email?.ok === false || !locale.ok || !avatar.ok || !password.ok) {
    return refusedAll({ username, email, locale, avatar, password })
  }

  const now = world.clock.now()
  const proven = email !== undefined && input.emailVerifiedBy !== undefined
  const account: Account = {
    id,
    username: username.shown,
    usernameKey: username.key,
    name: cleanName(input.name ?? '') || username.shown,
    email: email?.shown,
    emailKey: email?.key,
    ...(proven ? { verifiedEmailKey: email.key, emailVerifiedAt: now, emailVerifiedBy: input.emailVerifiedBy } : {}),
    ...(input.emailFromOthers === true ? { vouchedEmailKey: email?.key } : {}),
    avatar: avatar.value,
    locale: locale.value,
    administrator: input.administrator ?? false,
    ...(input.awaitsApproval === true ? { disabledAt: now, awaitingSince: now } : {}),
    ...(input.usernameMadeUp === true ? { usernameMadeUp: true } : {}),
    ...(input.cameBy === undefined ? {} : { cameBy: input.cameBy }),
    managed: input.managed ?? false,
    createdAt: now,
    updatedAt: now,
  }
  const changes = [
    adding('accounts', account),
    ...claiming(account),
    ...(input.passwordHash === undefined ? [] : passwordCredential(world, account.id, input.passwordHash)),
    ...joining(account.id, [...new Set(input.groupIds ?? [])]),
    ...(account.administrator ? administratorAdded(world) : []),
    happened(world, 'account.created', by, {
      accountId: account.id,
      data: { username: account.username, administrator: account.administrator },
    }),
  ]
  return { ok: true, account, changes }
}

const checkHash = (hash: string | undefined) =>
  hash === undefined || isKnownHash(hash) ? ({ ok: true } as const) : ({ ok: false, code: 'malformed' } as const)

export const createAccount = (
  world: World,
  input: NewAccount,
  by: By = {},
): Promise<Outcome<{ readonly account: Account }>> =>
  unlessTaken(async () => {
    const draft = draftAccount(world, input, by)
    if (!draft.ok) return draft
    try {
      await world.storage.atomically(draft.changes)
    } catch (error) {
      if (error instanceof Missing) return refused('groups', 'unknown')
      throw error
    }
    return { ok: true, account: draft.account }
  })
