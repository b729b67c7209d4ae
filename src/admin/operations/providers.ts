import { happened } from '../../accounts/happened.ts'
import { days, type Time } from '../../lib/clock.ts'
import { readJsonObject } from '../../net/json.ts'
import { FetchFailed } from '../../net/safe-fetch.ts'
import { callbackOf } from '../../sources/openid/authorize-url.ts'
import { keysOf } from '../../sources/openid/exchange.ts'
import { groupsFilter } from '../../sources/openid/groups-filter.ts'
import { openMapping } from '../../sources/openid/mapping.ts'
import { findMetadata, type MetadataFault } from '../../sources/openid/metadata.ts'
import { type PresetName, presetNames, presets } from '../../sources/openid/presets.ts'
import { type Read, readPerson } from '../../sources/openid/read-person.ts'
import { openidRow, secretOf } from '../../sources/openid/row.ts'
import { type OpenidSettings, openidOf, openidSettings } from '../../sources/openid/settings.ts'
import type { SourceTrouble } from '../../sources/source.ts'
import type { Row } from '../../storage/records.ts'
import { type Change, expecting, Missing, putting, Taken } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { openidSchema } from '../apply/openid-schema.ts'
import { turnOutOfClosed } from './turn-away.ts'
import type { By, OutgoingWorld } from './world.ts'

export { type PresetName, presetNames, presets } from '../../sources/openid/presets.ts'
export {
  emailTrusts,
  type OpenidSettings,
  takenFields,
  takings,
} from '../../sources/openid/settings.ts'

export interface ProviderView {
  readonly id: string
  readonly name: string
  readonly on: boolean
  readonly settings: OpenidSettings
  readonly hasSecret: boolean
  /** The configuration file names it: it is changed there. */
  readonly managed: boolean
  readonly trouble: SourceTrouble | undefined
  readonly people: number
  /** What the provider has to know. */
  readonly addresses: ProviderAddresses
}

export interface ProviderAddresses {
  readonly redirectUri: string
  readonly backChannelLogoutUri: string
  readonly postLogoutRedirectUri: string
}

export const addressesOf = ({ base }: { readonly base: string }, id: string): ProviderAddresses => ({
  redirectUri: callbackOf({ base }, id),
  backChannelLogoutUri: `${base}/sources/${id}/backchannel-logout`,
  postLogoutRedirectUri: `${base}/signed-out`,
})

export const listProviders = async (world: Pick<World, 'storage'>) =>
  (await world.storage.list('sources', { where: { kind: 'openid' }, orderBy: 'position' })).map(
    ({ id, name, disabledAt }) => ({ id, name, on: disabledAt === undefined }),
  )

const find = async ({ storage }: Pick<World, 'storage'>, id: string): Promise<Row<'sources'> | undefined> => {
  const row = await storage.find('sources', id)
  return row?.kind === 'openid' ? row : undefined
}

export const getProvider = async (world: OutgoingWorld, id: string): Promise<ProviderView | undefined> => {
  const row = await find(world, id)
  if (row === undefined) return undefined
  return {
    id,
    name: row.name,
    on: row.disabledAt === undefined,
    settings: openidOf(row.details),
    hasSecret: secretOf(world, row) !== undefined,
    managed: row.managed,
    trouble: row.trouble,
    people: await world.storage.count('identities', { sourceId: id }),
    addresses: addressesOf(world, id),
  }
}

/** A preset by its name in an address; undefined for none. */
export const presetNamed = (name: string | undefined): PresetName | undefined =>
  presetNames.find((known) => known === name)

/** As it was typed. */
export interface ProviderInput {
  readonly id: string
  readonly preset: PresetName
  readonly on: boolean
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  /** Empty: as it is. */
  readonly secret: string
  readonly scopes: readonly string[]
  readonly firstSignIn: string
  readonly allowedGroups: readonly string[]
  readonly adminGroups: readonly string[]
  readonly takeGroups: string
  readonly emailTrust: string
  readonly linkExisting: boolean
  readonly autoRedirect: boolean
  readonly signOutThere: boolean
  readonly mapping: OpenidSettings['mapping']
}

