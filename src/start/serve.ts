import { offerSetUp } from '../accounts/sign-up/set-up.ts'
import { createApp } from '../app.ts'
import { createMetricsPage } from '../http/metrics-page.ts'
import { hardenedHeaders } from '../http/respond.ts'
import { type Answer, listen, type Server } from '../http/server.ts'
import { seconds } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import { createMetrics } from '../lib/metrics.ts'
import { Problems } from '../lib/problems.ts'
import { applyFile } from './apply-file.ts'
import { closeWorld, openWorld } from './open-world.ts'
import type { Settings } from './read-config.ts'
import { noteServing } from './reseal.ts'

/** Longer than any honest request; whoever holds on for longer is cut off. */
const drainLimit = seconds(10)

export interface Running {
  readonly base: string
  /** The one-time link that makes the first administrator, while there is none. */
  readonly setUpLink: string | undefined
  /** Tells whoever asks that it is not ready any more, finishes what is under way, lets go of everything. */
  stop(): Promise<void>
}

/** Starts the whole program: nothing is answered before everything is in order. Throws `Problems` otherwise. */
export const serve = async (settings: Settings, log: Log): Promise<Running> => {
  const { config } = settings
  const world = await openWorld(config, log)
  const listening: Server[] = []
  try {
    const metrics = createMetrics()
    const app = createApp({ ...world, config, metrics })
    let draining = false
    const ready = Promise.withResolvers<void>()
    let isReady = false
    const answer: Answer = async (request, connection) => {
      if (!isReady) await ready.promise
      return await (draining && isReadiness(request) ? notReady() : app.answer(request, connection))
    }

    // First, so that a second start finds the port taken before it changes anything, such as the set-up link of the first.
    listening.push(await open(answer, config.listen, log, 'PORTICO_LISTEN'))
    if (config.metricsListen !== undefined) {
      const page = createMetricsPage(metrics)
      const metricsOnly: Answer = async (request) => (isPath(request, '/metrics') ? page() : nothing())
      listening.push(await open(metricsOnly, config.metricsListen, log, 'PORTICO_METRICS_LISTEN'))
    }
    // Whoever connects meanwhile waits.
    const applied = await applyFile(world, settings, { dryRun: false })
    for (const warning of applied?.warnings ?? []) log.warn(warning)
    if (applied !== undefined && applied.steps.length > 0) {
      log.info('applied the configuration file', { count: applied.steps.length })
    }
    await app.start()
    await noteServing(world)
    const setUp = await offerSetUp(world)
    // Nobody is answered before whoever started this has been told.
    setImmediate(() => {
      isReady = true
      ready.resolve()
    })
    log.info('ready', { url: config.base })
    return {
      base: config.base,
      setUpLink: setUp === undefined ? undefined : `${config.base}/setup/${setUp}`,
      async stop() {
        draining = true
        log.info('stopping')
        await Promise.all(listening.map((server) => server.drain(drainLimit)))
        await Promise.all([app.stop(), world.mailer?.close()])
        await closeWorld(world)
        log.info('stopped')
      },
    }
  } catch (error) {
    await Promise.all(listening.map((server) => server.drain(0)))
    await closeWorld(world)
    throw error
  }
}

const open = async (
  answer: Answer,
  where: Settings['config']['listen'],
  log: Log,
  setting: string,
): Promise<Server> => {
  try {
    return await listen(answer, { ...where, log })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    const reason = reasons[code] ?? `it cannot be used (${code})`
    throw new Problems([`${setting}: ${where.host ?? 'every address'}, port ${where.port}: ${reason}.`])
  }
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program is listening there. Stop it, or write another port',
  EADDRNOTAVAIL: 'this machine does not have that address. Write 127.0.0.1 or 0.0.0.0',
  EACCES: 'the system does not allow it. Write a port from 1024 on',
  ENOTFOUND: 'there is no such host. Write an address of this machine',
}

const isPath = (request: Request, path: string): boolean => new URL(request.url).pathname === path
const isReadiness = (request: Request): boolean => isPath(request, '/readyz') || isPath(request, '/readyz/')

const headers = { ...hardenedHeaders(false), 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
const notReady = (): Response => new Response('Stopping.\n', { status: 503, headers })
const nothing = (): Response => new Response('Only /metrics is here.\n', { status: 404, headers })
