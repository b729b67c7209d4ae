import { anchorsOf, profileOf } from '../../accounts/identities/identity.ts'
import { pictureAt } from '../../accounts/pictures/keep.ts'
import { applicationOf } from '../../applications/application.ts'
import type { Row } from '../../storage/records.ts'
import type { World } from '../../storage/world.ts'
import type { Plain } from '../imported.ts'
import { present } from '../plain.ts'
import type { Noting } from './exported.ts'

export interface AccountsAround {
  readonly groups: readonly Row<'groups'>[]
  readonly applications: readonly Row<'applications'>[]
  readonly note: Noting
}

const atOnce = 500

/** Everybody, by username. */
export const exportAccounts = async (
  { storage }: Pick<World, 'storage'>,
  around: AccountsAround,
): Promise<readonly Plain[]> => {
  const entries: Plain[] = []
  for (let offset = 0; ; offset += atOnce) {
    const accounts = await storage.list('accounts', { orderBy: 'usernameKey', limit: atOnce, offset })
    const oneOf = accounts.map(({ id }) => id)
    const where = { accountId: { oneOf } }
    const [credentials, memberships, handles, subjects, identities] = await Promise.all([
      storage.list('credentials', { where: { ...where, kind: 'password' } }),
      storage.list('memberships', { where }),
      storage.list('handles', { where }),
      storage.list('subjects', { where }),
      storage.list('identities', { where }),
    ])
    for (const account of accounts) {
      const own = <R extends { readonly accountId: string }>(rows: readonly R[]): readonly R[] =>
        rows.filter(({ accountId }) => accountId === account.id)
      entries.push(
        present({
          ...entryOf(account, around.note),
          passwordHash: own(credentials)[0]?.data.hash,
          groups: unlessEmpty(groupNames(own(memberships), around)),
          knownAs: unlessEmpty(knownAs(own(handles), own(subjects), around)),
          identities: unlessEmpty(own(identities).map(identityEntry).sort(byText)),
        }),
      )
    }
    if (accounts.length < atOnce) return entries
  }
}

const entryOf = (account: Row<'accounts'>, note: Noting): Plain => {
  const { id, username, name, email, emailKey, verifiedEmailKey, vouchedEmailKey, locale, avatar } = account
  const uploaded = avatar !== undefined && pictureAt(avatar) !== undefined
  if (uploaded) note({ about: `accounts ${username}.avatar`, code: 'pictures' })
  if (account.awaitingSince !== undefined) note({ about: `accounts ${username}`, code: 'awaiting' })
  const proven = verifiedEmailKey !== undefined
  const claimed = emailKey !== undefined && vouchedEmailKey !== emailKey
  return {
    id,
    username,
    name: name === username ? undefined : name,
    email,
    // Left out, somebody vouches for the address and nobody has proven it.
    emailVerified: email === undefined ? undefined : proven ? true : claimed ? false : undefined,
    admin: account.administrator ? true : undefined,
    locale,
    avatar: uploaded ? undefined : avatar,
    disabled: account.disabledAt === undefined ? undefined : true,
  }
}

const groupNames = (memberships: readonly Row<'memberships'>[], { groups }: AccountsAround): readonly string[] =>
  groups.filter(({ id }) => memberships.some(({ groupId }) => groupId === id)).map(({ name }) => name)

/** What every application has been told, by its slug. */
const knownAs = (
  handles: readonly Row<'handles'>[],
  subjects: readonly Row<'subjects'>[],
  { applications }: AccountsAround,
): readonly Plain[] =>
  applications.flatMap((row) => {
    const { subjectMode } = applicationOf(row)
    const mode = subjectMode === 'username' || subjectMode === 'email' ? subjectMode : 'imported'
    const handle = handles.find(({ applicationId }) => applicationId === row.id)?.handle
    const subject = subjects.find((held) => held.applicationId === row.id && held.mode === mode)?.subject
    if (handle === undefined && subject === undefined) return []
    return [present({ application: row.slug, handle, subject })]
  })

const identityEntry = (identity: Row<'identities'>): Plain => {
  const { username, name, acct } = profileOf(identity)
  const { localId, createdAt, software } = anchorsOf(identity)
  const { sourceId: source, subject, host } = identity
  return present({ source, subject, host, username, name, acct, localId, madeAt: createdAt, software })
}

const byText = (one: Plain, other: Plain): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)

const unlessEmpty = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list)
