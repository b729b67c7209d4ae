import type { LookupAddress } from 'node:dns'
import { lookup as systemLookup } from 'node:dns/promises'
import { createSecureContext, rootCertificates, type SecureContextOptions } from 'node:tls'
import type { Dispatcher } from 'undici'
import { type Clock, seconds, systemClock, type Time } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import { guardedConnector, NotConnected } from './connector.ts'
import { createDeadPlaces } from './dead-places.ts'
import { FetchFailed } from './fetch-failed.ts'
import { isPublicAddress } from './public-address.ts'
import { readBody } from './read-body.ts'
import { allowedOrigins, judgeTarget } from './target.ts'
import { createTurns, type TurnLimits } from './turns.ts'

/**
 * The one way out. Whoever makes this program fetch something chooses where it goes, so it goes to the public Internet by https and
 * nowhere else, unless the operator vouches for a place; and it takes no more than it asked for, in size and in time.
 */
export interface SafeFetch {
  (url: string, options: FetchOptions): Promise<Fetched>
  /** Lets go of every connection. */
  close(): Promise<void>
}

export interface FetchOptions {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Bytes of the answer's body, packed and unpacked. */
  readonly most: number
  /** For everything together: waiting for a turn, name, connection, answer, hops. */
  readonly within?: Time
  /** Ends it early: what several fetches may take together. */
  readonly signal?: AbortSignal
  /** Somebody named a place, and this only looks at what is there: it leaves room for what people wait for who are known to come from somewhere. */
  readonly looking?: boolean
  /** How many redirects of a GET to follow; each is judged as if it had been asked for. None by default. */
  readonly follow?: number
  /** An address, as `URL` writes it, that need not be gone to again: a redirect there is the answer. */
  readonly until?: string
  /** PEM: certificates that this place's own may be signed by, besides what everybody trusts. */
  readonly ca?: string
}

export interface Fetched {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array
  /** Where the answer came from, after redirects. */
  readonly url: string
}

export interface SafeFetchSurroundings {
  /** What the operator vouches for: see `allowedOrigins`. A function is asked before each request, so that a change holds at once. */
  readonly allow: readonly string[] | (() => readonly string[])
  readonly log: Log
  readonly clock?: Clock
  readonly limits?: Partial<TurnLimits>
  /** Of a test: its resolver, its certificate authority, and which addresses pass for public. */
  readonly lookup?: (host: string) => Promise<readonly LookupAddress[]>
  readonly ca?: string
  readonly unsafeIsPublic?: (address: string) => boolean
  readonly unsafePort?: number
}

const defaultWithin = seconds(10)
const usualLimits: TurnLimits = { atOnce: 100, perTarget: 8, looking: 0.6, waiting: 500, perMinute: 600 }
const redirects = new Set([301, 302, 303, 307, 308])
/** What says nothing about who asks on whose behalf, and so may go to a host that another one names. */
const harmless = new Set(['accept', 'accept-language', 'user-agent'])

