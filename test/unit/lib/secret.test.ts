import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as fc from 'fast-check'
import { timeText } from '../../../src/lib/ids.ts'
import { systemRandom } from '../../../src/lib/random.ts'
import { hashTimedSecret, newTimedSecret } from '../../../src/lib/secret.ts'

const instant = fc.integer({ min: 0, max: 62 ** 7 - 1 })

describe('a secret that has its time in it', () => {
  test('is kept in the order of time', () => {
    fc.assert(
      fc.property(instant, instant, (one, other) => {
        fc.pre(one < other)
        assert.ok(timeText(one) < timeText(other))
        const kept = [one, other].map((now) => hashTimedSecret(newTimedSecret(systemRandom, 'accessToken', now)))
        assert.ok(String(kept[0]) < String(kept[1]))
      }),
    )
  })

  test('looks as every other one does, and is another one each time', () => {
    const made = Array.from({ length: 100 }, () => newTimedSecret(systemRandom, 'code', 1_763_690_000_000))
    for (const secret of made) assert.match(secret, /^pac_[A-Za-z0-9]{43}$/)
    assert.equal(new Set(made.map((secret) => secret.slice(11))).size, 100)
  })

  test('is not to be had from what is kept of it', () => {
    const secret = newTimedSecret(systemRandom, 'code', 1_763_690_000_000)
    const kept = hashTimedSecret(secret)
    assert.match(kept, /^[A-Za-z0-9_-]{43}$/)
    assert.ok(!kept.includes(secret.slice(11, 17)))
  })

  test('is found by nothing else: not by its time, not by what a stranger makes up', () => {
    const secret = newTimedSecret(systemRandom, 'code', 1_763_690_000_000)
    const kept = hashTimedSecret(secret)
    fc.assert(
      fc.property(fc.string(), (text) => {
        assert.notEqual(hashTimedSecret(text), kept)
        assert.notEqual(hashTimedSecret(secret.slice(0, 11) + text), kept)
      }),
    )
    assert.notEqual(hashTimedSecret(secret.replace('pac_', 'pat_')), kept)
  })
})
