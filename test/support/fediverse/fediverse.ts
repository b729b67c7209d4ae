import { once } from 'node:events'
import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createSecureContext } from 'node:tls'
import type { Clock } from '../../../src/lib/clock.ts'
import type { SafeFetchSurroundings } from '../../../src/net/safe-fetch.ts'
import { formsIn } from '../html-form.ts'
import { createTestCa } from '../test-ca.ts'
import { handleSite } from './server.ts'
import type { Blueprint, Fake, Site } from './site.ts'

/** A request that came in by HTTP: from the program under test, or from a real browser. */
export interface Seen {
  readonly method: string
  /** The name it was asked under. */
  readonly host: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export interface FakeServer extends Fake, Site {
  /** In order; what `approve` does is not among them. */
  readonly seen: Seen[]
  /** Answers in place of the server, until it is told otherwise; `undefined` leaves the request to the server. */
  meddle: ((request: Request) => Promise<Response | undefined> | Response | undefined) | undefined
  /**
   * What a person does who was sent here: signs in where that is asked, presses the button, and goes where they are sent. The address on
   * another server that comes of it. Throws `Stuck` with the text of a page that leads nowhere.
   */
  approve(url: string, person?: Person): Promise<string>
}

export interface Person {
  /** `alice` otherwise. */
  readonly as?: string
  readonly denies?: boolean
  /** Of several accounts behind one sign-in. */
  readonly identity?: string
  /** Their browser, by server and cookie; a new one each time otherwise. */
  readonly cookies?: Map<string, string>
}

/** A person stands before a page of somebody else's server, and nobody will ever know. */
export class Stuck extends Error {}

export interface Stood {
  /** Handles end in another name than the API's, which leads there in this way. */
  readonly split?: 'redirect' | 'host-meta'
}

/** A blueprint, or one with what is particular about where it stands. */
export type Wanted = Blueprint | (Stood & { readonly fake: Blueprint })

interface Lasting {
  after(work: () => unknown): void
}

export interface Fediverse<Name extends string> {
  readonly servers: Readonly<Record<Name, FakeServer>>
  /** For `outbound.allow`: without these nobody goes there. */
  readonly allow: readonly string[]
}

/**
 * Servers at `http://127.0.0.1:<port>`, gone with the test. `@alice@127.0.0.1:<port>` (`server.domain`) is somebody there:
 * `const { servers: { home }, allow } = await withFediverse(t, { home: mastodon('4.3') })`
 */
export const withFediverse = async <Name extends string>(
  t: Lasting,
  wanted: Readonly<Record<Name, Wanted>>,
  { clock = { now: () => Date.now() } }: { readonly clock?: Clock } = {},
): Promise<Fediverse<Name>> => {
  const allow: string[] = []
  const listen = async () => {
    const place: { serve?: (incoming: IncomingMessage, outgoing: ServerResponse) => void } = {}
    const port = await listening(
      t,
      createHttp({ keepAlive: false }, (...both) => place.serve?.(...both)),
    )
    allow.push(`http://127.0.0.1:${port}`)
    return { place, host: `127.0.0.1:${port}` }
  }
  const start = async (one: Wanted): Promise<FakeServer> => {
    const { fake: blueprint, split } = typeof one === 'function' ? { fake: one } : one
    const api = await listen()
    const handles = split === undefined ? api : await listen()
    const { host } = api
    const site: Site = { origin: `http://${host}`, host, domain: handles.host, now: () => clock.now() }
    const server = standing(blueprint, site)
    if (split !== undefined) handles.place.serve = serveBy(server, 'http', handleSite(site, split))
    api.place.serve = serveBy(server, 'http', (request) => server.answer(request))
    return server
  }
  const servers = await Promise.all(
    Object.entries<Wanted>(wanted).map(async ([name, one]) => [name, await start(one)] as const),
  )
  return { servers: Object.fromEntries(servers) as Record<Name, FakeServer>, allow }
}

export interface NamedFediverse<Name extends string> {
  readonly servers: Readonly<Record<Name, FakeServer>>
  /** For `createSafeFetch`: these names, and no others, lead to the fakes; 127.0.0.1 passes for public and nothing else here does. */
  readonly surroundings: Pick<SafeFetchSurroundings, 'lookup' | 'ca' | 'unsafeIsPublic' | 'unsafePort'>
  /** Another address for a name from now on: what a resolver in bad hands does. */
  resolve(name: string, addresses: readonly string[]): void
}

/**
 * Servers with real-looking names, by TLS, gone with the test: `{ 'social.example.org': { fake: mastodon('4.3'), split: 'redirect', domain: 'example.org' } }`.
 */
export const withNamedFediverse = async <Name extends string>(
  t: Lasting,
  wanted: Readonly<
    Record<
      Name,
      | Blueprint
      | { readonly fake: Blueprint; readonly domain: string; readonly split: 'redirect' | 'host-meta' | 'elsewhere' }
    >
  >,
  { clock = { now: () => Date.now() } }: { readonly clock?: Clock } = {},
): Promise<NamedFediverse<Name>> => {
  const ca = createTestCa()
  const contexts = new Map<string, ReturnType<typeof createSecureContext>>()
  const serving = new Map<string, (incoming: IncomingMessage, outgoing: ServerResponse) => void>()
  const names = new Map<string, readonly string[]>()
  const add = (name: string, serve: (incoming: IncomingMessage, outgoing: ServerResponse) => void): void => {
    serving.set(name, serve)
    contexts.set(name, createSecureContext(ca.issue(name)))
    names.set(name, ['127.0.0.1'])
  }
  const servers = new Map<string, FakeServer>()
  for (const [host, one] of Object.entries<(typeof wanted)[Name]>(wanted)) {
    const {
      fake: blueprint,
      split,
      domain,
    } = typeof one === 'function' ? { fake: one, split: undefined, domain: host } : one
    const site: Site = { origin: `https://${host}`, host, domain, now: () => clock.now() }
    const server = standing(blueprint, site)
    servers.set(host, server)
    add(
      host,
      serveBy(server, 'https', (request) => server.answer(request)),
    )
    if (split === 'redirect' || split === 'host-meta') add(domain, serveBy(server, 'https', handleSite(site, split)))
  }
  const tls = createHttps(
    {
      ...ca.issue('nobody.example.org'),
      SNICallback: (name, done) => done(null, contexts.get(name)),
      keepAlive: false,
    },
    (incoming, outgoing) => serving.get(incoming.headers.host ?? '')?.(incoming, outgoing),
  )
  const port = await listening(t, tls)
  return {
    servers: Object.fromEntries(servers) as Record<Name, FakeServer>,
    surroundings: {
      ca: ca.cert,
      unsafePort: port,
      unsafeIsPublic: (address) => address === '127.0.0.1',
      lookup: async (name) => {
        const addresses = names.get(name)
        if (addresses === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
        return addresses.map((address) => ({ address, family: 4 }))
      },
    },
    resolve: (name, addresses) => void names.set(name, addresses),
  }
}

const listening = async (t: Lasting, server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const standing = (blueprint: Blueprint, site: Site): FakeServer => {
  const fake = blueprint(site)
  const server: FakeServer = {
    ...fake,
    ...site,
    seen: [],
    meddle: undefined,
    answer: async (request) => (await server.meddle?.(request.clone())) ?? fake.answer(request),
    approve: (url, person) => approve(server, url, person),
  }
  return server
}

const serveBy =
  (server: FakeServer, scheme: string, answer: (request: Request) => Promise<Response>) =>
  async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const { method = 'GET', headers, url: path = '/' } = incoming
    const host = headers.host ?? ''
    server.seen.push({ method, host, path, headers, body: body.toString() })
    const request = new Request(`${scheme}://${host}${path}`, {
      method,
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
    })
    try {
      outgoing.setHeader('date', new Date(server.now()).toUTCString())
      await send(outgoing, await answer(request))
    } catch (error) {
      if (outgoing.headersSent) outgoing.destroy()
      else outgoing.writeHead(500).end(String(error))
    }
  }

const send = async (outgoing: ServerResponse, response: Response): Promise<void> => {
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies)
  if (response.body === null) return void outgoing.end()
  outgoing.flushHeaders()
  // Whoever has heard enough hangs up, and that is no failure of the server's.
  await pipeline(Readable.from(chunksOf(response.body)), outgoing).catch(() => outgoing.destroy())
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value
  } finally {
    await reader.cancel()
  }
}

