import type { Time } from '../lib/clock.ts'
import type { SafeFetch } from '../net/safe-fetch.ts'
import type { World } from '../storage/world.ts'

/**
 * Where people come from. A source says who somebody is and decides nothing: which account that is, whether there may be a new one, and
 * what an application gets to know is for others. Its memo is opaque to everybody else; whoever keeps it seals it.
 */
export interface Source {
  /** Its name in addresses and in the configuration file. */
  readonly id: string
  readonly kind: 'fediverse' | 'openid'
  /** Where to send the browser. Nothing of the person's is spent yet, so it may be called again. */
  begin(departure: Departure): Promise<Begun>
  /** Who came back. The memo is spent: whatever this answers, there is no second try with the same one. */
  finish(arrival: Arrival): Promise<Finished>
  /** Where somebody who signs out here signs out there as well; undefined where that is not wanted, or not offered. */
  signOut?(leaving: SigningOut): Promise<string | undefined>
  /**
   * Who somebody is there still, by what their last sign-in left for that: asked while applications go on without them. Undefined where it cannot be
   * said just now.
   */
  again?(kept: string): Promise<Again | undefined>
  /** What the place says, without a browser, of somebody who signed out there; undefined for what it never said. */
  hear?(said: string): Promise<Heard | undefined>
}

/** What went wrong last, as far as it is the place's or its set-up's. Kept with the source until somebody has come from there. */
export interface SourceTrouble {
  /** A `SourceProblem`'s. */
  readonly code: string
  /** A word or two for whoever set it up: a claim, an error code of the protocol. */
  readonly detail: string
  readonly at: Time
}

export interface SigningOut {
  /** As `Elsewhere` has it. */
  readonly hint?: string | undefined
  /** Absolute; where the browser is to come back to, with `state`. */
  readonly returnTo: string
  readonly state?: string | undefined
}

/** Whose sessions are over: those of one sign-in there, or all of a person's. */
export interface Heard {
  readonly subject?: string | undefined
  readonly session?: string | undefined
  /** Of what has begun since then nothing was said, however often it is said again. */
  readonly until: Time
}

/** What a source needs of the outside, beyond what everybody needs. */
export interface SourceWorld extends World {
  /** The one way out: what is fetched is named by strangers. */
  readonly fetch: SafeFetch
  /** Public base, without a trailing slash: callbacks and client ids begin with it. */
  readonly base: string
  /** The origins beyond the public Internet that the operator vouches for, as of now: `allowedOrigins` in `net/target.ts`. */
  readonly vouched: () => ReadonlySet<string>
}

export interface Departure {
  /** What the person typed, or an application hinted at. A source with one place to go to ignores it. */
  readonly address: string
  /**
   * Comes back unchanged: at most 43 characters of `[A-Za-z0-9_-]`, since some servers put it into an address as it is. Made by the
   * caller, who binds it to the browser and takes it once.
   */
  readonly state: string
  /** Their place is to ask who they are, whoever is signed in there. */
  readonly afresh: boolean
  /** RFC 5646, for places that speak several languages. */
  readonly locale: string
}

export type Begun =
  | {
      readonly ok: true
      /** Absolute; the browser goes there by GET. */
      readonly url: string
      readonly memo: unknown
      /** Where that is, for the person: `mastodon.social`. */
      readonly place: string
    }
  | { readonly ok: false; readonly problem: SourceProblem }

export interface Arrival {
  readonly memo: unknown
  /** Which of the source's callbacks the browser came to: a server's key. */
  readonly callback: string
  /** The query of the callback, each name once; a name that came twice is refused before. */
  readonly parameters: ReadonlyMap<string, string>
}

export type Finished =
  | {
      readonly ok: true
      readonly identity: Identity
      readonly instead?: Instead | undefined
      readonly elsewhere?: Elsewhere | undefined
    }
  | { readonly ok: false; readonly problem: SourceProblem }

/** `gone`: the place knows nothing of that sign-in any more. */
export type Again =
  | { readonly ok: true; readonly identity: Identity; readonly again?: string | undefined }
  | { readonly ok: false; readonly reason: 'gone' }

/** What a sign-out, or a question without the person, will need of the sign-in. */
export interface Elsewhere {
  /** The place's own name of the session there. */
  readonly session?: string | undefined
  /** For `signOut`. A secret of the person's: whoever keeps it seals it. */
  readonly hint?: string | undefined
  /** For `again`. A secret of the person's as well. */
  readonly again?: string | undefined
}

/** Somebody else came back than the handle said that was typed: both are shown to the person, who decides. */
export interface Instead {
  /** `@user@domain`, as it was typed. */
  readonly typed: string
}

export interface Identity {
  readonly sourceId: string
  /** For the fediverse the actor URI, whose host is the host that authenticated the person. */
  readonly subject: string
  /** The server that vouches for it. */
  readonly host: string
  readonly profile: Profile
  readonly anchors: Anchors
  readonly assurance: Assurance
  readonly standing?: Standing | undefined
}

/** What becomes of a field that a place says: nothing; it is used once and may be changed here; it counts at each sign-in. */
export type Taking = 'ignore' | 'suggest' | 'always'

