import type { LoadClient, Reply } from './load.ts'
import { authorizePath, type Endpoints } from './relying-party.ts'

/** Signs alice in by the provider's own pages, filling in whatever form they show; resolves to the Cookie header. */
export const liveSession = async (
  load: LoadClient,
  endpoints: Endpoints,
  base: string,
  password: string,
): Promise<string> => {
  const cookies = new Map<string, string>()
  const send = async (method: 'GET' | 'POST', path: string, body?: string): Promise<Reply> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      ...(cookie === '' ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    }
    const reply = await load.send(method, path, { headers, ...(body === undefined ? {} : { body }) })
    for (const line of [reply.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return reply
  }

  let path = authorizePath(endpoints)
  let reply = await send('GET', path)
  for (let steps = 0; steps < 10; steps++) {
    const location = reply.headers['location']
    if (location === undefined) {
      const fields = Object.fromEntries(
        [...reply.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
          name,
          value,
        ]),
      )
      reply = await send('POST', path, new URLSearchParams({ ...fields, identifier: 'alice', password }).toString())
      continue
    }
    const next = new URL(String(location), base)
    if (next.origin !== new URL(base).origin) return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    path = next.pathname + next.search
    reply = await send('GET', path)
  }
  throw new Error('the sign-in does not come to an end')
}