const approve = async (server: FakeServer, url: string, person: Person = {}): Promise<string> => {
  const { as = 'alice', denies = false, identity, cookies = new Map<string, string>() } = person
  const go = async (to: string, form?: URLSearchParams): Promise<Response> => {
    const headers = new Headers({ accept: 'text/html', 'user-agent': 'Mozilla/5.0 (a person)' })
    const held = cookies.get(server.host)
    if (held !== undefined) headers.set('cookie', held)
    if (form !== undefined) headers.set('content-type', 'application/x-www-form-urlencoded')
    const answer = await server.answer(
      new Request(to, { headers, ...(form === undefined ? {} : { method: 'POST', body: form.toString() }) }),
    )
    for (const cookie of answer.headers.getSetCookie()) cookies.set(server.host, cookie.split(';', 1)[0] ?? '')
    return answer
  }
  let at = url
  let answer = await go(at)
  for (let steps = 0; steps < 8; steps += 1) {
    const location = answer.headers.get('location')
    if (location !== null) {
      if (!URL.canParse(location, at) || new URL(location, at).origin !== server.origin) return location
      at = new URL(location, at).href
      answer = await go(at)
      continue
    }
    const text = await answer.text()
    const [form] = formsIn(text)
    if (form === undefined) throw new Stuck(`${answer.status} ${/<p id="mistake">(.*?)<\/p>/s.exec(text)?.[1] ?? text}`)
    if (answer.status === 401) throw new Stuck(`${answer.status} ${as} may not sign in`)
    const sent = new URLSearchParams([...form.fields])
    if (form.fields.has('username')) {
      sent.set('username', as)
      sent.set('password', 'password')
    } else {
      if (identity !== undefined) sent.set('identity', identity)
      sent.set('decision', denies ? 'deny' : 'allow')
    }
    answer = await go(form.action === '' ? at : new URL(form.action, at).href, sent)
  }
  throw new Stuck('nothing comes of it')
}
