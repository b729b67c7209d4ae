import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { sentencesFor } from '../../../src/locales/sentences.ts'
import { asset, serveAsset } from '../../../src/web/ui/assets.ts'
import { applicationIcon, face, hueOf, initials } from '../../../src/web/ui/faces.ts'
import { checkboxField, passwordField, selectField, textareaField, textField } from '../../../src/web/ui/fields.ts'
import { attributes, breakable, html } from '../../../src/web/ui/html.ts'

const sentences = sentencesFor('en')

describe('html', () => {
  it('escapes whatever is put into it, as text and as an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '/', '=', ' ') }), (text) => {
        const markup = String(html`<p${attributes({ title: text })}>${text}</p>`)
        const [, title = '', body = ''] = /^<p title="([^"<>]*)">([^<>]*)<\/p>$/.exec(markup) ?? assert.fail(markup)
        const decode = (escaped: string) =>
          escaped.replace(/&(lt|gt|quot|#39|amp);/g, (_, name) => entities[name] ?? '')
        assert.equal(decode(title), text)
        assert.equal(decode(body), text)
      }),
    )
  })
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' }

  it('leaves attributes out that are absent or false', () => {
    assert.equal(String(html`<i${attributes({ a: undefined, b: false, c: true, d: '', e: 0 })}>`), '<i c d="" e="0">')
  })

  it('lets long addresses part at their joints, and changes nothing else of them', () => {
    const parted = (text: string): string => String(html`${breakable(text)}`)
    assert.equal(parted('@robin@mastodon.example'), '@robin<wbr>@mastodon.example')
    assert.equal(parted('https://mastodon.example/users/robin'), 'https://mastodon.example/<wbr>users/<wbr>robin')
    assert.equal(parted('@robin@m.example'), '@robin@m.example')
    assert.equal(parted('<b>@mastodon.example.org'), '&lt;b&gt;<wbr>@mastodon.example.org')
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('@', '/', ':', 'a', '.') }), (text) => {
        assert.equal(parted(text).replaceAll('<wbr>', ''), text)
      }),
    )
  })
})

describe('fields', () => {
  it('puts the mistake in the place of the hint and ties it to the field', () => {
    const field = { name: 'email', label: 'E-mail', hint: 'Yours.', value: 'typed' }
    assert.match(
      String(textField(field)),
      /aria-describedby="email-hint".*<p class="hint" id="email-hint">Yours\.<\/p>/,
    )
    const wrong = String(textField({ ...field, problem: 'Not that.' }))
    assert.match(wrong, /value="typed".*aria-invalid="true" aria-describedby="email-hint"/)
    assert.match(wrong, /id="email-hint".*Not that\./)
    assert.doesNotMatch(wrong, /Yours/)
  })

  it('never gives a password back', () => {
    const field = String(passwordField({ name: 'password', label: 'P', autocomplete: 'new-password' }, sentences))
    assert.doesNotMatch(field, /value=/)
  })

  it('keeps what was typed, to the line break at its beginning', () => {
    assert.match(
      String(textareaField({ name: 'a', label: 'A', value: '\n<b>' })),
      /<textarea[^>]*>\n\n&lt;b&gt;<\/textarea>/,
    )
    assert.match(String(checkboxField({ name: 'a', label: 'A', checked: true })), / checked/)
    const options = [
      { value: 'x', label: 'X' },
      { value: 'y', label: 'Y' },
    ]
    assert.match(String(selectField({ name: 'a', label: 'A', value: 'y', options })), /<option value="y" selected>Y/)
  })
})

describe('faces', () => {
  it('makes the same icon from the same name, and different hues from most others', () => {
    assert.equal(String(applicationIcon({ name: 'Notes' })), String(applicationIcon({ name: 'Notes' })))
    assert.equal(hueOf('notes'), hueOf('Notes'))
    assert.ok(new Set(Array.from({ length: 200 }, (_, n) => hueOf(`app ${n}`))).size >= 12)
  })

  it('takes the first letters of the first and the last word', () => {
    const cases = [
      'Alice Example',
      'alice',
      'Ada King Lovelace',
      '@alice@example.social',
      '李 小龙',
      'ßeta',
      '  ',
      '🎮 Games',
      '42',
    ]
    assert.deepEqual(
      cases.map((name) => initials(name, 2)),
      ['AE', 'A', 'AL', 'AS', '李小', 'SS', '?', 'G', '4'],
    )
    assert.equal(initials('Example Social', 1), 'E')
  })

  it('asks nobody else for a picture', () => {
    for (const icon of [
      'https://evil.example/a.png',
      '//evil.example/a.png',
      'javascript:alert(1)',
      'data:text/html,x',
    ]) {
      assert.doesNotMatch(String(applicationIcon({ name: 'x', icon })), /<img/)
      assert.doesNotMatch(String(face({ name: 'x', picture: icon })), /<img/)
    }
    for (const icon of ['/icons/1', 'data:image/png;base64,AAAA']) {
      assert.match(String(applicationIcon({ name: 'x', icon })), /<img class="tile" src="(?:\/icons|data:image)/)
    }
  })
})

describe('assets', () => {
  it('serves what pages refer to, for ever', async () => {
    const answer = serveAsset(asset('style.css'))
    assert.equal(answer?.headers.get('content-type'), 'text/css; charset=utf-8')
    assert.match(answer?.headers.get('cache-control') ?? '', /immutable/)
    assert.match((await answer?.text()) ?? '', /^:root\{color-scheme:light dark;/)
  })

  it('serves a file under an old address, and lets nobody keep it', () => {
    assert.equal(serveAsset('/assets/style.AAAAAAAAAAAA.css')?.headers.get('cache-control'), 'no-cache')
  })

  it('serves nothing else', () => {
    for (const path of [
      '/assets/',
      '/assets/style.css',
      '/assets/../package.x.css',
      '/assets/style.x.svg',
      '/assets/constructor.x.js',
    ]) {
      assert.equal(serveAsset(path), undefined, path)
    }
  })
})
