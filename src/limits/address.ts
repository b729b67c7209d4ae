import ipaddr from 'ipaddr.js'

/**
 * Whom an address is counted as. Whoever has one IPv6 address has the whole /64 (and moves about in it all day), so
 * that is one; an IPv4 address that came in over an IPv6 socket is the IPv4 address. What is no address is all counted
 * together: a header that a proxy garbled must not buy a fresh allowance.
 */
export const bucketOfAddress = (address: string): string => {
  const text = address.trim().replace(/^\[(.*)\]$/, '$1')
  if (!ipaddr.isValid(text)) return 'unknown'
  const parsed = ipaddr.process(text)
  if (parsed instanceof ipaddr.IPv4) return parsed.toString()
  return `${new ipaddr.IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`
}
