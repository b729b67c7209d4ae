import type { Context, Hono } from 'hono'
import { newReadableCode } from '../lib/ids.ts'
import type { Log } from '../lib/log.ts'
import type { Metrics } from '../lib/metrics.ts'
import type { Random } from '../lib/random.ts'
import type { ClientAddress } from './client-address.ts'
import { answerError, type Told } from './errors.ts'
import { Refusal } from './refusal.ts'
import { hardenedHeaders } from './respond.ts'
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
}

type Bound = { Bindings: { connection: Connection } }

/** A URL longer than this is refused before anything is parsed. */
const longestUrl = 8 * 1024

/** What is said of an answer besides its handler's own words. */
interface At {
  readonly route: string
  /** Programs get JSON where people get pages. */
  readonly program: boolean
  readonly cors: boolean
}

/** Answers requests by the table of routes: each with and without a trailing slash, never by a redirect. */
export const serveRoutes = <W, P>(router: Hono<Bound>, routes: readonly Route<W, P>[], serving: Serving<W, P>) => {
  const secured = Object.entries(hardenedHeaders(serving.base.startsWith('https:')))
  const { log, translate, refusalPage, random, metrics } = serving
  const errors = { log, translate, page: refusalPage, newReference: () => newReadableCode(random) }

  const respond = async (
    context: Context<Bound>,
    at: At,
    handle: (visit: Visit) => Response | Promise<Response>,
  ): Promise<Response> => {
    const { raw } = context.req
    const connection = context.env.connection.address
    const visit = createVisit(raw, {
      base: serving.base,
      address: serving.clientAddress(raw.headers, connection),
      connection,
      random,
      path: context.req.param(),
    })
    let response: Response
    try {
      if (raw.url.length > longestUrl) throw new Refusal(414, 'uri_too_long')
      response = await handle(visit)
      // A request that fails on its way hands out nothing, least of all a session.
      for (const cookie of visit.outgoingCookies) response.headers.append('set-cookie', cookie)
    } catch (error) {
      response = await answerError(errors, error, visit, at)
    }
    const { headers } = response
    for (const [name, value] of secured) headers.set(name, value)
    if (at.cors) headers.set('access-control-allow-origin', '*')
    metrics.count('requests', { route: at.route, method: raw.method, status: response.status })
    return response
  }

  // One handler for each path, whatever the method: the router then has nothing to try in turn.
  for (const [pattern, byMethod] of grouped(routes)) {
    const [first] = byMethod.values()
    const { cors = false, who = 'anyone' } = first ?? {}
    const at: At = { route: pattern, program: cors || who === 'application', cors }
    const allow = allowed(byMethod)
    const answer = (context: Context<Bound>): Promise<Response> =>
      respond(context, at, (visit) => {
        const { method } = context.req.raw
        const route = byMethod.get(method === 'HEAD' ? 'GET' : method)
        if (route !== undefined) return serving.guard(serving.world, visit, route)
        if (method === 'OPTIONS') return preflight(allow, cors)
        throw new Refusal(405, 'method_not_allowed', { allow })
      })
    for (const path of spellings(pattern)) router.all(path, answer)
  }
  router.notFound((context) =>
    respond(context, { route: 'none', program: wantsJson(context.req.raw), cors: false }, () => {
      throw new Refusal(404, 'not_found')
    }),
  )

  return {
    answer: async (request: Request, connection: Connection): Promise<Response> =>
      await router.fetch(request, { connection }),
  }
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
