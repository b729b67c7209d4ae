import { createTestApp } from '../app.ts'
import type { FetchClient } from './code-grant.ts'
import { type FakeServer, withFediverse } from './fediverse.ts'
import { publicBase, signingIn } from './signing-in.ts'
import type { Blueprint } from './site.ts'

type Lasting = Parameters<typeof withFediverse>[0]

/** A server, and the whole program in front of it: whoever goes to our client id gets what is there. */
export const open = async (t: Lasting, fake: (fetchClient: FetchClient) => Blueprint) => {
  const { app, world } = createTestApp({ base: publicBase })
  const fetched: string[] = []
  const fetchClient: FetchClient = async (url, accept, userAgent = 'fake') => {
    fetched.push(url)
    return app.answer(new Request(url, { headers: { accept, 'user-agent': userAgent } }), { address: '198.51.100.7' })
  }
  const { servers, allow } = await withFediverse(t, { home: fake(fetchClient) }, { clock: world.clock })
  const { home } = servers
  return { ...signingIn(t, { allow }, world), home, fetched, clock: world.clock }
}

/** What came in there, by method and path. */
export const asked = (home: FakeServer, path: string) =>
  home.seen.filter((seen) => `${seen.method} ${seen.path.split('?')[0]}` === path)
