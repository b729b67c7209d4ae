import { canBeAsked } from '../../accounts/identities/can-be-asked.ts'
import { identitiesOf, profileOf } from '../../accounts/identities/identity.ts'
import { handleOf } from '../../accounts/identities/told.ts'
import { hasPassword } from '../../accounts/passwords/credential.ts'
import { Busy } from '../../accounts/passwords/hasher.ts'
import { confirmSession, type Person, type Started, startSession } from '../../accounts/sessions/sessions.ts'
import { type SignIn, signInWithPassword } from '../../accounts/sessions/sign-in.ts'
import { awaitsSetUp } from '../../accounts/sign-up/set-up.ts'
import { formToken } from '../../http/csrf.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { minutes } from '../../lib/clock.ts'
import { findPending } from '../../protocol/authorize/pending.ts'
import { stepOf } from '../../protocol/authorize/step-of.ts'
import { noteProgress } from '../../protocol/authorize/waiting.ts'
import { asksEverybody } from '../../sources/fediverse/quirks.ts'
import { fediverseId, findFediverse } from '../../sources/settings.ts'
import { showAwaiting } from '../setup/setup.ts'
import { chooseUsernameHref, signUpHref } from '../signup/ways.ts'
import { addressViewAt, joinAt } from '../sources/address-view.ts'
import { type Errand as Errands, errandFields } from '../sources/errand.ts'
import { followHint, hintedAddress } from '../sources/hint.ts'
import { sourceButtonsAt } from '../sources/source-buttons.ts'
import { goStraight } from '../sources/to-provider.ts'
import { sentencesAt } from '../speak.ts'
import { keepSession, personAt, sessionSecret, shownPerson } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { goOn } from './choose-account.ts'
import { returnPath } from './return-path.ts'
import { showError, showExpired, shownApplication } from './show-outcome.ts'
import { type SignInProblem, type SignInView, signInPage } from './sign-in-page.ts'

/** What brought somebody here: an application's request, or a page of ours. */
interface Errand {
  readonly requestId: string | undefined
  readonly pending: Awaited<ReturnType<typeof findPending>>
  readonly person: Person | undefined
  /** The person who is signed in has to prove it once more. */
  readonly again: boolean
}

const errandOf = async (world: WebWorld, visit: Visit): Promise<Errand | 'expired' | 'nothing to do'> => {
  const requestId = visit.query.get('request')
  const person = await personAt(world, visit)
  if (requestId === undefined) {
    const again = visit.query.has('again')
    return person !== undefined && !again && !visit.query.has('another')
      ? 'nothing to do'
      : { requestId, pending: undefined, person, again: again && person !== undefined }
  }
  const pending = await findPending(world, visit.base, requestId, { browser: visit.knownBrowser() })
  if (pending === undefined) return 'expired'
  const step = await stepOf(world, pending, person)
  if (visit.query.has('another')) return { requestId, pending, person, again: false }
  // Who was sent to sign up may have an account already.
  if (step.step === 'sign-up') return { requestId, pending, person, again: false }
  if (step.step !== 'sign-in') return 'nothing to do'
  return { requestId, pending, person, again: step.again }
}

/** `GET /sign-in`. */
export const signIn = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const errand = await errandOf(world, visit)
  if (errand === 'expired') return showExpired(world, visit)
  if (errand === 'nothing to do') return leave(world, visit)
  if (errand.person === undefined && (await awaitsSetUp(world))) return showAwaiting(world, visit)
  const gone = errand.again ? undefined : await followHint(world, visit, errand)
  const { requestId, pending } = errand
  const bridge = pending?.application.bridge === true
  const straight =
    gone === undefined && !errand.again ? await goStraight(world, visit, { requestId, bridge }) : undefined
  return gone ?? straight ?? showSignIn(world, visit, errand, {})
}

