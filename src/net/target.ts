import { isIP } from 'node:net'

/** Why a URL is not gone to. */
export type TargetProblem = 'malformed' | 'scheme' | 'user_info' | 'port' | 'literal' | 'name'

export type Target =
  | { readonly ok: true; readonly url: URL; readonly vouched: boolean }
  | { readonly ok: false; readonly problem: TargetProblem }

/** Names that no public host has: RFC 6761, RFC 6762, RFC 7686, RFC 8375, and what home routers call themselves. */
const notPublic =
  /(?:^|\.)(?:localhost|local|internal|home\.arpa|onion|test|invalid|example|localdomain|lan|home|corp)$/

/** The operator's list, `host`, `host:port` or `http://host:port`, as the origins that they mean. */
export const allowedOrigins = (allow: readonly string[]): ReadonlySet<string> =>
  new Set(allow.map((entry) => new URL(/^https?:\/\//.test(entry) ? entry : `https://${entry}`).origin))

/**
 * Where a URL leads, or why not to go there. `allowed` are origins the operator has vouched for: these may be private, without TLS and
 * on any port. Everything else is https on port 443 of a host with a public name. What the name resolves to is judged later.
 */
export const judgeTarget = (text: string, allowed: ReadonlySet<string>): Target => {
  if (!URL.canParse(text)) return { ok: false, problem: 'malformed' }
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return { ok: false, problem: 'user_info' }
  if (allowed.has(url.origin)) return { ok: true, url, vouched: true }
  if (url.protocol !== 'https:') return { ok: false, problem: 'scheme' }
  if (url.port !== '') return { ok: false, problem: 'port' }
  // URL has made 0x7f.1, 2130706433 and the like into what they mean by now.
  const host = url.hostname.replace(/\.$/, '')
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0) return { ok: false, problem: 'literal' }
  if (host.length > 253 || !host.includes('.') || host.endsWith('.') || notPublic.test(host)) {
    return { ok: false, problem: 'name' }
  }
  return { ok: true, url, vouched: false }
}
