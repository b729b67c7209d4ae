import { authorizeFor, type FetchClient, fetchForReal, ownerOf, redeemFor } from './code-grant.ts'
import { clientOf } from './misskey.ts'
import { createFake, type State } from './server.ts'
import {
  type Blueprint,
  type FakeAccount,
  type FakeClient,
  isJson,
  json,
  readGiven,
  redirect,
  refusal,
  secretText,
  textOf,
} from './site.ts'

export interface WordpressOptions {
  readonly fetchClient?: FetchClient
  /** Documents of actors are for whoever signs the request. */
  readonly hidesActors?: boolean
  /** These have an account at the site, and no actor: they are told to be the blog. */
  readonly readers?: readonly string[]
  readonly allowsRegistration?: boolean
  /** Takes an address for a client id. */
  readonly byAddress?: boolean
  /** Where the blog is on a host that has something else at its root, and hands on WebFinger and NodeInfo as the plugin's instructions have it. */
  readonly home?: `/${string}`
  /** WordPress has not made the addresses yet that the plugin has below `/.well-known/`. */
  readonly unflushed?: boolean
}

/**
 * WordPress with the ActivityPub plugin: OAuth below `/wp-json/`, with clients that register (RFC 7591) or are an address. Whatever it is
 * asked, `profile` becomes a wish to write. It says of somebody who they are in the answer to the code; without an actor of their own they are said to
 * be the blog, author 0. It may be below a path of another site.
 */
export const wordpress =
  ({
    fetchClient = fetchForReal,
    hidesActors = false,
    readers = [],
    allowsRegistration = true,
    byAddress = true,
    unflushed = false,
    home: below,
  }: WordpressOptions = {}): Blueprint =>
  (site) => {
    const home = `${site.origin}${below ?? ''}`
    const rest = `${below ?? ''}/wp-json/activitypub/1.0`
    const room = `${rest}/oauth`
    const grant = {
      ...({ codeLasts: 600_000, pkce: 'optional' } as const),
      gives: (asked: readonly string[]) => [
        ...new Set(
          asked.flatMap((scope) =>
            scope === 'read' ? ['read'] : ['profile', 'follow', 'write'].includes(scope) ? ['write'] : [],
          ),
        ),
      ],
    }
    const find = async (state: State, id: string): Promise<FakeClient | undefined> => {
      const known = state.clients.get(id)
      if (known !== undefined || !URL.canParse(id)) return known
      const answer = await fetchClient(id, 'application/json, application/ld+json, application/activity+json')
      const client = answer.ok
        ? fromDocument(id, (await answer.json()) as Readonly<Record<string, unknown>>)
        : undefined
      if (client !== undefined) state.clients.set(id, client)
      return client
    }
    const actorOf = ({ username, actor }: FakeAccount) => (readers.includes(username) ? `${home}/?author=0` : actor)
    return createFake(site, {
      software,
      actor: (_, { id }) => `${home}/?author=${id.slice(-1)}`,
      page: (_, { username }) => `${home}/author/${username}/`,
      async answer(request, path, state) {
        const handedOn = below === undefined ? undefined : handOn(state, below, rest, request)
        if (handedOn !== undefined) return handedOn
        const announced = !unflushed && path === `GET ${below ?? ''}/.well-known/oauth-authorization-server`
        if (announced || path === `GET ${room}/authorization-server-metadata`)
          return json(200, metadata(home, `${site.origin}${room}`, byAddress))
        if (below === undefined && path === 'GET /.well-known/nodeinfo') return nodeInfoAt(`${site.origin}${rest}`)
        if (path === `GET ${rest}/nodeinfo/2.0`) return json(200, { version: '2.0', software })
        if (path === `POST ${room}/clients`)
          return allowsRegistration
            ? register(state, request)
            : json(403, { code: 'activitypub_registration_disabled' })
        if (path === `GET ${room}/authorize` || path === `POST ${room}/authorize`) {
          const id = new URL(request.url).searchParams.get('client_id') ?? ''
          return authorizeFor(grant, state, request, await find(state, id))
        }
        if (path === `POST ${room}/token`) {
          const given = await readGiven(request)
          const client = await find(state, textOf(given['client_id']))
          if (client === undefined) return refusal(400, 'invalid_client')
          return redeemFor(state, given, client, (account) => {
            const actor = actorOf(account)
            return { expires_in: 3600, refresh_token: secretText(), me: actor, activitypub_actor_id: actor }
          })
        }
        if (path === `POST ${room}/revoke`) {
          if (ownerOf(state, request, 'read') === undefined) return json(401, { code: 'activitypub_unauthorized' })
          state.tokens.delete(textOf((await readGiven(request))['token']))
          return json(200, null)
        }
        return path === `GET ${below ?? ''}/` && !hidesActors ? actorDocument(state, home, request) : undefined
      },
    })
  }

