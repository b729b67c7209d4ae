import type { LookupAddress } from 'node:dns'
import { lookup as systemLookup } from 'node:dns/promises'
import type { Dispatcher } from 'undici'
import { seconds, type Time } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import { guardedConnector, NotConnected } from './connector.ts'
import { isPublicAddress } from './public-address.ts'
import { allowedOrigins, judgeTarget, type TargetProblem } from './target.ts'

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
  /** Bytes of the answer's body. */
  readonly most: number
  /** For everything together: name, connection, answer, hops. */
  readonly within?: Time
  /** How many redirects of a GET to follow; each is judged as if it had been asked for. None by default. */
  readonly follow?: number
}

export interface Fetched {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array
  /** Where the answer came from, after redirects. */
  readonly url: string
}

export type FetchProblem =
  | TargetProblem
  | NotConnected['code']
  | 'connection'
  | 'timeout'
  | 'too_large'
  | 'encoding'
  | 'redirect'
  | 'busy'

/** Nothing was fetched. `code` says why, for the log and for an administrator; strangers are told only that it failed. */
export class FetchFailed extends Error {
  readonly code: FetchProblem
  constructor(code: FetchProblem, options?: ErrorOptions) {
    super(`nothing was fetched: ${code}`, options)
    this.name = 'FetchFailed'
    this.code = code
  }
}

export interface SafeFetchSurroundings {
  /** What the operator vouches for: see `allowedOrigins`. */
  readonly allow: readonly string[]
  readonly log: Log
  /** Of a test: its resolver, its certificate authority, and which addresses pass for public. */
  readonly lookup?: (host: string) => Promise<readonly LookupAddress[]>
  readonly ca?: string
  readonly unsafeIsPublic?: (address: string) => boolean
  readonly unsafePort?: number
}

const defaultWithin = seconds(10)
const mostAtOnce = 50
const redirects = new Set([301, 302, 303, 307, 308])

export const createSafeFetch = (surroundings: SafeFetchSurroundings): SafeFetch => {
  const { log } = surroundings
  const allowed = allowedOrigins(surroundings.allow)
  let agent: Promise<Agent> | undefined
  let under = 0

  const hop = async (text: string, options: FetchOptions, signal: AbortSignal): Promise<Fetched> => {
    const target = judgeTarget(text, allowed)
    if (!target.ok) throw new FetchFailed(target.problem)
    agent ??= openAgent(surroundings, allowed)
    const { request, dispatcher } = await agent
    try {
      const answer = await request(target.url, {
        dispatcher,
        signal,
        method: options.method ?? 'GET',
        headers: { ...options.headers, 'accept-encoding': 'identity' },
        body: options.body ?? null,
      })
      const headers = headersOf(answer.headers)
      const body = await readBody(answer, headers, options.most)
      return { status: answer.statusCode, headers, body, url: target.url.href }
    } catch (error) {
      throw translate(error, signal)
    }
  }

  const follow = async (text: string, options: FetchOptions): Promise<Fetched> => {
    const signal = AbortSignal.timeout(options.within ?? defaultWithin)
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
      if (options.headers !== undefined && next.origin !== new URL(url).origin) throw new FetchFailed('redirect')
      url = next.href
    }
  }

  const safeFetch = async (url: string, options: FetchOptions): Promise<Fetched> => {
    if (under >= mostAtOnce) throw new FetchFailed('busy')
    under += 1
    try {
      return await follow(url, options)
    } catch (error) {
      const host = URL.canParse(url) ? new URL(url).host : undefined
      const code = error instanceof FetchFailed ? error.code : 'connection'
      log.info('nothing was fetched', { code, ...(host === undefined ? {} : { host }) })
      throw error
    } finally {
      under -= 1
    }
  }
  return Object.assign(safeFetch, { close: async () => (await agent)?.dispatcher.destroy() })
}

interface Agent {
  readonly dispatcher: Dispatcher
  readonly request: typeof import('undici').request
}

/** undici weighs 20 MB, and many installations never ask anybody anything. */
const openAgent = async (surroundings: SafeFetchSurroundings, allowed: ReadonlySet<string>): Promise<Agent> => {
  const { Agent, buildConnector, request } = await import('undici')
  const { ca, unsafePort } = surroundings
  const base = buildConnector({ timeout: seconds(5), allowH2: false, ...(ca === undefined ? {} : { ca }) })
  const connect = guardedConnector({
    base: unsafePort === undefined ? base : (asked, callback) => base({ ...asked, port: String(unsafePort) }, callback),
    lookup: surroundings.lookup ?? ((host) => systemLookup(host, { all: true })),
    lookupWithin: seconds(2),
    isPublic: surroundings.unsafeIsPublic ?? isPublicAddress,
    vouched: (origin) => allowed.has(origin),
  })
  const dispatcher = new Agent({
    connect,
    connections: 4,
    pipelining: 1,
    headersTimeout: seconds(10),
    bodyTimeout: seconds(10),
    keepAliveTimeout: seconds(4),
    maxHeaderSize: 16 * 1024,
  })
  return { dispatcher, request }
}

const headersOf = (raw: Readonly<Record<string, string | string[] | undefined>>): Headers => {
  const headers = new Headers()
  for (const [name, value] of Object.entries(raw)) for (const one of [value ?? []].flat()) headers.append(name, one)
  return headers
}

/** Counts what arrives rather than what was announced; a compressed body, which nobody asked for, is not unpacked. */
const readBody = async (answer: Dispatcher.ResponseData, headers: Headers, most: number): Promise<Uint8Array> => {
  const refuse = (code: FetchProblem): FetchFailed => {
    answer.body.on('error', () => {}).destroy()
    return new FetchFailed(code)
  }
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity') throw refuse('encoding')
  if (Number(headers.get('content-length') ?? 0) > most) throw refuse('too_large')
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of answer.body) {
    length += chunk.length
    if (length > most) throw refuse('too_large')
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

const translate = (error: unknown, signal: AbortSignal): FetchFailed => {
  if (error instanceof FetchFailed) return error
  if (signal.aborted) return new FetchFailed('timeout')
  if (error instanceof NotConnected) return new FetchFailed(error.code)
  return new FetchFailed('connection', { cause: error })
}
