import type { CustomFetch } from 'openid-client'
import { seconds } from '../../lib/clock.ts'
import { userAgent } from '../../lib/user-agent.ts'
import type { SourceWorld } from '../source.ts'
import type { OpenidSettings } from './settings.ts'

/** A token with a few hundred groups in it is about 30 kB. */
const most = 512 * 1024
const empty: ReadonlySet<number> = new Set([204, 205, 304])

/** openid-client's way out, by the guarded fetch; it follows no redirect, since nearly everything it sends carries a secret. */
export const providerFetch =
  (
    { fetch, base }: Pick<SourceWorld, 'fetch' | 'base'>,
    { ca, timeout }: Pick<OpenidSettings, 'ca' | 'timeout'>,
  ): CustomFetch =>
  async (url, { method, headers, body }) => {
    const answer = await fetch(url, {
      method: method === 'POST' ? 'POST' : 'GET',
      headers: { ...headers, 'user-agent': userAgent(base) },
      ...(body === undefined || body === null ? {} : { body: String(body) }),
      most,
      within: seconds(timeout),
      ...(ca === undefined ? {} : { ca }),
    })
    const bytes = empty.has(answer.status) ? null : Buffer.from(answer.body)
    return new Response(bytes, { status: answer.status, headers: answer.headers })
  }
