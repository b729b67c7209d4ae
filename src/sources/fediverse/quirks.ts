import type { Server, Software } from './server.ts'

/** What a server does otherwise than its family, as far as it matters for signing in. */
export interface Quirks {
  /** What to ask for, and nothing else. */
  readonly scopes?: readonly string[]
  /** A token of the application itself says nothing about whether the server knows us: it is given to everybody. */
  readonly knowsEverybody?: true
  /** Tokens cannot be given back. */
  readonly keepsTokens?: true
}

interface Entry extends Quirks {
  readonly software: string
  /** Holds for versions before this one, `major.minor`. */
  readonly before?: string
}

/**
 * By NodeInfo's name. Everything else about a server is found out by looking, since names are many and forks have their own.
 * Without an own scope for reading one's own account, `read` is the least there is.
 */
const entries: readonly Entry[] = [
  { software: 'pixelfed', scopes: ['read'], keepsTokens: true },
  { software: 'friendica', scopes: ['read'] },
  { software: 'takahe', scopes: ['read'], knowsEverybody: true },
  { software: 'wordpress', scopes: ['read'] },
  { software: 'gotosocial', before: '0.19', keepsTokens: true },
]

export const quirksOf = ({ findings: { software } }: Pick<Server, 'findings'>): Quirks =>
  Object.assign({}, ...entries.filter((entry) => software !== undefined && isAbout(entry, software)))

const isAbout = ({ software: name, before }: Entry, software: Software): boolean =>
  software.name === name && (before === undefined || isBefore(software.version, before))

/** `4.2.8+glitch` is before `4.3`. A version that cannot be read is before nothing. */
const isBefore = (version: string, bound: string): boolean => {
  const [major, minor] = parts(version)
  const [boundMajor, boundMinor] = parts(bound)
  return major < boundMajor || (major === boundMajor && minor < boundMinor)
}

const parts = (version: string): readonly [number, number] => {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? []
  return major === undefined ? [Number.NaN, Number.NaN] : [Number(major), Number(minor)]
}
