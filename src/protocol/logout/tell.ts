import { type Application, findApplication } from '../../applications/application.ts'
import { issuerOf } from '../../applications/issuer.ts'
import { record } from '../../events/event.ts'
import type { JobHandler } from '../../jobs/job.ts'
import { days, seconds } from '../../lib/clock.ts'
import { newId } from '../../lib/ids.ts'
import { FetchFailed, type FetchProblem } from '../../net/fetch-failed.ts'
import type { ProtocolWorld } from '../world.ts'
import { signLogoutToken } from './logout-token.ts'
import type { Telling } from './session-end.ts'

const patience = seconds(10)
/** Nobody reads what they say; some say it with a whole page. */
const mostBytes = 256 * 1024
/** An application that is down has its people signed in still when it comes back. */
const triedFor = days(1)

type TellingWorld = Omit<ProtocolWorld, 'tally'> & { readonly base: string }

/** Thrown so that the job is tried again. */
class NotHeard extends Error {
  override readonly name = 'NotHeard'
}

type Came = { readonly heard: true } | { readonly heard: false; readonly reason: string; readonly forGood: boolean }

/**
 * Tells one application that a session has ended (OpenID Connect Back-Channel Logout 1.0, section 2.5), with a token made for this attempt. What cannot be
 * reached is tried again for a day; what refuses the token would refuse the next one too.
 */
export const createLogoutHandler =
  (world: TellingWorld): JobHandler =>
  async ({ data, attempts }) => {
    const told = data as Telling
    const application = await findApplication(world, told.applicationId)
    const uri = application?.backchannelLogoutUri
    if (application === undefined || uri === undefined) return undefined
    const came = await tell(world, application, uri, told)
    const about = { accountId: told.accountId, applicationId: application.id }
    if (came.heard) {
      await record(world, 'logout.told', { ...about, data: { session: told.sessionId } })
      return undefined
    }
    const over = came.forGood || world.clock.now() >= told.since + triedFor
    // The first time and the last: what lies between says nothing new.
    if (over || attempts === 1) {
      const line = { session: told.sessionId, reason: came.reason, triedAgain: !over }
      await record(world, 'logout.failed', { ...about, outcome: 'failed', data: line })
    }
    if (over) return undefined
    throw new NotHeard(came.reason)
  }

const tell = async (world: TellingWorld, application: Application, uri: string, told: Telling): Promise<Came> => {
  const made = { issuer: issuerOf(world.base, application), application, now: world.clock.now() }
  const token = await signLogoutToken(world.keyring, { ...made, id: newId(world.random) }, told)
  try {
    const { status } = await world.fetch(uri, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ logout_token: token }).toString(),
      most: mostBytes,
      within: patience,
    })
    if (status >= 200 && status < 300) return { heard: true }
    return { heard: false, reason: `status ${status}`, forGood: status < 500 && !passing.has(status) }
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error
    return { heard: false, reason: error.code, forGood: hopeless.has(error.code) }
  }
}

const passing: ReadonlySet<number> = new Set([408, 425, 429])

/** The next attempt would end like this one. What the operator may come to vouch for is none of it. */
const hopeless: ReadonlySet<FetchProblem> = new Set(['malformed', 'user_info', 'too_large', 'encoding'])
