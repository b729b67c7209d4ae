import { createPeople, type Question } from './pages.ts'
import { type Fake, type FakeAccount, type FakeClient, type FakeCode, type FakeToken, json, type Site } from './site.ts'

export interface Behaviour {
  readonly software: { readonly name: string; readonly version: string }
  /** What else NodeInfo says; `false` where there is none. */
  readonly nodeinfo?: false | Readonly<Record<string, unknown>>
  /** Who is known here by WebFinger: handles that end in the domain, or in the host of the API as well. */
  readonly answersFor?: 'domain' | 'both'
  /** A page of theirs, for people. */
  page?(site: Site, account: FakeAccount): string
  actor(site: Site, account: Pick<FakeAccount, 'id' | 'username'>): string
  /** Everything that this software has beyond WebFinger, host-meta and NodeInfo. `undefined` is a 404. */
  answer(request: Request, path: string, state: State): Promise<Response | undefined> | Response | undefined
  /** Looked at before anything else. */
  refuses?(request: Request): Response | undefined
}

/** What a behaviour works with. */
export interface State {
  readonly site: Site
  readonly accounts: Map<string, FakeAccount>
  readonly clients: Map<string, FakeClient>
  readonly codes: Map<string, FakeCode>
  readonly tokens: Map<string, FakeToken>
  ask(request: Request, question: Question): Promise<Response>
  signedIn(request: Request): FakeAccount | undefined
  signOutEverywhere(): void
}

/** Everybody has the same picture. */
const face = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAGElEQVQokWNgaGggDTGMamgYDaWGYZo0AJn5ABBJLQWxAAAAAElFTkSuQmCC',
  'base64',
)

/** What all servers of the fediverse have in common. Alice and Bob have an account on each of them. */
export const createFake = (site: Site, behaviour: Behaviour): Fake => {
  const accounts = new Map<string, FakeAccount>()
  for (const [id, username] of [
    ['109348684011', 'alice'],
    ['109348684012', 'bob'],
  ] as const) {
    accounts.set(username, {
      id,
      username,
      actor: behaviour.actor(site, { id, username }),
      name: username === 'alice' ? 'Alice :blobcat:' : 'Bob',
      createdAt: '2022-11-16T00:00:00.000Z',
      email: `${username}@mail.example.org`,
    })
  }
  const people = createPeople(accounts)
  const state: State = { site, accounts, clients: new Map(), codes: new Map(), tokens: new Map(), ...people }
  const both = behaviour.answersFor !== 'domain'

  const webfinger = (url: URL): Response => {
    const resource = url.searchParams.get('resource') ?? ''
    const account = personOf(state, resource, both)
    if (account === undefined) return json(404, { error: 'Record not found' })
    if (account.state === 'gone') return new Response(null, { status: 410 })
    const page = behaviour.page?.(site, account) ?? `${site.origin}/@${account.username}`
    return json(
      200,
      {
        subject: `acct:${account.username}@${site.domain}`,
        aliases: [page, account.actor],
        links: [
          { rel: 'http://webfinger.net/rel/profile-page', type: 'text/html', href: page },
          { rel: 'self', type: 'application/activity+json', href: account.actor },
          {
            rel: 'http://ostatus.org/schema/1.0/subscribe',
            template: `${site.origin}/authorize_interaction?uri={uri}`,
          },
        ],
      },
      { 'content-type': 'application/jrd+json; charset=utf-8' },
    )
  }

  const common = (url: URL): Response | undefined => {
    if (url.pathname === '/.well-known/webfinger') return webfinger(url)
    if (url.pathname === '/.well-known/host-meta') return hostMeta(site)
    if (/\.(?:png|webp)$/.test(url.pathname)) return new Response(face, { headers: { 'content-type': 'image/png' } })
    if (behaviour.nodeinfo === false) return undefined
    if (url.pathname === '/.well-known/nodeinfo') {
      const rel = 'http://nodeinfo.diaspora.software/ns/schema/2.0'
      return json(200, { links: [{ rel, href: `${site.origin}/nodeinfo/2.0` }] })
    }
    if (url.pathname !== '/nodeinfo/2.0') return undefined
    const { software, nodeinfo } = behaviour
    return json(200, {
      ...{ version: '2.0', software, protocols: ['activitypub'], services: { inbound: [], outbound: [] } },
      ...{ openRegistrations: false, usage: { users: {} }, metadata: {}, ...nodeinfo },
    })
  }

  const answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    return (
      behaviour.refuses?.(request) ??
      (await behaviour.answer(request, `${request.method} ${url.pathname}`, state)) ??
      (request.method === 'GET' ? common(url) : undefined) ??
      // Actor documents are for signed requests only, as many servers have it: nothing may rely on reading one.
      ([...accounts.values()].some(({ actor }) => actor === url.href)
        ? json(401, { error: 'Request not signed' })
        : json(404, { error: 'Not Found' }))
    )
  }
  return { ...state, software: behaviour.software, answer }
}

const personOf = ({ site, accounts }: State, resource: string, both: boolean): FakeAccount | undefined => {
  const [, name, domain] = /^(?:acct:)?@?([^@]+)@([^@]+)$/.exec(resource) ?? []
  if (name === undefined || domain === undefined) return [...accounts.values()].find(({ actor }) => actor === resource)
  const here = [site.domain, ...(both ? [site.host] : [])]
  return here.includes(domain.toLowerCase()) ? accounts.get(name.toLowerCase()) : undefined
}

const hostMeta = ({ origin }: Site): Response =>
  new Response(
    '<?xml version="1.0" encoding="UTF-8"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n' +
      `  <Link rel="lrdd" template="${origin}/.well-known/webfinger?resource={uri}"/>\n</XRD>\n`,
    { headers: { 'content-type': 'application/xrd+xml; charset=utf-8' } },
  )

/**
 * A name that handles end in and that has no server of its own (Mastodon's LOCAL_DOMAIN, GoToSocial's account-domain): it sends on whoever
 * looks somebody up, or says in host-meta where to look.
 */
export const handleSite =
  (api: Site, how: 'redirect' | 'host-meta') =>
  async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url)
    const sentOn = ['/.well-known/webfinger', '/.well-known/host-meta', '/.well-known/nodeinfo']
    if (how === 'redirect' && sentOn.includes(pathname))
      return new Response(null, { status: 301, headers: { location: `${api.origin}${pathname}${search}` } })
    if (how === 'host-meta' && pathname === '/.well-known/host-meta') return hostMeta(api)
    return new Response('A page about something else', { status: pathname === '/' ? 200 : 404 })
  }
