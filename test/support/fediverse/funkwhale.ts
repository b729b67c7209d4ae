import { authorizeFor, ownerOf, redeemFor } from './code-grant.ts'
import { createFake, type State } from './server.ts'
import { type Blueprint, json, readGiven, refusal, secretText, textOf, words } from './site.ts'

/** Funkwhale: paths of its own, those of OAuth with the slash at the end or not at all; the account has an address, and no actor. */
export const funkwhale = (): Blueprint => (site) => {
  const known = ['read', 'read:profile', 'write', 'write:profile']
  const grant = {
    ...({ codeLasts: 300_000, pkce: 'dropped' } as const),
    gives: (asked: readonly string[], { scopes }: { readonly scopes: readonly string[] }) =>
      asked.every((scope) => scopes.includes(scope)) ? asked : [],
  }
  return createFake(site, {
    software: { name: 'funkwhale', version: '1.4.0' },
    actor: ({ origin }, { username }) => `${origin}/federation/actors/${username}`,
    page: ({ origin }, { username }) => `${origin}/federation/actors/${username}`,
    async answer(request, path, state) {
      if (path === 'POST /api/v1/oauth/apps/') return register(state, known, request)
      if (path === 'GET /authorize' || path === 'POST /authorize') {
        const id = new URL(request.url).searchParams.get('client_id') ?? ''
        return authorizeFor(grant, state, request, state.clients.get(id))
      }
      if (path === 'POST /api/v1/oauth/token/') {
        const given = await readGiven(request)
        const client = state.clients.get(textOf(given['client_id']))
        if (client === undefined || client.secret !== given['client_secret']) return refusal(401, 'invalid_client')
        return redeemFor(state, given, client, () => ({ expires_in: 36_000, refresh_token: secretText() }))
      }
      if (path !== 'GET /api/v1/users/me') return undefined
      const account = ownerOf(state, request, 'read:profile')
      if (account === undefined) return json(401, { detail: 'Authentication credentials were not provided.' })
      const { id, username, name, email, createdAt } = account
      const avatar = { urls: { original: `${site.origin}/media/${id}.png` } }
      const full = `${username}@${site.domain}`
      return json(200, { id: Number(id), username, full_username: full, name, email, date_joined: createdAt, avatar })
    },
  })
}

const register = async (state: State, known: readonly string[], request: Request): Promise<Response> => {
  const given = await readGiven(request)
  const [name, redirects, scopes] = ['name', 'redirect_uris', 'scopes'].map((key) => textOf(given[key]))
  if (!name || !redirects || !words(scopes ?? '').every((scope) => known.includes(scope)))
    return json(400, { scopes: ['no'] })
  const client = { id: secretText(), secret: secretText(), name, redirects: [redirects], scopes: words(scopes ?? '') }
  state.clients.set(client.id, client)
  return json(201, { client_id: client.id, client_secret: client.secret, name, redirect_uris: redirects, scopes })
}
