import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createMetricsPage, mayReadMetrics } from '../../../src/http/metrics-page.ts'
import { createMetrics } from '../../../src/lib/metrics.ts'

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
    assert.ok((metrics.read().get('refusals')?.length ?? 0) <= 1000)
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
