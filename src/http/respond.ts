interface Made {
  readonly body: string | null
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
}

const madeOf = Symbol('made of')

/** One of ours remembers what it is made of. By a member of its own: what a `WeakMap` holds outlives many collections of what is young. */
type Ours = Response & { [madeOf]?: Made }

/** What would end a header, or cannot be sent in one (RFC 9110 section 5.5). */
const unsendable = /[^\t\x20-\x7e\x80-\xff]/

const make = (of: Made): Response => {
  for (const name in of.headers) {
    if (unsendable.test(of.headers[name] ?? '')) throw new TypeError(`the header ${name} cannot be sent`)
  }
  const response: Ours = new Response(of.body, of)
  response[madeOf] = of
  return response
}

/**
 * The same answer with more headers. One of ours is made anew with all of them: a `Response` that is asked for its headers builds, sorts and
 * checks a list of them, which costs more than the rest of it.
 */
export const withHeaders = (response: Ours, more: Readonly<Record<string, string>>): Response => {
  const of = response[madeOf]
  if (of !== undefined) return make({ ...of, headers: { ...of.headers, ...more } })
  for (const name in more) response.headers.set(name, more[name] ?? '')
  return response
}

/** JSON for programs. Nothing is kept by caches unless the caller says how long. */
export const json = (body: unknown, options?: JsonOptions): Response => writtenJson(JSON.stringify(body), options)

interface JsonOptions {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** The same of what is written out already. */
export const writtenJson = (body: string, options: JsonOptions = {}): Response =>
  make({
    body,
    status: options.status ?? 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...options.headers },
  })

/** Always 303: a browser that posted something must not post it again to where it is sent (RFC 9700 section 4.12). */
export const redirect = (location: string, headers: Record<string, string> = {}): Response =>
  make({ body: null, status: 303, headers: { location, 'cache-control': 'no-store', ...headers } })

const pagePolicy = (formsLeave: boolean): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    // Chromium holds form-action against every hop after a form, the application's own redirects included,
    // and would break a sign-in after its code is spent. So pages whose form can end elsewhere do without.
    ...(formsLeave ? [] : ["form-action 'self'"]),
  ].join('; ')

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin-allow-popups',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

export interface PageOptions {
  readonly status?: number
  /** True for pages whose form may end at another origin: sign-in, consent, sign-out, form_post. */
  readonly formsLeave?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

/** A page for a person. `body` is finished, escaped HTML. */
export const page = (body: string, options: PageOptions = {}): Response =>
  make({
    body,
    status: options.status ?? 200,
    headers: {
      ...pageHeaders,
      'content-security-policy': pagePolicy(options.formsLeave ?? false),
      ...options.headers,
    },
  })

/** On every response, whatever it is. `cross-origin-resource-policy` is left to those that may be embedded. */
export const hardenedHeaders = (secure: boolean): Readonly<Record<string, string>> => ({
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  ...(secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
})