/** `POST /sign-in`: name and password. */
export const signedIn = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const errand = await errandOf(world, visit)
  if (errand === 'expired') return showExpired(world, visit)
  const form = await visit.form()
  const identifier = form.typed('identifier')
  const password = form.get('password')
  // Somebody who signed in meanwhile in another tab may still send this page's form: it is a sign-in like any other.
  const seen = errand === 'nothing to do' ? undefined : errand
  // Where people only pass through, no password is asked for, and none is taken.
  if (seen?.pending?.application.bridge === true) return showSignIn(world, visit, seen, { status: 400 })
  if (identifier === '' || password === undefined) {
    return showSignIn(world, visit, seen, { identifier, problem: { kind: 'missing' }, status: 400 })
  }
  const attempt = await attemptSignIn(world, visit, identifier, password)
  if (attempt instanceof Busy) {
    const { retryAfter } = attempt
    return showSignIn(world, visit, seen, { identifier, problem: { kind: 'busy' }, status: 503, retryAfter })
  }
  if (!attempt.ok) {
    if (attempt.reason !== 'limited') {
      const { reason: kind } = attempt
      return showSignIn(world, visit, seen, { identifier, problem: { kind }, status: kind === 'wrong' ? 401 : 403 })
    }
    const { retryAfter } = attempt
    const problem: SignInProblem = { kind: 'limited', minutes: Math.max(1, Math.ceil(retryAfter / minutes(1))) }
    const shown = { identifier, problem, status: 429, retryAfter: Math.ceil(retryAfter / 1000) }
    return showSignIn(world, visit, seen, shown)
  }
  const started = await openSession(world, visit, attempt)
  if (started === undefined) {
    return showSignIn(world, visit, seen, { identifier, problem: { kind: 'wrong' }, status: 401 })
  }
  keepSession(visit, started.secret, started.session.endsAt - world.clock.now())
  if (seen?.pending !== undefined) await noteProgress(world, seen.pending.id, { provenAccountId: attempt.account.id })
  if (seen?.pending === undefined && attempt.account.usernameMadeUp === true) {
    return redirect(chooseUsernameHref(visit.query.get('to')))
  }
  return leave(world, visit, started.secret)
}

const attemptSignIn = async (
  world: WebWorld,
  visit: Visit,
  identifier: string,
  password: string,
): Promise<SignIn | Busy> => {
  try {
    const { address, userAgent } = visit
    return await signInWithPassword(world, { identifier, password, address, userAgent })
  } catch (error) {
    if (error instanceof Busy) return error
    throw error
  }
}

/** Somebody who proves again who they are goes on in their session; anybody else gets a new one, and the old one ends. */
const openSession = async (
  world: WebWorld,
  visit: Visit,
  { account, amr, proof }: Extract<SignIn, { ok: true }>,
): Promise<Started | undefined> => {
  const secret = sessionSecret(visit)
  const person = await personAt(world, visit)
  if (secret !== undefined && person?.account.id === account.id) {
    return confirmSession(world, secret, { amr, proof })
  }
  const { address, userAgent } = visit
  return startSession(world, { account, amr, address, userAgent, proof, replaces: secret })
}

/** On to what the person came for. */
const leave = async (world: WebWorld, visit: Visit, secret?: string): Promise<Response> => {
  const requestId = visit.query.get('request')
  return requestId === undefined ? redirect(returnPath(visit.query.get('to'))) : goOn(world, visit, requestId, secret)
}

interface Shown {
  readonly identifier?: string
  readonly problem?: SignInProblem
  readonly status?: number
  /** Seconds. */
  readonly retryAfter?: number | undefined
}

const showSignIn = async (
  world: WebWorld,
  visit: Visit,
  errand: Errand | undefined,
  { identifier, problem, status = 200, retryAfter }: Shown,
): Promise<Response> => {
  const { brand } = await world.look()
  const { pending, person, again = false, requestId } = errand ?? {}
  if (pending?.application.bridge === true && (await findFediverse(world)) === undefined) {
    // A password would lead nowhere.
    return showError(world, visit, 503, { code: 'fediverse_off', application: shownApplication(pending.application) })
  }
  const elsewhere = await waysElsewhere(world, visit, errand, problem !== undefined)
  const view: SignInView = {
    ...elsewhere.view,
    formToken: formToken(world, visit),
    application: pending && shownApplication(pending.application),
    identifier:
      identifier ?? (again ? person?.account.username : (pending?.request.loginHint ?? visit.query.get('as'))),
    problem,
    signUpHref: again || pending?.application.bridge === true ? undefined : await signUpHref(world, visit),
    forgottenHref: world.mailer === undefined ? undefined : '/forgot',
    passwordSet: problem === undefined && visit.query.has('set'),
    confirm:
      again && person !== undefined
        ? {
            person: shownPerson(person.account),
            why: pending === undefined ? 'change' : 'application',
            elsewhereHref: requestId === undefined ? undefined : `/sign-in?request=${requestId}&another=yes`,
            ...elsewhere.proofs,
          }
        : undefined,
  }
  const sentences = sentencesAt(visit, { uiLocales: pending?.request.uiLocales })
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  return page(signInPage(view, sentences, brand), { formsLeave: true, status, headers })
}

