import type { Person } from '../../accounts/sessions/sessions.ts'
import type { Application } from '../../applications/application.ts'
import { event } from '../../events/event.ts'
import { seconds, type Time } from '../../lib/clock.ts'
import { hashTimedSecret, newTimedSecret } from '../../lib/secret.ts'
import type { Row } from '../../storage/records.ts'
import { adding, expecting, removing } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import type { Visitor } from '../world.ts'
import type { AuthorizationRequest } from './request.ts'

const codeLifetime: Time = seconds(60)

/** What a code stands for: the request it answers and the sign-in behind it. */
export interface CodeContents {
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly nonce?: string | undefined
  readonly codeChallenge?: string | undefined
  readonly signIn: SignIn
}

/** The sign-in that tokens stem from. */
export interface SignIn {
  readonly authTime: Time
  readonly amr: readonly string[]
  readonly acr?: string | undefined
  /** Who the person signed in as, elsewhere. */
  readonly identityId?: string | undefined
  readonly sessionPublicId: string
}

export interface Answered {
  readonly application: Application
  readonly request: AuthorizationRequest
  readonly person: Person
  /** The kept request that this answers, if it was kept. */
  readonly waitingId: string | undefined
}

/**
 * Issues an authorization code. Throws `Missing`: of `requests` when the kept request has been answered already, of `sessions` when the
 * person has signed out since they were looked at, and a code would outlive what ends with a session.
 */
export const issueCode = async (world: World, answered: Answered, visitor: Visitor): Promise<string> => {
  const { application, request, person, waitingId } = answered
  const now = world.clock.now()
  const code = newTimedSecret(world.random, 'code', now)
  const contents: CodeContents = {
    redirectUri: request.redirectUri,
    scopes: request.scopes,
    nonce: request.nonce,
    codeChallenge: request.codeChallenge,
    signIn: {
      authTime: person.session.authTime,
      amr: person.session.amr,
      acr: person.session.acr,
      identityId: person.session.identityId,
      sessionPublicId: person.session.publicId,
    },
  }
  await world.storage.atomically([
    expecting('sessions', person.session.id, {}),
    ...(waitingId === undefined ? [] : [expecting('requests', waitingId, {}), removing('requests', waitingId)]),
    adding('codes', {
      id: hashTimedSecret(code),
      applicationId: application.id,
      accountId: person.account.id,
      sessionId: person.session.publicId,
      request: contents,
      expiresAt: now + codeLifetime,
    }),
    event(world, 'authorization.answered', {
      accountId: person.account.id,
      applicationId: application.id,
      address: visitor.address,
      userAgent: visitor.userAgent,
      data: { scopes: request.scopes },
    }),
  ])
  return code
}

/** What is in the record was written by `issueCode`. */
export const contentsOf = (row: Row<'codes'>): CodeContents => row.request as CodeContents
