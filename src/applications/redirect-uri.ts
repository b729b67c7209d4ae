import { matchesPattern, type PatternProblem, parsePattern } from './redirect-pattern.ts'

/** Schemes that run or read something when a browser is sent there. */
const harmful = new Set([
  'javascript:',
  'data:',
  'vbscript:',
  'file:',
  'blob:',
  'about:',
  'filesystem:',
  'view-source:',
])

/** As it is registered: an exact string, or a regular expression for what follows its host. */
export type RedirectUri = string | { readonly match: 'regex'; readonly uri: string }

/** As somebody writes it down. */
export type WrittenRedirectUri = string | { readonly match: 'exact' | 'regex'; readonly uri: string }

/** Each way to write an address becomes the one it is kept in. */
export const toRedirectUri = (written: WrittenRedirectUri): RedirectUri => {
  if (typeof written === 'string') return written.trim()
  const uri = written.uri.trim()
  return written.match === 'regex' ? { match: 'regex', uri } : uri
}

/** As people wrote it, whichever kind it is. */
export const textOfRedirect = (uri: RedirectUri): string => (typeof uri === 'string' ? uri : uri.uri)

/** An address that says where it leads: of a pattern what all its addresses begin with, empty when it is none. */
export const whereItLeads = (uri: RedirectUri): string => {
  if (typeof uri === 'string') return uri
  const parsed = parsePattern(uri.uri)
  return parsed.ok ? parsed.pattern.origin : ''
}

export type RedirectProblem =
  | PatternProblem
  | 'not_absolute'
  | 'fragment'
  | 'harmful_scheme'
  | 'user_info'
  | 'bad_characters'
  | 'http_needs_loopback'
  | 'private_scheme_needs_dot'

const loopbackHosts = new Set(['127.0.0.1', '[::1]', 'localhost'])

/**
 * What is wrong with a redirect URI that somebody wants to register, or undefined.
 * RFC 6749 section 3.1.2, RFC 8252 sections 7 and 8.4. Plain http on a machine's own loopback is fine; elsewhere
 * only where the operator insists (`allowHttp`).
 */
export const redirectProblem = (uri: string, options: { allowHttp?: boolean } = {}): RedirectProblem | undefined => {
  // White space, backslashes, and what is not ASCII (RFC 3986 has it encoded): URL parsers disagree about it, and headers cannot carry it.
  if (/[^\x21-\x7e]|\\/.test(uri)) return 'bad_characters'
  const url = URL.parse(uri)
  if (url === null) return 'not_absolute'
  if (harmful.has(url.protocol)) return 'harmful_scheme'
  if (uri.includes('#')) return 'fragment'
  if (url.username !== '' || url.password !== '' || /^[a-z0-9+.-]+:\/\/[^/?]*@/i.test(uri)) return 'user_info'
  if (url.protocol === 'https:') return undefined
  if (url.protocol === 'http:') {
    return loopbackHosts.has(url.hostname) || options.allowHttp ? undefined : 'http_needs_loopback'
  }
  // `app.immich:///oauth-callback`: a private-use scheme is a reversed domain name.
  return url.protocol.includes('.') ? undefined : 'private_scheme_needs_dot'
}

/** Whether a browser must not be sent there, whatever came to be registered and however. Asked again at every use. */
export const isHarmful = (uri: string): boolean => {
  const problem = redirectProblem(uri, { allowHttp: true })
  return problem !== undefined && problem !== 'private_scheme_needs_dot'
}

/** What is wrong with one that somebody wants to register, of either kind. */
export const registrationProblem = (uri: RedirectUri, options: { allowHttp?: boolean } = {}) => {
  if (typeof uri === 'string') return redirectProblem(uri, options)
  const parsed = parsePattern(uri.uri)
  return parsed.ok ? redirectProblem(parsed.pattern.origin, options) : parsed.code
}

/**
 * The one comparison of redirect URIs: exact strings (RFC 9700 section 2.1), unless the operator wrote a regular expression. The only
 * latitude of an exact one is the port of a loopback IP address, for native applications that take whichever is free
 * (RFC 8252 section 7.3); `localhost` is a name and has none.
 */
export const compareRedirect = (registered: RedirectUri, sent: string, options: { native: boolean }): boolean => {
  if (typeof registered !== 'string') return hasOneMeaning(sent) && matchesPattern(registered.uri, sent)
  if (registered === sent) return true
  if (!options.native) return false
  const pattern = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::\d{1,5})?(\/[^\\]*)?$/
  const one = pattern.exec(registered)
  const other = pattern.exec(sent)
  return one !== null && other !== null && one[1] === other[1] && (one[2] ?? '') === (other[2] ?? '')
}

/** Whether an exact address says itself what the answer is to say: the application would read one of the two. */
export const saysAnAnswer = (uri: RedirectUri): boolean =>
  typeof uri === 'string' &&
  URL.canParse(uri) &&
  ['code', 'state', 'iss', 'error'].some((name) => new URL(uri).searchParams.has(name))

/** What the answer adds to an address; an address that had them already would say two things at once. */
const ours = new Set(['code', 'state', 'iss', 'error', 'error_description', 'response', 'id_token', 'access_token'])

/**
 * An exact address was looked at by the operator; of one that a pattern lets through everything but the host is a stranger's. So nobody,
 * however they read it, may read something else in it: no dots that climb, no escaped slash, no second spelling, no second answer.
 */
const hasOneMeaning = (sent: string): boolean => {
  if (sent.length > 2000 || redirectProblem(sent, { allowHttp: true }) !== undefined) return false
  const { href, pathname, searchParams } = new URL(sent)
  return (
    href === sent && !/%(?:2e|2f|5c|00)/i.test(pathname) && ![...searchParams.keys()].some((name) => ours.has(name))
  )
}
