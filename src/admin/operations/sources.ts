import { happened } from '../../accounts/happened.ts'
import { canonicalDomain } from '../../lib/domain.ts'
import {
  defaultFediverse,
  type FediverseSettings,
  type FirstSignIn,
  fediverseId,
  fediverseOf,
  fediverseRow,
  firstSignIns,
} from '../../sources/settings.ts'
import type { SourceWorld } from '../../sources/source.ts'
import { type Change, expecting, Missing, putting, Taken } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { type FediverseNeeds, fediverseNeeds } from './fediverse-needs.ts'
import { managedSettings } from './managed.ts'
import type { By } from './world.ts'

export { type FediverseSettings, firstSignIns } from '../../sources/settings.ts'

/** How people come from the fediverse, as administrators see it. */
export interface FediverseView {
  readonly on: boolean
  /** As they are, or as they would be once it is switched on. */
  readonly settings: FediverseSettings
  /** What the configuration file says and only it changes; `on` is among it when the file names the source. */
  readonly managed: readonly string[]
  /** Origins beyond the public Internet that Portico goes to. */
  readonly vouched: readonly string[]
  /** Identities that are known. */
  readonly people: number
  /** Servers that somebody has signed in from. */
  readonly servers: number
  readonly rules: number
  readonly needs: FediverseNeeds
}

export const getFediverse = async (
  world: Pick<SourceWorld, 'storage' | 'vouched'> & Partial<Pick<SourceWorld, 'base'>>,
): Promise<FediverseView> => {
  const { storage } = world
  const [row, managed, people, servers, rules, needs] = await Promise.all([
    storage.find('sources', fediverseId),
    managedSettings(world, 'fediverse'),
    storage.count('identities', { sourceId: fediverseId }),
    storage.count('servers', { signIns: { after: 0 } }),
    storage.count('instanceRules'),
    fediverseNeeds(world, world.base),
  ])
  return {
    on: row !== undefined && row.disabledAt === undefined,
    settings: row === undefined ? defaultFediverse : fediverseOf(row.details),
    managed: row?.managed === true ? managed : [],
    vouched: [...world.vouched()],
    ...{ people, servers, rules, needs },
  }
}

/** What the form asks; texts as they were typed. */
export interface FediverseInput {
  readonly on: boolean
  readonly firstSignIn: string
  readonly servers: readonly string[]
  readonly placeholderEmailDomain: string
  readonly vouchForPlaceholders: boolean
  /** Whether bots and groups may sign in. */
  readonly bots: boolean
}

export interface FediverseProblem {
  readonly field: 'firstSignIn' | 'servers' | 'placeholderEmailDomain' | 'vouchForPlaceholders'
  readonly code: 'required' | 'bad_domain' | 'too_many'
  /** Which one of a list, from zero. */
  readonly item?: number
}

export type FediverseOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly problems: readonly FediverseProblem[] }

const mostServers = 500

/** What the configuration file says stays as it says. */
export const setFediverse = async (world: World, input: FediverseInput, by: By): Promise<FediverseOutcome> => {
  const { storage } = world
  for (;;) {
    const [held, managed] = await Promise.all([
      storage.find('sources', fediverseId),
      managedSettings(world, 'fediverse'),
    ])
    const before = held === undefined ? defaultFediverse : fediverseOf(held.details)
    const wasOn = held !== undefined && held.disabledAt === undefined
    const locked = new Set<string>(held?.managed === true ? managed : [])
    const { settings, problems } = read(input, before, locked)
    if (problems.length > 0) return { ok: false, problems }
    const on = locked.has('on') ? wasOn : input.on
    const fields = changed({ ...before, on: wasOn }, { ...settings, on })
    if (fields.length === 0) return { ok: true }
    const data = { source: fediverseId, on, fields }
    const unchanged: readonly Change[] =
      held === undefined ? [] : [expecting('sources', fediverseId, { updatedAt: held.updatedAt })]
    const row = fediverseRow(world, held, { on, settings })
    try {
      await storage.atomically([
        ...unchanged,
        held === undefined ? { do: 'add', kind: 'sources', row } : putting('sources', row),
        happened(world, 'source.changed', by, { data }),
      ])
      return { ok: true }
    } catch (error) {
      if (!(error instanceof Missing || error instanceof Taken)) throw error
    }
  }
}

const read = (input: FediverseInput, before: FediverseSettings, locked: ReadonlySet<string>) => {
  const problems: FediverseProblem[] = []
  const firstSignIn = locked.has('firstSignIn') ? before.firstSignIn : readFirst(input.firstSignIn)
  if (firstSignIn === undefined) problems.push({ field: 'firstSignIn', code: 'required' })
  const servers = locked.has('servers') ? before.servers : readServers(input.servers, problems)
  if (firstSignIn === 'servers' && servers.length === 0) problems.push({ field: 'servers', code: 'required' })
  const domain = locked.has('placeholderEmailDomain')
    ? before.placeholderEmailDomain
    : readDomain(input.placeholderEmailDomain, problems)
  const vouch = locked.has('vouchForPlaceholders') ? before.vouchForPlaceholders : input.vouchForPlaceholders
  if (vouch && domain === undefined && problems.every(({ field }) => field !== 'placeholderEmailDomain'))
    problems.push({ field: 'placeholderEmailDomain', code: 'required' })
  const bots = input.bots ? 'allow' : 'refuse'
  const settings: FediverseSettings = {
    firstSignIn: firstSignIn ?? before.firstSignIn,
    servers,
    ...(domain === undefined ? {} : { placeholderEmailDomain: domain }),
    vouchForPlaceholders: vouch,
    bots: locked.has('bots') ? before.bots : bots,
  }
  return { settings, problems }
}

const readFirst = (typed: string): FirstSignIn | undefined => firstSignIns.find((known) => known === typed)

const readServers = (typed: readonly string[], problems: FediverseProblem[]): readonly string[] => {
  if (typed.length > mostServers) problems.push({ field: 'servers', code: 'too_many' })
  const domains = typed.map((text, item) => {
    const domain = canonicalDomain(text)
    if (domain === undefined) problems.push({ field: 'servers', code: 'bad_domain', item })
    return domain ?? text
  })
  return [...new Set(domains)]
}

const readDomain = (typed: string, problems: FediverseProblem[]): string | undefined => {
  if (typed.trim() === '') return undefined
  const domain = canonicalDomain(typed)
  if (domain !== undefined && !domain.includes(':')) return domain
  problems.push({ field: 'placeholderEmailDomain', code: 'bad_domain' })
  return undefined
}

type Compared = FediverseSettings & { readonly on: boolean }

const changed = (before: Compared, after: Compared): readonly string[] =>
  (['on', 'firstSignIn', 'servers', 'placeholderEmailDomain', 'vouchForPlaceholders', 'bots'] as const).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  )
