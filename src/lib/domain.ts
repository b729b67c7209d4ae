import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'

/** Every domain there is. */
export const everyDomain = '*'

/**
 * A domain as rules and lists of servers name it: in small letters, as DNS has it (UTS 46), with a port where one was written. Undefined for
 * what is none; a mask such as `ex*mple.org` is none.
 */
export const canonicalDomain = (text: string): string | undefined => {
  const [, name = '', port = ''] = /^\s*@?([^\s:/@?#*%_\\[\]]+?)\.?(:\d{1,5})?\s*$/.exec(text) ?? []
  const domain = domainToASCII(name).toLowerCase()
  const labels = domain.split('.')
  const fit = domain.length <= 253 && labels.every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label))
  return domain !== '' && fit && (labels.length > 1 || port !== '') ? domain + port : undefined
}

/** The domain, what it is below, the closest first, and `*`. A port counts for the host that was written with it. */
export const domainAndParents = (host: string): readonly string[] => {
  const asWritten = host.toLowerCase()
  const name = asWritten.replace(/:\d+$/, '').replace(/\.$/, '')
  const labels = isIP(name) === 0 ? name.split('.') : [name]
  const parents = labels.map((_, at) => labels.slice(at).join('.'))
  return [...new Set([asWritten, ...parents, everyDomain])]
}

/** Whether a host is one of these domains or below one. */
export const isWithin = (host: string, domains: readonly string[]): boolean =>
  domainAndParents(host).some((name) => name !== everyDomain && domains.includes(name))
