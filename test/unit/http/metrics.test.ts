import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Hono } from 'hono'
import { createMetricsPage, mayReadMetrics } from '../../../src/http/metrics-page.ts'
import { routing } from '../../../src/http/route.ts'
import { serveRoutes } from '../../../src/http/serve-routes.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { createMetrics } from '../../../src/lib/metrics.ts'
import { systemRandom } from '../../../src/lib/random.ts'

describe('the metrics', () => {
  it('tell what was counted and how the process does, in the form Prometheus reads', async () => {
    const metrics = createMetrics()
    const page = createMetricsPage(metrics)
    metrics.count('requests', { route: '/token', method: 'POST', status: 200 })
    metrics.count('requests', { route: '/token', method: 'POST', status: 200 })
    metrics.count('signIns', { outcome: 'failed' })
    const first = await page()
    assert.match(first.headers.get('content-type') ?? '', /^text\/plain/)
    const text = await first.text()
    assert.match(text, /^portico_requests_total\{route="\/token",method="POST",status="200"\} 2$/m)
    assert.match(text, /^portico_sign_ins_total\{outcome="failed"\} 1$/m)
    assert.match(text, /^process_resident_memory_bytes/m)
    metrics.count('requests', { route: '/token', method: 'POST', status: 200 })
    assert.match(await (await page()).text(), /^portico_requests_total\{[^}]+\} 3$/m)
  })

  it('do not grow without end', () => {
    const metrics = createMetrics()
    for (let at = 0; at < 5000; at += 1) metrics.count('refusals', { endpoint: 'authorize', code: `x${at}` })
    assert.equal(metrics.read().get('refusals')?.length, 1000)
  })

  it('tell no methods apart that no route has: whoever made them up would fill memory, and nobody else would be counted', async () => {
    const metrics = createMetrics()
    const { anyone } = routing<object, never>()
    const { answer } = serveRoutes(new Hono(), [anyone('GET', '/', () => new Response())], {
      ...{ world: {}, base: 'https://id.example.org', random: systemRandom, log: silentLog, metrics },
      clientAddress: (_headers, connection) => connection,
      guard: async () => new Response('here'),
      refusalPage: (_visit, { status }) => new Response(null, { status }),
      translate: (error) => error,
    })
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PROPFIND', 'MKCOL'])
      await answer(new Request('https://id.example.org/', { method }), { address: '192.0.2.1' })
    const methods = metrics
      .read()
      .get('requests')
      ?.map(({ labels: { method }, sum }) => `${method} ${sum}`)
    assert.deepEqual(methods, ['GET 1', 'HEAD 1', 'OPTIONS 1', 'POST 1', 'other 2'])
  })

  it('are for callers on this machine that no proxy stands before', () => {
    assert.ok(mayReadMetrics(new Headers(), '127.0.0.1'))
    assert.ok(mayReadMetrics(new Headers(), '::1'))
    assert.ok(mayReadMetrics(new Headers(), '::ffff:127.0.0.1'))
    assert.ok(!mayReadMetrics(new Headers(), '10.0.0.1'))
    assert.ok(!mayReadMetrics(new Headers(), ''))
    assert.ok(!mayReadMetrics(new Headers({ 'x-forwarded-for': '127.0.0.1' }), '127.0.0.1'))
    assert.ok(!mayReadMetrics(new Headers({ via: '1.1 proxy' }), '127.0.0.1'))
  })
})
