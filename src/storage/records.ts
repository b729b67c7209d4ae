import { bytes, flag, int, json, optional, type RowOf, table, text, time } from './columns.ts'
import { fromElsewhere } from './records-from-elsewhere.ts'

/**
 * Every record Portico keeps, on one page and a leaf of it. `id` is implied: a text primary key, unless said otherwise 22 letters and digits.
 * An id called a *hash* is `hashSecret` of something that was handed out; the thing itself is nowhere.
 * Changing what is here means adding a migration: the conformance suite compares the two.
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
      /**
       * When they last proved it by something that asks them, where `authTime` is of a server that lets people through who signed in there before.
       * What a thief would do first goes by this.
       */
      provenAt: optional(time()),
      amr: json<readonly string[]>(),
      /** How strong the sign-in was, where whoever vouched for it said so; see `Assurance` in `sources/source.ts`. */
      acr: optional(text()),
      /** The identity it came by; absent for an account's own credential. */
      identityId: optional(text()),
      /** The hash of the identity's source and of what the session is called there, where that place ends ours with its own. */
      elsewhere: optional(text()),
      /** What that place wants to see of somebody who signs out, sealed. */
      signOutHint: optional(bytes()),
      address: optional(text()),
      userAgent: optional(text()),
      /** The earlier of the idle and the absolute limit. */
      expiresAt: time(),
      /** The absolute limit. */
      endsAt: time(),
    },
    { unique: [['publicId']], index: [['accountId'], ['identityId'], ['elsewhere']], expires: 'expiresAt' },
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

  ...fromElsewhere,

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

  /**
   * An application that was told who somebody is in a session, and wants to hear when it ends. `id` is `<sessionId>:<applicationId>`; the session's
   * is its `publicId`.
   */
  applicationSessions: table(
    {
      applicationId: text(),
      accountId: text(),
      sessionId: text(),
      /** What the application knows the person as. */
      subject: text(),
      createdAt: time(),
      expiresAt: time(),
    },
    { index: [['accountId'], ['applicationId']], expires: 'expiresAt' },
  ),

  // Protocol
  /** A parsed authorization request that waits for a person. `id` is a hash; `browser` is the hash of the cookie it is bound to. */
  requests: table(
    {
      applicationId: text(),
      browser: text(),
      parameters: json<unknown>(),
      /** What the person has done for this request so far: `Progress` in `flow/next-step.ts`. */
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
      /** What it stands for: `CodeContents` in `protocol/authorize/issue-code.ts`. */
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
