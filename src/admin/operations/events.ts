import { listAccounts } from '../../accounts/account.ts'
import { listApplications } from '../../applications/application.ts'
import type { Time } from '../../lib/clock.ts'
import { defaultPolicy } from '../../lib/policy.ts'
import type { Row } from '../../storage/records.ts'
import type { Where } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'

/** How long the audit log is kept. */
export const eventsKeptFor = ({ policy }: Pick<World, 'policy'>): Time => (policy?.() ?? defaultPolicy).eventsKeptFor

/** One line of the audit log, with the names of who and what it is about as they are today. */
export interface EventView {
  readonly id: string
  readonly at: Time
  readonly kind: string
  readonly outcome: 'ok' | 'refused' | 'failed'
  readonly account: Named | undefined
  readonly application: Named | undefined
  /** Who did it, where that is somebody else. */
  readonly actor: Named | undefined
  readonly code: string | undefined
  readonly address: string | undefined
  readonly userAgent: string | undefined
  readonly data: Readonly<Record<string, unknown>>
}

/** `name` is absent for what has been deleted since. */
export interface Named {
  readonly id: string
  readonly name: string | undefined
}

export interface EventQuery {
  /** A code somebody was shown, or part of a username or of an application's name. */
  readonly search?: string | undefined
  readonly kind?: string | undefined
  readonly outcome?: EventView['outcome'] | undefined
  readonly accountId?: string | undefined
  readonly applicationId?: string | undefined
  /** Nothing after this, so that pages stay what they are while things go on. */
  readonly until?: Time | undefined
  readonly limit?: number | undefined
  readonly offset?: number | undefined
}

/** A page of the audit log, newest first. */
export const listEvents = async (
  world: Pick<World, 'storage'>,
  query: EventQuery = {},
): Promise<{ readonly events: readonly EventView[]; readonly more: boolean }> => {
  const { kind, outcome, accountId, applicationId, until, limit = 50, offset = 0 } = query
  const search = query.search?.trim() ?? ''
  const rows = await world.storage.list('events', {
    where: {
      ...(kind === undefined ? {} : { kind }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(accountId === undefined ? {} : { accountId }),
      ...(applicationId === undefined ? {} : { applicationId }),
      ...(until === undefined ? {} : { at: { before: until + 1 } }),
    },
    ...(search === '' ? {} : { anyOf: await matching(world, search) }),
    // Ids sort by time as well; each order has its index.
    orderBy: kind === undefined && accountId === undefined && applicationId === undefined ? 'id' : 'at',
    descending: true,
    limit: limit + 1,
    offset,
  })
  const names = await namesFor(world, rows.slice(0, limit))
  return { events: rows.slice(0, limit).map((row) => viewOf(row, names)), more: rows.length > limit }
}

export const getEvent = async (world: Pick<World, 'storage'>, id: string): Promise<EventView | undefined> => {
  const row = await world.storage.find('events', id)
  return row === undefined ? undefined : viewOf(row, await namesFor(world, [row]))
}

/** More people than this cannot be meant by one word. */
const mostMatches = 50

const matching = async (world: Pick<World, 'storage'>, search: string): Promise<readonly Where<'events'>[]> => {
  const [{ accounts }, { applications }] = await Promise.all([
    listAccounts(world, { search, limit: mostMatches }),
    listApplications(world, { search, limit: mostMatches }),
  ])
  const people = accounts.map(({ id }) => id)
  return [
    { code: search.toUpperCase() },
    ...(people.length === 0 ? [] : [{ accountId: { oneOf: people } }, { actorId: { oneOf: people } }]),
    ...(applications.length === 0 ? [] : [{ applicationId: { oneOf: applications.map(({ id }) => id) } }]),
  ]
}

type Names = ReadonlyMap<string, string>

const namesFor = async ({ storage }: Pick<World, 'storage'>, rows: readonly Row<'events'>[]): Promise<Names> => {
  const people = distinct(rows.flatMap(({ accountId, actorId }) => [accountId, actorId]))
  const applications = distinct(rows.map(({ applicationId }) => applicationId))
  const [accountRows, applicationRows] = await Promise.all([
    people.length === 0 ? [] : storage.list('accounts', { where: { id: { oneOf: people } } }),
    applications.length === 0 ? [] : storage.list('applications', { where: { id: { oneOf: applications } } }),
  ])
  return new Map([...accountRows, ...applicationRows].map(({ id, name }) => [id, name]))
}

const distinct = (ids: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(ids.filter((id) => id !== undefined)),
]

const viewOf = (row: Row<'events'>, names: Names): EventView => {
  const { id, at, kind, outcome, code, address, userAgent, data } = row
  const named = (id: string | undefined): Named | undefined =>
    id === undefined ? undefined : { id, name: names.get(id) }
  return {
    ...{ id, at, kind, outcome, code, address, userAgent, data },
    account: named(row.accountId),
    application: named(row.applicationId),
    actor: row.actorId === row.accountId ? undefined : named(row.actorId),
  }
}
