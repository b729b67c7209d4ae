import { authorizeFor, type FetchClient, fetchForReal, ownerOf, redeemFor } from './code-grant.ts'
import { clientOf } from './misskey.ts'
import { createFake, type State } from './server.ts'
import {
  type Blueprint,
  type FakeAccount,
  type FakeClient,
  json,
  readGiven,
  refusal,
  secretText,
  textOf,
} from './site.ts'

export interface BonfireOptions {
  /** Off, as it is until somebody switches it on. */
  readonly on?: boolean
  readonly fetchClient?: FetchClient
  /** Takes an address for a client id. */
  readonly byAddress?: boolean
  /** Without the part of Mastodon's API by which people are looked up. */
  readonly looksUp?: boolean
}

/**
 * Bonfire as an OpenID provider: its `sub` is a ULID, its `name` whatever it is; it takes clients by address and by registration, and gives those without a
 * secret nothing without a proof key.
 */
export const bonfire =
  ({ on = true, fetchClient = fetchForReal, byAddress = true, looksUp = true }: BonfireOptions = {}): Blueprint =>
  (site) => {
    const known = ['openid', 'identity', 'data:public', 'profile', 'email']
    const grant = {
      ...({ codeLasts: 60_000, pkce: 'required' } as const),
      gives: (asked: readonly string[]) => (asked.every((scope) => known.includes(scope)) ? asked : []),
    }
    const find = async (state: State, id: string): Promise<FakeClient | undefined> => {
      const registered = state.clients.get(id)
      if (registered !== undefined || !id.startsWith('https://')) return registered
      const answer = await fetchClient(id, 'application/json')
      const text = await answer.text()
      const client = answer.ok && text.length <= 5 * 1024 ? clientOf(id, JSON.parse(text)) : undefined
      if (client !== undefined) state.clients.set(id, client)
      return client
    }
    return createFake(site, {
      software: { name: 'bonfire', version: '1.0.2' },
      actor: ({ origin }, { username }) => `${origin}/pub/actors/${username}`,
      page: ({ origin }, { username }) => `${origin}/@${username}`,
      async answer(request, path, state) {
        if (!on) return undefined
        if (path === 'GET /.well-known/oauth-authorization-server')
          return json(200, metadata(site.origin, known, byAddress))
        if (path === 'POST /openid/register') return register(state, request)
        if (path === 'GET /oauth/authorize' || path === 'POST /oauth/authorize') {
          const id = new URL(request.url).searchParams.get('client_id') ?? ''
          return authorizeFor(grant, state, request, await find(state, id))
        }
        if (path === 'POST /oauth/token') {
          const given = await readGiven(request)
          const client = await find(state, textOf(given['client_id']))
          if (client === undefined || client.secret !== textOf(given['client_secret']))
            return refusal(401, 'invalid_client')
          return redeemFor(state, given, client)
        }
        const account = ownerOf(state, request, 'profile')
        if (path === 'GET /oauth/userinfo')
          return account === undefined
            ? refusal(401, 'invalid_token')
            : json(200, { sub: ulid(account), name: account.name })
        const id = /^GET \/api\/v1\/accounts\/(\w+)$/.exec(path)?.[1]
        return id === undefined || !looksUp ? undefined : lookUp(state, id)
      },
    })
  }

/** An id of its own kind, the same each time. */
const ulid = ({ id }: FakeAccount): string => `01HX${id.padStart(22, '0')}`

const lookUp = ({ site, accounts }: State, id: string): Response => {
  const account = [...accounts.values()].find((one) => ulid(one) === id)
  if (account === undefined) return json(404, { error: 'Record not found' })
  const { username, name, actor, createdAt } = account
  const more = { url: `${site.origin}/@${username}`, created_at: createdAt, avatar: `${site.origin}/${id}.png` }
  return json(200, { id, username, acct: username, display_name: name, uri: actor, ...more })
}

const metadata = (origin: string, scopes: readonly string[], byAddress: boolean) => ({
  issuer: origin,
  authorization_endpoint: `${origin}/oauth/authorize`,
  token_endpoint: `${origin}/oauth/token`,
  registration_endpoint: `${origin}/openid/register`,
  userinfo_endpoint: `${origin}/oauth/userinfo`,
  revocation_endpoint: `${origin}/oauth/revoke`,
  scopes_supported: scopes,
  response_types_supported: ['authorization_code', 'refresh_token'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  client_id_metadata_document_supported: byAddress,
})

const register = async (state: State, request: Request): Promise<Response> => {
  const { client_name: name, redirect_uris: redirects, token_endpoint_auth_method: method } = await readGiven(request)
  if (!Array.isArray(redirects)) return refusal(400, 'invalid_redirect_uri')
  const secret = method === 'none' ? '' : secretText()
  const client = { id: secretText(), secret, name: textOf(name), redirects: redirects.map(String), scopes: [] }
  state.clients.set(client.id, client)
  return json(201, {
    client_id: client.id,
    redirect_uris: redirects,
    ...(secret === '' ? {} : { client_secret: secret }),
  })
}
