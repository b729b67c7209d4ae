import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { compareAddresses, nearestFirst, type Stretch } from '../../../src/web/ui/difference.ts'

/** `[x]` is marked. */
const drawn = (stretches: readonly Stretch[]): string =>
  stretches.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('')

const compare = (sent: string, registered: string): readonly [string, string, string] => {
  const comparison = compareAddresses(sent, registered)
  return [drawn(comparison.sent), drawn(comparison.registered), comparison.hint]
}

describe('compareAddresses', () => {
  const cases: readonly (readonly [string, string, string, string, string])[] = [
    ['http://a.example/cb', 'https://a.example/cb', '[http]://a.example/cb', '[https]://a.example/cb', 'http'],
    ['https://a.example/cb', 'http://a.example/cb', '[https]://a.example/cb', '[http]://a.example/cb', 'https'],
    [
      'https://a.example/cb/',
      'https://a.example/cb',
      'https://a.example/cb[/]',
      'https://a.example/cb[]',
      'slash_extra',
    ],
    [
      'https://a.example/cb',
      'https://a.example/cb/',
      'https://a.example/cb[]',
      'https://a.example/cb[/]',
      'slash_missing',
    ],
    ['https://a.example', 'https://a.example/', 'https://a.example[]', 'https://a.example[/]', 'slash_missing'],
    ['https://www.a.example/', 'https://a.example/', 'https://[www.a.example]/', 'https://[a.example]/', 'www'],
    ['http://localhost:1/', 'http://127.0.0.1:1/', 'http://[localhost]:1/', 'http://[127.0.0.1]:1/', 'loopback'],
    ['https://b.example/', 'https://a.example/', 'https://[b.example]/', 'https://[a.example]/', 'host'],
    ['https://A.example/', 'https://a.example/', 'https://[A.example]/', 'https://[a.example]/', 'case'],
    [
      'https://a.example:8443/cb',
      'https://a.example/cb',
      'https://a.example[:8443]/cb',
      'https://a.example[]/cb',
      'port',
    ],
    [
      'https://a.example/auth/Callback',
      'https://a.example/auth/callback',
      'https://a.example/auth/[Callback]',
      'https://a.example/auth/[callback]',
      'case',
    ],
    [
      'https://a.example/auth/oidc/callback',
      'https://a.example/auth/openid/callback',
      'https://a.example/auth/[oidc]/callback',
      'https://a.example/auth/[openid]/callback',
      'path',
    ],
    [
      'https://a.example/?a=1&b=2',
      'https://a.example/?a=1&b=3',
      'https://a.example/?a=1&b=[2]',
      'https://a.example/?a=1&b=[3]',
      'query',
    ],
    ['app.immich:///cb', 'https://a.example/cb', '[app.immich]://[]/cb', '[https]://[a.example]/cb', 'other'],
    ['https://a.example/cb#x', 'https://a.example/cb', 'https://a.example/cb[#x]', 'https://a.example/cb[]', 'other'],
    [
      'https://a.example@evil.example/',
      'https://a.example/',
      'https://[a.example@evil.example]/',
      'https://[a.example]/',
      'other',
    ],
    ['https://[::1]:80/', 'https://[::1]:81/', 'https://[::1][:80]/', 'https://[::1][:81]/', 'port'],
    ['HTTPS://a.example/', 'https://a.example/', '[HTTPS]://a.example/', '[https]://a.example/', 'scheme'],
  ]
  for (const [sent, registered, ...expected] of cases) {
    it(`marks what differs between ${sent} and ${registered}`, () => {
      assert.deepEqual(compare(sent, registered), expected)
    })
  }

  it('shows every address whole, whatever it is', () => {
    const address = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(address, address, (sent, registered) => {
        const comparison = compareAddresses(sent, registered)
        assert.equal(comparison.sent.map(({ text }) => text).join(''), sent)
        assert.equal(comparison.registered.map(({ text }) => text).join(''), registered)
        assert.equal(
          comparison.sent.some(({ differs }) => differs),
          sent !== registered,
        )
      }),
      { numRuns: 200 },
    )
  })

  it('takes no longer for an address that was made to be slow', () => {
    const long = `https://${'a@'.repeat(20_000)}${':/?#'.repeat(10_000)}`
    assert.equal(
      compareAddresses(long, 'https://a.example/')
        .sent.map(({ text }) => text)
        .join(''),
      long,
    )
  })
})

describe('nearestFirst', () => {
  it('puts the address that was probably meant first', () => {
    const registered = [
      'https://b.example/auth/callback',
      'https://a.example/other/way',
      'https://a.example/auth/callback',
      'https://a.example/auth/mobile',
    ]
    assert.equal(nearestFirst('http://a.example/auth/callback', registered)[0], 'https://a.example/auth/callback')
    assert.equal(nearestFirst('https://a.example/auth/mobile/', registered)[0], 'https://a.example/auth/mobile')
    assert.equal(nearestFirst('https://c.example/auth/callback', registered)[0], 'https://b.example/auth/callback')
  })

  it('loses none', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (sent, registered) => {
        assert.deepEqual([...nearestFirst(sent, registered)].sort(), [...registered].sort())
      }),
    )
  })
})
