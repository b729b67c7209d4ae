import { Refusal } from '../../http/refusal.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { minutes } from '../../lib/clock.ts'
import { findPending } from '../../protocol/authorize/pending.ts'
import { openidOf } from '../../sources/openid/settings.ts'
import { listSources } from '../../sources/settings.ts'
import { leavingPage } from '../signin/leaving-page.ts'
import { sentencesAt } from '../speak.ts'
import type { WebWorld } from '../world.ts'
import { type Errand, errandIn } from './errand.ts'
import { leaveFor } from './leave.ts'
import { showFailure } from './show-failure.ts'

/** `POST /sources/:source`: off to a provider. */
export const departedToProvider = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const source = await world.sources.find(visit.path['source'] ?? '')
  if (source?.kind !== 'openid') throw new Refusal(404, 'not_found')
  const form = await visit.form()
  const errand = await errandIn(world, visit, form)
  if (errand instanceof Response) return errand
  const address = (await hintOf(world, visit, errand)) ?? ''
  const afresh = form.has('afresh') || errand.again !== undefined || errand.linkTo !== undefined
  const left = await leaveFor(world, visit, { source, address, errand, afresh })
  return left.ok
    ? redirect(left.url)
    : showFailure(world, visit, { problem: left.problem, errand, sourceId: source.id, address })
}

/** Whom the application expects, for a provider that is to be told. */
const hintOf = async (world: WebWorld, visit: Visit, { requestId }: Errand): Promise<string | undefined> => {
  if (requestId === undefined) return undefined
  const pending = await findPending(world, visit.base, requestId, { browser: visit.knownBrowser() })
  return pending?.request.loginHint
}

const stayCookie = 'portico-stay'

/** For so long the way in waits for somebody's click, whatever it is set to: after a sign-out, and after it has sent somebody away. */
const stays = minutes(2)

export const stayHere = (visit: Visit): void => visit.setCookie(stayCookie, 'yes', stays)
export const stayNoLonger = (visit: Visit): void => {
  if (visit.cookie(stayCookie) !== undefined) visit.clearCookie(stayCookie)
}

/**
 * Straight on to the provider, where it is the only way in and an administrator wants that; by a page, since the application's own policy may
 * cover the way to us and no further. Undefined where somebody chose to see the page, has just signed out, or has just come back without
 * having signed in: otherwise this would go round in circles.
 */
export const goStraight = async (
  world: WebWorld,
  visit: Visit,
  { requestId, bridge }: { readonly requestId: string | undefined; readonly bridge: boolean },
): Promise<Response | undefined> => {
  const { query } = visit
  if (bridge || ['another', 'with', 'as', 'set', 'again'].some((name) => query.has(name))) return undefined
  if (visit.cookie(stayCookie) !== undefined) return undefined
  const [only, ...others] = await listSources(world)
  if (only?.kind !== 'openid' || others.length > 0 || !openidOf(only.details).autoRedirect) return undefined
  const source = await world.sources.find(only.id)
  if (source === undefined) return undefined
  stayHere(visit)
  const errand: Errand = { requestId, to: query.get('to') }
  const address = (await hintOf(world, visit, errand)) ?? ''
  const left = await leaveFor(world, visit, { source, address, errand })
  // The page says that it does not answer, and has every other way.
  if (!left.ok) return undefined
  const { brand } = await world.look()
  return page(leavingPage({ href: left.url, to: left.place }, sentencesAt(visit), brand))
}
