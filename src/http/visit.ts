import { cookieName, parseCookies } from '../lib/cookies.ts'
import { type Form, parseForm } from '../lib/forms.ts'
import { readForm } from './form-body.ts'

/** One request as every room sees it. What a proxy or a stranger claims in headers has been settled before this exists. */
export interface Visit {
  readonly request: Request
  /** Path and query as asked; its origin is the public base, whatever Host says. */
  readonly url: URL
  /** The public base: `https://id.example.org`, no trailing slash. */
  readonly base: string
  /** Who we are to the application of this request. The base, unless the route belongs to one application. */
  readonly issuer: string
  /** What the route's pattern caught. */
  readonly path: Readonly<Record<string, string>>
  /** The visitor's IP address, as our own proxies report it. */
  readonly address: string
  readonly secure: boolean
  readonly userAgent: string
  cookie(name: string): string | undefined
  /** The query, with what was sent twice or empty told apart. */
  readonly query: Form
  /** The body as a form. Throws `Refusal` 415 or 413. May be called again. */
  form(): Promise<Form>
}

export const createVisit = (
  request: Request,
  options: {
    readonly base: string
    readonly address: string
    readonly path?: Readonly<Record<string, string>>
  },
): Visit => {
  const asked = new URL(request.url)
  const url = new URL(asked.pathname + asked.search, options.base)
  const secure = options.base.startsWith('https:')
  const cookies = parseCookies(request.headers.get('cookie'))
  let form: Promise<Form> | undefined
  return {
    request,
    url,
    base: options.base,
    issuer: options.base,
    path: options.path ?? {},
    address: options.address,
    secure,
    userAgent: (request.headers.get('user-agent') ?? '').slice(0, 300),
    cookie: (name) => cookies.get(cookieName(name, secure)),
    query: parseForm(url.search.slice(1)),
    form() {
      form ??= readForm(request)
      return form
    },
  }
}
