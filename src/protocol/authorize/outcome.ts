import type { AccessRule } from '../../applications/access.ts'
import type { Application } from '../../applications/application.ts'
import { event } from '../../events/event.ts'
import type { EntryRefusal } from '../../flow/next-step.ts'
import { hours } from '../../lib/clock.ts'
import { newReadableCode } from '../../lib/ids.ts'
import { bucketOfAddress } from '../../limits/address.ts'
import { allow } from '../../limits/limit.ts'
import type { OAuthError } from '../oauth-error.ts'
import type { ProtocolWorld, Visitor } from '../world.ts'
import type { AuthorizationRequest } from './request.ts'
import { type AuthorizationResponse, errorResponse } from './response.ts'
import type { Mistake } from './shown-to-person.ts'

/** What a person is asked, each on a page of this name. */
type Asking = 'sign-in' | 'sign-up' | 'choose-account' | 'choose-username' | 'prove-email' | 'consent'

/** What a browser that came to `/authorize`, or has done a step, is to be told. */
export type Outcome =
  | { readonly kind: 'respond'; readonly response: AuthorizationResponse; readonly application: Application }
  /**
   * A page that names the mistake; `reference` is what the person can hand to the administrator. There is none, and nothing
   * is written down, once somebody makes mistakes by the hundred.
   */
  | {
      readonly kind: 'mistake'
      readonly mistake: Mistake
      readonly application: Application | undefined
      readonly reference: string | undefined
    }
  | {
      readonly kind: 'refused'
      readonly reason: EntryRefusal
      readonly application: Application
      readonly reference: string
    }
  /** `requestId` is a secret of this browser's. */
  | { readonly kind: 'step'; readonly step: Asking; readonly requestId: string }

/** Tells the application that its request came to nothing; the audit log too, unless that has heard it by the hundred. */
export const sendError = async (
  world: ProtocolWorld,
  to: { issuer: string; application: Application; request: AuthorizationRequest },
  error: OAuthError,
  visitor: Visitor,
): Promise<Outcome> => {
  const { issuer, application, request } = to
  if (await isWorthALine(world, visitor, 'errors'))
    await note(world, visitor, application, undefined, { error: error.code, description: error.description })
  return { kind: 'respond', response: errorResponse(request, issuer, error), application }
}

/** So many from one address are written down in an hour: anybody can send them, and each would be kept for months. */
const mostMistakes = { most: 100, window: hours(1) }

const isWorthALine = async (
  world: ProtocolWorld,
  { address }: Visitor,
  what: 'mistakes' | 'errors',
): Promise<boolean> => (await allow(world, { key: `${what} ${bucketOfAddress(address)}`, ...mostMistakes })).allowed

/** Tells the person about a mistake that must not leave this site. */
export const showMistake = async (
  world: ProtocolWorld,
  mistake: Mistake,
  application: Application | undefined,
  visitor: Visitor,
): Promise<Outcome> => {
  if (!(await isWorthALine(world, visitor, 'mistakes')))
    return { kind: 'mistake', mistake, application, reference: undefined }
  const reference = newReadableCode(world.random)
  await note(world, visitor, application, reference, {
    error: mistake.code,
    ...(mistake.code === 'redirect_uri_mismatch' ? { sent: mistake.sent.slice(0, 500) } : {}),
    ...('clientId' in mistake ? { clientId: mistake.clientId.slice(0, 100) } : {}),
    ...('problem' in mistake ? { problem: mistake.problem } : {}),
  })
  return { kind: 'mistake', mistake, application, reference }
}

/** Tells the person that they may not enter. The rules that shut them out are written down as they are now: they may be others tomorrow. */
export const refuse = async (
  world: ProtocolWorld,
  application: Application,
  { reason, unmet }: { readonly reason: EntryRefusal; readonly unmet?: readonly AccessRule[] },
  visitor: Visitor,
): Promise<Outcome> => {
  const reference = newReadableCode(world.random)
  const { match } = application.accessRules
  const rules = unmet?.slice(0, 20).map(({ kind, value, negate }) => ({ kind, value: value.slice(0, 500), negate }))
  const data = { error: reason, ...(rules === undefined ? {} : { match, rules }) }
  await note(world, visitor, application, reference, data)
  return { kind: 'refused', reason, application, reference }
}

const note = (
  world: ProtocolWorld,
  visitor: Visitor,
  application: Application | undefined,
  code: string | undefined,
  data: Readonly<Record<string, unknown>>,
): Promise<void> =>
  world.storage.atomically([
    event(world, 'authorization.refused', {
      outcome: 'refused',
      accountId: visitor.person?.account.id,
      applicationId: application?.id,
      code,
      address: visitor.address,
      userAgent: visitor.userAgent,
      data,
    }),
  ])
