import { hash } from 'node:crypto'

/**
 * A server's key in our addresses, the same on every node and after every restore: a callback that a server knows stays good, and no two
 * servers share one, so that an answer that comes to another server's address is seen to (RFC 9700 section 4.4).
 */
export const serverKey = (host: string): string => hash('sha256', `server ${host}`, 'hex').slice(0, 20)

/** Where a server sends people back to. Short and without a query: some servers drop one, and some proxies cut long addresses. */
export const callbackUrl = (base: string, key: string): string => `${base}/fediverse/callback/${key}`

/** Our client id at servers that take an address for one: it says who we are, to them. */
export const clientUrl = (base: string, key: string): string => `${base}/fediverse/client/${key}`