export const createSafeFetch = (surroundings: SafeFetchSurroundings): SafeFetch => {
  const { log, clock = systemClock } = surroundings
  const turns = createTurns({ ...usualLimits, ...surroundings.limits })
  const dead = createDeadPlaces()
  const vouching = vouchingBy(surroundings.allow)
  let held: { readonly allowed: ReadonlySet<string>; readonly agents: Map<string, Promise<Agent>> } | undefined

  /** A connection to a place that is vouched for no longer is not used again; nor is one for another place that has other authorities. */
  const agentFor = (allowed: ReadonlySet<string>, ca = ''): Promise<Agent> => {
    if (held?.allowed !== allowed) {
      for (const agent of held?.agents.values() ?? [])
        agent.then(({ dispatcher }) => dispatcher.close()).catch(() => {})
      held = { allowed, agents: new Map() }
    }
    const open = held.agents.get(ca) ?? openAgent(surroundings, allowed, ca)
    held.agents.set(ca, open)
    return open
  }

  const hop = async (text: string, options: FetchOptions, signal: AbortSignal): Promise<Fetched> => {
    const allowed = vouching()
    const target = judgeTarget(text, allowed)
    if (!target.ok) throw new FetchFailed(target.problem)
    const { origin } = target.url
    const known = dead.find(origin, clock.now())
    if (known !== undefined) throw new FetchFailed(known)
    const { looking = false } = options
    const turn = await turns.take(origin, { signal, now: clock.now(), vouched: target.vouched, looking })
    if (turn === undefined) throw new FetchFailed(signal.aborted ? 'timeout' : 'busy')
    const began = clock.now()
    let answered = false
    try {
      const { request, dispatcher } = await agentFor(allowed, options.ca)
      const answer = await request(target.url, {
        dispatcher,
        signal,
        method: options.method ?? 'GET',
        headers: { ...options.headers, 'accept-encoding': 'identity' },
        body: options.body ?? null,
      })
      answered = true
      const headers = headersOf(answer.headers)
      const body = await readBody(answer.body, headers, options.most)
      return { status: answer.statusCode, headers, body, url: target.url.href }
    } catch (error) {
      const failure = translate(error, signal)
      const silent = failure.code === 'timeout' && !answered && clock.now() - began >= patient
      if (error instanceof NotConnected || silent) dead.add(origin, failure.code, clock.now())
      throw failure
    } finally {
      turn()
    }
  }

  const follow = async (text: string, options: FetchOptions): Promise<Fetched> => {
    const limit = AbortSignal.timeout(options.within ?? defaultWithin)
    const signal = options.signal === undefined ? limit : AbortSignal.any([limit, options.signal])
    let url = text
    for (let left = options.follow ?? 0; ; left -= 1) {
      const fetched = await hop(url, options, signal)
      const location = fetched.headers.get('location')
      if (!redirects.has(fetched.status) || location === null) return fetched
      if (left <= 0 || (options.method ?? 'GET') !== 'GET' || !URL.canParse(location, url))
        throw new FetchFailed('redirect')
      const next = new URL(location, url)
      if (url.startsWith('https:') && next.protocol !== 'https:') throw new FetchFailed('redirect')
      // What proves who we are to one host is no business of the next one's.
      const carried = Object.keys(options.headers ?? {}).every((name) => harmless.has(name.toLowerCase()))
      if (!carried && next.origin !== new URL(url).origin) throw new FetchFailed('redirect')
      if (next.href === options.until) return fetched
      url = next.href
    }
  }

  const safeFetch = async (url: string, options: FetchOptions): Promise<Fetched> => {
    try {
      return await follow(url, options)
    } catch (error) {
      const host = URL.canParse(url) ? new URL(url).host : undefined
      const code = error instanceof FetchFailed ? error.code : 'connection'
      log.info('nothing was fetched', { code, ...(host === undefined ? {} : { host }) })
      throw error
    }
  }
  return Object.assign(safeFetch, {
    close: async () => {
      for (const agent of held?.agents.values() ?? []) await (await agent).dispatcher.destroy()
    },
  })
}

/** A place that said nothing for so long is taken for dead; whoever gives it less time learns nothing about it. */
const patient = seconds(4)

/** The same set for as long as the list says the same. */
const vouchingBy = (allow: SafeFetchSurroundings['allow']): (() => ReadonlySet<string>) => {
  const list = typeof allow === 'function' ? allow : () => allow
  let read: { readonly text: string; readonly origins: ReadonlySet<string> } | undefined
  return () => {
    const entries = list()
    const text = entries.join(' ')
    if (read?.text !== text) read = { text, origins: allowedOrigins(entries) }
    return read.origins
  }
}

interface Agent {
  readonly dispatcher: Dispatcher
  readonly request: typeof import('undici').request
}

/** undici weighs 20 MB, and many installations never ask anybody anything. */
const openAgent = async (
  surroundings: SafeFetchSurroundings,
  allowed: ReadonlySet<string>,
  own: string,
): Promise<Agent> => {
  const { Agent, buildConnector, request } = await import('undici')
  const { unsafePort } = surroundings
  // One for all connections: making one takes as long as half a handshake.
  const secureContext = createSecureContext(authorities(surroundings.ca, own))
  const base = buildConnector({ timeout: seconds(5), allowH2: false, secureContext })
  const connect = guardedConnector({
    base: unsafePort === undefined ? base : (asked, callback) => base({ ...asked, port: String(unsafePort) }, callback),
    lookup: surroundings.lookup ?? ((host) => systemLookup(host, { all: true })),
    lookupWithin: seconds(2),
    isPublic: surroundings.unsafeIsPublic ?? isPublicAddress,
    vouched: (origin) => allowed.has(origin),
  })
  const dispatcher = new Agent({
    connect,
    // Several questions to one place share these: a handshake costs more than an answer takes, theirs and ours.
    connections: 2,
    pipelining: 1,
    headersTimeout: seconds(10),
    bodyTimeout: seconds(10),
    keepAliveTimeout: seconds(4),
    maxHeaderSize: 16 * 1024,
  })
  return { dispatcher, request }
}

/** A file that holds no certificate brings nobody in: the connection fails, and says why. */
const authorities = (usual: string | undefined, own: string): SecureContextOptions => {
  if (own === '') return usual === undefined ? {} : { ca: usual }
  return { ca: [...(usual === undefined ? rootCertificates : [usual]), own] }
}

const headersOf = (raw: Readonly<Record<string, string | string[] | undefined>>): Headers => {
  const headers = new Headers()
  for (const [name, value] of Object.entries(raw)) for (const one of [value ?? []].flat()) headers.append(name, one)
  return headers
}

const translate = (error: unknown, signal: AbortSignal): FetchFailed => {
  if (error instanceof FetchFailed) return error
  if (signal.aborted) return new FetchFailed('timeout')
  if (error instanceof NotConnected) return new FetchFailed(error.code, { cause: error })
  return new FetchFailed('connection', { cause: error })
}
