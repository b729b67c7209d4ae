import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { takesClientUrl } from '../../../src/sources/fediverse/code-grant.ts'
import { canBeLookedUp } from '../../../src/sources/fediverse/our-address.ts'

describe('our own address', () => {
  it('can be looked up by servers where it is a public name by https', () => {
    for (const base of ['https://login.town.org', 'https://town.org:8443', 'https://bücher.org'])
      assert.equal(canBeLookedUp(base), true, base)
  })

  it('cannot be on a machine, in a house, by number, or without TLS', () => {
    for (const base of [
      ...['http://localhost:4000', 'https://localhost', 'http://login.town.org', 'https://192.168.1.5'],
      ...['https://203.0.113.5', 'https://[2001:db8::1]', 'https://portico', 'https://portico.local'],
      ...['https://login.internal', 'https://login.home.arpa'],
    ])
      assert.equal(canBeLookedUp(base), false, base)
  })

  it('is our client id at servers that take one, where they can look it up: elsewhere they are told of us', () => {
    const metadata = { issuer: 'https://blog.town.org', scopes: [], sendsIssuer: false, pkce: true }
    const takes = (base: string, clientIdMetadata = true) =>
      takesClientUrl({ findings: { metadata: { ...metadata, clientIdMetadata } } }, `${base}/fediverse/client/0`)
    assert.equal(takes('https://login.town.org'), true)
    assert.equal(takes('https://login.town.org', false), false)
    for (const base of [
      'http://login.town.org',
      'https://192.168.1.5',
      'https://login.internal',
      'https://portico.lan',
    ])
      assert.equal(takes(base), false, base)
  })
})
