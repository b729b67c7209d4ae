import { seconds } from '../../lib/clock.ts'
import { userAgent } from '../../lib/user-agent.ts'
import { FetchFailed } from '../../net/fetch-failed.ts'
import { type JsonObject, readJsonObject } from '../../net/json.ts'
import type { SourceWorld } from '../source.ts'
import type { Server } from './server.ts'

/** The way a dialect talks to a server: through the guarded fetch, on the server's own host, with what every server wants to see. */
export type Asking = (
  /** A path, or a URL of the server's own host. Anything else is not gone to: `FetchFailed`, as for everything that yields no answer. */
  where: string,
  ask?: Ask,
) => Promise<Answer>

export interface Ask {
  /** Sent as a form, by POST. */
  readonly form?: Readonly<Record<string, string>>
  /** Sent as JSON, by POST. */
  readonly json?: unknown
  /** Sent as a bearer token. */
  readonly token?: string
  /** The kind of answer; JSON by default. */
  readonly accept?: string
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** What the body holds, if that is a JSON object; `__proto__` is dropped. Nothing in it has been checked. */
  readonly json: JsonObject | undefined
}

/** An account with all its fields is about 10 kB; nobody needs to send us more than this. */
const most = 256 * 1024
const patience = seconds(10)

/**
 * No redirect is followed, since nearly everything that is sent carries a secret or a token.
 */
export const askAt =
  ({ fetch, base }: Pick<SourceWorld, 'fetch' | 'base'>, { origin }: Pick<Server, 'origin'>): Asking =>
  async (where, { form, json, token, accept = 'application/json' } = {}) => {
    const url = URL.canParse(where, origin) ? new URL(where, origin) : undefined
    if (url?.origin !== origin) throw new FetchFailed('name')
    const body = form === undefined ? jsonBody(json) : formBody(form)
    const {
      status,
      headers,
      body: bytes,
    } = await fetch(url.href, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept,
        'user-agent': userAgent(base),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': body.type }),
      },
      ...(body === undefined ? {} : { body: body.text }),
      most,
      within: patience,
    })
    return { status, headers, json: readJsonObject(bytes) }
  }

const formBody = (form: Readonly<Record<string, string>>) => ({
  type: 'application/x-www-form-urlencoded',
  text: new URLSearchParams(form).toString(),
})

const jsonBody = (json: unknown) =>
  json === undefined ? undefined : { type: 'application/json', text: JSON.stringify(json) }
