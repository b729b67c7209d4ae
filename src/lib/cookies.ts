/** Cookies as a browser sent them (RFC 6265 section 5.4); of two with one name the first counts, malformed ones are passed over. */
export const parseCookies = (header: string | null | undefined): ReadonlyMap<string, string> => {
  const cookies = new Map<string, string>()
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at < 1) continue
    const name = part.slice(0, at).trim()
    if (!cookies.has(name)) cookies.set(name, part.slice(at + 1).trim())
  }
  return cookies
}

/**
 * One `Set-Cookie` value. On https the name is prefixed with `__Host-`, which makes the browser insist on Secure and Path=/
 * and keeps sister hosts from planting one (RFC 6265bis section 4.1.3.2). Always HttpOnly and SameSite=Lax.
 */
export const setCookie = (
  name: string,
  value: string,
  options: { readonly secure: boolean; readonly maxAge?: number },
): string =>
  [
    `${cookieName(name, options.secure)}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    ...(options.secure ? ['Secure'] : []),
    ...(options.maxAge === undefined ? [] : [`Max-Age=${Math.floor(options.maxAge / 1000)}`]),
  ].join('; ')

export const cookieName = (name: string, secure: boolean): string => (secure ? `__Host-${name}` : name)
