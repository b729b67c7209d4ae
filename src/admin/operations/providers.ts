import { happened } from '../../accounts/happened.ts'
import type { Time } from '../../lib/clock.ts'
import { FetchFailed } from '../../net/fetch-failed.ts'
import { readJsonObject } from '../../net/json.ts'
import { callbackOf } from '../../sources/openid/authorize-url.ts'
import { keysOf } from '../../sources/openid/exchange.ts'
import { groupsFilter } from '../../sources/openid/groups-filter.ts'
import { openMapping } from '../../sources/openid/mapping.ts'
import { findMetadata, type MetadataFault, sameIssuer } from '../../sources/openid/metadata.ts'
import { type PresetName, presetNames, presets } from '../../sources/openid/presets.ts'
import { type Read, readPerson } from '../../sources/openid/read-person.ts'
import { openidRow, secretOf } from '../../sources/openid/row.ts'
import { type OpenidSettings, openidOf, openidSettings } from '../../sources/openid/settings.ts'
import type { SourceTrouble, SourceWorld } from '../../sources/source.ts'
import type { Row } from '../../storage/records.ts'
import { type Change, expecting, Missing, putting, Taken } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { type ProviderTyped, typedOf } from './provider-fields.ts'
import { readProvider } from './read-provider.ts'
import { turnOutOfClosed } from './turn-away.ts'
import type { By, OutgoingWorld } from './world.ts'

export { type PresetName, presetNames, presets } from '../../sources/openid/presets.ts'
export type { OpenidSettings } from '../../sources/openid/settings.ts'

export interface ProviderView {
  readonly id: string
  readonly name: string
  readonly position: number
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
    ({ id, name, disabledAt, managed, trouble }) => ({
      ...{ id, name, managed },
      on: disabledAt === undefined,
      fails: trouble !== undefined,
    }),
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
    position: row.position,
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
  /** Empty: as it is. */
  readonly secret: string
  readonly typed: ProviderTyped
}

/** A new provider's, with what is usual there. */
export const inputFor = (preset: PresetName): ProviderInput => ({
  id: preset === 'generic' ? '' : preset,
  ...{ preset, on: true, secret: '' },
  typed: typedOf(openidSettings({ preset }), { name: preset === 'generic' ? '' : presets[preset].name, position: 100 }),
})

/** One that there is, as a form has it. */
export const inputOf = ({ id, settings, on, name, position }: ProviderView): ProviderInput => ({
  ...{ id, preset: settings.preset, on, secret: '' },
  typed: typedOf(settings, { name, position }),
})

export interface ProviderProblem {
  /** `id`, `secret`, or one of `providerFields`. */
  readonly field: string
  /** `gone`: a provider of that name was deleted, and it was another one. `unsafe`: it takes a second switch. */
  readonly code: 'required' | 'malformed' | 'taken' | 'gone' | 'unsafe'
  /** What the expression language says of it, in English, and where. */
  readonly detail?: string | undefined
}

export type ProviderSaved =
  | { readonly ok: true }
  | { readonly ok: false; readonly problems: readonly ProviderProblem[] }

/** Makes a provider (`isNew`), or changes one. One that the configuration file names is changed there. */
export const saveProvider = async (
  world: SourceWorld,
  input: ProviderInput,
  { by, isNew }: { readonly by: By; readonly isNew: boolean },
): Promise<ProviderSaved> => {
  const held = await world.storage.find('sources', input.id)
  if (isNew && held !== undefined) return { ok: false, problems: [{ field: 'id', code: 'taken' }] }
  if (!isNew && (held?.kind !== 'openid' || held.managed)) return { ok: true }
  const { name, position, settings, problems } = await readProvider(world, input, held)
  if (isNew && (await isGone(world, input.id, settings.issuer))) problems.push({ field: 'id', code: 'gone' })
  if (problems.length > 0) return { ok: false, problems }
  const row = openidRow(world, held, {
    ...{ id: input.id, name, position, on: input.on, settings },
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

/** Whether another provider had this name: what rules say of it would be about this one. */
const isGone = async ({ storage }: Pick<World, 'storage'>, id: string, issuer: string): Promise<boolean> => {
  const gone = await storage.find('goneSources', id)
  return gone !== undefined && !sameIssuer(gone.issuer, issuer)
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
