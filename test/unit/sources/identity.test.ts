import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Said } from '../../../src/sources/fediverse/dialect.ts'
import { identityOf } from '../../../src/sources/fediverse/identity.ts'
import type { Server } from '../../../src/sources/fediverse/server.ts'

const server: Server = {
  key: 'k1',
  host: 'social.example.org',
  origin: 'https://social.example.org',
  findings: { dialect: 'mastodon', software: { name: 'mastodon', version: '4.5.1' } },
}
const proven = { actor: 'https://social.example.org/ap/users/42', acct: 'alice@example.org' }
const identity = (said: Partial<Said> = {}, at: Server = server) =>
  identityOf(at, { username: 'alice', ...said }, proven)
const nameOf = (name: string) => identity({ name }).profile.name

describe('an identity', () => {
  it('is what was proven, by the server that proved it', () => {
    const { sourceId, subject, host, profile, anchors, assurance } = identity({
      localId: '42',
      createdAt: '2022-11-16',
    })
    assert.deepEqual([sourceId, subject, host], ['fediverse', proven.actor, 'social.example.org'])
    assert.deepEqual([profile.username, profile.acct, profile.software], ['alice', 'alice@example.org', 'mastodon'])
    assert.deepEqual(anchors, { localId: '42', createdAt: '2022-11-16', software: 'mastodon' })
    assert.deepEqual(assurance, { acr: 'urn:portico:acr:fediverse', amr: ['fed'], unasked: true })
  })

  it('says whether its server asks everybody who they are, or lets through whoever is signed in there', () => {
    const unasked = (name: string) =>
      identity({}, { ...server, findings: { software: { name, version: '1' } } }).assurance.unasked
    assert.deepEqual(['mastodon', 'misskey', 'pleroma', 'pixelfed', 'gotosocial'].map(unasked), [
      ...[true, true, true, true],
      false,
    ])
  })

  it('has a name without anything that plays with the text around it', () => {
    assert.equal(nameOf('Alice \u202eecila\u202c'), 'Alice ecila')
    assert.equal(nameOf('\u200bAl\u00adice\u2066 \u2028 \u0000B'), 'Alice B')
    assert.equal(nameOf('  a\n\tb  '), 'a b')
    assert.equal(nameOf('👩‍🚀 Zoë :blobcat:'), '👩‍🚀 Zoë :blobcat:')
    assert.equal(nameOf('می‌خواهم'), 'می‌خواهم')
  })

  it('has a name that is not written over its surroundings', () => {
    assert.equal(nameOf(`Z${'\u0336\u0322\u0327\u0321\u0303'.repeat(30)}`), 'Z\u0336\u0322\u0327\u0321')
    assert.equal(nameOf('ประโยชน์ที่ได้รับ'), 'ประโยชน์ที่ได้รับ')
  })

  it('is called by its username where there is nothing left of the name', () => {
    const blank = ['\u3164', '\u2800\u2800', '\u200d\ufe0f', '\u115f\u1160', '\u034f']
    for (const name of ['', '   ', '\u202e\u202c', '\ud800', ...blank])
      assert.equal(nameOf(name), 'alice', JSON.stringify(name))
    assert.equal(identity().profile.name, 'alice')
  })

  it('has a name that can be shown and stored, whatever was sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const name = nameOf(text)
        assert.ok(name.length > 0 && [...name].length <= 100 && name.isWellFormed() && name === name.trim())
        assert.doesNotMatch(name, /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u)
      }),
    )
  })

  it('keeps no mark, and no address, that is longer than they are or has anything unseen in it', () => {
    for (const text of ['x'.repeat(201), 'a\u0000b', '1\n2', '\u202e7', '\ud800']) {
      assert.deepEqual(identity({ localId: text, createdAt: text }).anchors, {
        ...{ localId: undefined, createdAt: undefined, software: 'mastodon' },
      })
      assert.equal(identity({ emailHint: `${text}@example.org` }).profile.emailHint, undefined)
    }
    assert.equal(identity({ picture: '\u0000 https://a.example/\tb\n' }).profile.picture, 'https://a.example/b')
  })

  it('has a page only on the server that vouches', () => {
    assert.equal(
      identity({ page: 'https://social.example.org/@alice' }).profile.page,
      'https://social.example.org/@alice',
    )
    for (const page of [
      'https://other.example.org/@alice',
      'http://social.example.org/@alice',
      'javascript:alert(1)',
      '/x',
    ])
      assert.equal(identity({ page }).profile.page, undefined, page)
  })

  it('has a picture only where one can be fetched', () => {
    assert.equal(
      identity({ picture: 'https://cdn.example.net/a.png' }).profile.picture,
      'https://cdn.example.net/a.png',
    )
    for (const picture of [
      'javascript:alert(1)',
      'data:image/png;base64,x',
      'a.png',
      `https://a.example/${'x'.repeat(2000)}`,
    ])
      assert.equal(identity({ picture }).profile.picture, undefined, picture)
  })

  it('hints at an e-mail address only if that is one', () => {
    assert.equal(identity({ emailHint: 'a@mail.example.org' }).profile.emailHint, 'a@mail.example.org')
    for (const emailHint of ['a', 'a@b@c', 'a b@c', ''])
      assert.equal(identity({ emailHint }).profile.emailHint, undefined, emailHint)
  })
})
