import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { compareRedirect, isHarmful, redirectProblem } from '../../../src/applications/redirect-uri.ts'
import { runs } from '../../support/fuzz.ts'

const registered = fc.oneof(
  fc.webUrl({ withQueryParameters: true }),
  fc.constantFrom(
    'https://app.example.org/callback',
    'app.immich:///oauth-callback',
    'http://127.0.0.1/cb',
    'http://[::1]:7000/cb',
    'http://localhost/cb',
  ),
)

/** What somebody makes of an address who hopes that it still counts as the same. */
const mutated = fc
  .tuple(registered, fc.nat(), fc.string({ unit: 'binary', maxLength: 5 }), fc.nat(3))
  .map(([uri, at, text, cut]) => ({
    uri,
    sent: uri.slice(0, at % (uri.length + 1)) + text + uri.slice((at % (uri.length + 1)) + cut),
  }))

const loopback = /^http:\/\/(127\.0\.0\.1|\[::1\])(:\d{1,5})?(?=\/|$)/

describe('a redirect URI', () => {
  test('is the registered one or none, but for the port of a loopback address', () => {
    const property = fc.property(mutated, fc.boolean(), ({ uri, sent }, native) => {
      const same = compareRedirect(uri, sent, { native })
      if (uri === sent) return assert.ok(same)
      if (!same) return
      assert.ok(native)
      assert.match(uri, loopback)
      assert.match(sent, loopback)
      assert.equal(sent.replace(loopback, '$1'), uri.replace(loopback, '$1'))
      assert.ok(['127.0.0.1', '[::1]'].includes(new URL(sent).hostname), sent)
    })
    fc.assert(property, runs(2000))
  })

  test('that a browser takes for another place than it reads is not registered', () => {
    const property = fc.property(
      fc.oneof(
        mutated.map(({ sent }) => sent),
        fc.string({ unit: 'binary' }),
      ),
      (uri) => {
        if (redirectProblem(uri, { allowHttp: true }) !== undefined) return
        const url = new URL(uri)
        assert.ok(!['javascript:', 'data:', 'file:', 'blob:', 'vbscript:'].includes(url.protocol))
        assert.equal(url.username + url.password + url.hash, '')
        // As long as it is written as it is read, the host that people see is the host that they get to.
        if (url.protocol === 'https:') assert.ok(uri.toLowerCase().startsWith('https:'))
        assert.doesNotThrow(() => new Headers({ location: uri }))
        assert.ok(!isHarmful(uri))
      },
    )
    fc.assert(property, runs(2000))
  })
})
