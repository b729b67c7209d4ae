import type { Context, Hono } from 'hono'
import { newReadableCode } from '../lib/ids.ts'
import type { Log } from '../lib/log.ts'
import type { Metrics } from '../lib/metrics.ts'
import type { Random } from '../lib/random.ts'
import type { ClientAddress } from './client-address.ts'
import { answerError, type Told } from './errors.ts'
import { Refusal } from './refusal.ts'
import { hardenedHeaders, withHeaders } from './respond.ts'
import type { Route } from './route.ts'
import { createVisit, type Visit } from './visit.ts'

/** The socket a request came by: its address is a fact, unlike anything in headers. */
export interface Connection {
  readonly address: string
}

export interface Serving<W, P> {
  readonly world: W
  /** The public base. */
  readonly base: string
  readonly random: Random
  readonly log: Log
  readonly metrics: Metrics
  readonly clientAddress: ClientAddress
  /** Lets a request in to its handler, or answers in its place. */
  readonly guard: (world: W, visit: Visit, route: Route<W, P>) => Promise<Response>
  readonly refusalPage: (visit: Visit, told: Told) => Response | Promise<Response>
  readonly translate: (error: unknown) => unknown
  /** The path of a route that an address means which is none, where it means one. */
  readonly alias?: (path: string) => Promise<string | undefined>
}

type Bound = { Bindings: { connection: Connection } }

/** All that anything here answers to: what a stranger makes up gets no line of its own among the metrics. */
const countedMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS'])

/** A URL longer than this is refused before anything is parsed. */
const longestUrl = 8 * 1024

/** A request on its way to whoever answers it. */
interface Asked {
  readonly raw: Request
  readonly connection: Connection
  /** What the route's pattern caught. */
  readonly path: Readonly<Record<string, string>>
}

/** What is said of an answer besides its handler's own words. */
interface At {
  readonly route: string
  /** Programs get JSON where people get pages. */
  readonly program: boolean
  readonly cors: boolean
}

/** Answers requests by the table of routes: each with and without a trailing slash, never by a redirect. */
export const serveRoutes = <W, P>(router: Hono<Bound>, routes: readonly Route<W, P>[], serving: Serving<W, P>) => {
  const secured = hardenedHeaders(serving.base.startsWith('https:'))
  const shared = { ...secured, 'access-control-allow-origin': '*' }
  const { log, translate, refusalPage, random, metrics } = serving
  const errors = { log, translate, page: refusalPage, newReference: () => newReadableCode(random) }

  const respond = async (
    { raw, connection, path }: Asked,
    at: At,
    handle: (visit: Visit) => Response | Promise<Response>,
  ): Promise<Response> => {
    const address = serving.clientAddress(raw.headers, connection.address)
    const visit = createVisit(raw, { base: serving.base, address, connection: connection.address, random, path })
    let response: Response
    try {
      if (raw.url.length > longestUrl) throw new Refusal(414, 'uri_too_long')
      response = withHeaders(await handle(visit), at.cors ? shared : secured)
      // A request that fails on its way hands out nothing, least of all a session.
      for (const cookie of visit.outgoingCookies) response.headers.append('set-cookie', cookie)
    } catch (error) {
      response = withHeaders(await answerError(errors, error, visit, at), at.cors ? shared : secured)
    }
    const method = countedMethods.has(raw.method) ? raw.method : 'other'
    metrics.count('requests', { route: at.route, method, status: response.status })
    return response
  }

  /** Addresses without a part that varies are looked up; the router is for the others, and for other spellings of these. */
  const fixed = new Map<string, (asked: Asked) => Promise<Response>>()

  // One handler for each path, whatever the method: the router then has nothing to try in turn.
  for (const [pattern, byMethod] of grouped(routes)) {
    const [first] = byMethod.values()
    const { cors = false, who = 'anyone' } = first ?? {}
    const at: At = { route: pattern, program: cors || who === 'application', cors }
    const allow = allowed(byMethod)
    const answer = (asked: Asked): Promise<Response> =>
      respond(asked, at, (visit) => {
        const { method } = asked.raw
        const route = byMethod.get(method === 'HEAD' ? 'GET' : method)
        if (route !== undefined) return serving.guard(serving.world, visit, route)
        if (method === 'OPTIONS') return preflight(allow, cors)
        throw new Refusal(405, 'method_not_allowed', { allow })
      })
    for (const path of spellings(pattern)) {
      router.all(path, (context) => answer(askedOf(context)))
      if (!/[:*]/.test(path)) fixed.set(path, answer)
    }
  }
  router.notFound(async (context) => {
    const asked = askedOf(context)
    let failure: unknown = new Refusal(404, 'not_found')
    try {
      const meant = await serving.alias?.(pathOf(asked.raw.url))
      const known = meant === undefined ? undefined : fixed.get(meant)
      if (known !== undefined) return await known(asked)
    } catch (error) {
      failure = error
    }
    return respond(asked, { route: 'none', program: wantsJson(asked.raw), cors: false }, () => {
      throw failure
    })
  })

  return {
    answer: async (request: Request, connection: Connection): Promise<Response> => {
      // The router takes care that HEAD has no body.
      const known = request.method === 'HEAD' ? undefined : fixed.get(pathOf(request.url))
      return known === undefined
        ? await router.fetch(request, { connection })
        : await known({ raw: request, connection, path: {} })
    },
  }
}

const askedOf = (context: Context<Bound>): Asked => ({
  raw: context.req.raw,
  connection: context.env.connection,
  path: context.req.param(),
})

/** As it was sent. */
const pathOf = (url: string): string => {
  const start = url.indexOf('/', url.indexOf('//') + 2)
  const end = url.indexOf('?', start)
  return end < 0 ? url.slice(start) : url.slice(start, end)
}

const grouped = <W, P>(routes: readonly Route<W, P>[]): ReadonlyMap<string, ReadonlyMap<string, Route<W, P>>> => {
  const byPath = new Map<string, Map<string, Route<W, P>>>()
  for (const route of routes) {
    const byMethod = byPath.get(route.path) ?? new Map<string, Route<W, P>>()
    byPath.set(route.path, byMethod.set(route.method, route))
  }
  return byPath
}

const allowed = (byMethod: ReadonlyMap<string, unknown>): string =>
  [...byMethod.keys(), ...(byMethod.has('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')

const spellings = (path: string): readonly string[] => (path === '/' ? ['/'] : [path, `${path}/`])

const preflight = (allow: string, cors: boolean): Response =>
  new Response(null, {
    status: 204,
    headers: {
      allow,
      ...(cors
        ? {
            'access-control-allow-methods': allow,
            'access-control-allow-headers': 'authorization, content-type',
            'access-control-max-age': '86400',
          }
        : {}),
    },
  })

const wantsJson = (request: Request): boolean => (request.headers.get('accept') ?? '').includes('application/json')