const software = { name: 'wordpress', version: '6.9.1' }

const nodeInfoAt = (rest: string): Response =>
  json(200, { links: [{ rel: 'http://nodeinfo.diaspora.software/ns/schema/2.0', href: `${rest}/nodeinfo/2.0` }] })

/** `RedirectMatch "^/\.well-known/(webfinger|nodeinfo)(.*)$" /blog/.well-known/$1$2`, and what is there. */
const handOn = ({ site, accounts }: State, home: string, rest: string, request: Request): Response | undefined => {
  const { pathname, searchParams } = new URL(request.url)
  const [, to] = /^\/\.well-known\/(webfinger|nodeinfo)$/.exec(pathname) ?? []
  if (to !== undefined) return redirect(`${site.origin}${home}/.well-known/${to}?${searchParams}`)
  if (pathname === '/.well-known/host-meta') return new Response('Not here', { status: 404 })
  if (pathname === `${home}/.well-known/nodeinfo`) return nodeInfoAt(`${site.origin}${rest}`)
  if (pathname !== `${home}/.well-known/webfinger`) return undefined
  const name = /^acct:([^@]+)@/.exec(searchParams.get('resource') ?? '')?.[1]
  const account = accounts.get(name ?? '')
  if (account === undefined) return json(404, { code: 'activitypub_user_not_found' })
  const links = [{ rel: 'self', type: 'application/activity+json', href: account.actor }]
  const page = `${site.origin}${home}/author/${account.username}/`
  const said = { subject: `acct:${account.username}@${site.domain}`, aliases: [page, account.actor], links }
  return json(200, said, { 'content-type': 'application/jrd+json' })
}

const metadata = (issuer: string, room: string, byAddress: boolean) => ({
  issuer,
  authorization_endpoint: `${room}/authorize`,
  token_endpoint: `${room}/token`,
  revocation_endpoint: `${room}/revoke`,
  introspection_endpoint: `${room}/introspect`,
  registration_endpoint: `${room}/clients`,
  scopes_supported: ['read', 'write', 'push'],
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  token_endpoint_auth_methods_supported: ['none', 'client_secret_post', 'client_secret_basic'],
  code_challenge_methods_supported: ['S256'],
  client_id_metadata_document_supported: byAddress,
})

const register = async (state: State, request: Request): Promise<Response> => {
  const { client_name: name, redirect_uris: redirects } = await readGiven(request)
  if (!isJson(request) || textOf(name) === '' || !Array.isArray(redirects))
    return json(400, { code: 'rest_missing_callback_param' })
  const client = {
    id: secretText(),
    secret: '',
    name: textOf(name),
    redirects: redirects.map(String),
    scopes: ['read'],
  }
  state.clients.set(client.id, client)
  return json(201, {
    client_id: client.id,
    client_name: name,
    redirect_uris: redirects,
    token_endpoint_auth_method: 'none',
  })
}

/** An object of ActivityStreams says its id and `redirectURI` in its own way, and that is what counts then. */
const fromDocument = (id: string, document: Readonly<Record<string, unknown>>): FakeClient | undefined => {
  const client = clientOf(id, document)
  if (client === undefined || document['type'] !== 'Application') return client
  return document['id'] === id ? { ...client, redirects: [document['redirectURI']].flat().map(String) } : undefined
}

const actorDocument = ({ accounts }: State, home: string, request: Request): Response | undefined => {
  if (!(request.headers.get('accept') ?? '').includes('activity+json')) return undefined
  const account = [...accounts.values()].find(({ actor }) => actor === request.url)
  if (account === undefined) return undefined
  const { actor, username, name, createdAt } = account
  const icon = { type: 'Image', url: `${home}/avatar/${username}.png` }
  return json(200, {
    ...{ '@context': 'https://www.w3.org/ns/activitystreams', type: 'Person', id: actor, preferredUsername: username },
    ...{
      name,
      icon,
      url: `${home}/author/${username}/`,
      published: createdAt,
      manuallyApprovesFollowers: false,
    },
  })
}
