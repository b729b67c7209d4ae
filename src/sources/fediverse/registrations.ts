import { hash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { type EventDetails, event } from '../../events/event.ts'
import { days, minutes, type Time } from '../../lib/clock.ts'
import { singleFlight } from '../../lib/single-flight.ts'
import { FetchFailed } from '../../net/fetch-failed.ts'
import type { Row } from '../../storage/records.ts'
import { sealedIn } from '../../storage/sealed.ts'
import { putting, setting } from '../../storage/storage.ts'
import type { SourceProblem, SourceWorld } from '../source.ts'
import { askAt } from './asking.ts'
import type { Dialect, Registering } from './dialect.ts'
import type { Client, Server } from './server.ts'
import { callbackUrl, clientUrl } from './server-key.ts'
import { noteProblem } from './server-notes.ts'

type Registration = Row<'registrations'>

export type Opened =
  | { readonly ok: true; readonly client: Client }
  | { readonly ok: false; readonly problem: SourceProblem }

export interface Registrations {
  /**
   * What the server knows us as, made known to it where it does not. Whoever asks while that is under way, here or in another process,
   * waits for it: servers take few registrations from one address.
   */
  open(dialect: Dialect, server: Server): Promise<Opened>
}

/** A server that knew us this recently is believed to know us still. */
const trusted = minutes(10)
/** Where a server does not tell, it is believed to know us for so long after somebody came in: one that forgot us is put right in a day. */
const trustedUnasked = days(1)
/** Anybody can have us register anywhere: where nobody comes from, that is forgotten. */
const keptFor = days(90)
/** Longer than registering can take. */
const lease = minutes(1)
const lookAgainEvery: Time = 250
const looks = 80

/** `told`: what the line about a registration says besides, where it was not a sign-in that brought it about. */
export const createRegistrations = (
  world: SourceWorld,
  name: () => Promise<string>,
  told: EventDetails = {},
): Registrations => {
  const once = singleFlight<Opened>()
  return {
    open: async (dialect, server) =>
      once(server.key, async () => open(world, dialect, server, { name: await name(), told })),
  }
}

interface As {
  readonly name: string
  readonly told: EventDetails
}

const open = async (world: SourceWorld, dialect: Dialect, server: Server, as: As): Promise<Opened> => {
  for (let look = 0; look < looks; look += 1) {
    const kept = await findKept(world, dialect, server)
    const state = kept === undefined ? 'forgotten' : await stateOf(world, dialect, server, kept)
    if (kept !== undefined && state === 'known') return { ok: true, client: clientOf(world, kept) }
    if (state === 'unreachable') return { ok: false, problem: { code: 'unreachable', place: server.host } }
    const turn = await takeTurn(world, server)
    if (turn.kind === 'limited')
      return { ok: false, problem: { code: 'limited', place: server.host, retryAfter: turn.retryAfter } }
    if (turn.kind === 'mine') return registerAndKeep(world, dialect, server, as)
    await setTimeout(lookAgainEvery)
  }
  return { ok: false, problem: { code: 'unreachable', place: server.host } }
}

const idOf = (server: Server, redirectUri: string, scopes: string): string =>
  `${server.key}:${hash('sha256', `${redirectUri} ${scopes}`, 'hex').slice(0, 32)}`

/** The one for what we would rather ask for, of those that have not turned out to be for too much. */
const findKept = async (
  { storage, clock, base }: SourceWorld,
  dialect: Dialect,
  server: Server,
): Promise<Registration | undefined> => {
  const rows = await storage.list('registrations', { where: { serverId: server.key } })
  const now = clock.now()
  const usable = new Map(
    rows.filter((row) => (row.forgetsAt ?? now + 1) > now && !isRefused(row, now)).map((row) => [row.id, row]),
  )
  const redirectUri = callbackUrl(base, server.key)
  return dialect
    .scopes(server)
    .map((scopes) => usable.get(idOf(server, redirectUri, scopes)))
    .find((row) => row !== undefined)
}

/** Before anybody is sent away: a server that has forgotten us tells the person, and never us. */
const stateOf = async (
  world: SourceWorld,
  dialect: Dialect,
  server: Server,
  kept: Registration,
): Promise<'known' | 'forgotten' | 'unreachable'> => {
  const { storage, clock } = world
  const { id, clientId, lastOkAt } = kept
  if (dialect.isKnown === undefined || clock.now() - lastOkAt < trusted) return 'known'
  try {
    const told = await dialect.isKnown(askAt(world, server), server, clientOf(world, kept))
    const known = told === 'untold' && clock.now() - lastOkAt > trustedUnasked ? 'forgotten' : told
    if (known === 'known') await storage.atomically([setting('registrations', id, { lastOkAt: clock.now() })])
    // Only the one that was asked about: another of us may have registered anew meanwhile.
    if (known === 'forgotten') await storage.removeWhere('registrations', { id, clientId })
    return known === 'forgotten' ? 'forgotten' : 'known'
  } catch (error) {
    if (error instanceof FetchFailed) return 'unreachable'
    throw error
  }
}

type Turn =
  | { readonly kind: 'mine' | 'others' }
  /** The server asked for it. */
  | { readonly kind: 'limited'; readonly retryAfter: Time }

/** Of everybody who would register us there at this moment, in any process, one does. */
const takeTurn = async ({ storage, clock }: SourceWorld, server: Server): Promise<Turn> => {
  const now = clock.now()
  let turn: Turn = { kind: 'mine' }
  await storage.change('servers', server.key, (row) => {
    const { notBefore = 0, registeringUntil = 0 } = row
    turn =
      notBefore > now
        ? { kind: 'limited', retryAfter: notBefore - now }
        : { kind: registeringUntil > now ? 'others' : 'mine' }
    return turn.kind === 'mine' ? { ...row, registeringUntil: now + lease } : undefined
  })
  return turn
}

const registerAndKeep = async (
  world: SourceWorld,
  dialect: Dialect,
  server: Server,
  { name, told }: As,
): Promise<Opened> => {
  const { storage, sealing } = world
  const giveUpTurn = setting('servers', server.key, { registeringUntil: undefined })
  // Between looking and having the turn, whoever had it before may have done it.
  const kept = await findKept(world, dialect, server)
  if (kept !== undefined) {
    await storage.atomically([giveUpTurn])
    return { ok: true, client: clientOf(world, kept) }
  }
  try {
    const { opened, forgetsAt } = await register(world, dialect, server, name)
    if (!opened.ok) {
      const data = { server: server.host, reason: opened.problem.code }
      const failed = event(world, 'server.failed', { ...told, outcome: 'failed', data: { ...told.data, ...data } })
      await noteProblem(world, server.key, opened.problem, [giveUpTurn, failed])
      return opened
    }
    const { client } = opened
    const { clientId, secret, scopes, redirectUri, registeredAt } = client
    const id = idOf(server, redirectUri, scopes)
    await storage.atomically([
      putting('registrations', {
        ...{ id, serverId: server.key, redirectUri, scopes, clientId, registeredAt, lastOkAt: registeredAt, forgetsAt },
        expiresAt: registeredAt + keptFor,
        sealedSecret: secret === undefined ? undefined : sealing.seal(secret, contextOf(id)),
      }),
      setting('servers', server.key, { registeringUntil: undefined, lastErrorCode: undefined, lastErrorAt: undefined }),
      event(world, 'server.registered', { ...told, data: { ...told.data, server: server.host, scopes } }),
    ])
    return opened
  } catch (error) {
    await storage.atomically([giveUpTurn])
    throw error
  }
}

/** The widest scopes are the last resort, and some servers refuse a name they do not know. */
const register = async (
  world: SourceWorld,
  dialect: Dialect,
  server: Server,
  name: string,
): Promise<{ readonly opened: Opened; readonly forgetsAt?: Time | undefined }> => {
  const { base, clock } = world
  const redirectUri = callbackUrl(base, server.key)
  const as: Omit<Registering, 'scopes'> = {
    redirectUri,
    name: [...name].slice(0, 60).join(''),
    website: base,
    clientUrl: clientUrl(base, server.key),
  }
  const refused = await refusedBefore(world, server)
  const wanted = dialect.scopes(server).filter((scopes) => !refused.has(idOf(server, redirectUri, scopes)))
  for (const scopes of wanted) {
    const registered = await dialect.register(askAt(world, server), server, { ...as, scopes }).catch(failedAt(server))
    if (registered.ok) {
      const { clientId, secret, expiresAt: forgetsAt } = registered
      return {
        opened: { ok: true, client: { clientId, secret, scopes, redirectUri, registeredAt: clock.now() } },
        forgetsAt,
      }
    }
    if (registered.reason === 'problem') return { opened: { ok: false, problem: registered.problem } }
  }
  return { opened: { ok: false, problem: { code: 'refused_registration', place: server.host } } }
}

const failedAt = (server: Server) => (error: unknown) => {
  if (!(error instanceof FetchFailed)) throw error
  return { ok: false, reason: 'problem', problem: { code: 'unreachable', place: server.host } } as const
}

const clientOf = ({ sealing }: Pick<SourceWorld, 'sealing'>, row: Registration): Client => ({
  clientId: row.clientId,
  secret: row.sealedSecret === undefined ? undefined : sealing.open(row.sealedSecret, contextOf(row.id)),
  scopes: row.scopes,
  redirectUri: row.redirectUri,
  registeredAt: row.registeredAt,
})

const contextOf = (id: string): string => `registrations ${id}`

/** Why a registration is not used for now: the server took its scopes when it registered us, and not when somebody came. */
const refusedScopes = 'scopes'
const refusedFor = days(1)

const isRefused = ({ lastErrorCode, lastErrorAt = 0 }: Registration, now: Time): boolean =>
  lastErrorCode === refusedScopes && now - lastErrorAt < refusedFor

const refusedBefore = async (
  { storage, clock }: Pick<SourceWorld, 'storage' | 'clock'>,
  server: Server,
): Promise<ReadonlySet<string>> => {
  const rows = await storage.list('registrations', { where: { serverId: server.key, lastErrorCode: refusedScopes } })
  return new Set(rows.filter((row) => isRefused(row, clock.now())).map(({ id }) => id))
}

/** Changes the registration that this client is, unless it is another's by now. */
const changeClient = async (
  { storage }: Pick<SourceWorld, 'storage'>,
  server: Server,
  { redirectUri, scopes, clientId }: Client,
  to: (row: Registration) => Partial<Registration> | undefined,
): Promise<void> => {
  await storage.change('registrations', idOf(server, redirectUri, scopes), (row) => {
    const news = row.clientId === clientId ? to(row) : undefined
    return news === undefined ? undefined : { ...row, ...news }
  })
}

type NotingWorld = Pick<SourceWorld, 'storage' | 'clock'>

/** The server says that it knows us no longer: the next one to leave for it is preceded by a registration. */
export const forgetClient = async ({ storage }: NotingWorld, server: Server, client: Client): Promise<void> => {
  const { redirectUri, scopes, clientId } = client
  await storage.removeWhere('registrations', { id: idOf(server, redirectUri, scopes), clientId })
}

/** A browser says so, and may say anything: the server is asked before the next one leaves. */
export const doubtClient = (world: NotingWorld, server: Server, client: Client): Promise<void> =>
  changeClient(world, server, client, ({ lastOkAt }) => ({ lastOkAt: Math.min(lastOkAt, world.clock.now() - trusted) }))

/**
 * A browser says that the server does not give what it registered us for: the next one asks for something else, for a day, if there is anything else
 * to ask for. Not where somebody has come in by it: a stranger's word is not to have everybody asked for more than is needed.
 */
export const refuseScopes = async (
  world: NotingWorld,
  dialect: Pick<Dialect, 'scopes'>,
  server: Server,
  client: Client,
): Promise<void> => {
  if (dialect.scopes(server).at(-1) === client.scopes) return
  await changeClient(world, server, client, ({ usedAt }) =>
    usedAt === undefined ? { lastErrorCode: refusedScopes, lastErrorAt: world.clock.now() } : undefined,
  )
}

/** Somebody has come in by it: the server knows us. */
export const knewUs = (world: NotingWorld, server: Server, client: Client): Promise<void> => {
  const now = world.clock.now()
  const used = {
    lastOkAt: now,
    usedAt: now,
    expiresAt: now + keptFor,
    lastErrorCode: undefined,
    lastErrorAt: undefined,
  }
  return changeClient(world, server, client, () => used)
}

export const sealedRegistrations = sealedIn('registrations', { sealedSecret: { present: true } }, (sealing, row) => {
  const sealedSecret = row.sealedSecret && sealing.renew(row.sealedSecret, contextOf(row.id))
  return sealedSecret && { ...row, sealedSecret }
})
