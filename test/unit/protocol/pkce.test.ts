import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isChallenge, verifies } from '../../../src/protocol/pkce.ts'
import { runs } from '../../support/fuzz.ts'

const unreserved = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~'
const verifier = fc
  .array(fc.constantFrom(...unreserved), { minLength: 43, maxLength: 128 })
  .map((letters) => letters.join(''))
const challengeOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

describe('a verifier', () => {
  // RFC 7636 appendix B.
  test('matches the challenge of the specification’s example', () => {
    const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
    assert.ok(isChallenge(challenge))
    assert.ok(verifies(challenge, 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'))
  })

  test('matches its own challenge and no other', () => {
    const property = fc.property(verifier, verifier, (one, other) => {
      assert.ok(verifies(challengeOf(one), one))
      assert.equal(verifies(challengeOf(one), other), one === other)
    })
    fc.assert(property, runs(300))
  })

  test('never matches as what it hides, nor with anything added', () => {
    const property = fc.property(verifier, fc.string({ unit: 'binary', minLength: 1 }), (text, added) => {
      const challenge = challengeOf(text)
      assert.ok(!verifies(challenge, challenge))
      assert.ok(!verifies(text, text), 'plain')
      assert.ok(!verifies(challenge, text + added))
    })
    fc.assert(property, runs(300))
  })

  test('has 43 to 128 characters of an alphabet, whatever the challenge', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ maxLength: 42 }),
      fc.constantFrom(
        'x'.repeat(42),
        'x'.repeat(129),
        `${'x'.repeat(43)}+`,
        `${'x'.repeat(43)}\n`,
        `\n${'x'.repeat(43)}`,
      ),
    )
    const property = fc.property(odd, (text) => {
      if (/^[A-Za-z0-9._~-]{43,128}$/.test(text) && !text.includes('\n')) return
      assert.ok(!verifies(challengeOf(text), text), JSON.stringify(text))
      assert.ok(!isChallenge(text))
    })
    fc.assert(property, runs(300))
  })

  test('is neither missing nor too many: a challenge that was stripped is noticed', () => {
    assert.ok(verifies(undefined, undefined))
    assert.ok(!verifies(undefined, 'x'.repeat(43)))
    assert.ok(!verifies(challengeOf('x'.repeat(43)), undefined))
    assert.ok(!verifies(challengeOf(''), ''))
  })
})
