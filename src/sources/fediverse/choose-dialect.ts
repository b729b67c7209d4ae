import type { DialectName, Findings, Metadata, Software } from './server.ts'

/** What was seen of a server. */
export interface Signs {
  readonly software?: Software | undefined
  readonly metadata?: Metadata | undefined
  /** It describes itself as Mastodon does, or wants to know who asks before it does (limited federation). */
  readonly instance?: 'open' | 'closed' | undefined
}

/**
 * Known by name, because what they show looks like a way in and is none: BookWyrm describes itself as Mastodon does, and the rest put
 * Mastodon's API in front of sessions that are bound to nobody's browser, or have nothing but MiAuth, or only ask for passwords. Sharkey
 * announces Misskey's metadata, which its own pages do not keep.
 */
const withoutWayIn = new Set([
  ...['peertube', 'lemmy', 'bookwyrm'],
  ...['sharkey', 'firefish', 'calckey', 'iceshrimp', 'foundkey', 'catodon', 'magnetar'],
])

/** Ways of their own, which no document announces. */
const ownWay: ReadonlyMap<string, DialectName> = new Map([
  ['mobilizon', 'mobilizon'],
  ['mbin', 'mbin'],
  ['funkwhale', 'funkwhale'],
])

/** These speak Mastodon's API also where they do not say so to strangers. */
const mastodonFamily = new Set([
  ...['mastodon', 'hometown', 'glitch', 'fedibird', 'kmyblue', 'gotosocial', 'pleroma', 'akkoma', 'rebased'],
  ...['pixelfed', 'friendica', 'takahe', 'hollo', 'iceshrimp.net'],
])

/** Whether it is a name that anything is known about. */
export const isKnownSoftware = (name: string): boolean =>
  name === 'wordpress' || withoutWayIn.has(name) || mastodonFamily.has(name)

/** By what a server shows it can do; by its name only where that is not enough. */
export const chooseDialect = (signs: Signs): Pick<Findings, 'dialect' | 'why'> => {
  const { software } = signs
  if (software !== undefined && withoutWayIn.has(software.name)) return { why: 'unsupported' }
  const dialect = ownWay.get(software?.name ?? '') ?? announced(signs) ?? known(signs)
  if (dialect !== undefined) return { dialect }
  return { why: software === undefined ? 'no_server' : 'unsupported' }
}

/** A server that takes an address for a client id, or registers by RFC 7591, has no use for the older ways. */
const announced = ({ software, metadata, instance }: Signs): DialectName | undefined => {
  if (metadata?.appRegistrationEndpoint !== undefined) return 'mastodon'
  if (metadata?.authorizationEndpoint === undefined || metadata.tokenEndpoint === undefined) return undefined
  const { registrationEndpoint, clientIdMetadata, sendsIssuer, pkce, scopes } = metadata
  if (sendsIssuer && pkce && scopes.includes('read:account')) return 'misskey'
  if (registrationEndpoint === undefined && !clientIdMetadata) return undefined
  if (software?.name === 'bonfire') return 'bonfire'
  const isPlugin = registrationEndpoint?.includes('/activitypub/') === true
  return isPlugin || (software !== undefined && instance === undefined) ? 'wordpress' : undefined
}

const known = ({ software, instance }: Signs): DialectName | undefined => {
  const named = software !== undefined && mastodonFamily.has(software.name)
  return instance === 'open' || named || (instance === 'closed' && software !== undefined) ? 'mastodon' : undefined
}
