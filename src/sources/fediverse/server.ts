import type { Time } from '../../lib/clock.ts'

/** The dialects, each a file. */
export type DialectName = 'wordpress' | 'bonfire' | 'misskey' | 'mobilizon' | 'mbin' | 'funkwhale' | 'mastodon'

/** What was found out about a server, kept with it and looked at again after a day. Plain values: it is stored as JSON. */
export interface Findings {
  /** Undefined where there is no way in; `why` then says which sentence the person gets. */
  readonly dialect?: DialectName | undefined
  readonly why?: 'no_server' | 'unsupported' | undefined
  /** Its people sign in at this host, about which there are findings of its own. */
  readonly elsewhere?: string | undefined
  readonly software?: Software | undefined
  /** Where this domain has everybody asked about who looks up one of its people, as it said itself: see `delegates.ts`. */
  readonly delegate?: Delegate | undefined
  /** RFC 8414, or OpenID Connect Discovery; only what is on this very host. */
  readonly metadata?: Metadata | undefined
  /** What its people's handles end in, as it says; a claim, proven for each person anew. */
  readonly handleDomain?: string | undefined
  /** What it calls itself, for the page. */
  readonly title?: string | undefined
  /** Something did not answer that may tomorrow: worth looking again soon. */
  readonly partial?: boolean | undefined
}

export interface Delegate {
  /** An address in which `{uri}` stands for who is asked about. */
  readonly template: string
  readonly at: Time
}

export interface Software {
  /** NodeInfo's `software.name`, in small letters. */
  readonly name: string
  readonly version: string
}

/** Of an authorization server's metadata what some dialect goes by. Every endpoint is on the server's own host. */
export interface Metadata {
  /** Exactly as served: some end in a slash and some do not. */
  readonly issuer: string
  readonly authorizationEndpoint?: string | undefined
  readonly tokenEndpoint?: string | undefined
  readonly revocationEndpoint?: string | undefined
  readonly userinfoEndpoint?: string | undefined
  /** RFC 7591. */
  readonly registrationEndpoint?: string | undefined
  /** Mastodon's own. */
  readonly appRegistrationEndpoint?: string | undefined
  readonly scopes: readonly string[]
  /** RFC 9207: its answers carry `iss`, and one without is refused. */
  readonly sendsIssuer: boolean
  readonly clientIdMetadata: boolean
  readonly pkce: boolean
}

/** A server as a dialect sees it. */
export interface Server {
  /** In addresses: `serverKey` of the host. */
  readonly key: string
  /** As in its addresses, with a port where that is not the usual one. */
  readonly host: string
  /** `https://` and the host; `http://` only where the operator vouched for that. */
  readonly origin: string
  readonly findings: Findings
}

/** What a server knows us as. */
export interface Client {
  readonly clientId: string
  readonly secret?: string | undefined
  /** As asked for at registration, and asked for again at each authorization. */
  readonly scopes: string
  readonly redirectUri: string
  readonly registeredAt: Time
}
