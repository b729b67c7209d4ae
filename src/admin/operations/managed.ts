import type { World } from '../../storage/world.ts'

/** What the configuration file can name of each kind of record, in the words of the operations' inputs. */
const fileFields = {
  applications: [
    ...['name', 'slug', 'clientId', 'clientSecret', 'confidential', 'redirectUris', 'postLogoutRedirectUris'],
    ...['consent', 'pkce', 'signingAlgorithm', 'accessGroups', 'accessRules', 'accessTokenLifetime', 'idTokenLifetime'],
    ...['refreshTokenIdle', 'refreshTokenLifetime', 'recipe', 'description', 'launchUrl', 'icon', 'hidden'],
    ...['group', 'openInNewTab', 'allowedScopes', 'allowedGrants', 'subjectMode', 'usernameRule', 'uidField'],
    ...['assertEmailVerified', 'newcomers', 'newcomerServers', 'missingEmail', 'bridge'],
    ...['claimMappings', 'roles', 'rolesClaim', 'issuer', 'backchannelLogoutUri'],
  ],
  accounts: ['username', 'name', 'email', 'emailVerified', 'locale', 'administrator', 'groupIds'],
  groups: ['name', 'description'],
} as const

export type ManagedKind = keyof typeof fileFields

/** `settings` record: `{ <kind>: { <record id>: [field, ...] } }`, as whoever applies the file may write it down. */
export const managedFieldsSetting = 'managed-fields'

/**
 * Which fields of a record are changed in the configuration file and nowhere else. Where nobody wrote down what the file says of
 * a record, all that it can say: a change made here would be undone at the next start.
 */
export const managedFields = async (
  world: Pick<World, 'storage'>,
  kind: ManagedKind,
  record: { readonly id: string; readonly managed: boolean },
): Promise<readonly string[]> => {
  if (!record.managed) return []
  const written = await world.storage.find('settings', managedFieldsSetting)
  return listAt(written?.value, kind, record.id) ?? fileFields[kind]
}

/** The same of a setting of the installation. */
export const settingIsManaged = async (
  world: Pick<World, 'storage'>,
  setting: string,
  field: string,
): Promise<boolean> => {
  const written = await world.storage.find('settings', managedFieldsSetting)
  return listAt(written?.value, 'settings', setting)?.includes(field) === true
}

/** The same of a part of the installation's settings. */
export const managedSettings = async (
  world: Pick<World, 'storage'>,
  section: 'branding' | 'outbound' | 'fediverse',
): Promise<readonly string[]> => {
  const written = await world.storage.find('settings', managedFieldsSetting)
  return listAt(written?.value, 'settings', section) ?? []
}

const listAt = (value: unknown, ...names: readonly string[]): readonly string[] | undefined => {
  let at = value
  for (const name of names) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = Object.entries(at).find(([key]) => key === name)?.[1]
  }
  return Array.isArray(at) ? at.filter((name) => typeof name === 'string') : undefined
}

/** What is left of an input when the fields that the file manages are taken out of it. */
export const withoutManaged = <T extends object>(input: T, managed: readonly string[]): Partial<T> => {
  const rest: Partial<T> = { ...input }
  for (const name of Object.keys(input)) if (managed.includes(name)) delete rest[name as keyof T]
  return rest
}
