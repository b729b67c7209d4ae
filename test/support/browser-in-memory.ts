import type { App } from '../../src/app.ts'

export interface Seen {
  readonly status: number
  readonly url: URL
  readonly headers: Headers
  readonly text: string
  /** Where it was sent, absolute; undefined when nowhere. */
  readonly location: URL | undefined
}

/** Enough of a browser for the whole program in memory: cookies, links to follow, forms with their hidden fields. No JavaScript. */
export interface TestBrowser {
  readonly cookies: Map<string, string>
  get(path: string | URL, headers?: Record<string, string>): Promise<Seen>
  /** As from our own page; a header that is `undefined` is left out. */
  post(path: string | URL, fields: Record<string, string>, headers?: Record<string, string | undefined>): Promise<Seen>
  /** Follows redirects for as long as they stay here. */
  follow(seen: Seen): Promise<Seen>
  /** Fills in the form of a page (the first, or the one with this action) and sends it; `button` is the id of what is pressed. */
  submit(seen: Seen, fields: Record<string, string>, options?: { action?: string; button?: string }): Promise<Seen>
}

export const createTestBrowser = (app: App, base: string, address = '192.0.2.1'): TestBrowser => {
  const cookies = new Map<string, string>()

  const send = async (method: 'GET' | 'POST', path: string | URL, init: RequestInit): Promise<Seen> => {
    const url = new URL(path, base)
    const headers = new Headers(init.headers)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await app.answer(new Request(url, { ...init, method, headers, redirect: 'manual' }), { address })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (/max-age=0/i.test(cookie)) cookies.delete(name)
      else cookies.set(name, value)
    }
    const location = response.headers.get('location')
    return {
      status: response.status,
      url,
      headers: response.headers,
      text: await response.text(),
      location: location === null ? undefined : new URL(location, url),
    }
  }

  const browser: TestBrowser = {
    cookies,
    get: (path, headers = {}) => send('GET', path, { headers }),
    post: (path, fields, headers = {}) =>
      send('POST', path, {
        headers: present({
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
          ...headers,
        }),
        body: new URLSearchParams(fields).toString(),
      }),
    async follow(seen) {
      let at = seen
      for (let hops = 0; at.location !== undefined && at.location.origin === base; hops++) {
        if (hops > 10) throw new Error(`redirected in circles at ${at.location}`)
        at = await browser.get(at.location)
      }
      return at
    },
    submit(seen, fields, { action, button } = {}) {
      const form = formsIn(seen).find((form) =>
        button === undefined ? action === undefined || form.action === action : form.buttons.has(button),
      )
      if (form === undefined) throw new Error(`no such form on ${seen.url}: ${seen.text.slice(0, 500)}`)
      const pressed = button === undefined ? {} : form.buttons.get(button)
      return browser.post(new URL(form.action, seen.url), { ...form.hidden, ...pressed, ...fields })
    },
  }
  return browser
}

const present = (headers: Readonly<Record<string, string | undefined>>): [string, string][] =>
  Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))

interface FoundForm {
  readonly action: string
  readonly hidden: Record<string, string>
  /** By id, what pressing it adds. */
  readonly buttons: Map<string, Record<string, string>>
}

const formsIn = (seen: Seen): readonly FoundForm[] =>
  [...seen.text.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, attributes = '', body = '']) => {
    const hidden: Record<string, string> = {}
    for (const [, input = ''] of body.matchAll(/<input\b([^>]*)>/g)) {
      const name = attribute(input, 'name')
      if (attribute(input, 'type') === 'hidden' && name !== undefined) hidden[name] = attribute(input, 'value') ?? ''
    }
    const buttons = new Map<string, Record<string, string>>()
    for (const [, button = ''] of body.matchAll(/<button\b([^>]*)>/g)) {
      const name = attribute(button, 'name')
      buttons.set(attribute(button, 'id') ?? '', name === undefined ? {} : { [name]: attribute(button, 'value') ?? '' })
    }
    return { action: attribute(attributes, 'action') ?? seen.url.pathname + seen.url.search, hidden, buttons }
  })

const attribute = (tag: string, name: string): string | undefined => {
  const [, value] = new RegExp(`\\b${name}="([^"]*)"`).exec(tag) ?? []
  return value
    ?.replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
