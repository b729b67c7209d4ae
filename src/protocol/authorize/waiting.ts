import type { Progress } from '../../flow/next-step.ts'
import { minutes, type Time } from '../../lib/clock.ts'
import { hashSecret, newSecret } from '../../lib/secret.ts'
import type { Row } from '../../storage/records.ts'
import type { World } from '../../storage/world.ts'
import type { AuthorizationRequest } from './request.ts'

/** How long a person may take. Relying parties' own patience ends between 3 and 10 minutes; a first sign-in may need a mail. */
export const requestLifetime: Time = minutes(30)

/** An authorization request that waits for a person. */
export interface Waiting {
  readonly id: string
  readonly applicationId: string
  readonly request: AuthorizationRequest
  readonly progress: Progress
  readonly createdAt: Time
}

/** Keeps a request under an id that only this browser can use; resolves to the id, which is a secret. */
export const keepWaiting = async (
  world: World,
  kept: { applicationId: string; request: AuthorizationRequest; browser: string },
): Promise<string> => {
  const secret = newSecret(world.random, 'request')
  const now = world.clock.now()
  await world.storage.add('requests', {
    id: hashSecret(secret),
    applicationId: kept.applicationId,
    browser: hashSecret(kept.browser),
    parameters: kept.request,
    progress: {},
    createdAt: now,
    expiresAt: now + requestLifetime,
  })
  return secret
}

/**
 * The request kept under this id, for the browser it belongs to; undefined when it is over, answered, or somebody else's:
 * opening another person's link leads nowhere.
 */
export const findWaiting = async (
  world: World,
  secret: string,
  browser: string | undefined,
): Promise<Waiting | undefined> => {
  if (browser === undefined) return undefined
  const row = await world.storage.find('requests', hashSecret(secret))
  if (row === undefined || row.expiresAt <= world.clock.now() || row.browser !== hashSecret(browser)) return undefined
  return waitingOf(row)
}

/** Notes what has been done for a request. It may have been answered meanwhile; then nothing happens. */
export const noteProgress = async (world: World, id: string, progress: Progress): Promise<Waiting | undefined> => {
  const row = await world.storage.change('requests', id, (row) => ({
    ...row,
    progress: { ...(row.progress as Progress), ...progress },
  }))
  return row === undefined ? undefined : waitingOf(row)
}

/** What is in the record was written by `keepWaiting` and `noteProgress`. */
const waitingOf = (row: Row<'requests'>): Waiting => ({
  id: row.id,
  applicationId: row.applicationId,
  request: row.parameters as AuthorizationRequest,
  progress: row.progress as Progress,
  createdAt: row.createdAt,
})
