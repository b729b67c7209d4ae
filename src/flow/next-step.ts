import {
  type NewcomerFacts,
  type NewcomerRefusal,
  type NewcomersRule,
  refuseNewcomer,
} from '../accounts/identities/newcomers.ts'
import { type Access, type AccessRule, decideAccess, type Entrant } from '../applications/access.ts'
import type { Application } from '../applications/application.ts'
import { minutes, seconds, type Time } from '../lib/clock.ts'

/** What an application asked for that has a bearing on the steps. */
export interface Asked {
  readonly prompts: readonly Prompt[]
  /** Seconds since the person last proved who they are, at most. */
  readonly maxAge?: number | undefined
  /** The subject an `id_token_hint` names. */
  readonly hintedSubject?: string | undefined
  readonly scopes: readonly string[]
  readonly redirectUri: string
}

export const prompts = ['none', 'login', 'consent', 'select_account', 'create'] as const
export type Prompt = (typeof prompts)[number]
export const isPrompt = (text: string): text is Prompt => (prompts as readonly string[]).includes(text)

/** What has been done for this one request so far; it is stored with it. */
export interface Progress {
  /** The account whose person proved who they are for this request. Noted and not timed: clocks of two nodes differ. */
  readonly provenAccountId?: string
  /** The account that was picked in the chooser. */
  readonly chosenAccountId?: string
  /** The account whose person agreed to exactly what is asked. */
  readonly consentedAccountId?: string
  /** The address that the application hinted at has been followed: once, so that whoever comes back without having signed in can choose. */
  readonly hintFollowed?: boolean
}

export interface Situation {
  readonly requestedAt: Time
  readonly asked: Asked
  readonly progress: Progress
  readonly application: Application
  /** Who is signed in at this browser. */
  readonly person?:
    | {
        readonly accountId: string
        /** What this application knows the account as. */
        readonly subject: string
        readonly authTime: Time
        /** As the application's rules look at them. */
        readonly entrant: Entrant
        /** The username was made up for them, and applications would keep it for ever. */
        readonly usernameMadeUp?: boolean | undefined
        /** They come here for the first time, with an account that began with a sign-in from elsewhere. */
        readonly newcomer?: NewcomerFacts | undefined
        /** They are somebody in the fediverse. */
        readonly inFediverse?: boolean | undefined
        /** They have no address. */
        readonly withoutEmail?: WithoutEmail | undefined
      }
    | undefined
  /** Which newcomers are taken in, as the application or else the installation says. */
  readonly newcomers?: NewcomersRule | undefined
  /** The scopes this person allowed this application earlier. */
  readonly grantedScopes?: readonly string[] | undefined
}

export interface WithoutEmail {
  /** A mail can reach them, and their account is theirs to change. */
  readonly provable: boolean
  /** The operator has a domain under which they can be given one. */
  readonly placeholder: boolean
  /** When they last proved who they are by something that asks, where what they came in by does not: see `provenAt` of a session. */
  readonly provenAt?: Time | undefined
}

/** Why somebody may not enter; each has its sentence. */
export type EntryRefusal =
  | Extract<Access, { allowed: false }>['reason']
  | NewcomerRefusal
  /** People only pass through there, and this account is kept here. */
  | 'fediverse_only'
  | 'no_email'

/** What the person is to do next, or what there is to say to the application. */
export type Step =
  | { readonly step: 'sign-in'; readonly again: boolean }
  | { readonly step: 'sign-up' }
  | { readonly step: 'choose-account' }
  | { readonly step: 'choose-username' }
  | { readonly step: 'prove-email' }
  | { readonly step: 'consent' }
  | { readonly step: 'refuse'; readonly reason: EntryRefusal; readonly unmet?: readonly AccessRule[] }
  | { readonly step: 'answer' }
  | { readonly step: 'error'; readonly error: PromptError }

/** OpenID Connect Core section 3.1.2.6. */
export type PromptError =
  | 'login_required'
  | 'consent_required'
  | 'account_selection_required'
  | 'interaction_required'
  | 'access_denied'

/**
 * A sign-in's next step, from what is stored and nothing else. No step ever routes to another: each does its one thing, stores it,
 * and asks here again; so no step can be skipped by posting to a later one.
 */
export const nextStep = (situation: Situation): Step => {
  const step = stepFor(situation)
  return situation.asked.prompts.includes('none') ? withoutAsking(step) : step
}

