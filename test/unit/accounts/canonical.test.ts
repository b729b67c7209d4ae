import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { canonicalEmail, canonicalUsername, fold, suggestUsername } from '../../../src/accounts/canonical.ts'

const keyOf = (canonical: ReturnType<typeof canonicalUsername>): string | undefined =>
  canonical.ok ? canonical.key : undefined

const usernames: readonly (readonly [typed: string, key: string])[] = [
  ['alice', 'alice'],
  ['Alice', 'alice'],
  ['  ALICE ', 'alice'],
  ['Ａｌｉｃｅ', 'alice'],
  ['\u00A0alice\u3000', 'alice'],
  ['ﬁona', 'fiona'],
  ['alice_2', 'alice_2'],
  ['_', '_'],
  ['a.b-c', 'a.b-c'],
  ['straße', 'strasse'],
  ['STRASSE', 'strasse'],
  ['Σίσυφος', 'σίσυφοσ'],
  ['ΣΊΣΥΦΟΣ', 'σίσυφοσ'],
  ['Jos\u0065\u0301', 'jos\u00E9'],
  ['Ольга', 'ольга'],
  ['山田たろう', '山田たろう'],
  ['\u018Fli', '\u0259li'],
  ['\u0253ello', '\u0253ello'],
  ['k\u0254f\u025B', 'k\u0254f\u025B'],
  ['x'.repeat(64), 'x'.repeat(64)],
]
for (const [typed, key] of usernames) {
  it(`takes the username ${JSON.stringify(typed)} as ${key}`, () => {
    assert.equal(keyOf(canonicalUsername(typed)), key)
  })
}

const refusedUsernames: readonly (readonly [typed: string, code: string])[] = [
  ['', 'required'],
  ['   ', 'required'],
  ['x'.repeat(65), 'too_long'],
  ['alice bob', 'malformed'],
  ['alice@example.org', 'malformed'],
  ['alice\uFF20example', 'malformed'],
  ['.alice', 'malformed'],
  ['alice.', 'malformed'],
  ['-alice', 'malformed'],
  ['..', 'malformed'],
  ['a/b', 'malformed'],
  ['a%2e', 'malformed'],
  ['<b>', 'malformed'],
  ['alice\u0000', 'characters'],
  ['ali\u200Bce', 'characters'],
  ['ali\u00ADce', 'characters'],
  ['\u202Ealice', 'characters'],
  ['ali\u2066ce', 'characters'],
  ['alice\uD800', 'characters'],
  ['p\u0430ypal', 'mixed_scripts'],
  ['al\u0456ce', 'mixed_scripts'],
  ['\u0441\u043E\u0441\u043E', 'confusable'],
  ['\u0441\u043E\u0441\u043E_2', 'confusable'],
  ['\u0251lice', 'confusable'],
  ['\u2C6Dlice', 'confusable'],
  ['\u1D00lice', 'confusable'],
  ['al\u0269ce', 'confusable'],
  ['a\u01C0ice', 'confusable'],
  ['b\u1D0Fb', 'confusable'],
  ['\u0261reg', 'confusable'],
  ['je\uA731\uA731', 'confusable'],
]
for (const [typed, code] of refusedUsernames) {
  it(`refuses the username ${JSON.stringify(typed)} as ${code}`, () => {
    assert.deepEqual(canonicalUsername(typed), { ok: false, code })
  })
}

it('shows a username as it was typed', () => {
  const canonical = canonicalUsername(' Alice ')
  assert.equal(canonical.ok && canonical.shown, 'Alice')
})

const emails: readonly (readonly [typed: string, key: string])[] = [
  ['alice@example.org', 'alice@example.org'],
  ['  Alice@EXAMPLE.org ', 'alice@example.org'],
  ['Ａlice@example.org', 'alice@example.org'],
  ['alice+tag@example.org', 'alice+tag@example.org'],
  ["o'hara@example.org", "o'hara@example.org"],
  ['alice@localhost', 'alice@localhost'],
  ['alice@Bücher.example', 'alice@xn--bcher-kva.example'],
  ['alice@xn--bcher-kva.example', 'alice@xn--bcher-kva.example'],
  ['jürgen@example.org', 'jürgen@example.org'],
  ['JÜRGEN@example.org', 'jürgen@example.org'],
  ['ju\u0308rgen@example.org', 'jürgen@example.org'],
  // Other domains than what they look like in capital letters, and other mailboxes: anybody can have them.
  ['v\u0131ctim@example.org', 'v\u0131ctim@example.org'],
  ['stra\u00DFe@example.org', 'stra\u00DFe@example.org'],
  ['victim@\u0131cloud.example', 'victim@xn--cloud-m4a.example'],
  ['victim@stra\u00DFe.example', 'victim@xn--strae-oqa.example'],
  ['victim@STRASSE.example', 'victim@strasse.example'],
]
for (const [typed, key] of emails) {
  it(`takes the address ${JSON.stringify(typed)} as ${key}`, () => {
    assert.equal(keyOf(canonicalEmail(typed)), key)
  })
}

