import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { bucketOfAddress } from '../../../src/limits/address.ts'

const table: readonly (readonly [address: string, bucket: string])[] = [
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::ffff:c000:207', '192.0.2.7'],
  [' 192.0.2.7 ', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::1]', '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'fe80::/64'],
  ['::1', '::/64'],
  ['', 'unknown'],
  ['unknown', 'unknown'],
  ['192.0.2.7, 198.51.100.1', 'unknown'],
]

for (const [address, bucket] of table) {
  it(`counts ${JSON.stringify(address)} as ${bucket}`, () => assert.equal(bucketOfAddress(address), bucket))
}

it('counts every address of one /64 as one, and those of the next as another', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 }), fc.nat(0xffff), (parts, last) => {
      const text = (groups: readonly number[]) => groups.map((group) => group.toString(16)).join(':')
      const head = [0x2001, ...parts.slice(1, 4)]
      const address = text([...head, ...parts.slice(4)])
      assert.equal(bucketOfAddress(address), bucketOfAddress(text([...head, ...parts.slice(4, 7), last])))
      const [a = 0, b = 0, c = 0, d = 0] = head
      assert.notEqual(bucketOfAddress(address), bucketOfAddress(text([a, b, c, (d + 1) & 0xffff, ...parts.slice(4)])))
    }),
  )
})

it('never fails, whatever a header holds', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => bucketOfAddress(text).length > 0))
})
