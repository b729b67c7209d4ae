import { happened } from '../../accounts/happened.ts'
import { days } from '../../lib/clock.ts'
import { groupsFilter } from '../../sources/openid/groups-filter.ts'
import { openMapping } from '../../sources/openid/mapping.ts'
import { sameIssuer } from '../../sources/openid/metadata.ts'
import { presets } from '../../sources/openid/presets.ts'
import { openidRow, secretOf } from '../../sources/openid/row.ts'
import {
  type OpenidSettings,
  type OpenidWords,
  openidOf,
  openidSettings,
  plainOpenid,
} from '../../sources/openid/settings.ts'
import type { Row } from '../../storage/records.ts'
import { putting } from '../../storage/storage.ts'
import { compareFields, type Shown, type Step, yesNo } from '../apply/difference.ts'
import { readIconFile } from '../apply/icon-file.ts'
import type { OpenidEntry } from '../apply/openid-schema.ts'
import { formsOf } from '../apply/secret-forms.ts'
import { type Path, type Planning, tryReadSecret } from './planning.ts'

/** How long people are linked by their address when nobody says. */
export const linksFor = days(30)

/** A provider as it is once the file is applied; what the entry leaves out stays, or is as usual with that provider. */
export const planOpenid = (
  planning: Planning,
  entry: OpenidEntry,
  held: Row<'sources'> | undefined,
  path: Path,
): Step | undefined => {
  const { world, by, managing } = planning
  const before = held === undefined ? undefined : openidOf(held.details)
  const settings = wanted(planning, entry, before, path)
  const secret = tryReadSecret(planning, entry, 'clientSecret', path)
  const heldSecret = held === undefined ? undefined : secretOf(world, held)
  judge(planning, {
    entry,
    settings,
    path,
    hasSecret: (secret ?? heldSecret) !== undefined || formsOf(entry, 'clientSecret').length > 0,
  })
  const name = entry.name ?? held?.name ?? presets[settings.preset].name
  const on = entry.disabled === undefined ? held?.disabledAt === undefined : !entry.disabled
  const position = entry.position ?? held?.position ?? 100
  const another = secret !== undefined && secret !== heldSecret
  const fields = compareFields(
    held === undefined || before === undefined
      ? {}
      : shownOpenid(before, { name: held.name, on: held.disabledAt === undefined, position: held.position }),
    { ...shownOpenid(settings, { name, on, position }), ...(another ? { clientSecret: 'as in the file' } : {}) },
  )
  const managed = managing || held?.managed === true
  if (fields.length === 0 && held?.managed === managed) return undefined
  const data = { source: entry.id, on, fields: fields.map(({ field }) => field) }
  const row = openidRow(world, held, {
    id: entry.id,
    name,
    on,
    settings,
    secret: another ? secret : undefined,
    position,
    managed,
  })
  return {
    does: held === undefined ? 'create' : 'change',
    what: 'source',
    name: entry.id,
    fields,
    replaces: before?.icon === settings.icon ? undefined : before?.icon,
    changes: [putting('sources', row), happened(world, 'source.changed', by, { data })],
  }
}

const wanted = (
  planning: Planning,
  entry: OpenidEntry,
  before: OpenidSettings | undefined,
  path: Path,
): OpenidSettings => {
  const { id: _, kind: _kind, name: _name, position: _position, disabled: _disabled, ...rest } = entry
  const {
    clientSecret: _secret,
    clientSecretEnv: _env,
    clientSecretFile: _file,
    caFile,
    iconFile,
    linkExistingUntil,
    ...words
  } = rest
  // With another provider, what was usual with the one before is no answer.
  const same = before !== undefined && (entry.preset === undefined || entry.preset === before.preset)
  const from: OpenidWords = same ? before : {}
  const settings = openidSettings({
    ...from,
    ...given(words),
    take: { ...from.take, ...given(words.take ?? {}) },
    mapping: given(words.mapping ?? from.mapping ?? {}),
  })
  const ca = caFile === undefined ? settings.ca : readCa(planning, caFile, path)
  const icon = iconFile === undefined ? settings.icon : readIconFile(planning, iconFile, path)
  return { ...settings, ca, icon, linkExistingUntil: endOf(planning, settings, linkExistingUntil, before) }
}

const given = <T extends object>(words: T): T =>
  Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined)) as T

/** Without a word about it, it ends by itself; applied again, it does not begin anew. */
const endOf = (
  { world }: Planning,
  { linkExisting }: OpenidSettings,
  said: string | undefined,
  before: OpenidSettings | undefined,
): OpenidSettings['linkExistingUntil'] => {
  if (!linkExisting || said === 'never') return undefined
  if (said !== undefined) return Date.parse(said)
  return before?.linkExisting === true ? before.linkExistingUntil : world.clock.now() + linksFor
}

