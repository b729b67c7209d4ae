import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isPublicAddress } from '../../../src/net/public-address.ts'

/** First, last and one in the middle of every block that is not the Internet. */
const special = {
  'this network': ['0.0.0.0', '0.1.2.3', '0.255.255.255'],
  private: [
    '10.0.0.0',
    '10.128.3.4',
    '10.255.255.255',
    '172.16.0.0',
    '172.31.255.255',
    '192.168.0.0',
    '192.168.255.255',
  ],
  'shared by carriers': ['100.64.0.0', '100.100.100.200', '100.127.255.255'],
  loopback: ['127.0.0.0', '127.0.0.1', '127.255.255.255'],
  'link-local, with the cloud’s metadata': ['169.254.0.0', '169.254.169.254', '169.254.255.255'],
  'protocol assignments': ['192.0.0.0', '192.0.0.170', '192.0.0.255'],
  documentation: ['192.0.2.0', '192.0.2.255', '198.51.100.0', '198.51.100.255', '203.0.113.0', '203.0.113.255'],
  'AS112 and AMT': [
    '192.31.196.0',
    '192.31.196.255',
    '192.52.193.0',
    '192.52.193.255',
    '192.175.48.0',
    '192.175.48.255',
  ],
  '6to4 relays': ['192.88.99.0', '192.88.99.255'],
  benchmarks: ['198.18.0.0', '198.19.255.255'],
  multicast: ['224.0.0.0', '239.255.255.255'],
  'reserved, and broadcast': ['240.0.0.0', '255.255.255.255'],
  'IPv6 unspecified and loopback': ['::', '::1'],
  'IPv4 within IPv6': [
    '::7f00:1',
    '::ffff:7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:0:7f00:1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
  ],
  discard: ['100::', '100::1', '100:0:0:1::1'],
  'IETF protocols, Teredo': ['2001::', '2001::1', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff'],
  'IPv6 documentation': ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '3fff::', '3fff:fff:ffff::1'],
  '6to4': ['2002::', '2002:7f00:1::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  'AS112 in IPv6': ['2620:4f:8000::', '2620:4f:8000:ffff:ffff:ffff:ffff:ffff'],
  'segment routing': ['5f00::1'],
  'unique local': ['fc00::', 'fc00::1', 'fd00:ec2::254', 'fdff:ffff::1'],
  'IPv6 link-local and site-local': ['fe80::1', 'fe80::1%eth0', 'febf::1', 'fec0::1'],
  'IPv6 multicast': ['ff00::', 'ff02::1'],
  'not given out': ['4000::1', '8000::1', 'e000::1', '1fff:ffff::1'],
}

describe('a public address', () => {
  for (const [name, addresses] of Object.entries(special)) {
    it(`is none of these: ${name}`, () => {
      for (const address of addresses) assert.equal(isPublicAddress(address), false, address)
    })
  }

  it('is one right beside a special block', () => {
    const beside = [
      '1.0.0.0',
      '9.255.255.255',
      '11.0.0.0',
      '100.63.255.255',
      '100.128.0.0',
      '126.255.255.255',
      '128.0.0.0',
    ]
    const more = [
      '169.253.255.255',
      '169.255.0.0',
      '172.15.255.255',
      '172.32.0.0',
      '192.0.1.0',
      '192.0.3.0',
      '192.167.255.255',
    ]
    const last = ['192.169.0.0', '198.17.255.255', '198.20.0.0', '203.0.114.0', '223.255.255.255']
    const six = [
      '2000::',
      '2001:200::',
      '2001:db7::1',
      '2001:db9::1',
      '2003::',
      '2606:4700::1111',
      '2620:4f:7fff::1',
      '2a00::1',
      '3ffe::1',
    ]
    for (const address of [...beside, ...more, ...last, ...six]) assert.equal(isPublicAddress(address), true, address)
  })

  it('is written as an address is, and in no other way', () => {
    const odd = [
      '',
      'example.org',
      '0x7f.1',
      '0x08080808',
      '2130706433',
      '017700000001',
      '8.8',
      '8.8.8.8.',
      '08.08.08.08',
      '８.８.８.８',
      '[2600::1]',
      '2600::1%1',
      '8.8.8.8:80',
      '256.1.1.1',
    ]
    for (const text of odd) assert.equal(isPublicAddress(text), false, text)
  })

  it('never is an IPv4 address in IPv6 clothes', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        for (const prefix of ['::', '::ffff:', '64:ff9b::', '::ffff:0:'])
          assert.equal(isPublicAddress(`${prefix}${address}`), false)
      }),
    )
  })
})
