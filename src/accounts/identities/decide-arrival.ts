import { type NewcomerFacts, type NewcomerRefusal, type NewcomersRule, refuseNewcomer } from './newcomers.ts'

/** Somebody has come back from a source and is who it says. What is known of them here. */
export interface ArrivalSituation {
  /** The account that this identity belongs to. */
  readonly known?:
    | {
        readonly accountId: string
        readonly disabled: boolean
        /** Nobody has approved the account yet. */
        readonly awaiting: boolean
        /** See `hasChangedHands`. */
        readonly changedHands: boolean
      }
    | undefined
  /** Somebody is signed in, and wants it linked to their account. */
  readonly linkTo?:
    | {
        readonly accountId: string
        /** They proved who they are a short while ago. */
        readonly fresh: boolean
        /** What they proved it with is this very identity. */
        readonly byThis: boolean
      }
    | undefined
  readonly newcomer: NewcomerFacts
  readonly rule: NewcomersRule
  /** The source was switched off while they were away. */
  readonly off?: boolean | undefined
  /** What their source says of them beyond who they are; absent where it is not believed on it. */
  readonly standing?:
    | {
        readonly refusal?: 'not_in_group' | 'email_unverified' | undefined
        readonly emailVerified: boolean
        /** Switched on for this source, and not over. */
        readonly linkByEmail: boolean
      }
    | undefined
  /** The account here whose person has proven the address that the source says. */
  readonly sameEmail?:
    | {
        readonly accountId: string
        readonly disabled: boolean
        readonly awaiting: boolean
        /** Somebody else of that source is linked to it already. */
        readonly linkedThere: boolean
      }
    | undefined
}

export type ArrivalDecision =
  /** `adopt`: somebody who is new there is, by their address, somebody who is known here. */
  | { readonly do: 'sign-in' | 'link' | 'confirm' | 'adopt'; readonly accountId: string }
  | { readonly do: 'create' }
  | { readonly do: 'refuse'; readonly reason: ArrivalRefusal }

/** Why nobody is signed in, or nothing linked. Each has its sentence. */
export type ArrivalRefusal =
  | NewcomerRefusal
  | 'disabled'
  | 'awaiting'
  /** The same address, and another account behind it. */
  | 'changed_hands'
  /** It is linked to another account here. */
  | 'linked_elsewhere'
  /** Whoever links, or confirms, has to have proved a short while ago who they are. */
  | 'proof_needed'
  /** Nobody comes from there any more. */
  | 'source_off'
  /** An account here has the same address, and nothing says that it is the same person. */
  | 'email_known'
  | 'not_in_group'
  | 'email_unverified'

/**
 * What becomes of somebody who comes from a source. Nobody is ever merged with anybody by a name, and by an address only where an administrator
 * has switched that on for the source and both sides have proven the address: a new identity is a new account, or is linked by somebody who is
 * signed in to that account and has proved both. Where the address is known, it is neither: a second account by accident helps nobody.
 */
export const decideArrival = (situation: ArrivalSituation): ArrivalDecision => {
  if (situation.off === true) return { do: 'refuse', reason: 'source_off' }
  return situation.linkTo === undefined ? decideSignIn(situation) : decideLink(situation, situation.linkTo)
}

const decideSignIn = (situation: ArrivalSituation): ArrivalDecision => {
  const { known, standing } = situation
  if (known === undefined) return decideFirst(situation)
  if (known.awaiting) return { do: 'refuse', reason: 'awaiting' }
  if (known.disabled) return { do: 'refuse', reason: 'disabled' }
  if (known.changedHands) return { do: 'refuse', reason: 'changed_hands' }
  if (standing?.refusal !== undefined) return { do: 'refuse', reason: standing.refusal }
  return { do: 'sign-in', accountId: known.accountId }
}

/** Whether the source is for them comes first: nobody is asked for anything, or told of anybody, for nothing. */
const decideFirst = ({ standing, sameEmail, rule, newcomer }: ArrivalSituation): ArrivalDecision => {
  if (standing?.refusal !== undefined) return { do: 'refuse', reason: standing.refusal }
  if (sameEmail !== undefined) {
    const same = standing?.linkByEmail === true && standing.emailVerified && !sameEmail.linkedThere
    if (!same) return { do: 'refuse', reason: 'email_known' }
    if (sameEmail.awaiting) return { do: 'refuse', reason: 'awaiting' }
    return sameEmail.disabled ? { do: 'refuse', reason: 'disabled' } : { do: 'adopt', accountId: sameEmail.accountId }
  }
  const reason = refuseNewcomer(rule, newcomer)
  return reason === undefined ? { do: 'create' } : { do: 'refuse', reason }
}

const decideLink = (
  { known, standing }: ArrivalSituation,
  { accountId, fresh, byThis }: NonNullable<ArrivalSituation['linkTo']>,
): ArrivalDecision => {
  if (known !== undefined && known.accountId !== accountId) return { do: 'refuse', reason: 'linked_elsewhere' }
  if (!fresh) return { do: 'refuse', reason: 'proof_needed' }
  if (standing?.refusal !== undefined) return { do: 'refuse', reason: standing.refusal }
  if (known === undefined) return { do: 'link', accountId }
  if (!known.changedHands) return { do: 'sign-in', accountId }
  return byThis ? { do: 'refuse', reason: 'changed_hands' } : { do: 'confirm', accountId }
}
