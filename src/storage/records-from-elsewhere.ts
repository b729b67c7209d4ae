import { bytes, flag, int, json, optional, table, text, time } from './columns.ts'

/** Of the records those about where people come from: sources, identities, fediverse servers and what they know us as. See `records.ts`. */
export const fromElsewhere = {
  /** A source that is set up. `id` is its name in addresses and in the configuration file. */
  sources: table({
    kind: text<'fediverse' | 'openid'>(),
    name: text(),
    /** Its place among the ways in. */
    position: int(),
    /** Everything else about it, by kind: see `sources/`. */
    details: json<unknown>(),
    /** Its client secret, sealed under the installation's key. */
    sealedSecret: optional(bytes()),
    disabledAt: optional(time()),
    managed: flag(),
    createdAt: time(),
    updatedAt: time(),
    /** What went wrong last, until somebody has come from there: `SourceTrouble` in `sources/source.ts`. */
    trouble: optional(json<{ readonly code: string; readonly detail: string; readonly at: number }>()),
  }),
  /**
   * What is left of a source that was deleted. `id` was its name: rules, and what providers know us by, may speak of it still, so that another
   * provider is never given it unseen.
   */
  goneSources: table({ issuer: text(), deletedAt: time() }),
  /**
   * Who an account's person is elsewhere. `id` is `identityIdOf` source and subject, so that whatever races, an identity belongs to one account.
   */
  identities: table(
    {
      sourceId: text(),
      /** The fediverse's actor URI, an OpenID provider's `sub`. */
      subject: text(),
      accountId: text(),
      /** The server that vouches for it: what rules about servers go by. */
      host: optional(text()),
      /** What the source said last: `Profile` in `sources/source.ts`. Names are news, not keys. */
      profile: json<unknown>(),
      /** What must not change while it is the same person: `Anchors`. */
      anchors: json<unknown>(),
      /** Other anchors that came under the same subject: nobody signs in by them until somebody says that it is the same person. */
      disputed: optional(json<unknown>()),
      /** Of which address the account's picture is our copy, and where that is. */
      picture: optional(json<{ readonly url: string; readonly path?: string | undefined }>()),
      /** What the account has by this identity and loses with it: to administer, and groups. */
      given: optional(
        json<{ readonly administrator?: boolean | undefined; readonly groupIds?: readonly string[] | undefined }>(),
      ),
      /** By what their place says again, without them, who they are, sealed; and when it last did. */
      sealedAgain: optional(bytes()),
      askedAt: optional(time()),
      createdAt: time(),
      lastUsedAt: time(),
    },
    { index: [['accountId'], ['host'], ['sourceId']] },
  ),
  /** Somebody who has left for a source and is not back yet. `id` is the hash of `state`; `browser` that of the cookie it is bound to. */
  departures: table(
    {
      sourceId: text(),
      browser: text(),
      /** What brought them and what the source will want to know again, sealed: it holds a PKCE verifier. */
      sealed: bytes(),
      expiresAt: time(),
    },
    { expires: 'expiresAt' },
  ),
  /** Somebody who came back, and has yet to say that it is them, or what they are called here. `id` is a hash, `browser` too. */
  arrivals: table(
    { browser: text(), identity: json<unknown>(), errand: json<unknown>(), createdAt: time(), expiresAt: time() },
    { expires: 'expiresAt' },
  ),
  /** A fediverse server that somebody named. `id` is its key in addresses: `serverKey` of the host. */
  servers: table(
    {
      /** As in its addresses, with the port where that is another than https's own. */
      host: text(),
      software: optional(text()),
      version: optional(text()),
      /** What was found out about it: `Findings` in `sources/fediverse/server.ts`. */
      findings: json<unknown>(),
      foundAt: time(),
      signIns: int(),
      lastSignInAt: optional(time()),
      lastErrorCode: optional(text()),
      lastErrorAt: optional(time()),
      /** It asked to be left alone until then. */
      notBefore: optional(time()),
      /** One of us is making us known to it, and has until then. */
      registeringUntil: optional(time()),
      createdAt: time(),
      /** Absent once somebody has signed in from it. */
      expiresAt: optional(time()),
    },
    { unique: [['host']], expires: 'expiresAt' },
  ),
  /** What a server knows us as. `id` is `<server>:<hash of redirect URI and scopes>`. */
  registrations: table(
    {
      serverId: text(),
      redirectUri: text(),
      scopes: text(),
      clientId: text(),
      sealedSecret: optional(bytes()),
      registeredAt: time(),
      /** When the server was last seen to know us still. */
      lastOkAt: time(),
      /** When somebody last came in by it. */
      usedAt: optional(time()),
      lastErrorCode: optional(text()),
      lastErrorAt: optional(time()),
      /** Where the server says that it forgets us. */
      forgetsAt: optional(time()),
      /** Nobody has come by it for long, or ever. */
      expiresAt: optional(time()),
    },
    { index: [['serverId']], expires: 'expiresAt' },
  ),
  /** A server, or a software, whose people may or may not come in. `id` is `<about>:<value>`. */
  instanceRules: table(
    {
      about: text<'domain' | 'software'>(),
      /** A domain, which covers what is below it; or a software's name in small letters; `*` is all of them. */
      value: text(),
      /** `allow` for a host wins over every `deny`: see `sources/fediverse/rules.ts`. */
      action: text<'allow' | 'deny'>(),
      /** Said to the people it concerns. */
      reason: text(),
      /** The list it was imported from. */
      list: optional(text()),
      managed: flag(),
      createdAt: time(),
    },
    { index: [['list']] },
  ),
} as const
