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

export type RedirectProblem =
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
  if (!URL.canParse(uri)) return 'not_absolute'
  const url = new URL(uri)
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

/**
 * The one comparison of redirect URIs: exact strings (RFC 9700 section 2.1). The only latitude is the port of a loopback
 * IP address, for native applications that take whichever is free (RFC 8252 section 7.3); `localhost` is a name and has none.
 */
export const compareRedirect = (registered: string, sent: string, options: { native: boolean }): boolean => {
  if (registered === sent) return true
  if (!options.native) return false
  const pattern = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::\d{1,5})?(\/[^\\]*)?$/
  const one = pattern.exec(registered)
  const other = pattern.exec(sent)
  return one !== null && other !== null && one[1] === other[1] && (one[2] ?? '') === (other[2] ?? '')
}
