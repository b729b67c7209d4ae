import { record } from '../../events/event.ts'
import type { Visit } from '../../http/visit.ts'
import { hours } from '../../lib/clock.ts'
import { newReadableCode } from '../../lib/ids.ts'
import { bucketOfAddress } from '../../limits/address.ts'
import { allow } from '../../limits/limit.ts'
import type { WebWorld } from '../world.ts'
import type { Problem } from './problem.ts'
import { type ShownProblem, showProblem } from './show-problem.ts'

/** Lines for one address an hour: nobody fills the log by trying over and over. */
const mostLines = { most: 60, window: hours(1) }

/** What is only a slip of whoever typed: they see what is wrong, and nobody else can do anything about it. */
const slips: ReadonlySet<Problem['code']> = new Set(['missing', 'bad_address', 'email', 'no_person', 'too_many'])

export interface Failure extends Omit<ShownProblem, 'reference'> {
  readonly sourceId: string
  /** Where they wanted to go, where the problem does not say so itself. */
  readonly place?: string | undefined
}

/** Why nobody left, or nobody came in, with a code under which the administrator finds it. */
export const showFailure = async (world: WebWorld, visit: Visit, failure: Failure): Promise<Response> => {
  const { problem, sourceId } = failure
  if (slips.has(problem.code)) return showProblem(world, visit, failure)
  const { userAgent, address } = visit
  const { allowed } = await allow(world, { key: `arrivals:failed:${bucketOfAddress(address)}`, ...mostLines })
  if (!allowed) return showProblem(world, visit, failure)
  const reference = newReadableCode(world.random)
  const trouble = await world.sources.trouble(sourceId)
  const place = failure.place ?? ('place' in problem ? problem.place : undefined)
  await record(world, 'signin.failed', {
    ...{ outcome: 'refused', code: reference, address, userAgent },
    data: {
      ...{ method: sourceId, host: place, reason: problem.code },
      ...(trouble?.code === problem.code ? { detail: trouble.detail } : {}),
    },
  })
  return showProblem(world, visit, { ...failure, reference })
}
