interface Kept {
  readonly name: string
  readonly value: string
  readonly host: string
  readonly path: string
  readonly secure: boolean
  readonly sameSite: string
  readonly until: number
}

export interface CookieJar {
  keep(url: URL, setCookie: readonly string[]): void
  /** The Cookie header for a request. Strict cookies stay away from requests that another site started. */
  header(url: URL, options: { crossSite: boolean; post: boolean }): string | undefined
  /** As a browser shows them: for a test that looks for a cookie by name. */
  readonly all: readonly Kept[]
}

const read = (url: URL, line: string): Kept | undefined => {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim())
  const attributes = new Map(
    rest.map((part) => {
      const [name = '', ...value] = part.split('=')
      return [name.toLowerCase(), value.join('=')] as const
    }),
  )
  const name = pair.slice(0, pair.indexOf('='))
  const secure = attributes.has('secure')
  const prefixIsHonest =
    !name.startsWith('__Host-') || (secure && attributes.get('path') === '/' && !attributes.has('domain'))
  if (!prefixIsHonest || (secure && url.protocol !== 'https:')) return undefined
  const maxAge = attributes.get('max-age')
  const expires = attributes.get('expires')
  const until = maxAge !== undefined ? Date.now() + Number(maxAge) * 1000 : expires ? Date.parse(expires) : Infinity
  return {
    name,
    value: pair.slice(pair.indexOf('=') + 1),
    host: url.hostname,
    path: attributes.get('path') || url.pathname.replace(/\/[^/]*$/, '') || '/',
    secure,
    sameSite: attributes.get('samesite')?.toLowerCase() ?? 'lax',
    until,
  }
}

const pathMatches = (path: string, asked: string): boolean =>
  asked === path || asked.startsWith(path.endsWith('/') ? path : `${path}/`)

/** Cookies as a browser keeps them (RFC 6265), as far as hosts of one name each need it: by host, whatever the port. */
export const createCookieJar = (): CookieJar => {
  let kept: Kept[] = []
  return {
    get all() {
      return kept
    },
    keep(url, setCookie) {
      for (const cookie of setCookie.map((line) => read(url, line))) {
        if (cookie === undefined) continue
        const isThis = (other: Kept) =>
          other.name === cookie.name && other.host === cookie.host && other.path === cookie.path
        kept = [...kept.filter((other) => !isThis(other)), ...(cookie.until > Date.now() ? [cookie] : [])]
      }
    },
    header(url, { crossSite, post }) {
      const goes = (cookie: Kept) =>
        cookie.host === url.hostname &&
        pathMatches(cookie.path, url.pathname) &&
        (!cookie.secure || url.protocol === 'https:') &&
        cookie.until > Date.now() &&
        (!crossSite || cookie.sameSite === 'none' || (cookie.sameSite === 'lax' && !post))
      const pairs = kept.filter(goes).map(({ name, value }) => `${name}=${value}`)
      return pairs.length === 0 ? undefined : pairs.join('; ')
    },
  }
}
