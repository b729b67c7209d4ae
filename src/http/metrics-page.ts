import type { CounterName, Metrics } from '../lib/metrics.ts'
import { canonicalAddress } from './client-address.ts'

/** `GET /metrics`: Prometheus' text format. */
export type MetricsPage = () => Promise<Response>

interface About {
  readonly name: string
  readonly help: string
  readonly labels: readonly string[]
}

const about: { readonly [N in CounterName]: About } = {
  requests: { name: 'portico_requests_total', help: 'Requests answered.', labels: ['route', 'method', 'status'] },
  signIns: { name: 'portico_sign_ins_total', help: 'Attempts to sign in.', labels: ['outcome'] },
  tokens: { name: 'portico_tokens_total', help: 'Token requests.', labels: ['grant', 'outcome'] },
  refusals: {
    name: 'portico_refusals_total',
    help: 'Requests of applications that were refused.',
    labels: ['endpoint', 'code'],
  },
}

/** The client library, and its watch over the process, are loaded when somebody asks for the first time. */
export const createMetricsPage = (metrics: Metrics): MetricsPage => {
  let loading: Promise<() => Promise<Response>> | undefined
  return async () => {
    loading ??= load(metrics)
    return (await loading)()
  }
}

const load = async (metrics: Metrics): Promise<() => Promise<Response>> => {
  const { collectDefaultMetrics, Counter, Registry } = await import('@prometheus-io/client')
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  for (const [name, { name: publicName, help, labels }] of Object.entries(about)) {
    new Counter({
      name: publicName,
      help,
      labelNames: labels,
      registers: [registry],
      collect() {
        this.reset()
        for (const { labels, sum } of metrics.read().get(name as CounterName) ?? []) this.inc({ ...labels }, sum)
      },
    })
  }
  return async () =>
    new Response(await registry.metrics(), {
      headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' },
    })
}

const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']

/**
 * Whether a request on the main port may read the metrics when they have no port of their own: it comes from this machine,
 * and no proxy says that it passes on somebody else's. `connection` is the socket's address, never a claimed one.
 */
export const mayReadMetrics = (headers: Headers, connection: string): boolean => {
  const address = canonicalAddress(connection) ?? ''
  return (address === '::1' || address.startsWith('127.')) && !forwarded.some((name) => headers.has(name))
}
