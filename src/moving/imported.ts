/**
 * What was read from another program's settings. An importer is a pure function from text to this: it knows neither what is here already nor
 * what the schema of `portico.yaml` says today, and whoever plans it holds it against both.
 */
export interface Imported {
  /** In the words of `portico.yaml`. */
  readonly file: PlainFile
  /** Subjects and handles, so that applications go on knowing people. */
  readonly knownAs: readonly KnownAs[]
  /** What was not brought along, and why. */
  readonly left: readonly Note[]
  /** What was brought along, and has to be looked at. */
  readonly warnings: readonly Note[]
}

export type Plain = Readonly<Record<string, unknown>>

export interface PlainFile {
  readonly accounts?: readonly Plain[]
  readonly groups?: readonly Plain[]
  readonly applications?: readonly Plain[]
  readonly sources?: readonly Plain[]
}

export interface KnownAs {
  /** As in the file above. */
  readonly username: string
  /** The slug, as in the file above. */
  readonly application: string
  readonly subject?: string
  readonly handle?: string
}

/** One thing to be told. The sentence of each code is in `locales/`. */
export interface Note {
  /** Where it stands, in the other program's own words: `staticClients[1].trustedPeers`. Never a secret. */
  readonly about: string
  readonly code: LeftCode | WarningCode
  /** Shown as it is, and translated by nobody. */
  readonly detail?: string
}

/** Why something was left alone. */
export const leftCodes = [
  /** How that program itself runs. */
  'not_ours',
  /** Nobody here knows what it is. */
  'unknown',
  /** It is not of the form that it should have. */
  'malformed',
  /** Portico does not do this. */
  'unsupported',
  /** Portico's schema does not take it; `detail` says why. */
  'refused',
  /** It is in a variable that is not set here. */
  'environment',
  /** A hash that Portico cannot check, or none. */
  'hash',
  'no_secret',
  'redirect',
  'switched_off',
  /** Of the other program there is nothing like it here. */
  'source_kind',
  /** A directory, or another protocol. */
  'directory',
  /** There is a setting for it here, whose value the file does not have. */
  'by_hand',
  /** A program, which nobody guesses at. */
  'expression',
  'policy',
  /** A role that no group has. */
  'role',
  'pictures',
  /** The file does not say what applications knew people as. */
  'subjects_missing',
  /** Somebody else here has the name. */
  'somebody_else',
  /** The configuration file manages it. */
  'managed',
  /** People have signed in to it by another sub. */
  'subjects_in_use',
] as const
export type LeftCode = (typeof leftCodes)[number]

export const warningCodes = [
  'short_secret',
  'plain_password',
  /** Whoever has the address has to confirm it before they sign in with it. */
  'unverified',
  'renamed',
  /** Another lifetime than it said, since that is the longest, or shortest. */
  'lifetime',
  /** At the provider a new redirect URI has to be entered. */
  'register_callback',
  /** Their `sub` is taken over when they sign in. */
  'subjects_later',
  /** They were known by what they are called. */
  'known_by_name',
  /** It kept out people whom a source here cannot. */
  'restricted',
  'other_issuer',
  /** It let people in without asking them. */
  'consent_kept',
  /** The application has to be told something else; `detail` is the line. */
  'change_line',
  'nothing_to_change',
  'taken_for',
] as const
export type WarningCode = (typeof warningCodes)[number]
