import type { Time } from '../lib/clock.ts'
import { cookieName, parseCookies, setCookie } from '../lib/cookies.ts'
import { type Form, parseForm } from '../lib/forms.ts'
import { newId } from '../lib/ids.ts'
import type { Random } from '../lib/random.ts'
import { type FormBody, readBody } from './form-body.ts'

/** One request as every room sees it. What a proxy or a stranger claims in headers has been settled before this exists. */
export interface Visit {
  readonly request: Request
  /** Path and query as asked; its origin is the public base, whatever Host says. */
  readonly url: URL
  /** The path alone, as in `url`, which need not be parsed for it. */
  readonly pathname: string
  /** The public base: `https://id.example.org`, no trailing slash. */
  readonly base: string
  /** What the route's pattern caught. */
  readonly path: Readonly<Record<string, string>>
  /** The visitor's IP address, as our own proxies report it. */
  readonly address: string
  /** The address at the other end of the socket: a proxy's, or the visitor's. */
  readonly connection: string
  readonly secure: boolean
  readonly userAgent: string
  cookie(name: string): string | undefined
  /** Sets a cookie with the answer; without a `maxAge` (ms) it goes when the browser does. */
  setCookie(name: string, value: string, maxAge?: Time): void
  clearCookie(name: string): void
  /** `Set-Cookie` values for the answer. */
  readonly outgoingCookies: readonly string[]
  /** This browser's own secret, which form tokens and waiting requests are bound to; given to it now if it has none. */
  browser(): string
  /** The same, without giving one. */
  knownBrowser(): string | undefined
  /** The query, with what was sent twice or empty told apart. */
  readonly query: Form
  /** The body as a form. Throws `Refusal` 415 or 413. May be called again. */
  form(): Promise<Form>
  /** From now on the body may be a form with files: for whoever has been let in. */
  expectFiles(): void
  /** A file that came with the form; undefined when none was chosen. Throws as `form` does. */
  file(name: string): Promise<Uint8Array | undefined>
}

const browserCookie = 'portico-browser'

export const createVisit = (
  request: Request,
  options: {
    readonly base: string
    readonly address: string
    readonly connection: string
    readonly random: Random
    readonly path?: Readonly<Record<string, string>>
  },
): Visit => {
  // Path and query as they came; the host that a request names is never looked at.
  const asked = request.url.slice(request.url.indexOf('/', request.url.indexOf('//') + 2))
  const secure = options.base.startsWith('https:')
  const cookies = parseCookies(request.headers.get('cookie'))
  const outgoing: string[] = []
  let body: Promise<FormBody> | undefined
  let files = false
  const read = (): Promise<FormBody> => {
    body ??= readBody(request, { files })
    return body
  }
  let browser = cookies.get(cookieName(browserCookie, secure))
  if (browser !== undefined && !/^[A-Za-z0-9]{22}$/.test(browser)) browser = undefined
  let url: URL | undefined
  let query: Form | undefined
  return {
    request,
    get url() {
      url ??= new URL(options.base + asked)
      return url
    },
    pathname: /^[^?#]*/.exec(asked)?.[0] ?? '',
    base: options.base,
    path: options.path ?? {},
    address: options.address,
    connection: options.connection,
    secure,
    userAgent: (request.headers.get('user-agent') ?? '').slice(0, 300),
    cookie: (name) => cookies.get(cookieName(name, secure)),
    setCookie(name, value, maxAge) {
      outgoing.push(setCookie(name, value, { secure, ...(maxAge === undefined ? {} : { maxAge }) }))
    },
    clearCookie(name) {
      outgoing.push(setCookie(name, '', { secure, maxAge: 0 }))
    },
    outgoingCookies: outgoing,
    browser() {
      if (browser === undefined) {
        browser = newId(options.random)
        outgoing.push(setCookie(browserCookie, browser, { secure }))
      }
      return browser
    },
    knownBrowser: () => browser,
    get query() {
      query ??= parseForm(queryOf(asked))
      return query
    },
    form: async () => (await read()).form,
    expectFiles() {
      files = true
    },
    file: async (name) => (await read()).files.get(name),
  }
}

/** Without parsing the rest, which most rooms never ask for. */
const queryOf = (asked: string): string => /^[^?#]*\?([^#]*)/.exec(asked)?.[1] ?? ''
