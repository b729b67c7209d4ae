import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { pseudo } from '../../../src/locales/pseudo.ts'
import { languages } from '../../../src/locales/sentences.ts'
import { renderLetter } from '../../../src/web/letters/render-letter.ts'
import { createBrand } from '../../../src/web/ui/brand.ts'
import { contrast, fromHex } from '../../../src/web/ui/colour.ts'
import { foreignData, plainData } from './sample-data.ts'
import { sampleLetters } from './sample-letters.ts'
import { visibleTexts } from './visible-words.ts'

const base = 'https://id.example.org'
const branding = { name: 'Example ID', accent: '#8a6d00' }
const plain = sampleLetters(plainData, { branding, base })
const foreign = sampleLetters(foreignData, {
  sentences: pseudo,
  branding: { name: 'Портик' },
  base: 'https://198.51.100.1',
})

describe('a letter that strangers have us write', () => {
  it('names no place that they thought of, of which mail programs would make a link', () => {
    const strange = sampleLetters({ ...plainData, username: 'www.evil.example' }, { branding, base })
    for (const name of ['sign-up', 'account-waiting'] as const) {
      const [letter, usual] = [strange[name], plain[name]]
      assert.ok(letter !== undefined && usual !== undefined)
      assert.doesNotMatch(`${letter.subject}${letter.text}${letter.html}`, /evil/)
      assert.ok(usual.text.includes(plainData.username))
    }
  })
})

describe('every letter', () => {
  for (const [name, { html, text, subject }] of Object.entries(foreign)) {
    it(`has no sentence of its own: ${name}`, () => {
      const left = visibleTexts(html).filter((found) => /[A-Za-z]/.test(found.text))
      assert.deepEqual(left, [])
      const address = /^https:\/\/198\.51\.100\.1\/[\w/-]+$/gm
      assert.doesNotMatch(`${subject}\n${text.replace(address, '')}`, /[A-Za-z]/)
    })
  }

  for (const [name, { html, text }] of Object.entries(plain)) {
    it(`fetches nothing and runs nothing: ${name}`, () => {
      assert.doesNotMatch(html, /<(?:img|script|link|iframe|object|form|input|video|audio|svg)\b/i)
      assert.doesNotMatch(html, /\bsrc=|\burl\(|@import|@font-face|\son\w+=/i)
      // Nothing but our own address is linked.
      for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g)) assert.ok(href.startsWith(`${base}/`), href)
    })

    it(`says as plain text what it says as HTML: ${name}`, () => {
      const words = visibleTexts(html).map((found) => found.text)
      for (const line of text.split('\n').filter((line) => line !== '' && line !== '-- ')) {
        const plain = line.replace(/:$/, '')
        assert.ok(words.some((said) => said.includes(plain)) || html.includes(plain), line)
      }
    })

    it(`has text in the reader’s own colour, and a button that can be read: ${name}`, () => {
      const body = html.slice(html.indexOf('<body'))
      const coloured = [...body.matchAll(/style="([^"]*)"/g)].filter(([, style = '']) =>
        /(?:^|;)(?:color|background)/.test(style),
      )
      for (const [, style = ''] of coloured) {
        const [, back = ''] = /background:(#[0-9a-f]{6})/.exec(style) ?? []
        const [, front = ''] = /(?:^|;)color:(#[0-9a-f]{6})/.exec(style) ?? []
        const [one, other] = [fromHex(back), fromHex(front)]
        assert.ok(one !== undefined && other !== undefined && contrast(one, other) >= 4.5, style)
      }
    })
  }

  it('is small', () => {
    for (const { html } of Object.values(plain)) assert.ok(html.length < 6000)
  })

  it('shows markup in whatever anybody is called as text', () => {
    const evil = '<img src=x onerror=alert(1)>"\'&'
    const data = { ...plainData, person: evil, username: evil, email: evil, group: evil }
    for (const { html } of Object.values(sampleLetters(data, { branding: { name: evil }, base }))) {
      assert.doesNotMatch(html, /<img/)
    }
  })

  it('is written in the language of whoever reads it, or in English', () => {
    const look = { branding, brand: createBrand(branding, base) }
    const written = (language: string | undefined) => {
      const to = { name: 'Alice', address: 'a@example.org', language }
      return renderLetter({ letter: { kind: 'test' }, to }, look, base)
    }
    assert.match(written('de-AT').text, /Hallo Alice/)
    assert.equal(written('de').language, 'de')
    assert.match(written('de').html, /<html lang="de">/)
    for (const language of ['en', 'tlh', undefined]) assert.match(written(language).text, /Hello Alice/)
    for (const { tag } of languages) {
      const all = Object.values(
        sampleLetters(plainData, { branding, base, sentences: languages.find((l) => l.tag === tag) ?? pseudo }),
      )
      assert.equal(new Set(all.map(({ subject }) => subject)).size, all.length - 1, tag)
    }
  })

  it('speaks of no button where there is none, and begins as one does in its language', () => {
    for (const sentences of languages)
      for (const [name, { text }] of Object.entries(sampleLetters(plainData, { branding, base, sentences }))) {
        assert.doesNotMatch(text, /\b(?:button|Knopf)\b/, name)
        // After a comma a German letter goes on in small letters.
        if (sentences.tag === 'de') assert.doesNotMatch(text, /^Hallo[^\n]*,\n/, name)
      }
  })

  it('leads to the public address, whatever a request called this host', () => {
    for (const { text } of Object.values(plain)) {
      for (const [url] of text.matchAll(/https?:\/\/\S+/g)) assert.ok(url.startsWith(`${base}/`), url)
    }
  })
})
