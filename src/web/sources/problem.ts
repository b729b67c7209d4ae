import type { ArrivalRefusal } from '../../accounts/identities/decide-arrival.ts'
import { minutes, type Time } from '../../lib/clock.ts'
import type { Sentences } from '../../locales/sentences.ts'
import type { SourceProblem } from '../../sources/source.ts'

/** Why nobody got anywhere: what a source says, and what we say ourselves. */
export type Problem =
  | SourceProblem
  | { readonly code: 'missing' }
  /** `retryAfter` is a moment. */
  | { readonly code: 'too_many'; readonly retryAfter: Time }
  /** The person who is signed in was to come back, and somebody else did. */
  | { readonly code: 'other_person'; readonly place: string }
  /** They are who they say, and are not taken in. */
  | { readonly code: ArrivalRefusal; readonly place: string }

/** What happened, and what there is to do about it. Of a provider, which nobody types, some of it is said otherwise than of a server. */
export const problemSentence = (
  problem: Problem,
  { fediverse, openid }: Sentences,
  now: Time,
  from: 'fediverse' | 'openid' = 'fediverse',
): string => {
  const { problems } = fediverse
  const theirs = openid.problems
  switch (problem.code) {
    case 'missing':
    case 'bad_address':
    case 'email':
    case 'not_invited':
    case 'not_linked':
    case 'disabled':
    case 'awaiting':
      return problems[problem.code]
    case 'too_many':
      return problems.too_many({ minutes: minutesUntil(problem.retryAfter, now) })
    case 'limited':
      return problems.limited({ place: problem.place, minutes: minutesUntil(problem.retryAfter, now) })
    case 'unsupported':
      return problems.unsupported(problem)
    case 'denied_server':
      return problems.denied_server(problem)
    case 'account_state':
      return problems[problem.state](problem)
    case 'incomplete':
      return theirs.incomplete(problem)
    case 'unreachable':
    case 'unproven':
    case 'forgotten':
    case 'not_afresh':
      return from === 'openid' ? theirs[problem.code](problem) : problems[problem.code](problem)
    case 'not_set_up':
    case 'source_off':
    case 'email_known':
    case 'not_in_group':
    case 'email_unverified':
      return theirs[problem.code](problem)
    default:
      return problems[problem.code](problem)
  }
}

/** What helps: to type something else, to try the same once more, or neither of these. */
export const remedyOf = (code: Problem['code']): 'type' | 'again' | 'other' => {
  switch (code) {
    case 'missing':
    case 'bad_address':
    case 'email':
    case 'unreachable':
    case 'no_server':
    case 'unsupported':
    case 'no_person':
      return 'type'
    case 'too_many':
    case 'limited':
    case 'denied':
    case 'forgotten':
    case 'token_in_callback':
    case 'mixed_up':
    case 'broken':
    case 'other_person':
    case 'awaiting':
    case 'proof_needed':
      return 'again'
    default:
      return 'other'
  }
}

/** What the answer is to programs that look at it. */
export const problemStatus = ({ code }: Problem): number => {
  switch (code) {
    case 'too_many':
    case 'limited':
      return 429
    case 'denied_server':
    case 'denied':
    case 'no_person_behind':
    case 'no_profile':
    case 'account_state':
    case 'unproven':
    case 'other_person':
    case 'server_not_admitted':
    case 'not_invited':
    case 'not_linked':
    case 'disabled':
    case 'awaiting':
    case 'changed_hands':
    case 'linked_elsewhere':
    case 'proof_needed':
    case 'not_afresh':
    case 'source_off':
    case 'email_known':
    case 'not_in_group':
    case 'email_unverified':
      return 403
    case 'unreachable':
    case 'broken':
    case 'refused_registration':
    case 'out_of_reach':
    case 'not_set_up':
    case 'incomplete':
      return 502
    default:
      return 400
  }
}

export const problemHeaders = (problem: Problem, now: Time): Readonly<Record<string, string>> =>
  problem.code === 'too_many' || problem.code === 'limited'
    ? { 'retry-after': String(Math.max(1, Math.ceil((problem.retryAfter - now) / 1000))) }
    : {}

/** After these the server has to be told to ask who it is: whoever is signed in there is the trouble. */
export const asksAfresh = ({ code }: Problem): boolean =>
  code === 'token_in_callback' ||
  code === 'account_state' ||
  code === 'no_person_behind' ||
  code === 'other_person' ||
  code === 'not_afresh' ||
  code === 'linked_elsewhere'

const minutesUntil = (time: Time, now: Time): number => Math.max(1, Math.ceil((time - now) / minutes(1)))
