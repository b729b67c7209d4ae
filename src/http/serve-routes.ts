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

/** Answers requests by the table of routes: each with and without a trailing slash, never by a redirect. */
export const serveRoutes = <W, P>(router: Hono<Bound>, routes: readonly Route<W, P>[], serving: Serving<W, P>) => {
  const secured = Object.entries(hardenedHeaders(serving.base.startsWith('https:')))
  const methods = new Map<string, Set<string>>()
  for (const { path, method } of routes) methods.set(path, (methods.get(path) ?? new Set()).add(method))

  const visitOf = (context: Context<Bound>): Visit =>
    createVisit(context.req.raw, {
      base: serving.base,
      address: serving.clientAddress(context.req.raw.headers, context.env.connection.address),
      connection: context.env.connection.address,
      random: serving.random,
      path: context.req.param(),
    })

  const respond = async (
    context: Context<Bound>,
    at: { route: string; program: boolean; cors: boolean },
    handle: (visit: Visit) => Response | Promise<Response>,
  ): Promise<Response> => {
    const visit = visitOf(context)
    let response: Response
    try {
      if (context.req.raw.url.length > longestUrl) throw new Refusal(414, 'uri_too_long')
      response = await handle(visit)
    } catch (error) {
      const { log, translate, refusalPage, random } = serving
      const answers = { log, translate, page: refusalPage, newReference: () => newReadableCode(random) }
      response = await answerError(answers, error, visit, at)
    }
    for (const cookie of visit.outgoingCookies) response.headers.append('set-cookie', cookie)
    for (const [name, value] of secured) response.headers.set(name, value)
    if (at.cors) response.headers.set('access-control-allow-origin', '*')
    serving.metrics.count('requests', { route: at.route, method: context.req.method, status: response.status })
    return response
  }

  for (const route of routes) {
    const at = { route: route.path, program: route.who === 'application' || route.cors, cors: route.cors }
    for (const path of spellings(route.path)) {
      router.on(route.method, path, (context) =>
        respond(context, at, (visit) => serving.guard(serving.world, visit, route)),
      )
    }
  }
  for (const [pattern, allowed] of methods) {
    const { cors = false, who = 'anyone' } = routes.find(({ path }) => path === pattern) ?? {}
    const at = { route: pattern, program: cors || who === 'application', cors }
    const allow = [...allowed, ...(allowed.has('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
    for (const path of spellings(pattern)) {
      router.all(path, (context) =>
        respond(context, at, () => {
          if (context.req.method === 'OPTIONS') return preflight(allow, cors)
          throw new Refusal(405, 'method_not_allowed', { allow })
        }),
      )
    }
  }
  router.all('*', (context) =>
    respond(context, { route: 'none', program: wantsJson(context.req.raw), cors: false }, () => {
      throw new Refusal(404, 'not_found')
    }),
  )

  return {
    answer: async (request: Request, connection: Connection): Promise<Response> =>
      await router.fetch(request, { connection }),
  }
}

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