interface Elsewhere {
  readonly view?: Pick<SignInView, 'address' | 'passwordHref' | 'addressHref' | 'sources'>
  readonly proofs?: Pick<NonNullable<SignInView['confirm']>, 'places' | 'providers' | 'passwordless' | 'errand'>
}

/** What sources add to the page: the field that leads, a button for each provider, or where to prove it once more. */
const waysElsewhere = async (
  world: WebWorld,
  visit: Visit,
  errand: Errand | undefined,
  mistaken: boolean,
): Promise<Elsewhere> => {
  const { pending, person, again = false, requestId } = errand ?? {}
  const bridge = pending?.application.bridge === true
  const wanted: Errands = { requestId, to: visit.query.get('to') }
  if (again && person !== undefined) return { proofs: await proofsElsewhere(world, visit, { person, wanted, bridge }) }
  // Whoever wants to be somebody else is asked by their server who they are, instead of coming back as before.
  const afresh = visit.query.has('another')
  const [fediverse, sources] = await Promise.all([
    findFediverse(world),
    bridge ? undefined : sourceButtonsAt(world, visit, wanted, { afresh }),
  ])
  if (fediverse === undefined) return { view: { sources } }
  const hrefWith = (password: boolean): string => {
    const query = new URLSearchParams(visit.url.search)
    for (const name of ['with', 'as', 'set']) query.delete(name)
    if (password) query.set('with', 'password')
    return `/sign-in${query.size === 0 ? '' : `?${query}`}`
  }
  const withPassword = !bridge && (mistaken || visit.query.get('with') === 'password' || visit.query.has('set'))
  if (withPassword) return { view: { addressHref: hrefWith(false), sources } }
  const join = await joinAt(world, pending?.application)
  const address = await addressViewAt(world, visit, wanted, { value: hintedAddress(pending), afresh, join })
  return { view: { address, sources, passwordHref: bridge ? undefined : hrefWith(true) } }
}

/** Where somebody who is known can prove it once more: whoever of theirs is switched on. */
const proofsElsewhere = async (
  world: WebWorld,
  visit: Visit,
  { person, wanted, bridge }: { readonly person: Person; readonly wanted: Errands; readonly bridge: boolean },
): Promise<NonNullable<Elsewhere['proofs']>> => {
  const { id } = person.account
  const errand = { ...wanted, again: id }
  const [all, password, fediverse, askable] = await Promise.all([
    identitiesOf(world, id),
    hasPassword(world, id),
    findFediverse(world),
    canBeAsked(world, id),
  ])
  const providers = await sourceButtonsAt(world, visit, errand, {
    only: new Set(all.map(({ sourceId }) => sourceId)),
    afresh: true,
  })
  const places = (fediverse === undefined ? [] : all)
    .filter(({ sourceId }) => sourceId === fediverseId)
    // Where something else asks, what lets everybody through is no proof; where people only pass through, there is nothing else.
    .filter((kept) => bridge || !askable || asksEverybody(profileOf(kept).software))
    .map((kept) => ({
      host: kept.host ?? kept.sourceId,
      address: handleOf({ subject: kept.subject, profile: profileOf(kept) }),
      unasked: !asksEverybody(profileOf(kept).software),
    }))
  const passwordless = (places.length > 0 || providers !== undefined) && (bridge || !password)
  return { places, providers, passwordless, errand: errandFields(errand) }
}