/** A new provider's, with what is usual there. */
export const inputFor = (preset: PresetName): ProviderInput => ({
  id: preset === 'generic' ? '' : preset,
  name: preset === 'generic' ? '' : presets[preset].name,
  ...inputOf({ settings: openidSettings({ preset }), on: true }),
})

/** One that there is, as a form has it. */
export const inputOf = ({ settings, on }: Pick<ProviderView, 'settings' | 'on'>) => ({
  ...{ preset: settings.preset, on, issuer: settings.issuer, clientId: settings.clientId, secret: '' },
  ...{ scopes: settings.scopes, firstSignIn: settings.firstSignIn, allowedGroups: settings.allowedGroups },
  ...{ adminGroups: settings.adminGroups, takeGroups: settings.take.groups, emailTrust: settings.emailTrust },
  ...{ linkExisting: settings.linkExisting, autoRedirect: settings.autoRedirect, signOutThere: settings.signOutThere },
  mapping: settings.mapping,
})

export interface ProviderProblem {
  /** `mapping.name` for an expression. */
  readonly field: string
  readonly code: 'required' | 'malformed' | 'taken'
  /** What the expression language says of it, in English, and where. */
  readonly detail?: string | undefined
}

export type ProviderSaved =
  | { readonly ok: true }
  | { readonly ok: false; readonly problems: readonly ProviderProblem[] }

const linksFor = days(30)

/** Makes a provider (`isNew`), or changes one; what a form does not ask stays. One that the configuration file names is changed there. */
export const saveProvider = async (
  world: World,
  input: ProviderInput,
  { by, isNew }: { readonly by: By; readonly isNew: boolean },
): Promise<ProviderSaved> => {
  const held = await world.storage.find('sources', input.id)
  if (isNew && held !== undefined) return { ok: false, problems: [{ field: 'id', code: 'taken' }] }
  if (!isNew && (held?.kind !== 'openid' || held.managed)) return { ok: true }
  const { settings, problems } = await read(world, input, held)
  if (problems.length > 0) return { ok: false, problems }
  const row = openidRow(world, held, {
    ...{ id: input.id, name: input.name.trim(), on: input.on, settings },
    secret: input.secret === '' ? undefined : input.secret,
  })
  const changes: readonly Change[] = [
    held === undefined ? { do: 'add', kind: 'sources', row } : putting('sources', row),
    ...(held === undefined ? [] : [expecting('sources', held.id, { createdAt: held.createdAt })]),
    happened(world, 'source.changed', by, { data: { source: input.id, on: input.on, issuer: settings.issuer } }),
  ]
  try {
    await world.storage.atomically(changes)
  } catch (error) {
    if (error instanceof Taken) return { ok: false, problems: [{ field: 'id', code: 'taken' }] }
    if (!(error instanceof Missing)) throw error
  }
  if (!input.on) await turnOutOfClosed(world, by)
  return { ok: true }
}

