import { judgeTarget } from '../../net/target.ts'

/** Names that lead nowhere on the public Internet, beyond what going out refuses itself (RFC 9476, RFC 3172, RFC 6762 appendix G). */
const nowhere = /\.(?:alt|arpa|i2p|intranet|private|workgroup)$/
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * The host that text names, as addresses have it: in small letters, Unicode as DNS has it (UTS 46), a port only where the operator
 * vouches for it, since that is where everything else is let go of as well. Undefined for what no public server is called.
 */
export const hostFrom = (text: string, vouched: ReadonlySet<string>): string | undefined => {
  if (/[^\p{L}\p{M}\p{N}.:[\]-]/u.test(text) || !URL.canParse(`https://${text}`)) return undefined
  const named = ['https', 'http'].map((scheme) => new URL(`${scheme}://${text}`))
  const known = named.find(({ origin }) => vouched.has(origin))
  if (known !== undefined) return known.host
  const host = named[0]?.hostname.replace(/\.$/, '') ?? ''
  if (text.includes(':') || nowhere.test(host) || !host.split('.').every((one) => label.test(one))) return undefined
  return judgeTarget(`https://${host}`, vouched).ok ? host : undefined
}
