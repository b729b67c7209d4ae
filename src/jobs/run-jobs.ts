import { hours, minutes, seconds, type Time } from '../lib/clock.ts'
import { removing } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import type { Job, JobHandlers } from './job.ts'

type JobsWorld = Pick<World, 'storage' | 'clock' | 'log'>

export interface JobOptions {
  /** How long one job may take before another node may think that its holder died. */
  readonly lease?: Time
  /** How many are worked on at once. */
  readonly atOnce?: number
  /** How often to look for due work. */
  readonly every?: Time
}

const defaultLease = minutes(5)
const defaultAtOnce = 10
const firstPause = seconds(10)
const longestPause = hours(1)

/** Does what is due and not held by another node. Resolves to how many jobs that were, failed ones included. */
export const runDueJobs = async (
  world: JobsWorld,
  handlers: JobHandlers,
  { lease = defaultLease, atOnce = defaultAtOnce }: JobOptions = {},
): Promise<number> => {
  const jobs = await world.storage.claim(Object.keys(handlers), world.clock.now(), lease, atOnce)
  await Promise.all(jobs.map((job) => runJob(world, handlers, job)))
  return jobs.length
}

const runJob = async (world: JobsWorld, handlers: JobHandlers, job: Job): Promise<void> => {
  try {
    const next = await handlers[job.kind]?.(job)
    if (next === undefined) await settle(world, job, undefined)
    else await settle(world, job, { dueAt: next.at, attempts: 0, lastError: undefined })
  } catch (error) {
    const lastError = nameOf(error)
    world.log.warn('a job failed', { kind: job.kind, id: job.id, count: job.attempts, reason: lastError })
    await settle(world, job, { dueAt: world.clock.now() + pauseAfter(job.attempts), lastError })
  }
}

/** Ten seconds, then twice as long each time, up to an hour. */
const pauseAfter = (attempts: number): Time => Math.min(firstPause * 2 ** (attempts - 1), longestPause)

/** Gives the lease back, or removes what is done. A holder whose lease has passed to another has no say any more. */
const settle = async (world: JobsWorld, job: Job, to: Partial<Job> | undefined): Promise<void> => {
  await world.storage.change('jobs', job.id, (held) => {
    if (held.leasedUntil !== job.leasedUntil || held.attempts !== job.attempts) return undefined
    return to === undefined ? [undefined, [removing('jobs', job.id)]] : { ...held, ...to, leasedUntil: 0 }
  })
}

/** What kind of failure it was. Messages stay out: they may repeat an address, or what a stranger's server said. */
const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'Error'
  const code =
    'code' in error && typeof error.code === 'string' && /^\w{1,40}$/.test(error.code) ? ` ${error.code}` : ''
  return error.name + code
}

export interface RunningJobs {
  /** Looks for due work at once. */
  wake(): void
  /** Resolves when what was begun is finished; nothing new is begun. */
  stop(): Promise<void>
}

/** Does due work until it is stopped. Does not keep the process alive by itself. */
export const startJobs = (world: JobsWorld, handlers: JobHandlers, options: JobOptions = {}): RunningJobs => {
  const { every = seconds(1), atOnce = defaultAtOnce } = options
  let stopped = false
  let woken = false
  let timer: NodeJS.Timeout | undefined
  let round: Promise<void> | undefined

  const work = async (): Promise<void> => {
    try {
      do woken = false
      while ((await runDueJobs(world, handlers, options)) === atOnce && !stopped)
    } catch (error) {
      world.log.warn('due work could not be looked up', { error })
    }
  }

  const look = (): void => {
    clearTimeout(timer)
    if (stopped || round !== undefined) return
    round = work().then(() => {
      round = undefined
      timer = setTimeout(look, woken ? 0 : every).unref()
    })
  }

  look()
  return {
    wake() {
      woken = true
      look()
    },
    async stop() {
      stopped = true
      await round
      clearTimeout(timer)
    },
  }
}
