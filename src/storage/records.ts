import { bytes, flag, int, json, optional, type RowOf, table, text, time } from './columns.ts'

/**
 * Every record Portico keeps, on one page. `id` is implied: a text primary key, unless said otherwise 22 letters and digits.
 * An id called a *hash* is `hashSecret` of something that was handed out; the thing itself is nowhere.
 * Changing this page means adding a migration: the conformance suite compares the two.
 */
export const records = {
  /** One value per name: what the installation knows of itself. `id` is the name. */
  settings: table({ value: json<unknown>() }),

  // People
  accounts: table(
    {
      username: text(),
      /** Canonical form (NFKC, lower case): what uniqueness and look-ups go by. */
      usernameKey: text(),
      name: text(),
      email: optional(text()),
      emailKey: optional(text()),
      /** Set to `emailKey` once proven; no two accounts can have proven the same address. */
      verifiedEmailKey: optional(text()),
      emailVerifiedAt: optional(time()),
      /** Who says so: `configuration`, `administrator:<id>`, `mail`, `source:<id>`. */
      emailVerifiedBy: optional(text()),
      /** The `emailKey` that somebody else than the person put here. Another address is not the one that was meant. */
      vouchedEmailKey: optional(text()),
      avatar: optional(text()),
      locale: optional(text()),
      administrator: flag(),
      disabledAt: optional(time()),
      /** Disabled from the start, until an administrator approves. */
      awaitingSince: optional(time()),
      /** The username was made up, and its person is asked for one at their first sign-in. */
      usernameMadeUp: optional(flag()),
      /** It began with a first sign-in from elsewhere: whoever takes in only people that are known here asks for more. */
      cameBy: optional(text<'source' | 'invitation'>()),
      /** Named by the configuration file. */
      managed: flag(),
      createdAt: time(),
      updatedAt: time(),
    },
    { unique: [['usernameKey'], ['verifiedEmailKey']], index: [['emailKey']] },
  ),
  /**
   * What is left of a deleted account, so that nobody is ever given its subject or its name. `id` is the account's. With `reservedUntil` it is
   * no grave, but a name that somebody who is signing up has asked for.
   */
  tombstones: table(
    { usernameKey: text(), deletedAt: time(), reservedUntil: optional(time()) },
    { unique: [['usernameKey']], expires: 'reservedUntil' },
  ),
  /** What an account kept here signs in with. `data` is the verifier, never the secret. */
  credentials: table(
    {
      accountId: text(),
      kind: text<'password'>(),
      data: json<{ hash: string }>(),
      createdAt: time(),
      lastUsedAt: optional(time()),
    },
    { unique: [['accountId', 'kind']] },
  ),
  groups: table(
    { name: text(), nameKey: text(), description: text(), managed: flag(), createdAt: time() },
    { unique: [['nameKey']] },
  ),
  /** `id` is `<groupId>:<accountId>`. */
  memberships: table({ groupId: text(), accountId: text() }, { index: [['groupId'], ['accountId']] }),
  /** A browser's sign-in. `id` is the hash of the cookie; `publicId` may be shown and is the `sid` claim. */
  sessions: table(
    {
      publicId: text(),
      accountId: text(),
      createdAt: time(),
      lastSeenAt: time(),
      /** When the person last proved who they are. */
      authTime: time(),
      amr: json<readonly string[]>(),
      /** How strong the sign-in was, where whoever vouched for it said so; see `Assurance` in `sources/source.ts`. */
      acr: optional(text()),
      /** The identity it came by; absent for an account's own credential. */
      identityId: optional(text()),
      address: optional(text()),
      userAgent: optional(text()),
      /** The earlier of the idle and the absolute limit. */
      expiresAt: time(),
      /** The absolute limit. */
      endsAt: time(),
    },
    { unique: [['publicId']], index: [['accountId'], ['identityId']], expires: 'expiresAt' },
  ),
  /** One-time links (set-up, reset, sign-up). `id` is a hash. */
  links: table(
    { purpose: text(), accountId: optional(text()), data: json<unknown>(), createdAt: time(), expiresAt: time() },
    { index: [['purpose'], ['accountId']], expires: 'expiresAt' },
  ),

  /** A link with which people make themselves an account, so many times. */
  invitations: table(
    {
      secretHash: text(),
      /** What the administrator calls it. */
      note: text(),
      groupIds: json<readonly string[]>(),
      /** Only for whoever has this address. */
      email: optional(text()),
      /** The link has been nowhere but in a mail to that address. */
      mailed: flag(),
      uses: int(),
      used: int(),
      createdBy: optional(text()),
      createdAt: time(),
      expiresAt: time(),
    },
    { unique: [['secretHash']], expires: 'expiresAt' },
  ),

  /** A picture that was uploaded: somebody's, an application's, the installation's. `id` is the SHA-256 of the bytes, hexadecimal. */
  avatars: table({
    type: text<'image/png'>(),
    bytes: bytes(),
    /** Another one each time somebody begins to use it, so that it is not removed meanwhile. */
    token: text(),
    createdAt: time(),
  }),

  // Where people come from
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
  }),
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
      lastErrorCode: optional(text()),
      lastErrorAt: optional(time()),
      /** Where the server says that it forgets us. */
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

  // Applications
  applications: table(
    {
      slug: text(),
      clientId: text(),
      name: text(),
      /** Everything else about it: see `applications/application.ts`, which also gives older records their defaults. */
      details: json<unknown>(),
      disabledAt: optional(time()),
      managed: flag(),
      createdAt: time(),
      updatedAt: time(),
      /** Of one that registered nothing, and that nobody has allowed yet. */
      expiresAt: optional(time()),
    },
    { unique: [['slug'], ['clientId']], expires: 'expiresAt' },
  ),
  /** What a person allowed an application. `id` is `<applicationId>:<accountId>`. */
  grants: table(
    {
      applicationId: text(),
      accountId: text(),
      scopes: json<readonly string[]>(),
      createdAt: time(),
      updatedAt: time(),
    },
    { index: [['applicationId'], ['accountId']] },
  ),
  /**
   * What a person is called in an application, from their first sign-in there on and for ever: it outlives a rename and the account, so
   * that nobody is ever taken for them. `id` is `<applicationId>:<accountId>`.
   */
  handles: table(
    {
      applicationId: text(),
      accountId: text(),
      handle: text(),
      /** In small letters: some databases tell no others apart. */
      handleKey: text(),
      createdAt: time(),
    },
    { unique: [['applicationId', 'handleKey']], index: [['accountId']] },
  ),
  /**
   * What an application that wants no opaque subject knows a person as. `id` is `<applicationId>:<accountId>:<mode>`. What is left of it
   * with the account is the hash: nobody else ever gets the subject.
   */
  subjects: table(
    {
      applicationId: text(),
      accountId: text(),
      mode: text(),
      subject: optional(text()),
      subjectHash: text(),
      createdAt: time(),
    },
    { unique: [['subjectHash', 'applicationId']], index: [['accountId'], ['applicationId']] },
  ),

  // Protocol
  /** A parsed authorization request that waits for a person. `id` is a hash; `browser` is the hash of the cookie it is bound to. */
  requests: table(
    {
      applicationId: text(),
      browser: text(),
      parameters: json<unknown>(),
      /** What the person has done for this request so far: see `flow/progress.ts`. */
      progress: json<unknown>(),
      createdAt: time(),
      expiresAt: time(),
    },
    { expires: 'expiresAt' },
  ),
  /** An authorization code. `id` is a hash. */
  codes: table(
    {
      applicationId: text(),
      accountId: text(),
      /** The session's `publicId`, here and below. */
      sessionId: text(),
      /** The request it answers: see `protocol/grants/code.ts`. */
      request: json<unknown>(),
      expiresAt: time(),
    },
    // Sixty seconds of codes are quicker looked through than kept in order.
    { expires: 'expiresAt' },
  ),
  /** What became of a code, so that a retry hears the same and a theft is noticed. `id` is the code's. */
  spentCodes: table(
    { applicationId: text(), outcome: json<unknown>(), spentAt: time(), expiresAt: time() },
    { expires: 'expiresAt' },
  ),
  /** An access token. `id` is a hash. `chainId` ties together everything that came from one code. */
  accessTokens: table(
    {
      applicationId: text(),
      accountId: text(),
      sessionId: text(),
      chainId: text(),
      scopes: json<readonly string[]>(),
      /** The sign-in it stems from, for what userinfo says of it. */
      signIn: optional(json<unknown>()),
      createdAt: time(),
      expiresAt: time(),
    },
    { index: [['chainId'], ['accountId']], expires: 'expiresAt' },
  ),
  /** A refresh token and its successors: one family, one record. `id` is the chain's. */
  refreshTokens: table(
    {
      applicationId: text(),
      accountId: text(),
      sessionId: text(),
      scopes: json<readonly string[]>(),
      /** The sign-in it stems from, for the claims of later ID tokens. */
      signIn: json<unknown>(),
      /** Hash of the token that is good now, and of the one before it. */
      current: text(),
      previous: optional(text()),
      rotatedAt: time(),
      createdAt: time(),
      /** The earlier of the idle and the absolute limit. */
      expiresAt: time(),
      endsAt: time(),
    },
    { index: [['accountId'], ['applicationId'], ['sessionId']], expires: 'expiresAt' },
  ),
  /** A signing key pair. `id` is its `kid`. Published before it signs, kept after it signed. */
  signingKeys: table({
    algorithm: text<'RS256' | 'ES256' | 'EdDSA'>(),
    publicJwk: json<Readonly<Record<string, unknown>>>(),
    /** The private JWK, sealed under the installation's key. */
    sealed: bytes(),
    createdAt: time(),
    signsFrom: time(),
    retiresAt: optional(time()),
    removedAt: optional(time()),
  }),

  // Keeping house
  /** One line of the audit log. `id` sorts by time. */
  events: table(
    {
      at: time(),
      kind: text(),
      outcome: text<'ok' | 'refused' | 'failed'>(),
      accountId: optional(text()),
      applicationId: optional(text()),
      /** Who did it, where that is somebody other than `accountId`. */
      actorId: optional(text()),
      /** What a person can hand to the administrator. */
      code: optional(text()),
      address: optional(text()),
      userAgent: optional(text()),
      data: json<Readonly<Record<string, unknown>>>(),
      expiresAt: time(),
    },
    { index: [['kind', 'at'], ['accountId', 'at'], ['applicationId', 'at'], ['code']], expires: 'expiresAt' },
  ),
  /** A counter within a window. `id` says what is counted. */
  counters: table({ count: int(), expiresAt: time() }, { expires: 'expiresAt' }),
  /** Work that is due at a time, once. */
  jobs: table(
    {
      kind: text(),
      data: json<unknown>(),
      dueAt: time(),
      /** Until then somebody is at it. */
      leasedUntil: time(),
      attempts: int(),
      lastError: optional(text()),
    },
    { index: [['dueAt']] },
  ),
} as const

export type Records = typeof records
export type Kind = keyof Records
export type Row<K extends Kind> = RowOf<Records[K]['columns']>
