import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { days, hours, minutes, seconds } from '../../../src/lib/clock.ts'
import {
  formatAgo,
  formatDay,
  formatDuration,
  formatMoment,
  formatNumber,
  plural,
} from '../../../src/locales/format.ts'

const now = Date.UTC(2026, 2, 14, 23, 59)

describe('format', () => {
  it('says how long ago in the largest unit that fits', () => {
    const said = [seconds(3), minutes(2), hours(5), days(1), days(8), days(70), days(800)].map((past) =>
      formatAgo('en', now - past, now),
    )
    assert.deepEqual(said, [
      'now',
      '2 minutes ago',
      '5 hours ago',
      'yesterday',
      'last week',
      '2 months ago',
      '2 years ago',
    ])
    assert.equal(formatAgo('de', now - minutes(2), now), 'vor 2 Minuten')
  })

  it('says how soon', () => {
    assert.equal(formatAgo('en', now + hours(2), now), 'in 2 hours')
  })

  it('says days and moments in UTC, wherever the program runs', () => {
    assert.equal(formatDay('de', now), '14. März 2026')
    assert.match(formatMoment('de', now), /14\.03\.2026.*23:59/)
  })

  it('says a length of time in its two largest units', () => {
    const said = [0, seconds(61), minutes(90), hours(24), days(90), -5].map((length) => formatDuration('en', length))
    assert.deepEqual(said, ['0 seconds', '1 minute, 1 second', '1 hour, 30 minutes', '1 day', '90 days', '0 seconds'])
  })

  it('groups figures as the language does', () => {
    assert.deepEqual([formatNumber('en', 1234), formatNumber('de', 1234)], ['1,234', '1.234'])
  })

  it('picks the form a number asks for', () => {
    assert.equal(plural('en', 1, { one: 'a', other: 'b' }), 'a')
    assert.equal(plural('en', 0, { one: 'a', other: 'b' }), 'b')
    assert.equal(plural('ja', 1, { other: 'b' }), 'b')
  })
})
