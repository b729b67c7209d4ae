import { foreseeArrival } from '../../accounts/identities/look-at-arrival.ts'
import { handleOf } from '../../accounts/identities/told.ts'
import { formToken } from '../../http/csrf.ts'
import { page } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { findPending } from '../../protocol/authorize/pending.ts'
import { isAdmitted } from '../../sources/fediverse/rules.ts'
import type { Identity, Source, SourceProblem } from '../../sources/source.ts'
import { shownApplication } from '../signin/show-outcome.ts'
import { errandFields } from '../sources/errand.ts'
import { forgetServer } from '../sources/remembered.ts'
import { showFailure } from '../sources/show-failure.ts'
import { sentencesAt } from '../speak.ts'
import type { WebWorld } from '../world.ts'
import { type Arrival, findArrival, takeArrival } from './arrival.ts'
import { arrivalPage } from './arrival-page.ts'
import { showNotBegun } from './callback.ts'
import { contextOf, settle } from './settle.ts'

/** `GET /arrive`: who came back, before anything comes of it. */
export const arrivedAt = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const secret = visit.query.get('arrival')
  const arrival = await findArrival(world, secret, visit.knownBrowser())
  if (secret === undefined || arrival === undefined) return showNotBegun(world, visit)
  return showArrival(world, visit, secret, arrival)
}

/** `POST /arrive`: it is them. */
export const wentIn = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const form = await visit.form()
  const arrival = await takeArrival(world, visit.query.get('arrival'), visit.knownBrowser())
  if (arrival === undefined) return showNotBegun(world, visit)
  const source = await world.sources.find(arrival.identity.sourceId)
  if (source === undefined) return showNotBegun(world, visit)
  const turnedAway = await refusalOf(world, source, arrival.identity)
  if (turnedAway !== undefined)
    return showFailure(world, visit, { ...arrival, problem: turnedAway, sourceId: source.id })
  const remembers = form.has('remember')
  if (!remembers) forgetServer(visit)
  return settle(world, visit, arrival, { remembers })
}

/** A rule may have been made while they were asked. */
const refusalOf = async (
  world: WebWorld,
  { kind }: Source,
  { host, profile: { acct, software } }: Identity,
): Promise<SourceProblem | undefined> => {
  if (kind !== 'fediverse') return undefined
  const admission = await isAdmitted(world, { host, handleDomain: acct?.split('@')[1], software })
  return admission.admitted ? undefined : { code: 'denied_server', place: host, reason: admission.reason }
}

const showArrival = async (world: WebWorld, visit: Visit, secret: string, arrival: Arrival): Promise<Response> => {
  const { identity, typed, errand } = arrival
  const { profile } = identity
  const { requestId } = errand
  const [pending, { context }] = await Promise.all([
    requestId === undefined ? undefined : findPending(world, visit.base, requestId, { browser: visit.knownBrowser() }),
    contextOf(world, visit, errand),
  ])
  const decision = await foreseeArrival(world, identity, context)
  const handle = handleOf(identity)
  const { brand } = await world.look()
  const view = {
    formToken: formToken(world, visit),
    application: pending && shownApplication(pending.application),
    person: {
      name: profile.name === '' ? profile.username : profile.name,
      detail: handle,
      picture: profile.picture === undefined ? undefined : `/arrive/picture?arrival=${secret}`,
    },
    what: errand.linkTo !== undefined ? 'link' : decision.do === 'create' ? 'newcomer' : 'known',
    typed,
    moved: profile.movedTo !== undefined,
    host: identity.host,
    errand: errandFields(errand),
  } as const
  const sentences = sentencesAt(visit, { uiLocales: pending?.request.uiLocales })
  return page(arrivalPage(view, sentences, brand), { formsLeave: true })
}
