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
}

export type ArrivalDecision =
  | { readonly do: 'sign-in' | 'link' | 'confirm'; readonly accountId: string }
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

/**
 * What becomes of somebody who comes from a source. Nobody is ever merged with anybody by a name or an address: a new identity is a new
 * account, or is linked by somebody who is signed in to that account and has proved both.
 */
export const decideArrival = (situation: ArrivalSituation): ArrivalDecision =>
  situation.linkTo === undefined ? decideSignIn(situation) : decideLink(situation, situation.linkTo)

const decideSignIn = ({ known, rule, newcomer }: ArrivalSituation): ArrivalDecision => {
  if (known === undefined) {
    const reason = refuseNewcomer(rule, newcomer)
    return reason === undefined ? { do: 'create' } : { do: 'refuse', reason }
  }
  if (known.awaiting) return { do: 'refuse', reason: 'awaiting' }
  if (known.disabled) return { do: 'refuse', reason: 'disabled' }
  if (known.changedHands) return { do: 'refuse', reason: 'changed_hands' }
  return { do: 'sign-in', accountId: known.accountId }
}

const decideLink = (
  { known }: ArrivalSituation,
  { accountId, fresh, byThis }: NonNullable<ArrivalSituation['linkTo']>,
): ArrivalDecision => {
  if (known !== undefined && known.accountId !== accountId) return { do: 'refuse', reason: 'linked_elsewhere' }
  if (!fresh) return { do: 'refuse', reason: 'proof_needed' }
  if (known === undefined) return { do: 'link', accountId }
  if (!known.changedHands) return { do: 'sign-in', accountId }
  return byThis ? { do: 'refuse', reason: 'changed_hands' } : { do: 'confirm', accountId }
}
