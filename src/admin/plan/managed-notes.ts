import { isDeepStrictEqual } from 'node:util'
import { groupKey } from '../../accounts/groups.ts'
import { fediverseId } from '../../sources/settings.ts'
import { type Change, putting } from '../../storage/storage.ts'
import { usernameKeyOf } from '../apply/account-entry.ts'
import type { ApplicationEntry } from '../apply/application-schema.ts'
import type { AccountEntry, ConfigurationFile } from '../apply/configuration-file.ts'
import { formsOf } from '../apply/secret-forms.ts'
import type { SourceEntry } from '../apply/source-schema.ts'
import { managedFieldsSetting } from '../operations/managed.ts'
import type { Planning } from './planning.ts'

/** `{ accounts: { <id>: ['name', ...] }, ..., settings: { branding: ['name'] } }`. */
type Notes = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

/**
 * Which fields of each record the file says: these are changed there and nowhere else, and the console shows them so. In the words of
 * the administrator's operations. Nothing when it is noted so already.
 */
export const noteManaged = (planning: Planning, file: ConfigurationFile): readonly Change[] => {
  const { stored, groupIds, accountIds, applicationIds } = planning
  const groups = (file.groups ?? []).map((entry) => (typeof entry === 'string' ? { name: entry } : entry))
  const notes: Notes = {
    accounts: byId(file.accounts ?? [], (entry) => accountIds.get(usernameKeyOf(entry)), accountFields),
    applications: byId(file.applications ?? [], ({ slug }) => applicationIds.get(slug), applicationFields),
    groups: byId(groups, ({ name }) => groupIds.get(groupKey(name)), given),
    settings: {
      branding: given(file.branding ?? {}),
      outbound: given(file.outbound ?? {}),
      signUp: given(file.signUp ?? {}),
      publicClients: given(file.publicClients ?? {}),
      ...(file.policy === undefined ? {} : { policy: given(file.policy) }),
      ...(file.usernames === undefined ? {} : { usernames: given(file.usernames) }),
      fediverse: sourceFields(file.sources?.find(({ id }) => id === fediverseId)),
    },
  }
  return isDeepStrictEqual(stored.settings.get(managedFieldsSetting), notes)
    ? []
    : [putting('settings', { id: managedFieldsSetting, value: notes })]
}

const byId = <E>(
  entries: readonly E[],
  idOf: (entry: E) => string | undefined,
  fieldsOf: (entry: E) => readonly string[],
) =>
  Object.fromEntries(
    entries
      .flatMap((entry) => {
        const id = idOf(entry)
        return id === undefined ? [] : [[id, fieldsOf(entry)] as const]
      })
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  )

const given = (entry: object): readonly string[] =>
  Object.entries(entry)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name)
    .sort()

const accountWords: Readonly<Record<string, string>> = { admin: 'administrator', groups: 'groupIds' }

const accountFields = (entry: AccountEntry): readonly string[] =>
  given(entry)
    .filter((name) => !name.startsWith('password'))
    .map((name) => accountWords[name] ?? name)

/** What the file says of the fediverse: that it is switched on, too. */
const sourceFields = (entry: SourceEntry | undefined): readonly string[] =>
  entry === undefined
    ? []
    : given(entry)
        .filter((name) => name !== 'id' && name !== 'kind' && name !== 'disabled')
        .concat('on')

/** Groups whose members may enter are rules, written in another way. */
const applicationWords: Readonly<Record<string, readonly string[]>> = {
  ...{ public: ['confidential'], iconFile: ['icon'] },
  ...{ accessGroups: ['accessGroups', 'accessRules'], accessRules: ['accessGroups', 'accessRules'] },
}

const applicationFields = (entry: ApplicationEntry): readonly string[] => [
  ...given(entry)
    .filter((name) => !name.startsWith('clientSecret'))
    .flatMap((name) => applicationWords[name] ?? name),
  ...(formsOf(entry, 'clientSecret').length > 0 ? ['clientSecret'] : []),
]
