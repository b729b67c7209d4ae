import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { cleanName, readAvatar, readLocale } from '../../../src/accounts/text.ts'
import { fitsText } from '../../../src/storage/fit.ts'

const names: readonly (readonly [typed: string, clean: string])[] = [
  ['  Alice   Example ', 'Alice Example'],
  ['Alice\r\nExample', 'Alice Example'],
  ['Alice\u202E Example\u202C', 'Alice Example'],
  ['\u2066Alice\u2069', 'Alice'],
  ['Al\u0000ice\u001B[1m', 'Alice[1m'],
  ['Alice\uD800', 'Alice\uFFFD'],
  ['👩‍👩‍👧 family', '👩‍👩‍👧 family'],
  ['مریم‌ها', 'مریم‌ها'],
  ['Jose\u0301', 'Jos\u00E9'],
  ['x'.repeat(101), 'x'.repeat(100)],
  [`${'x'.repeat(98)}👩‍👩‍👧`, 'x'.repeat(98)],
  [`e${'\u0301'.repeat(500)}`, ''],
]
for (const [typed, clean] of names) {
  it(`cleans the name ${JSON.stringify(typed).slice(0, 40)}`, () => assert.equal(cleanName(typed), clean))
}

it('makes of anything a name that is clean, short and one line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
      const name = cleanName(typed)
      assert.equal(cleanName(name), name)
      assert.ok([...name].length <= 100)
      assert.ok(fitsText(name))
      assert.doesNotMatch(name, /[\n\r\t\u2028\u2029\u202A-\u202E\u2066-\u2069]|^\s|\s$/)
    }),
    { numRuns: 200 },
  )
})

it('takes pictures from here and from the web and from nowhere else', () => {
  for (const fit of ['https://example.org/a.png', 'http://localhost/a', '/avatars/alice']) {
    assert.deepEqual(readAvatar(` ${fit}`), { ok: true, value: fit })
  }
  assert.deepEqual(readAvatar('  '), { ok: true, value: undefined })
  const unfit = ['javascript:alert(1)', 'data:image/png;base64,xx', '//evil.example/a', '/\\evil.example', 'a.png']
  for (const text of [
    ...unfit,
    'https://u:p@example.org/',
    'https://',
    '/a b',
    `https://example.org/${'x'.repeat(3000)}`,
  ]) {
    assert.equal(readAvatar(text).ok, false, text)
  }
})

it('takes languages in their canonical form', () => {
  assert.deepEqual(readLocale(' DE-at '), { ok: true, value: 'de-AT' })
  assert.deepEqual(readLocale(''), { ok: true, value: undefined })
  for (const text of ['deutsch!', 'x', '-', 'de_AT', 'de\u0000']) assert.equal(readLocale(text).ok, false, text)
})