const readCa = ({ sources, problem }: Planning, file: string, path: Path): string | undefined => {
  try {
    const text = sources.readFile(file)
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text
    problem([...path, 'caFile'], 'holds no certificate: it has to have -----BEGIN CERTIFICATE----- in it')
  } catch {
    problem([...path, 'caFile'], `cannot be used: ${file} cannot be read`)
  }
  return undefined
}

interface Judged {
  readonly entry: OpenidEntry
  readonly settings: OpenidSettings
  readonly path: Path
  readonly hasSecret: boolean
}

const judge = ({ problem, warn, world }: Planning, { entry, settings, path, hasSecret }: Judged): void => {
  const { id } = entry
  if (settings.issuer === '') problem(path, 'has no issuer')
  if (settings.clientId === '') problem(path, 'has no clientId')
  if (settings.clientAuth !== 'none' && !hasSecret)
    problem(path, 'has no secret. Write clientSecret, clientSecretEnv or clientSecretFile, or clientAuth: none')
  const needed = [
    'authorizationEndpoint',
    'tokenEndpoint',
    settings.protocol === 'oauth' ? 'userinfoEndpoint' : 'jwksUri',
  ] as const
  for (const name of settings.discovery ? [] : needed)
    if (settings[name] === undefined) problem(path, `has discovery switched off and no ${name}`)
  if (settings.skipVerification)
    warn(
      path,
      `${id} is not verified: whoever has any token of that provider can come in as its person. Switch skipVerification off as soon as you have seen what is wrong`,
    )
  if (settings.linkExisting) {
    const until = settings.linkExistingUntil
    const end =
      until === undefined
        ? 'without an end'
        : until <= world.clock.now()
          ? 'no longer'
          : `until ${new Date(until).toISOString().slice(0, 10)}`
    warn(
      path,
      `whoever has an address at ${id} gets the account here that has it too, ${end}: switch linkExisting off when everybody has come`,
    )
  }
}

/** A source as a difference shows it: what is as usual anywhere is left out. */
export const shownOpenid = (
  settings: OpenidSettings,
  { name, on, position }: { readonly name: string; readonly on: boolean; readonly position: number },
): Readonly<Record<string, Shown>> => {
  const { linkExistingUntil, ca, icon, ...rest } = settings
  const usual: Readonly<Record<string, unknown>> = plainOpenid
  const shown = Object.entries(rest).map(([field, value]): readonly [string, Shown] => [
    field,
    JSON.stringify(value) === JSON.stringify(usual[field]) ? undefined : textOf(value),
  ])
  return {
    name,
    position: String(position),
    disabled: yesNo(!on),
    ca: ca === undefined ? undefined : 'as in the file',
    icon: icon === undefined ? undefined : `a picture of ${icon.length} characters`,
    linkExistingUntil:
      linkExistingUntil === undefined ? undefined : new Date(linkExistingUntil).toISOString().slice(0, 10),
    ...Object.fromEntries(shown),
  }
}

const textOf = (value: unknown): Shown => {
  if (typeof value === 'boolean') return yesNo(value)
  if (Array.isArray(value)) return value.map(String)
  if (typeof value !== 'object' || value === null) return value === undefined ? undefined : String(value)
  const entries = Object.entries(value).map(([name, one]) => `${name}: ${String(one)}`)
  return entries.length === 0 ? undefined : entries
}

/** What can only be seen by trying, or by what was here before: expressions, the pattern that groups have to match, and names that are taken. */
export const judgeOpenidParts = async (
  { problem, world, stored }: Planning,
  entries: readonly { readonly kind: string }[],
): Promise<void> => {
  for (const [at, entry] of entries.entries()) {
    if (entry.kind !== 'openid') continue
    const { id, mapping = {}, groupsFilter: filter, preset = 'generic', issuer } = entry as OpenidEntry
    const path = ['sources', at]
    const gone = stored.sources.some((held) => held.id === id) ? undefined : await world.storage.find('goneSources', id)
    if (gone !== undefined && !sameIssuer(gone.issuer, issuer ?? presets[preset].words.issuer ?? ''))
      problem(
        [...path, 'id'],
        `was the name of another provider, ${gone.issuer}, which was deleted. Rules may mean that one still: take another name`,
      )
    if ((await groupsFilter(filter)) === undefined) problem([...path, 'groupsFilter'], 'is not a pattern')
    for (const { field, code, detail, from } of (await openMapping(mapping)).faults)
      problem(
        [...path, 'mapping', field],
        `is not an expression that can be used: ${detail === '' ? code : detail}, at character ${from + 1}`,
      )
  }
}
