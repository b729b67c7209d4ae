import { domainsOf, fediverse, identitiesOf, profileOf } from '../../accounts/identities/identity.ts'
import { ruleFor, rulesOf } from '../../accounts/identities/newcomers.ts'
import type { Person } from '../../accounts/sessions/sessions.ts'
import { type Application, findApplication, findByClientId } from '../../applications/application.ts'
import { entrantFor } from '../../applications/entrant.ts'
import { findGrant } from '../../applications/grants.ts'
import { issuerOf } from '../../applications/issuer.ts'
import { findHandle } from '../../applications/known-as/introduce.ts'
import { isKnownAs } from '../../applications/known-as/subject.ts'
import { event } from '../../events/event.ts'
import { nextStep, type PromptError, type Situation, type Step } from '../../flow/next-step.ts'
import type { Form } from '../../lib/forms.ts'
import { Missing } from '../../storage/storage.ts'
import { findClient } from '../find-client.ts'
import { readHint } from '../id-token.ts'
import { OAuthError } from '../oauth-error.ts'
import type { ProtocolWorld, Visitor } from '../world.ts'
import { issueCode } from './issue-code.ts'
import { type Outcome, refuse, sendError, showMistake } from './outcome.ts'
import { type Parameters, parseParameters } from './parameters.ts'
import { askedOf, requestOf } from './request.ts'
import { codeResponse } from './response.ts'
import { sentToApplication } from './sent-to-application.ts'
import { shownToPerson } from './shown-to-person.ts'
import { findWaiting, keepWaiting, type Waiting } from './waiting.ts'

/** A request on its way to an answer; `id` once it is kept. */
type Pending = Pick<Waiting, 'request' | 'progress' | 'createdAt'> & {
  readonly id: string | undefined
  readonly application: Application
  readonly issuer: string
}

/** Answers an authorization request (RFC 6749 section 4.1.1), as far as that goes without asking the person anything. */
export const authorize = async (
  world: ProtocolWorld,
  base: string,
  form: Form,
  visitor: Visitor & { readonly browser: string },
): Promise<Outcome> => {
  const parameters = parseParameters(form)
  const { clientId = '' } = parameters
  const { application, mistake: unfound } = await findClient(world, clientId, visitor)
  const mistake = unfound ?? shownToPerson(parameters, application)
  if (mistake !== undefined) return showMistake(world, mistake, application, visitor)
  if (application === undefined) return showMistake(world, { code: 'client_id_missing' }, undefined, visitor)

  const issuer = issuerOf(base, application)
  const hint = await hintOf(world, issuer, parameters)
  const request = requestOf(parameters, application, hint === 'invalid' ? undefined : hint)
  const error = sentToApplication(parameters, application) ?? (hint === 'invalid' ? hintError() : undefined)
  if (error !== undefined) return sendError(world, { issuer, application, request }, error, visitor)

  const createdAt = world.clock.now()
  const pending = { id: undefined, application, issuer, request, progress: {}, createdAt }
  return advance(world, pending, visitor, async (step) => {
    const requestId = await keepWaiting(world, { applicationId: application.id, request, browser: visitor.browser })
    return { kind: 'step', step, requestId }
  })
}

/** Goes on with a kept request after a step. Undefined when there is no such request for this browser any more. */
export const proceed = async (
  world: ProtocolWorld,
  base: string,
  requestId: string,
  visitor: Visitor,
): Promise<Outcome | undefined> => {
  const pending = await findPending(world, base, requestId, visitor)
  if (pending === undefined) return undefined
  try {
    return await advance(world, pending, visitor, async (step) => ({ kind: 'step', step, requestId }))
  } catch (error) {
    // The same form was sent twice: the other one has answered.
    if (error instanceof Missing) return undefined
    throw error
  }
}

type Asking = Extract<Outcome, { kind: 'step' }>['step']

/** As far as it goes without asking. Whoever signed out in this very moment is nobody, and is asked who they are. */
const advance = async (
  world: ProtocolWorld,
  pending: Pending,
  visitor: Visitor,
  ask: (step: Asking) => Promise<Outcome>,
): Promise<Outcome> => {
  const step = await stepOf(world, pending, visitor.person)
  if (step.step !== 'answer' && step.step !== 'error' && step.step !== 'refuse') return ask(step.step)
  try {
    return await settle(world, pending, step, visitor)
  } catch (error) {
    if (!(error instanceof Missing && error.kind === 'sessions')) throw error
    return advance(world, pending, { ...visitor, person: undefined }, ask)
  }
}

/** The person said no: the application is told so, and the request is over. */
export const deny = async (
  world: ProtocolWorld,
  base: string,
  requestId: string,
  visitor: Visitor,
): Promise<Outcome | undefined> => {
  const pending = await findPending(world, base, requestId, visitor)
  if (pending === undefined) return undefined
  const { address, userAgent, person } = visitor
  const about = { applicationId: pending.application.id, accountId: person?.account.id, address, userAgent }
  const taken = await world.storage.take('requests', pending.id, () => [
    event(world, 'consent.denied', { outcome: 'refused', ...about }),
  ])
  if (taken === undefined) return undefined
  return sendError(world, pending, new OAuthError('access_denied', promptErrors.access_denied), visitor)
}

