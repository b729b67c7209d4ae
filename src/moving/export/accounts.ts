import { anchorsOf, profileOf } from '../../accounts/identities/identity.ts'
import { pictureAt } from '../../accounts/pictures/keep.ts'
import { applicationOf, type SubjectMode } from '../../applications/application.ts'
import type { Row } from '../../storage/records.ts'
import type { World } from '../../storage/world.ts'
import type { Plain } from '../imported.ts'
import { present } from '../plain.ts'
import type { Drawing } from './pictures.ts'

export interface AccountsAround {
  readonly groups: readonly Row<'groups'>[]
  readonly applications: readonly Row<'applications'>[]
  readonly draw: Drawing
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
          ...entryOf(account, around.draw),
          passwordHash: own(credentials)[0]?.data.hash,
          groups: unlessEmpty(groupNames(own(memberships), around)),
          knownAs: unlessEmpty(knownAs(own(handles), own(subjects), around)),
          identities: unlessEmpty(
            own(identities)
              .map((identity) => identityEntry(identity, around))
              .sort(byText),
          ),
        }),
      )
    }
    if (accounts.length < atOnce) return entries
  }
}

const entryOf = (account: Row<'accounts'>, draw: Drawing): Plain => {
  const { id, username, name, email, emailKey, verifiedEmailKey, vouchedEmailKey, locale, avatar } = account
  const proven = verifiedEmailKey !== undefined
  const claimed = emailKey !== undefined && vouchedEmailKey !== emailKey
  const awaiting = account.awaitingSince !== undefined
  const uploaded = avatar !== undefined && pictureAt(avatar) !== undefined
  const drawn = avatar === undefined ? undefined : draw(avatar, `accounts ${username}.avatar`)
  return {
    id,
    username,
    name: name === username ? undefined : name,
    email,
    // Left out, somebody vouches for the address and nobody has proven it.
    emailVerified: email === undefined ? undefined : proven ? true : claimed ? false : undefined,
    admin: account.administrator ? true : undefined,
    locale,
    // A face is no `data:` address.
    avatar: uploaded && drawn !== avatar ? undefined : avatar,
    disabled: account.disabledAt === undefined || awaiting ? undefined : true,
    awaiting: awaiting ? true : undefined,
    cameBy: account.cameBy,
    usernameMadeUp: account.usernameMadeUp === true ? true : undefined,
  }
}

const groupNames = (memberships: readonly Row<'memberships'>[], { groups }: AccountsAround): readonly string[] =>
  groups.filter(({ id }) => memberships.some(({ groupId }) => groupId === id)).map(({ name }) => name)

/** What every application has been told, by its slug: what counts in its mode, and what it was told in another one before. */
const knownAs = (
  handles: readonly Row<'handles'>[],
  subjects: readonly Row<'subjects'>[],
  { applications }: AccountsAround,
): readonly Plain[] =>
  applications.flatMap((row) => {
    const mode = modeOf(row)
    const own = subjects.filter(({ applicationId }) => applicationId === row.id)
    const handle = handles.find(({ applicationId }) => applicationId === row.id)?.handle
    const subject = own.find((held) => held.mode === mode)?.subject
    const others = own.filter((held) => held.mode !== mode && held.subject !== undefined)
    return [
      ...(handle === undefined && subject === undefined ? [] : [present({ application: row.slug, handle, subject })]),
      ...others.map((held) => ({ application: row.slug, subject: held.subject, mode: held.mode })).sort(byText),
    ]
  })

/** The mode in which an application keeps what it was told. */
export const modeOf = (row: Row<'applications'>): SubjectMode => {
  const { subjectMode } = applicationOf(row)
  return subjectMode === 'username' || subjectMode === 'email' ? subjectMode : 'imported'
}

const identityEntry = (identity: Row<'identities'>, { groups }: AccountsAround): Plain => {
  const { username, name, acct } = profileOf(identity)
  const { localId, createdAt, software } = anchorsOf(identity)
  const { sourceId: source, subject, host, given } = identity
  const named = given?.groupIds?.flatMap((id) => groups.find((group) => group.id === id)?.name ?? [])
  return present({
    ...{ source, subject, host, username, name, acct, localId, madeAt: createdAt, software },
    given: given === undefined ? undefined : present({ admin: given.administrator, groups: named }),
  })
}

const byText = (one: Plain, other: Plain): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)

const unlessEmpty = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list)
