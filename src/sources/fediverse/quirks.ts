import type { Server } from './server.ts'

/** What a server does otherwise than its family, as far as it matters for signing in. */
export interface Quirks {
  /** What to ask for, and nothing else. */
  readonly scopes?: readonly string[]
  /** There is no asking whether the server knows us: a token of the application itself, like everything else, is the same for everybody. */
  readonly knowsEverybody?: true
  /** Tokens cannot be given back. */
  readonly keepsTokens?: true
}

/**
 * By NodeInfo's name. Everything else about a server is found out by looking, since names are many and forks have their own.
 * Without an own scope for reading one's own account, `read` is the least there is.
 */
const entries: ReadonlyMap<string, Quirks> = new Map<string, Quirks>([
  ['pixelfed', { scopes: ['read'], keepsTokens: true }],
  ['friendica', { scopes: ['read'] }],
  ['takahe', { scopes: ['read'], knowsEverybody: true }],
  ['wordpress', { scopes: ['read'] }],
])

export const quirksOf = ({ findings: { software } }: Pick<Server, 'findings'>): Quirks =>
  entries.get(software?.name ?? '') ?? {}
