import type { Row } from '../storage/records.ts'
import { type Change, putting } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'

/** The fediverse's id among the sources: there is one fediverse. */
export const fediverseId = 'fediverse'

/**
 * Who may come from the fediverse for the first time: everybody; people of some servers; whoever has an invitation; nobody, but people who are
 * here already may link it to their account.
 */
export const firstSignIns = ['everyone', 'servers', 'invited', 'linked'] as const
export type FirstSignIn = (typeof firstSignIns)[number]

/** What becomes of accounts that say of themselves that a program runs them, or a group of people. */
export const botPolicies = ['allow', 'refuse'] as const
export type BotPolicy = (typeof botPolicies)[number]

export interface FediverseSettings {
  readonly firstSignIn: FirstSignIn
  /** With `firstSignIn: 'servers'`, the domains whose people may come; each covers what is below it. */
  readonly servers: readonly string[]
  /** A domain of the operator's own, under which people without an e-mail address are given one. */
  readonly placeholderEmailDomain?: string | undefined
  /** Applications are told that these addresses are verified. */
  readonly vouchForPlaceholders: boolean
  readonly bots: BotPolicy
}

/** Switched on without a word more, the door is not wide open. */
export const defaultFediverse: FediverseSettings = {
  firstSignIn: 'invited',
  servers: [],
  vouchForPlaceholders: false,
  bots: 'allow',
}

/** What the record says, with what is usual in the place of what it does not say. */
export const fediverseOf = (details: unknown): FediverseSettings => {
  const said: Readonly<Record<string, unknown>> = typeof details === 'object' && details !== null ? { ...details } : {}
  const { servers, placeholderEmailDomain: domain } = said
  return {
    firstSignIn: firstSignIns.find((known) => known === said['firstSignIn']) ?? defaultFediverse.firstSignIn,
    servers: Array.isArray(servers) ? servers.filter((server) => typeof server === 'string') : [],
    ...(typeof domain === 'string' && domain !== '' ? { placeholderEmailDomain: domain } : {}),
    vouchForPlaceholders: said['vouchForPlaceholders'] === true,
    bots: said['bots'] === 'refuse' ? 'refuse' : 'allow',
  }
}

/** How people come from the fediverse; undefined while nobody does: never set up, or switched off. */
export const findFediverse = async ({ storage }: Pick<World, 'storage'>): Promise<FediverseSettings | undefined> => {
  const row = await storage.find('sources', fediverseId)
  return row === undefined || row.disabledAt !== undefined ? undefined : fediverseOf(row.details)
}

/** The sources that are switched on, in the order in which people see them. */
export const listSources = ({ storage }: Pick<World, 'storage'>): Promise<readonly Row<'sources'>[]> =>
  storage.list('sources', { where: { disabledAt: { present: false } }, orderBy: 'position' })

export interface FediverseWanted {
  readonly on: boolean
  readonly settings: FediverseSettings
  /** Written in the configuration file; as it is when absent. */
  readonly managed?: boolean | undefined
}

/** The record that makes it so, `held` being what is there. Switched off, it keeps its settings. */
export const fediverseRow = (
  { clock }: Pick<World, 'clock'>,
  held: Row<'sources'> | undefined,
  { on, settings, managed }: FediverseWanted,
): Row<'sources'> => {
  const now = clock.now()
  return {
    id: fediverseId,
    kind: 'fediverse',
    name: held?.name ?? 'Fediverse',
    position: held?.position ?? 0,
    details: settings,
    sealedSecret: held?.sealedSecret,
    disabledAt: on ? undefined : (held?.disabledAt ?? now),
    managed: managed ?? held?.managed ?? false,
    createdAt: held?.createdAt ?? now,
    updatedAt: now,
  }
}

/** Switches it on or off, or changes how people come. To be committed with the line that reports it. */
export const settingFediverse = (
  world: Pick<World, 'clock'>,
  held: Row<'sources'> | undefined,
  wanted: FediverseWanted,
): Change => putting('sources', fediverseRow(world, held, wanted))
