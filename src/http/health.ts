import { type MetricsPage, mayReadMetrics } from './metrics-page.ts'
import { Refusal } from './refusal.ts'
import { json } from './respond.ts'
import type { Visit } from './visit.ts'

interface Keeper {
  readonly storage: { ping(): Promise<void> }
}

/** `GET /healthz`: the process answers. Says nothing of the database, so that nobody restarts us because that is away. */
export const healthz = (): Response => json({ status: 'ok' })

/** `GET /readyz`: requests can be served, the database included. */
export const readyz = async ({ storage }: Keeper): Promise<Response> => {
  try {
    await storage.ping()
    return json({ status: 'ok' })
  } catch {
    return json({ status: 'unavailable' }, { status: 503, headers: { 'retry-after': '5' } })
  }
}

/** `GET /metrics` on the main port: for this machine only, and only while they have no port of their own. */
export const metricsHere = (
  world: { readonly metricsPage: MetricsPage | undefined },
  visit: Visit,
): Promise<Response> => {
  if (world.metricsPage === undefined || !mayReadMetrics(visit.request.headers, visit.connection)) {
    throw new Refusal(404, 'not_found')
  }
  return world.metricsPage()
}
