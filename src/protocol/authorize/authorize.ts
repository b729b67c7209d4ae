import { issuerOf } from '../../applications/issuer.ts'
import { event } from '../../events/event.ts'
import type { PromptError, Step } from '../../flow/next-step.ts'
import type { Form } from '../../lib/forms.ts'
import { Missing } from '../../storage/storage.ts'
import { findClient } from '../find-client.ts'
import { readHint } from '../id-token.ts'
import { OAuthError } from '../oauth-error.ts'
import type { ProtocolWorld, Visitor } from '../world.ts'
import { issueCode } from './issue-code.ts'
import { type Outcome, refuse, sendError, showMistake } from './outcome.ts'
import { type Parameters, parseParameters } from './parameters.ts'
import { findPending, type Pending } from './pending.ts'
import { requestOf } from './request.ts'
import { codeResponse } from './response.ts'
import { sentToApplication } from './sent-to-application.ts'
import { shownToPerson } from './shown-to-person.ts'
import { stepOf } from './step-of.ts'
import { keepWaiting } from './waiting.ts'

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
