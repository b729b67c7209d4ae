import { days, hours, minutes, type Time } from '../../lib/clock.ts'
import { singleFlight } from '../../lib/single-flight.ts'
import type { Row } from '../../storage/records.ts'
import { Taken } from '../../storage/storage.ts'
import type { SourceProblem, SourceWorld } from '../source.ts'
import { findOut } from './findings.ts'
import { originOf } from './origin.ts'
import type { Findings, Server } from './server.ts'
import { serverKey } from './server-key.ts'
import { noteProblem } from './server-notes.ts'

export type ServerRow = Row<'servers'>

export type Known =
  | { readonly ok: true; readonly server: Server }
  | { readonly ok: false; readonly problem: SourceProblem }

/** A server changes its software now and then; a day later is early enough to notice. */
const goodFor = days(1)
/** What is no server, or none to sign in at, may be one soon; and where something was silent, it may have been the better half. */
const badFor = minutes(10)

type ServersWorld = Pick<SourceWorld, 'storage' | 'clock' | 'fetch' | 'base' | 'vouched' | 'log'>

export interface Servers {
  /** The server that people of this host sign in at, found out about where that is not known yet. */
  know(host: string): Promise<Known>
}

export const createServers = (world: ServersWorld): Servers => {
  const once = singleFlight<Known>()
  return { know: (host) => once(host, () => know(world, host)) }
}

const know = async (world: ServersWorld, host: string): Promise<Known> => {
  const row = await world.storage.find('servers', serverKey(host))
  const kept = row === undefined ? undefined : readFindings(row)
  if (kept !== undefined && row !== undefined && isFresh(row, kept, world.clock.now())) {
    if (kept.elsewhere === undefined) return judge(world, host, kept)
    const there = await world.storage.find('servers', serverKey(kept.elsewhere))
    if (there !== undefined && isFresh(there, readFindings(there), world.clock.now()))
      return judge(world, kept.elsewhere, readFindings(there))
  }
  const alone = (row?.notBefore ?? 0) - world.clock.now()
  if (alone > 0) return { ok: false, problem: { code: 'limited', place: host, retryAfter: alone } }
  const found = await findOut(world, host)
  if (!found.ok) {
    if (row !== undefined) await noteProblem(world, row.id, found.problem)
    return found
  }
  await keep(world, found.host, found.findings)
  if (found.host !== host) await keep(world, host, { elsewhere: found.host })
  return judge(world, found.host, found.findings)
}

const isFresh = ({ foundAt }: ServerRow, findings: Findings, now: Time): boolean =>
  (leadsSomewhere(findings) || findings.why !== undefined) &&
  now - foundAt < (leadsSomewhere(findings) && findings.partial !== true ? goodFor : badFor)

const leadsSomewhere = ({ dialect, elsewhere }: Findings): boolean => dialect !== undefined || elsewhere !== undefined

// What was stored is what was found.
export const readFindings = ({ findings }: Pick<ServerRow, 'findings'>): Findings => findings as Findings

const judge = (world: ServersWorld, host: string, findings: Findings): Known => {
  if (findings.dialect !== undefined) return { ok: true, server: serverOf(world, host, findings) }
  const software = findings.software?.name
  return {
    ok: false,
    problem:
      findings.why === 'unsupported' && software !== undefined
        ? { code: 'unsupported', place: host, software }
        : { code: 'no_server', place: host },
  }
}

export const serverOf = (world: Pick<SourceWorld, 'vouched'>, host: string, findings: Findings): Server => ({
  key: serverKey(host),
  host,
  origin: originOf(world, host),
  findings,
})

/** Nobody has signed in from there yet, so that it goes when nobody comes: strangers may name hosts all day long. */
const keep = async (world: ServersWorld, host: string, findings: Findings): Promise<void> => {
  const { storage, clock } = world
  const now = clock.now()
  const expiresAt = now + (leadsSomewhere(findings) ? days(7) : hours(1))
  const news = {
    software: findings.software?.name,
    version: findings.software?.version,
    findings,
    foundAt: now,
  }
  const renew = (row: ServerRow): ServerRow => {
    const { delegate } = readFindings(row)
    const kept = delegate === undefined ? news : { ...news, findings: { ...findings, delegate } }
    return { ...row, ...kept, ...(row.expiresAt === undefined ? {} : { expiresAt }) }
  }
  const id = serverKey(host)
  if ((await storage.change('servers', id, renew)) !== undefined) return
  try {
    await storage.add('servers', { id, host, signIns: 0, createdAt: now, expiresAt, ...news })
  } catch (error) {
    if (!(error instanceof Taken)) throw error
    await storage.change('servers', id, renew)
  }
}
