import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { reservedSlugs, slugFrom, slugProblem } from '../../../src/applications/slug.ts'

describe('a short name', () => {
  for (const [slug, code] of [
    ['notes', undefined],
    ['a', undefined],
    ['my-app-2', undefined],
    ['', 'required'],
    ['Notes', 'bad_slug'],
    ['my_app', 'bad_slug'],
    ['-a', 'bad_slug'],
    ['a-', 'bad_slug'],
    ['a/b', 'bad_slug'],
    ['a\n', 'bad_slug'],
    ['é', 'bad_slug'],
    ['a'.repeat(64), undefined],
    ['a'.repeat(65), 'too_long'],
    ...reservedSlugs.map((slug) => [slug, 'reserved'] as const),
  ] as const) {
    it(`is judged: ${JSON.stringify(slug.slice(0, 20))} is ${code ?? 'fine'}`, () => {
      assert.equal(slugProblem(slug), code)
    })
  }

  for (const [name, slug] of [
    ['Example Social', 'example-social'],
    ['  Näh & Co.  ', 'nah-co'],
    ['Token', 'token-application'],
    ['写真', 'application'],
  ] as const) {
    it(`is made of ${name}`, () => assert.equal(slugFrom(name), slug))
  }

  it('is fine whatever name it is made of', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (name) => slugProblem(slugFrom(name)) === undefined))
  })
})
