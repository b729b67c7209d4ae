import { BlockList, isIP } from 'node:net'

const blocks = (version: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits] = range.split('/')
    list.addSubnet(address, Number(bits), version)
  }
  return list
}

/** IANA's registry of special-purpose IPv4 addresses, multicast and the reserved rest: nothing the Internet routes to. */
const special4 = blocks('ipv4', [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16'],
  ...['192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
])

/**
 * For IPv6 the other way round: only what has been given out for the Internet (2000::/3), less what within it is special or
 * carries an IPv4 address. `::7f00:1`, `::ffff:7f00:1`, `64:ff9b::`, `fc00::` and whatever is invented next are outside.
 */
const global6 = blocks('ipv6', ['2000::/3'])
const special6 = blocks('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '2620:4f:8000::/48'])

/** Whether an address belongs to a machine on the public Internet. False for anything that is not an address in its usual form. */
export const isPublicAddress = (address: string): boolean => {
  const version = isIP(address)
  if (version === 4) return !special4.check(address, 'ipv4')
  if (version !== 6 || address.includes('%')) return false
  return global6.check(address, 'ipv6') && !special6.check(address, 'ipv6')
}
