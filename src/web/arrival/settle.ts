import { arrive } from '../../accounts/identities/arrive.ts'
import { keepAgain } from '../../accounts/identities/ask-again.ts'
import { canBeAsked } from '../../accounts/identities/can-be-asked.ts'
import { type ArrivalContext, foreseeArrival } from '../../accounts/identities/look-at-arrival.ts'
import { hurryPicture } from '../../accounts/identities/picture.ts'
import { confirmSession, type Started, startSession } from '../../accounts/sessions/sessions.ts'
import { wantsNewProof } from '../../flow/next-step.ts'
import { redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { findPending } from '../../protocol/authorize/pending.ts'
import { noteProgress } from '../../protocol/authorize/waiting.ts'
import { serverKey } from '../../sources/fediverse/server-key.ts'
import { keepServer } from '../../sources/fediverse/server-notes.ts'
import { fediverseId } from '../../sources/settings.ts'
import type { Elsewhere } from '../../sources/source.ts'
import { goOn } from '../signin/choose-account.ts'
import { returnPath } from '../signin/return-path.ts'
import { chooseUsernameHref } from '../signup/ways.ts'
import { type Errand, identitiesPath } from '../sources/errand.ts'
import type { Problem } from '../sources/problem.ts'
import { remember, rememberedAt } from '../sources/remembered.ts'
import { showProblem } from '../sources/show-problem.ts'
import { stayNoLonger } from '../sources/to-provider.ts'
import { keptElsewhere } from '../sources/upstream-sign-out.ts'
import { sentencesAt } from '../speak.ts'
import { keepSession, personAt, sessionSecret } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import type { Arrival } from './arrival.ts'

/** What accounts have to know of somebody's way here, whether they only pass through, and whether the application wants them asked. */
export const contextOf = async (
  world: WebWorld,
  visit: Visit,
  { requestId, linkTo, invitation }: Errand,
): Promise<{ readonly context: ArrivalContext; readonly bridge: boolean; readonly afresh: boolean }> => {
  const pending = await pendingOf(world, visit, requestId)
  const person = linkTo === undefined ? undefined : await personAt(world, visit)
  const { address, userAgent } = visit
  const locale = sentencesAt(visit, { uiLocales: pending?.request.uiLocales }).tag
  return {
    context: {
      address,
      userAgent,
      locale,
      application: pending?.application,
      invitation,
      linkTo: person?.account.id === linkTo ? person : undefined,
    },
    bridge: pending?.application.bridge === true,
    afresh: pending !== undefined && wantsNewProof(pending.request),
  }
}

const pendingOf = async (world: WebWorld, visit: Visit, requestId: string | undefined) =>
  requestId === undefined ? undefined : findPending(world, visit.base, requestId, { browser: visit.knownBrowser() })

/**
 * The end of the way: an account, a session, and on to what the person came for. `remembers` says whether this browser is to know the server;
 * one that knows it already goes on knowing.
 */
export const settle = async (
  world: WebWorld,
  visit: Visit,
  { identity, errand }: Arrival,
  {
    address,
    place = identity.host,
    remembers = rememberedAt(world, visit) !== undefined,
    elsewhere,
  }: {
    readonly address?: string | undefined
    readonly place?: string
    readonly remembers?: boolean
    readonly elsewhere?: Elsewhere | undefined
  } = {},
): Promise<Response> => {
  const show = (problem: Problem, reference?: string) =>
    showProblem(world, visit, { problem, errand, address, sourceId: identity.sourceId, reference })
  const { context, bridge, afresh } = await contextOf(world, visit, errand)
  // They signed out, or somebody else signed in, while they were away.
  if (errand.linkTo !== undefined && context.linkTo === undefined) return show({ code: 'proof_needed', place })
  if (errand.again !== undefined || afresh) {
    const foreseen = await foreseeArrival(world, identity, context)
    const whose = 'accountId' in foreseen ? foreseen.accountId : undefined
    const other = errand.again !== undefined && (foreseen.do !== 'sign-in' || whose !== errand.again)
    if (other && foreseen.do !== 'refuse') return show({ code: 'other_person', place })
    const unasked = !bridge && identity.assurance.unasked === true
    if (unasked && whose !== undefined && (await canBeAsked(world, whose, identity)))
      return show({ code: 'not_afresh', place })
  }
  const arrived = await arrive(world, identity, context)
  if (!arrived.ok) return show({ code: arrived.reason, place }, arrived.reference)
  const { account, identityId } = arrived
  if (identity.standing !== undefined) await keepAgain(world, identityId, elsewhere?.again)
  if (identity.sourceId === fediverseId) await keepServer(world, serverKey(identity.host))
  if (account.avatar === undefined && identity.profile.picture !== undefined) await hurryPicture(world, identityId)
  if (errand.linkTo !== undefined) return redirect(`${identitiesPath}?linked=${identityId}`)

  const kept = keptElsewhere(world, identity.sourceId, elsewhere)
  const started = await openSession(world, visit, arrived, kept)
  if (started === undefined) return redirect('/sign-in')
  keepSession(visit, started.secret, started.session.endsAt - world.clock.now())
  stayNoLonger(visit)
  if (remembers && identity.standing === undefined) remember(world, visit, { host: identity.host, identityId })
  const pending = await pendingOf(world, visit, errand.requestId)
  if (pending !== undefined && errand.requestId !== undefined) {
    await noteProgress(world, pending.id, { provenAccountId: account.id })
    return goOn(world, visit, errand.requestId, started.secret)
  }
  return redirect(account.usernameMadeUp === true ? chooseUsernameHref(errand.to) : returnPath(errand.to))
}

/** Somebody who proves again who they are goes on in their session; anybody else gets a new one, and the old one ends. */
const openSession = async (
  world: WebWorld,
  visit: Visit,
  arrived: Extract<Awaited<ReturnType<typeof arrive>>, { ok: true }>,
  kept: ReturnType<typeof keptElsewhere>,
): Promise<Started | undefined> => {
  const { account, identityId, acr, amr, unasked, proof } = arrived
  const secret = sessionSecret(visit)
  const person = await personAt(world, visit)
  if (secret !== undefined && person?.account.id === account.id) {
    return confirmSession(world, secret, { amr, acr, identityId, unasked, ...kept, proof })
  }
  const { address, userAgent } = visit
  return startSession(world, {
    account,
    amr,
    acr,
    identityId,
    unasked,
    ...kept,
    address,
    userAgent,
    proof,
    replaces: secret,
  })
}
