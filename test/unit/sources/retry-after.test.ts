import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { retryAfter } from '../../../src/sources/fediverse/retry-after.ts'

const after = (headers: Readonly<Record<string, string>>) => retryAfter({ headers: new Headers(headers) }) / 1000
const date = 'Fri, 02 Jan 2026 03:04:05 GMT'
const tenMinutes = 600

describe('how long a server wants to be left alone', () => {
  it('is as long as it says', () => {
    assert.equal(after({ 'retry-after': '90' }), 90)
    assert.equal(after({ date, 'retry-after': 'Fri, 02 Jan 2026 03:05:05 GMT' }), 60)
    assert.equal(after({ date, 'x-ratelimit-reset': '2026-01-02T03:06:05.123456Z' }), 120.123)
    assert.equal(after({ date, 'x-ratelimit-reset': String(Date.parse(date) / 1000 + 30) }), 30)
    assert.equal(after({ 'x-ratelimit-reset': '45' }), 45)
    assert.equal(after({ date, 'x-ratelimit-retry-after': String(Date.parse(date) / 1000 + 7200) }), 7200)
  })

  it('is told first by what was made for it', () => {
    assert.equal(after({ date, 'retry-after': '5', 'x-ratelimit-reset': '2026-01-02T03:06:05Z' }), 5)
  })

  it('is the usual time where it says nothing that could be meant', () => {
    for (const headers of [
      {},
      { 'retry-after': 'soon' },
      { 'retry-after': '0' },
      { 'retry-after': '-5' },
      { 'retry-after': 'Fri, 02 Jan 2026 03:05:05 GMT' },
      { date, 'x-ratelimit-reset': '2025-01-02T03:06:05Z' },
      { 'x-ratelimit-reset': '2026-01-02T03:06:05Z' },
    ])
      assert.equal(after(headers), tenMinutes, JSON.stringify(headers))
  })

  it('is a day at most', () => {
    assert.equal(after({ 'retry-after': '99999999999' }), 86_400)
  })
})
