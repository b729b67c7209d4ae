import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { parseAddress } from '../../../src/sources/fediverse/address.ts'

const vouched = new Set(['http://127.0.0.1:4000', 'https://social.lan:8443', 'http://localhost', 'http://[::1]:4000'])
const parse = (text: string, origins: ReadonlySet<string> = new Set()) => parseAddress(text, { vouched: origins })

/** `user@host`, or `host`; the codes of what is refused. */
const said = (text: string, origins?: ReadonlySet<string>): string => {
  const parsed = parse(text, origins)
  if (!parsed.ok) return parsed.code
  return parsed.user === undefined ? parsed.host : `${parsed.user}@${parsed.host}`
}

const each = (expected: string, texts: readonly string[], origins?: ReadonlySet<string>) => {
  for (const text of texts) assert.equal(said(text, origins), expected, JSON.stringify(text))
}

describe('an address that somebody types', () => {
  it('is a handle, however it is written', () => {
    each('alice@mastodon.social', [
      ...['@alice@mastodon.social', 'alice@mastodon.social', 'acct:alice@mastodon.social', ' alice@mastodon.social '],
      ...['@@alice@mastodon.social', '@Alice@Mastodon.Social', 'ALICE@MASTODON.SOCIAL', 'acct://alice@mastodon.social'],
      ...[
        '＠alice＠mastodon．social',
        '@ａｌｉｃｅ@mastodon。social',
        '@alice@mastodon｡social',
        'Acct:@alice@mastodon.social',
      ],
      ...['\u200f@alice@mastodon.social\u200e', '@al\u200bice@masto\u00addon.social', '\ufeff@alice@mastodon.social'],
      ...['\u2066@alice@mastodon.social\u2069', '@alice\ufe0f@mastodon.social', '@alice@mastodon.social\u0000\n'],
      ...[
        '@alice@mastodon.social.',
        '(@alice@mastodon.social)',
        '“@alice@mastodon.social”',
        '<@alice@mastodon.social>,',
      ],
      ...['@alice@mastodon.social/', '@alice@mastodon.social?x=y', '@alice@mastodon.social/about#x'],
    ])
    each('a.b-c_d@x.org', ['a.b-c_d@x.org'])
    each('example.org@web.bridge.org', ['@example.org@web.bridge.org'])
    each('zoë@x.org', ['@zoë@x.org', '@zoe\u0308@x.org', '@ZOË@x.org'])
  })

  it('is the address of a profile, whatever comes after it', () => {
    each('alice@mastodon.social', [
      ...['https://mastodon.social/@alice', 'mastodon.social/@alice', 'http://mastodon.social/@alice'],
      ...['https://mastodon.social/@alice/109348684?x=y#z', 'https://mastodon.social/users/alice/statuses/1'],
      ...['https://mastodon.social/users/alice', 'https://Mastodon.Social/u/Alice', 'mastodon.social/profile/alice'],
      ...['https://mastodon.social//@alice', 'https://mastodon.social/web/@alice', 'https://mastodon.social/%40alice'],
      ...[
        'https://mastodon.social/@alice@mastodon.social',
        'https:///mastodon.social/@alice',
        'HTTPS://MASTODON.SOCIAL/@ALICE',
      ],
      ...[
        'https://other.org/@alice@mastodon.social',
        '<https://mastodon.social/@alice>',
        'https://mastodon.social/@alice)',
      ],
    ])
    assert.deepEqual(parse('https://x.org/@a'), { ok: true, host: 'x.org', user: 'a', guessed: true })
    assert.deepEqual(parse('@a@x.org'), { ok: true, host: 'x.org', user: 'a' })
  })

  it('is a server', () => {
    each('mastodon.social', [
      ...[
        'mastodon.social',
        '@mastodon.social',
        'https://mastodon.social',
        'https://mastodon.social/',
        'Mastodon.Social.',
      ],
      ...[
        'mastodon.social/about',
        'https://mastodon.social/explore?x',
        'mastodon.social#top',
        'https://mastodon.social/@',
      ],
      ...[
        'https://mastodon.social/@alice@127.0.0.1',
        'https://mastodon.social/ap/users/115',
        'https://mastodon.social?a=@b',
      ],
    ])
  })

  it('may have letters of any script, which DNS knows by another name', () => {
    each('a@xn--mnchen-3ya.org', ['@a@münchen.org', '@a@MÜNCHEN.org', '@a@mu\u0308nchen.org', '@a@xn--mnchen-3ya.org'])
    each('xn--fa-hia.org', ['faß.org'])
    each('xn--zckzah.xn--wgv71a119e.jp', ['テスト.日本語.jp', 'ﾃｽﾄ。日本語。jp'])
    each('bad_address', ['@a@münchen', 'münchen', 'a.\u0378.org'])
  })

  it('is no machine without a public name', () => {
    each('bad_address', [
      ...[
        '127.0.0.1',
        '@a@127.0.0.1',
        '8.8.8.8',
        '@a@8.8.8.8',
        'https://1.1.1.1/@a',
        '0x7f.1',
        '2130706433',
        '017700000001',
      ],
      ...[
        '127.1',
        '@a@127.0.1',
        '①②⑦.0.0.1',
        '１２７.0.0.1',
        '127。0。0。1',
        '0',
        '1.2.3.4.',
        '256.256.256.256',
        '[::1]',
      ],
      ...['@a@[::1]', 'https://[2606:4700::1111]/@a', '::1', 'a@2606:4700::1111', '[::ffff:127.0.0.1]', 'a.b.0x1'],
      ...['localhost', '@a@localhost', 'localhost.', 'a.localhost', 'nas.local', 'nas.lan', 'metadata.google.internal'],
      ...[
        'a.onion',
        '1.0.0.127.in-addr.arpa',
        'router.home.arpa',
        'x.test',
        'x.example',
        'x.invalid',
        'x.corp',
        'a.home',
      ],
      ...['intranet', '@a@intranet', 'a.i2p', 'x.alt', 'mastodon', `${'a.'.repeat(126)}org`, `${'a'.repeat(64)}.org`],
    ])
    each(`${'a'.repeat(63)}.org`, [`${'a'.repeat(63)}.org`])
  })

  it('carries no port, no password and nothing that makes two addresses of one', () => {
    each('bad_address', [
      ...[
        'mastodon.social:443',
        '@a@mastodon.social:8443',
        'https://mastodon.social:22/@a',
        'mastodon.social:'.concat('1'),
      ],
      ...[
        'https://a@mastodon.social/',
        'https://a:b@mastodon.social',
        'a:b@mastodon.social',
        '@a@b@c.org',
        'a/b@c.org',
      ],
      ...[
        '@a@x.org/@b',
        '@a b@x.org',
        'x.org y.org',
        '@a@x.org\\@y.org',
        'x.org\\y.org',
        '@a@x%2eorg',
        'x%00.org',
        '@a@-x.org',
      ],
      ...[
        '@a@x-.org',
        'x..org',
        '.x.org',
        '@a@',
        '@',
        '',
        ' ',
        '@@',
        'a@',
        '://',
        'https://',
        'ftp://x.org',
        'file:///etc/passwd',
      ],
      ...[
        'javascript:alert(1)',
        'did:plc:z72i7hdynmk6r22z27h6tvur',
        'mailto:a@x.org',
        'a_b.org',
        '@a<b@x.org',
        '@a\u0001b@x.org',
      ],
      ...['@-@x.org', 'x'.repeat(5000), `@${'x'.repeat(300)}@x.org`, '@a@x.org,b@y.org'],
    ])
  })

  it('is told from an address for mail', () => {
    each('email', [
      ...['alice@gmail.com', 'Alice@GMail.com', 'gmail.com', '@a@googlemail.com', 'a@hotmail.co.uk', 'a@yahoo.com.br'],
      ...[
        'a@outlook.com',
        'a@gmx.de',
        'a@web.de',
        'a@icloud.com',
        'a@proton.me',
        'a@qq.com',
        'a@mail.ru',
        'a@yahoo.fr',
      ],
    ])
    each('a@yahoo.social', ['a@yahoo.social'])
    each('a@gmail.com.org', ['a@gmail.com.org'])
  })

  it('names what the operator vouches for, and exactly that', () => {
    each(
      'alice@127.0.0.1:4000',
      ['@alice@127.0.0.1:4000', 'http://127.0.0.1:4000/@alice', 'acct:alice@127.0.0.1:4000'],
      vouched,
    )
    each(
      '127.0.0.1:4000',
      ['127.0.0.1:4000', 'http://127.0.0.1:4000', 'http://127.0.0.1:4000/about', '0x7f.1:4000'],
      vouched,
    )
    each('a@social.lan:8443', ['@a@social.lan:8443', 'https://social.lan:8443/users/a', 'a@SOCIAL.lan:8443'], vouched)
    each('a@localhost', ['@a@localhost', 'http://localhost/@a', '@a@localhost:80'], vouched)
    each('a@[::1]:4000', ['@a@[::1]:4000', 'http://[::1]:4000/@a'], vouched)
    each(
      'bad_address',
      ['@a@127.0.0.1:4001', '127.0.0.1', 'social.lan', 'social.lan:8444', 'localhost:81', 'a.localhost'],
      vouched,
    )
    each('x.org', ['x.org'], vouched)
  })

  const hostLabel = fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/)
  const domain = fc.tuple(hostLabel, hostLabel).map(([name, sub]) => `${sub}.${name}.social`)
  const user = fc.stringMatching(/^[a-z0-9_]{1,20}$/)
  const unseen = fc.constantFrom('\u200b', '\u200e', '\u202e', '\u2066', '\ufeff', '\u00ad', '\ufe0f')
  const full = (text: string) =>
    text.replace(/[!-~]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0))

  it('means the same in full width, in capitals, and with what cannot be seen anywhere in it', () => {
    fc.assert(
      fc.property(user, domain, unseen, fc.nat(), (name, host, character, place) => {
        const handle = `@${name}@${host}`
        const at = place % handle.length
        const hidden = handle.slice(0, at) + character + handle.slice(at)
        for (const text of [handle, full(handle), handle.toUpperCase(), hidden, full(hidden)])
          assert.equal(said(text), `${name}@${host}`)
      }),
    )
  })

  it('is understood again as what it was understood as', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.emailAddress()), (text) => {
        const first = parse(text)
        if (first.ok) assert.equal(said(said(text)), said(text))
      }),
    )
  })

  it('is never anything but a name that can be looked up, whatever is typed', () => {
    const pieces = fc.constantFrom(
      ...[
        '@',
        '.',
        '/',
        ':',
        '%',
        '\\',
        '#',
        '?',
        'a',
        'x.org',
        '127.0.0.1',
        '[',
        ']',
        '::1',
        '0x7f',
        'xn--',
        '-',
        '。',
        '＠',
      ],
      ...[
        'localhost',
        'http://',
        'https://',
        'acct:',
        '\u202e',
        '℀',
        '①',
        'ß',
        'İ',
        ' ',
        '_',
        '443',
        'internal',
        'social',
      ],
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const parsed = parse(parts.join(''))
        if (!parsed.ok) return
        assert.match(parsed.host, /^(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]*[a-z-][a-z0-9-]*$/)
        const url = new URL(`https://${parsed.host}/`)
        assert.equal(url.host, parsed.host)
        assert.doesNotMatch(parsed.user ?? '', /[@/:?#%\s\\]/)
      }),
      { numRuns: 2000 },
    )
  })
})
