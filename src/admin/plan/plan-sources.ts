import { happened } from '../../accounts/happened.ts'
import { canonicalDomain } from '../../lib/domain.ts'
import {
  defaultFediverse,
  type FediverseSettings,
  fediverseId,
  fediverseOf,
  fediverseRow,
} from '../../sources/settings.ts'
import type { Row } from '../../storage/records.ts'
import { putting, setting } from '../../storage/storage.ts'
import type { ConfigurationFile } from '../apply/configuration-file.ts'
import { compareFields, type Shown, type Step, yesNo } from '../apply/difference.ts'
import type { FediverseEntry } from '../apply/source-schema.ts'
import { planOpenid } from './plan-openid.ts'
import type { Path, Planning } from './planning.ts'

/** The sources the file names are switched on; one that it names no longer stays as it is and becomes the console's. */
export const planSources = (planning: Planning, file: ConfigurationFile): readonly Step[] => {
  const { stored, problem } = planning
  const entries = file.sources ?? []
  for (const [at, { id }] of entries.entries()) {
    const again = entries.findIndex((entry) => entry.id === id) < at
    if (again) problem(['sources', at, 'id'], 'is a source that the file names before')
  }
  const steps = entries.map((entry, at) => {
    const held = stored.sources.find(({ id }) => id === entry.id)
    return entry.kind === 'fediverse'
      ? make(planning, entry, held, ['sources', at])
      : planOpenid(planning, entry, held, ['sources', at])
  })
  const named = new Set(entries.map(({ id }) => id))
  const left = planning.managing ? stored.sources.filter(({ id, managed }) => managed && !named.has(id)) : []
  return [...steps.filter((step) => step !== undefined), ...left.map((held) => release(planning, held))]
}

const make = (
  planning: Planning,
  entry: FediverseEntry,
  held: Row<'sources'> | undefined,
  path: Path,
): Step | undefined => {
  const { world, by, problem } = planning
  const managed = planning.managing || held?.managed === true
  const before = held === undefined ? defaultFediverse : fediverseOf(held.details)
  const settings = wanted(entry, before)
  if (settings.firstSignIn === 'servers' && settings.servers.length === 0)
    problem(path, 'lets nobody in: firstSignIn is servers, and there are none')
  if (settings.vouchForPlaceholders && settings.placeholderEmailDomain === undefined)
    problem([...path, 'vouchForPlaceholders'], 'vouches for a placeholderEmailDomain, and there is none')
  const on = entry.disabled === undefined ? held?.disabledAt === undefined : !entry.disabled
  const fields = compareFields(
    held === undefined ? {} : shown(before, held.disabledAt === undefined),
    shown(settings, on),
  )
  if (fields.length === 0 && held?.managed === managed) return undefined
  const data = { source: fediverseId, fields: fields.map(({ field }) => field) }
  return {
    does: held === undefined ? 'create' : 'change',
    what: 'source',
    name: fediverseId,
    fields,
    changes: [
      putting('sources', fediverseRow(world, held, { on, settings, managed })),
      happened(world, 'source.changed', by, { data }),
    ],
  }
}

const wanted = (entry: FediverseEntry, before: FediverseSettings): FediverseSettings => {
  const domain = entry.placeholderEmailDomain ?? before.placeholderEmailDomain
  return {
    firstSignIn: entry.firstSignIn ?? before.firstSignIn,
    servers: entry.servers?.map((server) => canonicalDomain(server) ?? server) ?? before.servers,
    ...(domain === undefined ? {} : { placeholderEmailDomain: canonicalDomain(domain) ?? domain }),
    vouchForPlaceholders: entry.vouchForPlaceholders ?? before.vouchForPlaceholders,
    bots: entry.bots ?? before.bots,
  }
}

const shown = (settings: FediverseSettings, on: boolean): Readonly<Record<string, Shown>> => ({
  firstSignIn: settings.firstSignIn,
  servers: settings.servers,
  placeholderEmailDomain: settings.placeholderEmailDomain,
  vouchForPlaceholders: yesNo(settings.vouchForPlaceholders),
  bots: settings.bots,
  disabled: yesNo(!on),
})

const release = ({ world, by }: Planning, held: Row<'sources'>): Step => ({
  does: 'release',
  what: 'source',
  name: held.id,
  fields: [],
  changes: [
    setting('sources', held.id, { managed: false }),
    happened(world, 'source.changed', by, { data: { source: held.id, managed: false } }),
  ],
})
