import { hours, minutes, seconds, type Time } from '../../lib/clock.ts'
import type { Answer } from './asking.ts'

/** Where a server does not say; Mastodon's own window for registrations. */
const usual = minutes(10)
const longest = hours(24)

/**
 * How long a server that answered 429 wants to be left alone, in ms: `Retry-After` (RFC 9110 section 10.2.3), the `X-RateLimit-Reset` of
 * Mastodon (a date) and others (seconds since the epoch), or Mbin's `X-RateLimit-Retry-After` (the same), by the server's own clock.
 */
export const retryAfter = ({ headers }: Pick<Answer, 'headers'>): Time => {
  const said = fromRetryAfter(headers) ?? fromReset(headers)
  return said === undefined || Number.isNaN(said) || said <= 0 ? usual : Math.min(said, longest)
}

const fromRetryAfter = (headers: Headers): Time | undefined => {
  const text = headers.get('retry-after')
  if (text === null) return undefined
  return /^\d+$/.test(text) ? seconds(Number(text)) : Date.parse(text) - serversNow(headers)
}

const fromReset = (headers: Headers): Time | undefined => {
  const text = headers.get('x-ratelimit-reset') ?? headers.get('x-ratelimit-retry-after')
  if (text === null) return undefined
  if (!/^\d+$/.test(text)) return Date.parse(text) - serversNow(headers)
  // Too small for a time since 2001: it is how long.
  return Number(text) < 1e9 ? seconds(Number(text)) : seconds(Number(text)) - serversNow(headers)
}

/** By the server's clock; not a number where it does not say. */
const serversNow = (headers: Headers): Time => Date.parse(headers.get('date') ?? '')
