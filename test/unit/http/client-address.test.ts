import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { canonicalAddress, createClientAddress } from '../../../src/http/client-address.ts'

const headers = (forwardedFor?: string) =>
  new Headers(forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor })

describe('a visitor’s address', () => {
  it('is the connection’s when there are no proxies, whatever the headers say', () => {
    const addressOf = createClientAddress([])
    assert.equal(addressOf(headers('9.9.9.9'), '::ffff:192.0.2.7'), '192.0.2.7')
    assert.equal(addressOf(headers('9.9.9.9'), '2001:DB8:0::1'), '2001:db8::1')
  })

  it('is the connection’s when that is not one of our proxies', () => {
    assert.equal(createClientAddress(['10.0.0.0/8'])(headers('9.9.9.9'), '192.0.2.7'), '192.0.2.7')
  })

  it('is what the proxy added last, not what the visitor wrote before it', () => {
    const addressOf = createClientAddress(['10.0.0.0/8', 'fd00::/8'])
    assert.equal(addressOf(headers('1.1.1.1, 9.9.9.9'), '10.0.0.1'), '9.9.9.9')
    assert.equal(addressOf(headers('1.1.1.1, 9.9.9.9, 10.0.0.2'), '::ffff:10.0.0.1'), '9.9.9.9')
    assert.equal(addressOf(headers('2001:db8::1'), 'fd00::1'), '2001:db8::1')
  })

  it('understands ports, brackets and zones', () => {
    const addressOf = createClientAddress(['10.0.0.1'])
    assert.equal(addressOf(headers('9.9.9.9:4711'), '10.0.0.1'), '9.9.9.9')
    assert.equal(addressOf(headers('[2001:db8::1]:4711'), '10.0.0.1'), '2001:db8::1')
    assert.equal(canonicalAddress('fe80::1%eth0'), 'fe80::1')
  })

  it('is the last that made sense when the header does not', () => {
    const addressOf = createClientAddress(['10.0.0.0/8'])
    for (const nonsense of ['', 'unknown', '9.9.9.9, unknown', '9.9.9.9,', '<script>', '9.9.9.9.9', '_hidden'])
      assert.equal(addressOf(headers(nonsense), '10.0.0.1'), '10.0.0.1', nonsense)
    assert.equal(addressOf(headers('unknown, 10.0.0.2'), '10.0.0.1'), '10.0.0.2')
    assert.equal(addressOf(headers(), '10.0.0.1'), '10.0.0.1')
  })

  it('cannot be chosen by a visitor through what they put into the header', () => {
    const addressOf = createClientAddress(['10.0.0.0/8'])
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())), (written) => {
        const asked = new Headers()
        try {
          asked.set('x-forwarded-for', [...written, '192.0.2.7'].join(', '))
        } catch {
          return
        }
        assert.equal(addressOf(asked, '10.0.0.1'), '192.0.2.7')
      }),
    )
  })
})