/** A kept request with its application, for the browser it belongs to. */
export const findPending = async (
  world: ProtocolWorld,
  base: string,
  requestId: string,
  visitor: Pick<Visitor, 'browser'>,
): Promise<(Pending & { readonly id: string }) | undefined> => {
  const waiting = await findWaiting(world, requestId, visitor.browser)
  const application = waiting === undefined ? undefined : await findApplication(world, waiting.applicationId)
  if (waiting === undefined || application === undefined || application.disabledAt !== undefined) return undefined
  return { ...waiting, application, issuer: issuerOf(base, application) }
}

/** What a request waits for, with this person at the browser. */
export const stepOf = async (world: ProtocolWorld, pending: Pending, person: Person | undefined): Promise<Step> => {
  const { application, request, progress, createdAt } = pending
  const ways = person === undefined ? undefined : await cameHow(world, application, person)
  return nextStep({
    requestedAt: createdAt,
    asked: askedOf(request),
    progress,
    application,
    person: person && {
      accountId: person.account.id,
      subject: await hintedOr(world, pending, person.account.id),
      authTime: person.session.authTime,
      usernameMadeUp: person.account.usernameMadeUp,
      entrant: await entrantFor(world, application, person.account, person.session),
      ...ways?.person,
    },
    newcomers: ways?.newcomers,
    grantedScopes:
      person === undefined || application.consent === 'implicit'
        ? undefined
        : (await findGrant(world, person.account.id, application.id))?.scopes,
  })
}

/** What the steps ask of people from elsewhere, and of those without an address; looked up where it can make a difference. */
const cameHow = async (
  world: ProtocolWorld,
  application: Application,
  { account, session }: Person,
): Promise<Pick<Situation, 'newcomers'> & { readonly person: Partial<Situation['person']> }> => {
  const mayBeNew = account.cameBy !== undefined
  const missing = account.email === undefined && application.missingEmail !== 'none'
  if (!mayBeNew && !missing && !application.bridge) return { newcomers: undefined, person: {} }
  const [identities, fromFediverse, handle] = await Promise.all([
    mayBeNew || application.bridge ? identitiesOf(world, account.id) : [],
    missing && application.missingEmail === 'placeholder' ? rulesOf(world, fediverse) : undefined,
    mayBeNew ? findHandle(world, application.id, account.id) : undefined,
  ])
  // By what they came in this time, or else at first: each source says for itself whom it brings.
  const came = identities.find(({ id }) => id === session.identityId) ?? identities[0]
  const rules = mayBeNew ? await rulesOf(world, came?.sourceId ?? fediverse) : undefined
  const domains = identities.flatMap((row) => domainsOf({ host: row.host, profile: profileOf(row) }))
  return {
    newcomers: rules && ruleFor(rules.newcomers, application),
    person: {
      newcomer: mayBeNew && handle === undefined ? { domains, invited: account.cameBy === 'invitation' } : undefined,
      inFediverse: identities.some(({ sourceId }) => sourceId === fediverse),
      withoutEmail: missing
        ? {
            provable: world.mailer !== undefined && !account.managed,
            placeholder: fromFediverse?.placeholder !== undefined,
            provenAt: session.provenAt,
          }
        : undefined,
    },
  }
}

/** The hinted subject, when it is what the application that it comes from knows this person as. */
const hintedOr = async (world: ProtocolWorld, pending: Pending, accountId: string): Promise<string> => {
  const { hintedSubject, hintedBy } = pending.request
  if (hintedSubject === undefined) return accountId
  const by = hintedBy === undefined ? pending.application : await findByClientId(world, hintedBy)
  const known = by !== undefined && (await isKnownAs(world, by, accountId, hintedSubject))
  return known ? hintedSubject : accountId
}

const settle = async (
  world: ProtocolWorld,
  pending: Pending,
  step: Extract<Step, { step: 'answer' | 'error' | 'refuse' }>,
  visitor: Visitor,
): Promise<Outcome> => {
  const { application, issuer, request } = pending
  if (step.step === 'refuse') return refuse(world, application, step, visitor)
  if (step.step === 'error' || visitor.person === undefined) {
    const error = step.step === 'error' ? step.error : 'login_required'
    if (pending.id !== undefined) await world.storage.remove('requests', pending.id)
    return sendError(world, pending, new OAuthError(error, promptErrors[error]), visitor)
  }
  const answered = { application, request, person: visitor.person, waitingId: pending.id }
  const code = await issueCode(world, answered, visitor)
  return { kind: 'respond', response: codeResponse(request, issuer, code), application }
}

const promptErrors: Readonly<Record<PromptError, string>> = {
  login_required: 'the person has to sign in first',
  consent_required: 'the person has to agree first',
  account_selection_required: 'the person has to choose an account first',
  interaction_required: 'the person has to be asked something first',
  access_denied: 'the person did not agree, or may not enter',
}

const hintError = (): OAuthError => new OAuthError('invalid_request', 'id_token_hint is not an ID token of ours')

const hintOf = async (world: ProtocolWorld, issuer: string, { idTokenHint }: Parameters) => {
  if (idTokenHint === undefined) return undefined
  return (await readHint(world.keyring, issuer, idTokenHint)) ?? ('invalid' as const)
}
