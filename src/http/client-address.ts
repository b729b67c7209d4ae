import { BlockList, isIP, SocketAddress } from 'node:net'

const family = (address: string): 'ipv4' | 'ipv6' | undefined => {
  const version = isIP(address)
  return version === 0 ? undefined : version === 4 ? 'ipv4' : 'ipv6'
}

/**
 * One spelling for one address, or undefined for what is none: no port, no zone, IPv6 compressed, and IPv4 in its own
 * form also where a socket says `::ffff:192.0.2.7`.
 */
export const canonicalAddress = (text: string): string | undefined => {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+(?:\.\d+){3}):\d+$/.exec(text)?.[1] ?? text
  const address = bare.replace(/%.*$/, '')
  const version = family(address)
  if (version === undefined) return undefined
  const canonical = version === 'ipv4' ? address : new SocketAddress({ address, family: version }).address
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(canonical)?.[1] ?? canonical
}

/** Who is at the other end, given a request's headers and the address of the connection it came by. */
export type ClientAddress = (headers: Headers, connection: string) => string

/**
 * The visitor's address is the connection's, unless that is one of our own proxies; then it is what that proxy says in
 * `X-Forwarded-For`, read from its right end, where our proxies write, for as long as the writer is one of them.
 * What stands further left came from the visitor and could be anything. `Forwarded` (RFC 7239) is not read: the usual proxies
 * pass on a visitor's own unchanged.
 *
 * `trusted` are addresses and CIDR ranges that the configuration has checked.
 */
export const createClientAddress = (trusted: readonly string[]): ClientAddress => {
  const ours = new BlockList()
  for (const range of trusted) {
    const [address = '', bits] = range.split('/')
    const version = family(address)
    if (version === undefined) throw new Error(`not a range of addresses: ${range}`)
    if (bits === undefined) ours.addAddress(address, version)
    else ours.addSubnet(address, Number(bits), version)
  }
  const isOurs = (address: string): boolean => ours.check(address, family(address) ?? 'ipv6')

  return (headers, connection) => {
    let address = canonicalAddress(connection) ?? connection
    if (trusted.length === 0 || !isOurs(address)) return address
    const claimed = (headers.get('x-forwarded-for') ?? '').split(',')
    for (const claim of claimed.reverse()) {
      const next = canonicalAddress(claim.trim())
      if (next === undefined) return address
      address = next
      if (!isOurs(address)) return address
    }
    return address
  }
}
