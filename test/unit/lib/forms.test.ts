import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { parseForm } from '../../../src/lib/forms.ts'

const piece = fc.oneof(
  fc.constantFrom(
    '&',
    '=',
    '+',
    '%',
    '%2',
    '%20',
    '%zz',
    '%C3%A9',
    '%C3',
    '%EF%BB%BF',
    '%00',
    '%F0%9F%98%80',
    '?',
    '#',
    ';',
  ),
  fc.string({ unit: 'grapheme' }),
)

describe('a form', () => {
  it('reads as the platform reads it, whatever was sent', () => {
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('')
        assert.deepEqual(parseForm(text).pairs, [...new URLSearchParams(text)])
      }),
      { numRuns: 2000 },
    )
  })
})