/** What a place that keeps people's accounts says of one, read as the source is set up. Absent where nobody is believed on it. */
export interface Standing {
  readonly email?: { readonly address: string; readonly verified: boolean } | undefined
  /** Why the source is not for them. */
  readonly refusal?: 'not_in_group' | 'email_unverified' | undefined
  /** Undefined where the source has no say in it. */
  readonly administrator?: boolean | undefined
  /** Names of groups here. */
  readonly groups: readonly string[]
  readonly take: Readonly<Record<'username' | 'name' | 'email' | 'picture' | 'groups', Taking>>
  /** Whoever has proven the same address here is the same person. */
  readonly linkByEmail: boolean
}

/** What a source says of somebody. All of it is news: it may be another tomorrow, and none of it identifies anybody. */
export interface Profile {
  /** What to call them here, if it is free. */
  readonly username: string
  /** Without bidi controls and control characters, at most 100 characters. */
  readonly name: string
  /** `user@domain`, proven from both sides; for the fediverse only. */
  readonly acct?: string | undefined
  /** What they are called at a place without such handles. */
  readonly called?: string | undefined
  /** Their page, for people: https, on the host that vouches. */
  readonly page?: string | undefined
  /** Where a picture may be fetched from. Never handed on: what applications get is our own copy. */
  readonly picture?: string | undefined
  /** An address the source mentions. A hint to fill in a form with. */
  readonly emailHint?: string | undefined
  readonly software?: string | undefined
  readonly bot?: boolean | undefined
  readonly group?: boolean | undefined
  readonly locked?: boolean | undefined
  /** The actor URI they say they moved to. A hint: nobody is linked by it. */
  readonly movedTo?: string | undefined
}

/** What stays while it is the same person at the same server. Other values under the same subject: somebody has taken the place over. */
export interface Anchors {
  /** The server's own id of them. */
  readonly localId?: string | undefined
  /** As the server writes it. */
  readonly createdAt?: string | undefined
  /** In small letters. A server that changes its software may change its ids, and says so by this. */
  readonly software?: string | undefined
}

/** How strong the sign-in was: the claims `acr` and `amr`. */
export interface Assurance {
  /** `urn:portico:acr:fediverse` for a server whose answer was bound to this browser, by PKCE or by a confidential client. */
  readonly acr: string
  /** RFC 8176; `fed` for a sign-in elsewhere. */
  readonly amr: readonly string[]
  /**
   * Who is signed in there already gets through unasked, or by a click, also where the place was told to ask who they are: no proof that it is not
   * somebody else at their desk.
   */
  readonly unasked?: boolean | undefined
}

/** Why nobody was sent away, or nobody came back. Each has a sentence of its own and a way on. */
export type SourceProblem =
  /** Nothing that could be an address or a server. `email`: a mail provider's domain. */
  | { readonly code: 'bad_address' | 'email' }
  /** Nothing answered there, or nothing we would speak to; which of these it was is never told. */
  | { readonly code: 'unreachable'; readonly place: string }
  /** There is something, and it is not a fediverse server. */
  | { readonly code: 'no_server'; readonly place: string }
  /** It is one, and offers no way to sign in elsewhere. */
  | { readonly code: 'unsupported'; readonly place: string; readonly software: string }
  /** There is no such person on that server. */
  | { readonly code: 'no_person'; readonly place: string }
  /** It takes no new applications before `retryAfter`; below a source, where there is no clock, that is how long. */
  | { readonly code: 'limited'; readonly place: string; readonly retryAfter: Time }
  /** It refused to register us. */
  | { readonly code: 'refused_registration'; readonly place: string }
  /** It looks up at our address who asks, and that is none that it can go to. */
  | { readonly code: 'out_of_reach'; readonly place: string }
  /** This installation does not take people from there. */
  | { readonly code: 'denied_server'; readonly place: string; readonly reason: string }
  /** The person, or their server, said no. */
  | { readonly code: 'denied'; readonly place: string }
  /** The server forgot us between leaving and coming back. Starting again works. */
  | { readonly code: 'forgotten'; readonly place: string }
  /** It sent a token where a code is due. Starting again, asking afresh, works. */
  | { readonly code: 'token_in_callback'; readonly place: string }
  /** What came back is not what was asked for: another server's answer, a wrong issuer, no code. */
  | { readonly code: 'mixed_up'; readonly place: string }
  /** The server says something of the person that it is not the one to say. */
  | { readonly code: 'unproven'; readonly place: string }
  /** Suspended, awaiting approval, a memorial: nobody signs in with it. */
  | { readonly code: 'account_state'; readonly place: string; readonly state: 'suspended' | 'memorial' | 'not_ready' }
  /** The place says that everybody without a profile of their own there is the place itself. */
  | { readonly code: 'no_profile'; readonly place: string }
  /** It says that it is a bot, or a group, and these are not taken here. */
  | { readonly code: 'no_person_behind'; readonly place: string }
  /** It does not know us as we say we are: the source is set up wrongly. */
  | { readonly code: 'not_set_up'; readonly place: string }
  /** It does not say what has to be known of somebody. */
  | { readonly code: 'incomplete'; readonly place: string; readonly claim: string }
  /** It was to ask once more who they are, and has not. */
  | { readonly code: 'not_afresh'; readonly place: string }
  /** It answered with nonsense, or with an error of its own. */
  | { readonly code: 'broken'; readonly place: string }
