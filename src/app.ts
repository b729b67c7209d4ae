import { Hono } from 'hono'
import { getPicture, pictureKind } from './accounts/identities/picture.ts'
import { Busy, type Hasher } from './accounts/passwords/hasher.ts'
import { sessionEndKind } from './accounts/sessions/end-session.ts'
import type { Config } from './config.ts'
import { createTally, flushEvery, type Tally } from './events/tally.ts'
import { createClientAddress } from './http/client-address.ts'
import { createMetricsPage } from './http/metrics-page.ts'
import { Refusal } from './http/refusal.ts'
import { type Connection, serveRoutes } from './http/serve-routes.ts'
import { ensureJob, type JobHandlers } from './jobs/job.ts'
import { type RunningJobs, startJobs } from './jobs/run-jobs.ts'
import { createSweepHandler, sweepKind } from './jobs/sweep.ts'
import type { Clock } from './lib/clock.ts'
import type { Log } from './lib/log.ts'
import type { Metrics } from './lib/metrics.ts'
import type { Random } from './lib/random.ts'
import type { Sealing } from './lib/sealing.ts'
import type { Mailer } from './mail/mailer.ts'
import { mailKind } from './mail/outbox.ts'
import { createSafeFetch, type SafeFetch } from './net/safe-fetch.ts'
import { dexAddress } from './protocol/endpoints/dex-issuer.ts'
import { createKeyring } from './protocol/keys/keyring.ts'
import { createSessionEndHandler, logoutKind } from './protocol/logout/session-end.ts'
import { createLogoutHandler } from './protocol/logout/tell.ts'
import { routes } from './routes.ts'
import { createSources } from './sources/sources.ts'
import { createAdmission } from './start/admission.ts'
import { holdOutbound } from './start/outbound.ts'
import { createCompose, createOutbox } from './start/outbox.ts'
import { type HeldPolicy, holdPolicy } from './start/policy.ts'
import { Missing, type Storage, StorageUnavailable, Unfit } from './storage/storage.ts'
import { guard } from './web/guard.ts'
import { createLook } from './web/look.ts'
import { showRefusal } from './web/refusal-page.ts'

/** The name under which an installation's look is kept. */
const brandingSetting = 'branding'

/** What comes in through the door. */
export interface Surroundings {
  readonly config: Pick<Config, 'base' | 'trustedProxies' | 'metricsListen' | 'outboundAllow'>
  readonly storage: Storage
  readonly clock: Clock
  readonly random: Random
  readonly sealing: Sealing
  readonly log: Log
  readonly hasher: Hasher
  readonly metrics: Metrics
  /** Undefined where there is no mail server. */
  readonly mailer?: Mailer | undefined
  /** The way out, where it is another than the guarded one to what `config` and the settings allow. */
  readonly fetch?: SafeFetch | undefined
}

export interface App {
  /** Answers one request, whatever it is. Never rejects. */
  answer(request: Request, connection: Connection): Promise<Response>
  /** Begins what is done without being asked: sweeping, sending mails, and writing down what was counted. */
  start(): Promise<void>
  /** Ends that, and writes down what is still in memory. */
  stop(): Promise<void>
}

/** The whole program without a process or a socket. */
export const createApp = (surroundings: Surroundings): App => {
  const { clock, config, log, metrics, random, storage } = surroundings
  const held = holdPolicy(surroundings)
  const inside = { ...surroundings, policy: held.policy }
  const keyring = createKeyring(inside)
  const readBranding = async () => (await storage.find('settings', brandingSetting))?.value
  const { look, forget } = createLook(clock, config.base, readBranding)
  const compose = createCompose(look, config.base)
  const metricsPage = config.metricsListen === undefined ? createMetricsPage(metrics) : undefined
  const tally = createTally(inside)
  const self = (request: Request): Promise<Response> => answer(request, { address: '127.0.0.1' })
  const outbound = holdOutbound(inside, config)
  const readAgain = (): void => {
    forget()
    held.forget()
    outbound.forget()
  }
  /** Undefined when there is nothing to wait for. */
  const readSettings = (): Promise<unknown> | undefined => {
    const reading = [held.refresh(), outbound.refresh()].filter((one) => one !== undefined)
    return reading.length === 0 ? undefined : Promise.all(reading)
  }
  const fetch = surroundings.fetch ?? createSafeFetch({ allow: outbound.allowed, log })
  const outside = { ...inside, fetch, base: config.base, vouched: outbound.vouched }
  const sources = createSources(outside, { name: async () => (await look()).branding.name })
  const admits = createAdmission(outside, sources)
  const world = { ...outside, admits, sources, keyring, tally, look, readAgain, compose, metricsPage, self }

  const pages = new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path))
  const { answer } = serveRoutes(new Hono(), routes, {
    world,
    base: config.base,
    random,
    log,
    metrics,
    clientAddress: createClientAddress(config.trustedProxies),
    guard: async (world, visit, route) => {
      // Not before what everybody may ask: whether it is alive is told also while storage does not answer.
      const reading = route.who === 'anyone' ? undefined : readSettings()
      if (reading !== undefined) await reading
      return guard(world, visit, route, (pattern) => pages.has(pattern))
    },
    refusalPage: (visit, told) => showRefusal(world, visit, told),
    translate,
    alias: (path) => dexAddress(surroundings, path),
  })
  const { start, stop } = chores(inside, {
    tally,
    handlers: {
      [mailKind]: createOutbox(inside, compose),
      [pictureKind]: (job) => getPicture(outside, job),
      [sessionEndKind]: createSessionEndHandler(inside),
      [logoutKind]: createLogoutHandler({ ...outside, keyring }),
    },
  })
  return {
    answer,
    async start() {
      await readSettings()
      await start()
    },
    async stop() {
      await stop()
      await fetch.close()
    },
  }
}

/** What is done without being asked. */
const chores = (
  surroundings: Surroundings & Pick<HeldPolicy, 'policy'>,
  { tally, handlers }: { readonly tally: Tally; readonly handlers: JobHandlers },
): Pick<App, 'start' | 'stop'> => {
  let running: RunningJobs | undefined
  let next: NodeJS.Timeout | undefined
  const { log } = surroundings
  const flush = (): Promise<void> =>
    tally.flush().catch((error) => log.warn('what was counted could not be written', { error }))
  const again = (): void => {
    next = setTimeout(() => void flush().then(again), flushEvery).unref()
  }
  return {
    async start() {
      await ensureJob(surroundings, { kind: sweepKind })
      running = startJobs(surroundings, { [sweepKind]: createSweepHandler(surroundings), ...handlers })
      again()
    },
    async stop() {
      clearTimeout(next)
      await running?.stop()
      await flush()
    },
  }
}

/** Rooms that have to give up say so in their own words; to a visitor it is one of two. */
const translate = (error: unknown): unknown => {
  if (error instanceof Busy) return new Refusal(503, 'busy', { 'retry-after': String(error.retryAfter) })
  if (error instanceof StorageUnavailable) return new Refusal(503, 'unavailable', { 'retry-after': '10' })
  // A text that nothing stored could equal: a character, or a length, that no record has.
  if (error instanceof Unfit) return new Refusal(400, 'bad_request')
  // What a form was about has gone meanwhile: it was sent twice, or somebody removed it.
  if (error instanceof Missing) return new Refusal(409, 'form_expired')
  return error
}