const read = async (world: World, input: ProviderInput, held: Row<'sources'> | undefined) => {
  const before = held === undefined ? openidSettings({ preset: input.preset }) : openidOf(held.details)
  const { id, name, issuer, clientId, scopes, firstSignIn, allowedGroups, adminGroups, emailTrust } = input
  const mapping = Object.fromEntries(Object.entries(input.mapping).filter(([, text]) => (text ?? '').trim() !== ''))
  const said = {
    ...{ id, kind: 'openid', preset: before.preset, name, issuer, clientId, scopes, firstSignIn, allowedGroups },
    ...{ adminGroups, emailTrust, mapping, take: { groups: input.takeGroups }, linkExisting: input.linkExisting },
    ...{ autoRedirect: input.autoRedirect, signOutThere: input.signOutThere },
  }
  const parsed = openidSchema.safeParse(said)
  const problems: ProviderProblem[] = (['id', 'name', 'issuer', 'clientId'] as const)
    .filter((field) => input[field].trim() === '')
    .map((field) => ({ field, code: 'required' }))
  if (before.clientAuth !== 'none' && input.secret === '' && held?.sealedSecret === undefined)
    problems.push({ field: 'secret', code: 'required' })
  for (const { path } of parsed.success ? [] : parsed.error.issues) {
    const field =
      path[0] === 'mapping' ? `mapping.${String(path[1])}` : String(path[0] === 'take' ? 'takeGroups' : path[0])
    if (!problems.some((problem) => problem.field === field)) problems.push({ field, code: 'malformed' })
  }
  for (const { field, detail, code, from } of (await openMapping(mapping)).faults)
    problems.push({
      field: `mapping.${field}`,
      code: 'malformed',
      detail: `${detail === '' ? code : detail} (${from + 1})`,
    })
  const words = parsed.success ? parsed.data : undefined
  const linksNow = input.linkExisting && !before.linkExisting ? world.clock.now() + linksFor : before.linkExistingUntil
  const settings: OpenidSettings = {
    ...before,
    ...{ issuer: words?.issuer ?? before.issuer, clientId: words?.clientId ?? before.clientId },
    ...{ scopes, firstSignIn: words?.firstSignIn ?? before.firstSignIn, allowedGroups, adminGroups },
    ...{ emailTrust: words?.emailTrust ?? before.emailTrust, mapping, linkExisting: input.linkExisting },
    ...{ autoRedirect: input.autoRedirect, signOutThere: input.signOutThere },
    take: { ...before.take, groups: words?.take?.groups ?? before.take.groups },
    linkExistingUntil: input.linkExisting ? linksNow : undefined,
  }
  return { settings, problems }
}

export type ProviderTest =
  | { readonly ok: true; readonly endpoints: readonly (readonly [string, string])[]; readonly keys: number }
  | {
      readonly ok: false
      readonly fault: MetadataFault | 'unreachable' | 'no_secret' | 'keys'
      readonly found?: string | undefined
    }

/** What a sign-in would find; nothing is stored, and nobody is signed in. */
export const testProvider = async (world: OutgoingWorld, id: string): Promise<ProviderTest | undefined> => {
  const row = await find(world, id)
  if (row === undefined) return undefined
  const settings = openidOf(row.details)
  if (settings.clientAuth !== 'none' && secretOf(world, row) === undefined) return { ok: false, fault: 'no_secret' }
  try {
    const found = await findMetadata(world, settings)
    if (!found.ok) return found
    const { metadata } = found
    const endpoints = Object.entries(metadata).flatMap(([name, value]) =>
      /_(?:endpoint|uri)$/.test(name) && typeof value === 'string' ? [[name, value.slice(0, 500)] as const] : [],
    )
    return { ok: true, endpoints, keys: await keysAt(world, settings, metadata.jwks_uri) }
  } catch (error) {
    if (error instanceof FetchFailed) return { ok: false, fault: 'unreachable', found: error.code }
    if (error instanceof Error && error.name.startsWith('JW')) return { ok: false, fault: 'keys' }
    throw error
  }
}

const keysAt = async (world: OutgoingWorld, settings: OpenidSettings, uri: string | undefined): Promise<number> => {
  if (uri === undefined) return 0
  const keys = await keysOf(world, settings, uri)
  return 'jwks' in keys && typeof keys.jwks === 'function' ? keys.jwks().keys.length : 0
}

/** Who somebody with these claims would be. `not_json` for what are none. */
export const previewProvider = async (
  world: Pick<World, 'storage' | 'clock'>,
  id: string,
  text: string,
): Promise<Read | 'not_json' | undefined> => {
  const row = await find(world, id)
  if (row === undefined) return undefined
  const claims = readJsonObject(Buffer.from(text))
  if (claims === undefined) return 'not_json'
  const settings = openidOf(row.details)
  const { mapping } = await openMapping(settings.mapping)
  const passes = (await groupsFilter(settings.groupsFilter)) ?? (() => false)
  const now: Time = world.clock.now()
  return readPerson(settings, claims, { mapping, passes, now })
}
