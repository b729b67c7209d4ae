import { Agent as Connections, request } from 'undici'
import { type CookieJar, createCookieJar } from './cookie-jar.ts'
import { formsIn, type HtmlForm } from './html-form.ts'

/** One answer, and where it came from. */
export interface Page {
  readonly url: URL
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Where it sends the browser, absolute. */
  readonly location: URL | undefined
}

export interface Visitor {
  readonly cookies: CookieJar
  /** As a person who types an address: no page sent them. */
  get(url: string | URL, headers?: Record<string, string>): Promise<Page>
  /** As a page of `from` that posts a form; without `from`, as one of the same origin. */
  post(url: string | URL, fields: Record<string, string>, options?: { from?: URL }): Promise<Page>
  /** Goes where it is sent for as long as it is sent, or until an address at which `until` says stop. */
  follow(page: Page, until?: (url: URL) => boolean): Promise<Page>
  /** Fills in and sends one form, and stays at the answer. `button` is the id of what is pressed. */
  submit(page: Page, fields?: Record<string, string>, options?: { button?: string }): Promise<Page>
}

const sameSite = (a: URL, b: URL) => a.protocol === b.protocol && a.hostname === b.hostname

const fetchSite = (from: URL | undefined, url: URL): string => {
  if (from === undefined) return 'none'
  if (from.origin === url.origin) return 'same-origin'
  return sameSite(from, url) ? 'same-site' : 'cross-site'
}

const pick = (page: Page, button: string | undefined): HtmlForm => {
  const forms = formsIn(page.text)
  const form = button === undefined ? forms[0] : forms.find((candidate) => candidate.buttons.has(button))
  if (form === undefined) {
    throw new Error(
      `no form with ${button ?? 'anything'} at ${page.url} (${page.status}):\n${page.text.slice(0, 3000)}`,
    )
  }
  return form
}

/**
 * A person's browser without scripts: keeps cookies, says where a request comes from as browsers do, and goes nowhere
 * by itself. `ca` is the PEM of a root to trust; `comesFrom` is the address of this machine that it is seen under;
 * `headers` go with every request.
 */
export const createVisitor = (
  options: { ca?: string; userAgent?: string; comesFrom?: string; headers?: Record<string, string> } = {},
): Visitor => {
  const cookies = createCookieJar()
  const dispatcher = new Connections({
    connect: options.ca === undefined ? {} : { ca: options.ca },
    ...(options.comesFrom === undefined ? {} : { localAddress: options.comesFrom }),
  })

  const send = async (
    url: URL,
    {
      from,
      fields,
      headers = {},
    }: { from?: URL | undefined; fields?: URLSearchParams; headers?: Record<string, string> },
  ): Promise<Page> => {
    const site = fetchSite(from, url)
    const cookie = cookies.header(url, { crossSite: site === 'cross-site', post: fields !== undefined })
    const answer = await request(url, {
      dispatcher,
      method: fields === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
        'accept-language': 'en',
        'user-agent': options.userAgent ?? 'Mozilla/5.0 (a test)',
        'sec-fetch-dest': 'document',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-site': site,
        ...(fields === undefined
          ? {}
          : { 'content-type': 'application/x-www-form-urlencoded', origin: (from ?? url).origin }),
        ...(cookie === undefined ? {} : { cookie }),
        ...options.headers,
        ...headers,
      },
      body: fields?.toString() ?? null,
    })
    const received = new Headers()
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const one of [value ?? []].flat()) received.append(name, one)
    }
    cookies.keep(url, received.getSetCookie())
    const location = received.get('location')
    return {
      url,
      status: answer.statusCode,
      headers: received,
      text: await answer.body.text(),
      location: location === null ? undefined : new URL(location, url),
    }
  }

  const visitor: Visitor = {
    cookies,
    get: (url, headers = {}) => send(new URL(url), { headers }),
    post: (url, fields, { from } = {}) =>
      send(new URL(url), { from: from ?? new URL(url), fields: new URLSearchParams(fields) }),
    async follow(page, until = () => false) {
      let at = page
      for (let hops = 0; at.location !== undefined && !until(at.location); hops++) {
        if (hops === 20) throw new Error(`sent in circles at ${at.location}`)
        at = await send(at.location, { from: at.url })
      }
      return at
    },
    submit(page, fields = {}, { button } = {}) {
      const form = pick(page, button)
      const pressed = button === undefined ? [] : (form.buttons.get(button) ?? [])
      const all = new URLSearchParams(
        Object.entries({ ...Object.fromEntries([...form.fields, ...pressed]), ...fields }),
      )
      const action = new URL(form.action === '' ? page.url : form.action, page.url)
      if (form.method === 'post') return send(action, { from: page.url, fields: all })
      action.search = all.toString()
      return send(action, { from: page.url })
    },
  }
  return visitor
}
