import type { Server } from './server.ts'

/** What a server does otherwise than its family, as far as it matters for signing in. */
export interface Quirks {
  /** What to ask for, and nothing else. */
  readonly scopes?: readonly string[]
  /** There is no asking whether the server knows us: a token of the application itself, like everything else, is the same for everybody. */
  readonly knowsEverybody?: true
  /** Tokens cannot be given back, or not without taking others from people. */
  readonly keepsTokens?: true
  /** As long as a token lives nobody is asked who they are, and the code that it came of is good again: each is given back, however little it opens. */
  readonly takesCodesAgain?: true
}

/**
 * By NodeInfo's name. Everything else about a server is found out by looking, since names are many and forks have their own.
 * Without an own scope for reading one's own account, `read` is the least there is.
 */
const entries: ReadonlyMap<string, Quirks> = new Map<string, Quirks>([
  ['pixelfed', { scopes: ['read'], keepsTokens: true }],
  // To give back one person's token there ends everybody's, and the sign-ins that are under way.
  ['friendica', { scopes: ['read'], keepsTokens: true }],
  ['takahe', { scopes: ['read'], knowsEverybody: true }],
  ['wordpress', { scopes: ['read'] }],
  // Akkoma takes codes again; the others send the token itself to a browser that has one.
  ...['pleroma', 'akkoma', 'rebased'].map((name): [string, Quirks] => [name, { takesCodesAgain: true }]),
])

/**
 * Whether a server has everybody sign in who is sent there, by the software's name. Of all that were read only GoToSocial does: it ends its session
 * with each answer. Mastodon's `force_login`, and Pleroma's, show a page to whoever is signed in and ask for a click; so does Misskey, whatever it is
 * told; Pixelfed, Friendica and Mbin ask nothing of whoever has allowed it before.
 */
export const asksEverybody = (software: string | undefined): boolean => software === 'gotosocial'

export const quirksOf = ({ findings: { software } }: Pick<Server, 'findings'>): Quirks =>
  entries.get(software?.name ?? '') ?? {}
