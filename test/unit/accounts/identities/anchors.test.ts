import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { anchoredBy, hasChangedHands } from '../../../../src/accounts/identities/anchors.ts'
import type { Anchors } from '../../../../src/sources/source.ts'

const was: Anchors = { localId: '109', createdAt: '2022-11-04T00:00:00.000Z', software: 'mastodon' }

const table: readonly (readonly [name: string, is: Anchors, changed: boolean])[] = [
  ['nothing is another', was, false],
  ['another id', { ...was, localId: '7' }, true],
  ['made at another time', { ...was, createdAt: '2024-01-01T00:00:00.000Z' }, true],
  ['the moment where the day was told', { ...was, createdAt: '2022-11-04T17:12:01.333Z' }, false],
  ['a time that is none', { ...was, createdAt: 'yesterday' }, true],
  ['no word of id or time', { software: 'mastodon' }, true],
  ['no word of anything', {}, true],
  ['no word of id or time, and other software', { software: 'gotosocial' }, true],
  ['the same id, and no word of the time', { localId: '109', software: 'mastodon' }, false],
  ['the same time, and no word of the id', { createdAt: '2022-11-04', software: 'mastodon' }, false],
  ['the same id under other software', { localId: '109', software: 'glitch' }, false],
  ['another id under software that has only just been named', { ...was, localId: '7', software: 'mastodon2' }, false],
  ['another id and no time under other software', { localId: '7', software: 'mastodon2' }, true],
  ['another id under other software', { ...was, localId: 'abc', software: 'gotosocial' }, false],
  ['all of it other', { localId: 'abc', createdAt: '2020-06-01T00:00:00.000Z', software: 'gotosocial' }, true],
  ['another id, and no word of the software', { localId: '7' }, true],
]

describe('whether an identity has changed hands', () => {
  for (const [name, is, changed] of table) {
    it(`is ${changed} for: ${name}`, () => assert.equal(hasChangedHands(was, is), changed))
  }

  it('is not said of one of which only the software was known', () => {
    assert.equal(hasChangedHands({ software: 'mastodon' }, { software: 'gotosocial' }), false)
  })

  it('is not said of one of which nothing was known', () => assert.equal(hasChangedHands({}, was), false))
})

describe('what an identity is recognised by', () => {
  it('is not forgotten because one answer does not mention it', () => {
    assert.deepEqual(anchoredBy(was, { localId: undefined, software: 'glitch' }), { ...was, software: 'glitch' })
  })
})
