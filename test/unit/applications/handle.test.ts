import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { UsernameRule } from '../../../src/applications/application.ts'
import { handlesFor } from '../../../src/applications/known-as/handle.ts'

const first = (rule: UsernameRule, username: string) => [...handlesFor(rule, username)][0]

describe('a handle', () => {
  const table: readonly (readonly [string, string, string, string])[] = [
    // username, generic, Mastodon, GoToSocial
    ['alice', 'alice', 'alice', 'alice'],
    ['jane.doe', 'jane.doe', 'janedoe', 'janedoe'],
    ['Jane-Doe', 'Jane-Doe', 'JaneDoe', 'janedoe'],
    ['a_b', 'a_b', 'a_b', 'a_b'],
    ['Jürgen', 'Jürgen', 'Jurgen', 'jurgen'],
    ['straße', 'straße', 'strasse', 'strasse'],
    ['мария', 'мария', 'user', 'user'],
    ['admin', 'admin', 'admin_1', 'admin'],
    ['Support', 'Support', 'Support_1', 'support'],
    ['a'.repeat(40), 'a'.repeat(40), 'a'.repeat(30), 'a'.repeat(40)],
    ['a'.repeat(64), 'a'.repeat(64), 'a'.repeat(30), 'a'.repeat(64)],
  ]
  for (const [username, ...handles] of table) {
    it(`of ${username} is what the application takes as it is`, () => {
      assert.deepEqual(
        [first('generic', username), first('mastodon', username), first('gotosocial', username)],
        handles,
      )
    })
  }

  it('fits its rule whatever the username and however many were there before', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 64 }), (username) => {
        for (const handle of handlesFor('mastodon', username)) assert.match(handle, /^[A-Za-z0-9_]{1,30}$/)
        for (const handle of handlesFor('gotosocial', username)) assert.match(handle, /^[a-z0-9_]{1,64}$/)
      }),
    )
  })

  it('has a number after it when somebody has the name, and room for it', () => {
    assert.deepEqual([...handlesFor('mastodon', 'jane.doe')].slice(0, 3), ['janedoe', 'janedoe_1', 'janedoe_2'])
    const [, second = ''] = handlesFor('mastodon', 'a'.repeat(40))
    assert.equal(second, `${'a'.repeat(28)}_1`)
  })
})
