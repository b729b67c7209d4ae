import { findIdentity, identityIdOf, type KeptIdentity, profileOf } from '../../accounts/identities/identity.ts'
import { foreseeArrival } from '../../accounts/identities/look-at-arrival.ts'
import { redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import type { Identity, SourceProblem } from '../../sources/source.ts'
import { postedQuery } from '../signin/authorize.ts'
import { showError } from '../signin/show-outcome.ts'
import { type Departed, takeDeparture } from '../sources/departure.ts'
import { rememberedAt } from '../sources/remembered.ts'
import { showFailure } from '../sources/show-failure.ts'
import { sentencesAt } from '../speak.ts'
import type { WebWorld } from '../world.ts'
import { keepArrival } from './arrival.ts'
import { contextOf, settle } from './settle.ts'

/**
 * `GET /fediverse/callback/:server`, `GET /sources/:source/callback`: back from one's own server, or a provider. Without the cookie of the
 * browser that left there is no sign-in, whoever it is that the answer is about (RFC 6749 section 10.12); and there is one try.
 */
export const cameBack = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const { query } = visit
  const state = query.repeated.includes('state') ? undefined : query.get('state')
  const departed = await takeDeparture(world, state, visit.knownBrowser())
  const source = departed && (await world.sources.find(departed.sourceId))
  if (departed === undefined || source === undefined)
    return isBareNo(visit) ? showNotAgreed(world, visit) : showNotBegun(world, visit)
  const fail = (problem: SourceProblem) => showFailure(world, visit, { ...departed, problem })
  // Of two values each reader may take another (RFC 6749 section 3.1).
  if (query.repeated.length > 0) return fail({ code: 'mixed_up', place: departed.place })
  const callback = visit.path['server'] ?? visit.path['source'] ?? ''
  const finished = await source.finish({ memo: departed.memo, callback, parameters: new Map(query.pairs) })
  if (!finished.ok) return fail(finished.problem)
  return goIn(world, visit, departed, finished)
}

/** `POST /sources/:source/callback`: comes from another site without cookies, and is turned into the GET that brings them. */
export const cameBackByPost = async (_world: WebWorld, visit: Visit): Promise<Response> =>
  redirect(`/sources/${encodeURIComponent(visit.path['source'] ?? '')}/callback?${await postedQuery(visit)}`)

export const showNotBegun = (world: WebWorld, visit: Visit): Promise<Response> =>
  showError(world, visit, 400, { code: 'not_begun', onward: signInAgain(visit) })

/** Some servers (Hollo) say that somebody did not agree, and forget the `state`: whose no it was cannot be told, and it ends nothing. */
const isBareNo = ({ query }: Visit): boolean =>
  query.repeated.length === 0 && query.get('error') === 'access_denied' && !query.has('state') && !query.has('code')

const showNotAgreed = (world: WebWorld, visit: Visit): Promise<Response> =>
  showError(world, visit, 403, { code: 'not_agreed', onward: signInAgain(visit) })

const signInAgain = (visit: Visit) => ({ href: '/sign-in', label: sentencesAt(visit).signIn.title })

/**
 * Whoever this browser knows goes straight in. Anybody else is shown who they are first: somebody new, somebody else than was typed, somebody
 * who was signed in at their server without having thought of it. Where people only pass through they are not asked, unless a link brought them
 * whose maker chose the server: that could sign them in as somebody else without their noticing.
 */
const goIn = async (
  world: WebWorld,
  visit: Visit,
  { errand, address, place }: Departed,
  { identity, instead, elsewhere }: Extract<Awaited<ReturnType<NonNullable<Source>['finish']>>, { ok: true }>,
): Promise<Response> => {
  const arrival = { identity, typed: instead?.typed, errand }
  // A provider has asked who they are, and the first page here that asks them anything shows it.
  if (identity.standing !== undefined) return settle(world, visit, arrival, { address, place, elsewhere })
  const { context, bridge } = await contextOf(world, visit, errand)
  const [decision, known] = await Promise.all([foreseeArrival(world, identity, context), findIdentity(world, identity)])
  const id = identityIdOf(identity.sourceId, identity.subject)
  const straight =
    decision.do === 'refuse' ||
    errand.again !== undefined ||
    (instead === undefined &&
      ((bridge && errand.hinted !== true) ||
        errand.linkTo !== undefined ||
        (decision.do === 'sign-in' && !hasMoved(identity, known) && rememberedAt(world, visit)?.identityId === id)))
  if (straight) return settle(world, visit, arrival, { address, place })
  return redirect(`/arrive?arrival=${await keepArrival(world, visit.browser(), arrival)}`)
}

/** Their account says so, and did not the last time: they are told once that it is the old one that they go on with. */
const hasMoved = ({ profile: { movedTo } }: Identity, known: KeptIdentity | undefined): boolean =>
  movedTo !== undefined && (known === undefined || profileOf(known).movedTo !== movedTo)

type Source = Awaited<ReturnType<WebWorld['sources']['find']>>
