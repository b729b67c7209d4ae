import { days, type Time } from '../../lib/clock.ts'
import { dialects } from '../../sources/fediverse/dialects.ts'
import { createRegistrations } from '../../sources/fediverse/registrations.ts'
import { type InstanceRule, judgeServer } from '../../sources/fediverse/rules.ts'
import { readFindings, type ServerRow, serverOf } from '../../sources/fediverse/servers.ts'
import type { SourceProblem, SourceWorld } from '../../sources/source.ts'
import type { Row } from '../../storage/records.ts'
import { putting } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import type { By } from './world.ts'

/** A fediverse server as administrators see it. */
export interface ServerSummary {
  readonly id: string
  readonly host: string
  readonly title: string | undefined
  /** People of it sign in at this other host. */
  readonly elsewhere: string | undefined
  readonly software: string | undefined
  readonly version: string | undefined
  readonly people: number
  readonly signIns: number
  readonly lastSignInAt: Time | undefined
  /** `none` where it needs none, or there is none yet. */
  readonly registration: 'good' | 'old' | 'trouble' | 'none'
  readonly lastError: { readonly code: string; readonly at: Time } | undefined
  /** It asked to be left alone until then. */
  readonly notBefore: Time | undefined
  readonly admitted: boolean
}

export interface ServerView extends ServerSummary {
  readonly dialect: string | undefined
  readonly handleDomain: string | undefined
  readonly foundAt: Time
  readonly createdAt: Time
  /** The sentence of the rule that keeps its people out. */
  readonly deniedBecause: string | undefined
  readonly registrations: readonly {
    readonly clientId: string
    readonly scopes: string
    readonly redirectUri: string
    readonly registeredAt: Time
    readonly lastOkAt: Time
    readonly lastError: { readonly code: string; readonly at: Time } | undefined
  }[]
}

export interface ServerQuery {
  /** Part of a host's or a software's name. */
  readonly search?: string | undefined
  readonly limit?: number | undefined
  readonly offset?: number | undefined
}

/** A registration that nobody has had a use for since then may have been forgotten. */
const recently = days(7)

/** A page of the servers that somebody has named, those that people came from last first. */
export const listServers = async (
  world: Pick<World, 'storage' | 'clock'>,
  { search = '', limit = 25, offset = 0 }: ServerQuery = {},
): Promise<{ readonly servers: readonly ServerSummary[]; readonly more: boolean }> => {
  const { storage } = world
  const contains = search.trim()
  const anyOf = [{ host: { contains } }, { software: { contains } }]
  const rows = await storage.list('servers', {
    ...(contains === '' ? {} : { anyOf }),
    orderBy: 'lastSignInAt',
    descending: true,
    limit: limit + 1,
    offset,
  })
  const shown = rows.slice(0, limit)
  const [rules, registrations, people] = await Promise.all([
    storage.list('instanceRules'),
    storage.list('registrations', { where: { serverId: { oneOf: shown.map(({ id }) => id) } } }),
    Promise.all(shown.map(({ host }) => storage.count('identities', { host }))),
  ])
  const servers = shown.map((row, at) => {
    const own = registrations.filter(({ serverId }) => serverId === row.id)
    return summaryOf(world, row, { own, rules, people: people[at] ?? 0 })
  })
  return { servers, more: rows.length > limit }
}

/** Everything there is to know of one. */
export const getServer = async (
  world: Pick<World, 'storage' | 'clock'>,
  id: string,
): Promise<ServerView | undefined> => {
  const { storage } = world
  const row = await storage.find('servers', id)
  if (row === undefined) return undefined
  const [rules, own, people] = await Promise.all([
    storage.list('instanceRules'),
    storage.list('registrations', { where: { serverId: id }, orderBy: 'registeredAt', descending: true }),
    storage.count('identities', { host: row.host }),
  ])
  const { dialect, handleDomain } = readFindings(row)
  const judged = judge(row, rules)
  return {
    ...summaryOf(world, row, { own, rules, people }),
    ...{ dialect, handleDomain, foundAt: row.foundAt, createdAt: row.createdAt },
    deniedBecause: judged.admitted ? undefined : judged.reason,
    registrations: own.map(({ clientId, scopes, redirectUri, registeredAt, lastOkAt, ...rest }) => ({
      ...{ clientId, scopes, redirectUri, registeredAt, lastOkAt },
      lastError: errorOf(rest),
    })),
  }
}

type Registration = Row<'registrations'>

const summaryOf = (
  { clock }: Pick<World, 'clock'>,
  row: ServerRow,
  about: { readonly own: readonly Registration[]; readonly rules: readonly InstanceRule[]; readonly people: number },
): ServerSummary => {
  const { id, host, software, version, signIns, lastSignInAt, notBefore } = row
  const { title, elsewhere } = readFindings(row)
  const now = clock.now()
  return {
    ...{ id, host, title, elsewhere, software, version, signIns, lastSignInAt, people: about.people },
    registration: healthOf(about.own, now),
    lastError: errorOf(row),
    notBefore: notBefore !== undefined && notBefore > now ? notBefore : undefined,
    admitted: judge(row, about.rules).admitted,
  }
}

const judge = (row: ServerRow, rules: readonly InstanceRule[]) =>
  judgeServer(rules, { host: row.host, handleDomain: readFindings(row).handleDomain, software: row.software })

const healthOf = (registrations: readonly Registration[], now: Time): ServerSummary['registration'] => {
  if (registrations.length === 0) return 'none'
  const good = registrations.filter(({ lastErrorCode, forgetsAt }) => !lastErrorCode && (forgetsAt ?? now + 1) > now)
  if (good.length === 0) return 'trouble'
  return good.some(({ lastOkAt }) => now - lastOkAt < recently) ? 'good' : 'old'
}

const errorOf = ({ lastErrorCode, lastErrorAt }: Pick<Registration, 'lastErrorCode' | 'lastErrorAt'>) =>
  lastErrorCode === undefined || lastErrorAt === undefined ? undefined : { code: lastErrorCode, at: lastErrorAt }

export type RegisteredAgain =
  | { readonly ok: true; readonly scopes: string }
  | { readonly ok: false; readonly problem: SourceProblem }

/**
 * Registers at a server as if for the first time. Where it does not have us, what it knew us as before stays. Undefined when there is no such server.
 */
export const registerAgain = async (
  world: SourceWorld,
  id: string,
  name: string,
  by: By,
): Promise<RegisteredAgain | undefined> => {
  const { storage } = world
  const row = await storage.find('servers', id)
  if (row === undefined) return undefined
  const findings = readFindings(row)
  const server = serverOf(world, row.host, findings)
  const dialect = findings.dialect === undefined ? undefined : dialects[findings.dialect]
  if (dialect === undefined)
    return { ok: false, problem: { code: 'unsupported', place: row.host, software: row.software ?? row.host } }
  const before = await storage.list('registrations', { where: { serverId: id } })
  await storage.removeWhere('registrations', { serverId: id })
  const { via, ...who } = by
  const told = { ...who, data: { again: true, ...(via === undefined ? {} : { via }) } }
  const opened = await createRegistrations(world, async () => name, told).open(dialect, server)
  if (!opened.ok) {
    await storage.atomically(before.map((held) => putting('registrations', held)))
    return opened
  }
  return { ok: true, scopes: opened.client.scopes }
}
