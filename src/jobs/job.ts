import type { Time } from '../lib/clock.ts'
import { newId } from '../lib/ids.ts'
import type { Row } from '../storage/records.ts'
import { adding, type Change, type Storage, Taken } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'

export type Job = Row<'jobs'>

/**
 * Does the work of one job. Undefined when that was it; a time when it is due again, which is how recurring work recurs.
 * A handler that throws, or does not finish within its lease, is called again for the same job: what it does twice must
 * do no harm. `attempts` counts this call, so that it can give up by returning.
 */
export type JobHandler = (job: Job) => Promise<{ readonly at: Time } | undefined>

/** By kind. A node claims only what it has a handler for. */
export type JobHandlers = Readonly<Record<string, JobHandler>>

export interface NewJob {
  readonly kind: string
  /** Now, when absent. */
  readonly dueAt?: Time
  readonly data?: unknown
}

const jobOf = (id: string, now: Time, { kind, dueAt = now, data = {} }: NewJob): Job => ({
  id,
  kind,
  data,
  dueAt,
  leasedUntil: 0,
  attempts: 0,
})

/** Work to be done once, as a change to be committed with its reason. */
export const scheduling = (world: Pick<World, 'clock' | 'random'>, job: NewJob): Change =>
  adding('jobs', jobOf(newId(world.random), world.clock.now(), job))

/** Sees to it that a recurring job exists. There is one of its name, however many nodes ask. */
export const ensureJob = async (
  world: Pick<World, 'clock'> & { readonly storage: Pick<Storage, 'add'> },
  job: NewJob,
): Promise<void> => {
  try {
    await world.storage.add('jobs', jobOf(job.kind, world.clock.now(), job))
  } catch (error) {
    if (!(error instanceof Taken)) throw error
  }
}