const stepFor = (situation: Situation): Step => {
  const { asked, application, person, progress, newcomers } = situation
  if (person === undefined) {
    // Initiating User Registration via OpenID Connect 1.0, section 4.1: instead of signing in, so not of somebody who is,
    // and not where no account is kept.
    return asked.prompts.includes('create') && !application.bridge
      ? { step: 'sign-up' }
      : { step: 'sign-in', again: false }
  }

  const provenForThis = progress.provenAccountId === person.accountId
  if (asked.hintedSubject !== undefined && asked.hintedSubject !== person.subject) {
    // Somebody else than the application expects. Once they have signed in for this request, that is the answer.
    return provenForThis ? { step: 'error', error: 'login_required' } : { step: 'sign-in', again: false }
  }
  if (asked.prompts.includes('select_account') && progress.chosenAccountId !== person.accountId && !provenForThis) {
    return { step: 'choose-account' }
  }
  if (!provenForThis && mustProve(situation, person.authTime)) return { step: 'sign-in', again: true }

  const access = decideAccess(application, person.entrant)
  if (!access.allowed) return { step: 'refuse', reason: access.reason, unmet: access.unmet }

  if (application.bridge && person.inFediverse !== true) {
    return provenForThis ? { step: 'refuse', reason: 'fediverse_only' } : { step: 'sign-in', again: false }
  }
  const refusal = newcomers && person.newcomer && refuseNewcomer(newcomers, person.newcomer)
  if (refusal !== undefined) return { step: 'refuse', reason: refusal }

  // Whoever only passes through is not called anything here.
  if (person.usernameMadeUp === true && !application.bridge) return { step: 'choose-username' }
  const email = emailStep(situation, person)
  if (email !== undefined) return email
  return mustAsk(situation, person.accountId) ? { step: 'consent' } : { step: 'answer' }
}

/** `prompt=login`, or `max_age=0`, which is the same: whoever comes is to be asked, here or where they come from. */
export const wantsNewProof = ({ prompts, maxAge }: Pick<Asked, 'prompts' | 'maxAge'>): boolean =>
  prompts.includes('login') || maxAge === 0

/** That, or a proof older than `max_age` when it was asked (Core section 3.1.2.1). */
const mustProve = ({ asked, requestedAt }: Situation, authTime: Time): boolean =>
  wantsNewProof(asked) || (asked.maxAge !== undefined && authTime < requestedAt - seconds(asked.maxAge))

/** An address opens an account: a thief would give theirs, so it is taken only from somebody who has just proved who they are. */
const emailFreshFor = minutes(15)

/** What an application that asks for an address wants to be done about somebody who has none. */
const emailStep = (
  { asked, application, progress, requestedAt }: Situation,
  { accountId, authTime, withoutEmail }: NonNullable<Situation['person']>,
): Step | undefined => {
  if (withoutEmail === undefined || !asked.scopes.includes('email')) return undefined
  const refusal: Step = { step: 'refuse', reason: 'no_email' }
  switch (application.missingEmail) {
    case 'none':
      return undefined
    case 'refuse':
      return refusal
    case 'placeholder':
      return withoutEmail.placeholder ? undefined : refusal
    case 'ask': {
      if (!withoutEmail.provable) return refusal
      const { provenAt = requestedAt } = withoutEmail
      if (provenAt < requestedAt - emailFreshFor) return application.bridge ? refusal : { step: 'sign-in', again: true }
      const fresh = progress.provenAccountId === accountId || authTime >= requestedAt - emailFreshFor
      return fresh ? { step: 'prove-email' } : { step: 'sign-in', again: true }
    }
  }
}

const mustAsk = ({ asked, application, progress, grantedScopes }: Situation, accountId: string): boolean => {
  if (progress.consentedAccountId === accountId) return false
  // Nobody here has looked at it, and its domain may be another's by now.
  if (application.published !== undefined) return true
  if (asked.prompts.includes('consent') || !isProven(application, asked.redirectUri)) return true
  if (application.consent === 'implicit') return false
  return grantedScopes === undefined || asked.scopes.some((scope) => !grantedScopes.includes(scope))
}

/**
 * Whether the answer can only reach this very application. Any program on somebody's machine can pose as a public one there, so what the
 * operator trusts, or the person allowed before, says nothing about who asks now (RFC 8252 section 8.6).
 */
const isProven = (application: Application, redirectUri: string): boolean =>
  application.confidential || redirectUri.startsWith('https:')

const withoutAsking = (step: Step): Step => {
  switch (step.step) {
    case 'sign-in':
    case 'sign-up':
      return { step: 'error', error: 'login_required' }
    case 'choose-account':
      return { step: 'error', error: 'account_selection_required' }
    case 'choose-username':
    case 'prove-email':
      return { step: 'error', error: 'interaction_required' }
    case 'consent':
      return { step: 'error', error: 'consent_required' }
    case 'refuse':
      return { step: 'error', error: 'access_denied' }
    default:
      return step
  }
}
