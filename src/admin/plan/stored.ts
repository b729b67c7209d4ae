import type { Group } from '../../accounts/groups.ts'
import type { Application } from '../../applications/application.ts'
import { applicationOf } from '../../applications/application.ts'
import { countPeople } from '../../applications/known-as/people.ts'
import type { Row } from '../../storage/records.ts'
import type { World } from '../../storage/world.ts'
import type { KnownAsEntry } from '../apply/brought-along.ts'
import { managedFieldsSetting } from '../operations/managed.ts'
import { type KnownHere, readKnown } from './stored-known.ts'

/** What is there now, as far as the file could concern it. Planning works on this and reads nothing else. */
export interface Stored {
  /** Those the file names, those it named before, and every administrator. */
  readonly accounts: readonly Row<'accounts'>[]
  readonly memberships: readonly Row<'memberships'>[]
  /** Ids of accounts that have a password. */
  readonly withPassword: ReadonlySet<string>
  /** Keys of usernames that nobody is given any more. */
  readonly buried: ReadonlySet<string>
  readonly groups: readonly Group[]
  /** Which of the ids and subjects that the file names are ids of accounts that are here or were. */
  readonly ids: ReadonlySet<string>
  /** Those of people and applications the file says them of, and whoever else has what it says. */
  readonly known: KnownHere
  /** Those the file names. */
  readonly identities: readonly Row<'identities'>[]
  readonly applications: readonly Application[]
  /** How many have signed in to applications that are to know people otherwise, by id. */
  readonly people: ReadonlyMap<string, number>
  readonly sources: readonly Row<'sources'>[]
  /** Those the file names, and those it named before. */
  readonly instanceRules: readonly Row<'instanceRules'>[]
  readonly settings: ReadonlyMap<string, unknown>
  /** Of the pictures that the file brings along, those that are here. */
  readonly pictures: ReadonlySet<string>
}

export const readStored = async (
  { storage }: Pick<World, 'storage'>,
  named: {
    readonly usernameKeys: readonly string[]
    readonly emailKeys: readonly string[]
    /** By slug. */
    readonly subjectModes: ReadonlyMap<string, Application['subjectMode'] | undefined>
    readonly ruleIds: readonly string[]
    readonly accountIds: readonly string[]
    readonly knownAs: readonly KnownAsEntry[]
    readonly identityIds: readonly string[]
    readonly subjectHashes: readonly string[]
    readonly pictureIds: readonly string[]
  },
): Promise<Stored> => {
  const accounts = await storage.list('accounts', {
    anyOf: [
      { managed: true },
      { administrator: true },
      ...(named.usernameKeys.length === 0 ? [] : [{ usernameKey: { oneOf: named.usernameKeys } }]),
      ...(named.emailKeys.length === 0 ? [] : [{ verifiedEmailKey: { oneOf: named.emailKeys } }]),
    ],
  })
  const ids = accounts.map(({ id }) => id)
  const none = ids.length === 0
  const [memberships, credentials, tombstones, groups, applications, settings, sources, rules, pictures] =
    await Promise.all([
      none ? [] : storage.list('memberships', { where: { accountId: { oneOf: ids } } }),
      none ? [] : storage.list('credentials', { where: { accountId: { oneOf: ids }, kind: 'password' } }),
      named.usernameKeys.length === 0
        ? []
        : storage.list('tombstones', { where: { usernameKey: { oneOf: named.usernameKeys } } }),
      storage.list('groups', { orderBy: 'nameKey' }),
      storage.list('applications', { orderBy: 'slug' }),
      storage.list('settings', {
        where: {
          id: {
            oneOf: ['branding', 'outbound', 'signUp', 'publicClients', 'policy', 'usernames', managedFieldsSetting],
          },
        },
      }),
      storage.list('sources'),
      storage.list('instanceRules', { anyOf: [{ managed: true }, { id: { oneOf: named.ruleIds } }] }),
      named.pictureIds.length === 0 ? [] : storage.list('avatars', { where: { id: { oneOf: named.pictureIds } } }),
    ])
  const known = applications.map(applicationOf)
  const changing = known.filter(({ slug, subjectMode }) => {
    const wanted = named.subjectModes.get(slug)
    return wanted !== undefined && wanted !== subjectMode
  })
  const counted = changing.map(async ({ id }) => [id, await countPeople({ storage }, id)] as const)
  return {
    ...(await readKnown({ storage }, ids, named)),
    accounts,
    memberships,
    withPassword: new Set(credentials.map(({ accountId }) => accountId)),
    buried: new Set(tombstones.map(({ usernameKey }) => usernameKey)),
    groups,
    applications: known,
    people: new Map(await Promise.all(counted)),
    sources,
    instanceRules: rules,
    settings: new Map(settings.map(({ id, value }) => [id, value])),
    pictures: new Set(pictures.map(({ id }) => id)),
  }
}
