import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { cookieName, parseCookies, setCookie } from '../../../src/lib/cookies.ts'
import { parseForm } from '../../../src/lib/forms.ts'
import { pickLocale } from '../../../src/locales/pick-locale.ts'
import { languages } from '../../../src/locales/sentences.ts'
import { returnPath } from '../../../src/web/signin/return-path.ts'
import { runs } from '../../support/fuzz.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '',
    '\0',
    '%',
    '%zz',
    '%ff',
    '+',
    '&&=',
    'a[b]=c',
    '=',
    '\ud800',
  ),
)

describe('a form', () => {
  test('comes out as it went in, name by name, the empty ones left out and the repeated ones known', () => {
    const pairs = fc
      .array(fc.tuple(anyText, anyText))
      .map((all) => all.map(([a, b]) => [a.toWellFormed(), b.toWellFormed()] as const))
    const property = fc.property(pairs, (sent) => {
      const form = parseForm(new URLSearchParams(sent.map(([name, value]) => [name, value])).toString())
      for (const [name] of sent) {
        const values = sent.filter(([other]) => other === name).map(([, value]) => value)
        const present = values.filter((value) => value !== '')
        assert.deepEqual(form.all(name), present)
        assert.equal(form.get(name), present[0])
        assert.equal(form.has(name), present.length > 0)
        assert.equal(form.repeated.includes(name), values.length > 1)
      }
      for (const name of ['__proto__', 'constructor', 'hasOwnProperty', 'client_id']) {
        if (sent.some(([sentName]) => sentName === name)) continue
        assert.equal(form.get(name), undefined)
        assert.equal(form.has(name), false)
        assert.deepEqual(form.all(name), [])
      }
    })
    fc.assert(property, runs(500))
  })

  test('is made of any text at all, and never throws', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const form = parseForm(text)
        assert.ok(form.names.length <= form.pairs.length)
      }),
      runs(500),
    )
  })
})

describe('cookies', () => {
  test('are found among whatever else a browser sends, the first of two', () => {
    const noise = fc.array(fc.string({ unit: 'binary' }).map((text) => text.replace(/;/g, '')))
    const value = fc.stringMatching(/^[A-Za-z0-9_]{1,40}$/)
    const property = fc.property(noise, value, noise, value, (before, one, after, other) => {
      fc.pre([...before, ...after].every((part) => !part.trim().startsWith('x=')))
      const header = [...before, `x=${one}`, ...after, `x=${other}`].join('; ')
      assert.equal(parseCookies(header).get('x'), one)
    })
    fc.assert(property, runs(500))
  })

  test('of any text at all are read without an error', () => {
    fc.assert(
      fc.property(fc.option(anyText), (header) => void parseCookies(header)),
      runs(500),
    )
  })

  test('are for this host alone on https', () => {
    assert.equal(
      setCookie('name', 'value', { secure: true, maxAge: 1500 }),
      '__Host-name=value; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=1',
    )
    assert.equal(setCookie('name', 'value', { secure: false }), 'name=value; Path=/; HttpOnly; SameSite=Lax')
    assert.equal(cookieName('name', true), '__Host-name')
  })
})

describe('the language of an answer', () => {
  test('is one that we speak, whatever is asked for', () => {
    const tags = new Set(languages.map(({ tag }) => tag))
    const property = fc.property(fc.option(anyText), anyText, anyText, (header, locales, own) => {
      assert.ok(tags.has(pickLocale(header, locales, own)))
    })
    fc.assert(property, runs(500))
    for (const header of [
      'de;q=NaN',
      'de;q=-1',
      'de;q=1e400',
      `${'x,'.repeat(1e5)}de`,
      'de-'.repeat(1e5),
      '*',
      ';',
      'de;q=0, en',
    ])
      assert.ok(tags.has(pickLocale(header)), header.slice(0, 20))
  })
})

describe('the way back after signing in', () => {
  test('is a page of ours, whatever was asked for', () => {
    const base = 'https://id.example.org'
    const path = fc.oneof(
      anyText,
      fc.webUrl(),
      fc
        .array(fc.constantFrom('/', '\\', '.', '..', 'a', '%2f', '@', ':', '\t', '//', 'evil.example', '?', '#'), {
          maxLength: 8,
        })
        .map((parts) => parts.join('')),
    )
    const property = fc.property(path, (asked) => {
      const back = new URL(returnPath(asked), base)
      assert.equal(back.origin, base)
      assert.equal(back.search + back.hash, '')
      assert.equal(back.href, base + returnPath(asked))
    })
    fc.assert(property, runs(2000))
  })
})
