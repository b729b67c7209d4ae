import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { anchoredBy, hasChangedHands } from '../../../../src/accounts/identities/anchors.ts'
import type { Anchors } from '../../../../src/sources/source.ts'

const was: Anchors = { localId: '109', createdAt: '2022-11-04T00:00:00.000Z', software: 'mastodon' }
const knownSince = Date.UTC(2026, 0, 2)

const table: readonly (readonly [name: string, is: Anchors, changed: boolean])[] = [
  ['nothing is another', was, false],
  ['another id', { ...was, localId: '7' }, true],
  ['made at another time', { ...was, createdAt: '2024-01-01T00:00:00.000Z' }, true],
  ['the moment where the day was told', { ...was, createdAt: '2022-11-04T17:12:01.333Z' }, false],
  ['a time that is none', { ...was, createdAt: 'yesterday' }, true],
  ['no word of id or time', { software: 'mastodon' }, false],
  ['another id under other software', { ...was, localId: 'abc', software: 'gotosocial' }, false],
  [
    'all of it other, by a server that moved its people',
    { localId: 'abc', createdAt: '2025-06-01T00:00:00.000Z', software: 'gotosocial' },
    false,
  ],
  [
    'an account under other software that is younger than what we know',
    { localId: 'abc', createdAt: '2026-03-01T00:00:00.000Z', software: 'gotosocial' },
    true,
  ],
  ['another id, and no word of the software', { localId: '7' }, true],
]

describe('whether an identity has changed hands', () => {
  for (const [name, is, changed] of table) {
    it(`is ${changed} for: ${name}`, () => assert.equal(hasChangedHands(was, is, knownSince), changed))
  }

  it('is not said of one of which nothing was known', () => assert.equal(hasChangedHands({}, was, knownSince), false))
})

describe('what an identity is recognised by', () => {
  it('is not forgotten because one answer does not mention it', () => {
    assert.deepEqual(anchoredBy(was, { localId: undefined, software: 'glitch' }), { ...was, software: 'glitch' })
  })
})