const refusedEmails: readonly (readonly [typed: string, code: string])[] = [
  ['', 'required'],
  ['alice', 'malformed'],
  ['@example.org', 'malformed'],
  ['alice@', 'malformed'],
  ['a@b@example.org', 'malformed'],
  ['alice\uFF20evil.example', 'characters'],
  ['alice\uFE6Bevil.example', 'characters'],
  ['alice@evil.example\uFF20example.org', 'characters'],
  ['alice bob@example.org', 'malformed'],
  ['alice bob', 'malformed'],
  ['alice\u3000@example.org', 'malformed'],
  ['alice\u200B@example.org', 'characters'],
  ['\u202Ealice@example.org', 'characters'],
  ['alice\r\nbcc:x@example.org', 'characters'],
  ['alice@example.org\u0000', 'characters'],
  ['"alice"@example.org', 'malformed'],
  ['<alice@example.org>', 'malformed'],
  ['a,b@example.org', 'malformed'],
  ['alice@example.org/evil', 'malformed'],
  ['alice@example.org?x', 'malformed'],
  ['alice@example.org#x', 'malformed'],
  ['alice@example.org\\x', 'malformed'],
  ['alice@example..org', 'malformed'],
  ['alice@.example.org', 'malformed'],
  ['alice@example.org.', 'malformed'],
  ['alice@-example.org', 'malformed'],
  ['alice@192.0.2.1', 'malformed'],
  ['alice@127.1', 'malformed'],
  ['alice@[192.0.2.1]', 'malformed'],
  [`${'x'.repeat(65)}@example.org`, 'too_long'],
  [`alice@${'x.'.repeat(130)}org`, 'too_long'],
]
for (const [typed, code] of refusedEmails) {
  it(`refuses the address ${JSON.stringify(typed).slice(0, 60)} as ${code}`, () => {
    assert.deepEqual(canonicalEmail(typed), { ok: false, code })
  })
}

it('knows every character that normalisation makes an @ of', () => {
  const made: string[] = []
  for (let point = 0; point <= 0x10ffff; point++) {
    const character = String.fromCodePoint(point)
    if (character !== '@' && fold(character).includes('@')) made.push(character)
  }
  for (const character of made) {
    assert.deepEqual(canonicalEmail(`alice${character}example.org`), { ok: false, code: 'characters' })
    assert.equal(canonicalUsername(`alice${character}example.org`).ok, false)
  }
  assert.deepEqual(made, ['\uFE6B', '\uFF20'])
})

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.stringMatching(/^[A-Za-z0-9_.@-]{1,40}$/),
  fc.tuple(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.domain()).map(([local, domain]) => `${local}@${domain}`),
)

it('makes keys that are their own canonical form', () => {
  fc.assert(
    fc.property(anyText, (typed) => {
      for (const canonical of [canonicalUsername, canonicalEmail]) {
        const once = canonical(typed)
        if (once.ok) assert.deepEqual(keyOf(canonical(once.key)), once.key)
        if (once.ok) assert.deepEqual(keyOf(canonical(once.shown)), once.key)
      }
    }),
    { numRuns: 2000 },
  )
})

it('folds to a fixed point', () => {
  fc.assert(
    fc.property(anyText, (typed) => assert.equal(fold(fold(typed)), fold(typed))),
    { numRuns: 2000 },
  )
  for (let point = 0; point <= 0x10ffff; point++) {
    const character = String.fromCodePoint(point)
    assert.equal(fold(fold(character)), fold(character))
  }
})

const variants: readonly ((text: string) => string)[] = [
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => text.normalize('NFD'),
  (text) => text.normalize('NFKC'),
  (text) => ` \u00A0${text}\t\u3000`,
  (text) => text.replace(/[!-?A-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
]

it('gives every variant in case, width and surrounding space the same key', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(...variants), fc.constantFrom(...variants), (typed, one, other) => {
      for (const canonical of [canonicalUsername, canonicalEmail]) {
        // In capital letters some domains are others.
        if (canonical === canonicalEmail && typed.toUpperCase().toLowerCase() !== typed.toLowerCase()) continue
        const plain = canonical(typed)
        const varied = canonical(other(one(typed)))
        if (plain.ok && varied.ok) assert.equal(varied.key, plain.key)
      }
    }),
    { numRuns: 2000 },
  )
})

it('takes every variant of a plain name', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z0-9_]{1,30}$/),
      fc.constantFrom(...variants),
      fc.constantFrom(...variants),
      (name, one, other) => {
        assert.equal(keyOf(canonicalUsername(other(one(name)))), name)
        assert.equal(keyOf(canonicalEmail(`${other(one(name)).trim()}@Example.ORG`)), `${name}@example.org`)
      },
    ),
  )
})

it('suggests names that every fediverse server takes', () => {
  assert.equal(suggestUsername('Jürgen Müller'), 'jurgen_muller')
  assert.equal(suggestUsername('jane.doe@example.org'), 'jane_doe')
  assert.equal(suggestUsername('山田'), undefined)
  fc.assert(
    fc.property(anyText, (text) => {
      const name = suggestUsername(text)
      if (name === undefined) return
      assert.match(name, /^[a-z0-9_]{1,30}$/)
      assert.equal(keyOf(canonicalUsername(name)), name)
    }),
  )
})
