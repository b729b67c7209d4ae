import type { NewcomersRule } from '../../../src/accounts/identities/newcomers.ts'
import type { Entrant } from '../../../src/applications/access.ts'
import { type Application, defaultDetails } from '../../../src/applications/application.ts'
import type { Prompt, Situation, Step, WithoutEmail } from '../../../src/flow/next-step.ts'
import { minutes } from '../../../src/lib/clock.ts'

export const requestedAt = Date.UTC(2026, 0, 2, 3, 4, 5)
export const web = 'https://app.example.org/callback'
export const loopback = 'http://127.0.0.1:7000/cb'
export const ownScheme = 'app.immich:///oauth-callback'

const application = (details: Partial<Application> = {}): Application => ({
  ...defaultDetails,
  id: 'notes-id',
  slug: 'notes',
  clientId: 'notes',
  name: 'Notes',
  managed: false,
  createdAt: 0,
  updatedAt: 0,
  ...details,
})

/** Alice, who is nothing but in these groups. */
export const inGroups = (groupIds: readonly string[]): Entrant => ({
  ...{ accountId: 'alice', groupIds, sources: [], domains: [], expressions: new Map() },
})

/** A situation as the tables below name it; what is left out is the plainest there is. */
export interface Told {
  readonly prompts?: readonly Prompt[]
  readonly maxAge?: number
  readonly hint?: 'alice' | 'bob'
  readonly scopes?: readonly string[]
  readonly redirectUri?: string
  readonly who?: 'alice' | 'nobody'
  /** How long ago alice proved who she is, in ms. */
  readonly proved?: number
  readonly groups?: readonly string[]
  readonly madeUp?: true
  /** An account that began elsewhere comes here for the first time. */
  readonly newcomer?: { readonly domains: readonly string[]; readonly invited: boolean }
  readonly newcomers?: NewcomersRule
  readonly inFediverse?: boolean
  readonly withoutEmail?: WithoutEmail
  readonly done?: Situation['progress']
  readonly application?: Partial<Application>
  readonly granted?: readonly string[]
}

export const situation = (told: Told): Situation => ({
  requestedAt,
  asked: {
    prompts: told.prompts ?? [],
    maxAge: told.maxAge,
    hintedSubject: told.hint && `${told.hint}-sub`,
    scopes: told.scopes ?? ['openid', 'email'],
    redirectUri: told.redirectUri ?? web,
  },
  progress: told.done ?? {},
  application: application(told.application),
  person:
    told.who === 'nobody'
      ? undefined
      : {
          accountId: 'alice',
          subject: 'alice-sub',
          authTime: requestedAt - (told.proved ?? minutes(5)),
          entrant: inGroups(told.groups ?? []),
          usernameMadeUp: told.madeUp,
          newcomer: told.newcomer,
          inFediverse: told.inFediverse,
          withoutEmail: told.withoutEmail,
        },
  newcomers: told.newcomers,
  grantedScopes: told.granted,
})

export const brief = (step: Step): string => {
  if (step.step === 'sign-in') return step.again ? 'sign-in again' : 'sign-in'
  if (step.step === 'error') return step.error
  return step.step === 'refuse' ? `refuse ${step.reason}` : step.step
}

export const byAlice = { provenAccountId: 'alice' }
export const asked = { consent: 'explicit' } as const
export const unasked = { consent: 'implicit' } as const
