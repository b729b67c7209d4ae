import type { SourceProblem } from '../source.ts'
import type { Asking } from './asking.ts'
import type { Client, DialectName, Server } from './server.ts'

/**
 * How one family of servers signs people in elsewhere. A dialect speaks with the server's own host only, through `asking`, and
 * believes nothing: it reports what was said. Who that makes somebody is decided in `verify.ts`, in one place for all.
 */
export interface Dialect {
  readonly name: DialectName
  /** Our client id is our own address, at which the server looks who we are: it has to be able to go there. */
  readonly looksUsUp?: true
  /** What to ask for, best first: the next one is tried where a server refuses the scopes of the one before. */
  scopes(server: Server): readonly string[]
  /**
   * Makes us known to the server. Called by one caller at a time for each server. A dialect whose client id is our own address answers at once.
   */
  register(asking: Asking, server: Server, as: Registering): Promise<Registered>
  /** Whether the server still knows us, for as few requests as that takes. Absent where there is nothing to forget, or no way to tell. */
  isKnown?(asking: Asking, server: Server, client: Client): Promise<Known>
  /** Where the browser goes. With `afresh`, what makes the server show a page, where it knows such a thing; see `asksEverybody` for what that is worth. */
  authorizeUrl(server: Server, client: Client, going: Going): string
  /** Redeems the code. */
  exchange(asking: Asking, server: Server, client: Client, coming: Coming): Promise<Exchanged>
  /** What the server says of whoever the token is for. */
  identify(asking: Asking, server: Server, token: Token): Promise<Identified>
  /** Gives the token back. Absent where the server cannot. Failing is no failure. */
  revoke?(asking: Asking, server: Server, client: Client, token: Token): Promise<void>
}

export interface Registering {
  readonly redirectUri: string
  readonly scopes: string
  /** At most 60 characters. */
  readonly name: string
  /** Our public base, an http(s) URL. */
  readonly website: string
  /** Our address for this server that says who we are: the client id where a server takes an address for one. */
  readonly clientUrl: string
}

export type Registered =
  | { readonly ok: true; readonly clientId: string; readonly secret?: string | undefined; readonly expiresAt?: number }
  /** Other scopes may do. */
  | { readonly ok: false; readonly reason: 'scopes' }
  | { readonly ok: false; readonly reason: 'problem'; readonly problem: SourceProblem }

/** `unsure`: it could not be asked; that is no reason to register again. `untold`: it never tells. */
export type Known = 'known' | 'forgotten' | 'unsure' | 'untold'

export interface Going {
  readonly state: string
  readonly codeChallenge: string
  readonly afresh: boolean
  readonly locale: string
}

export interface Coming {
  readonly code: string
  readonly codeVerifier: string
}

/** Read once, then dropped: never stored, never logged. */
export interface Token {
  readonly accessToken: string
  /** What the token answer says beside it: `me`, `activitypub_actor_id`, `scope`. */
  readonly answer: Readonly<Record<string, unknown>>
}

export type Exchanged =
  | { readonly ok: true; readonly token: Token }
  | { readonly ok: false; readonly problem: SourceProblem }

export type Identified =
  | { readonly ok: true; readonly said: Said }
  | { readonly ok: false; readonly problem: SourceProblem }

/** What a server said of somebody, taken apart and not yet believed. */
export interface Said {
  /** The actor URI, where the server names one; found by WebFinger otherwise. */
  readonly actor?: string | undefined
  /** The name on this server. */
  readonly username: string
  /** As the server writes it: with an `@` in it, it is about somebody of another server. */
  readonly acct?: string | undefined
  readonly name?: string | undefined
  readonly picture?: string | undefined
  readonly page?: string | undefined
  readonly localId?: string | undefined
  readonly createdAt?: string | undefined
  readonly emailHint?: string | undefined
  readonly bot?: boolean | undefined
  readonly group?: boolean | undefined
  readonly locked?: boolean | undefined
  readonly suspended?: boolean | undefined
  readonly memorial?: boolean | undefined
  readonly movedTo?: string | undefined
}
