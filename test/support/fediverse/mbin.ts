import { authorizeFor, ownerOf, redeemFor } from './code-grant.ts'
import { createFake, type State } from './server.ts'
import { type Blueprint, isJson, json, readGiven, refusal, secretText, textOf } from './site.ts'

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** Mbin: clients are made by JSON in words of its own, with an address to write to; by anybody, or by administrators only. */
export const mbin =
  ({ anybody = true }: { readonly anybody?: boolean } = {}): Blueprint =>
  (site) => {
    const grant = {
      ...({ codeLasts: 600_000, pkce: 'optional' } as const),
      gives: (asked: readonly string[], { scopes }: { readonly scopes: readonly string[] }) =>
        asked.every((scope) => scopes.includes(scope)) ? asked : [],
    }
    return createFake(site, {
      software: { name: 'mbin', version: '1.8.3' },
      actor: ({ origin }, { username }) => `${origin}/u/${username}`,
      page: ({ origin }, { username }) => `${origin}/u/${username}`,
      async answer(request, path, state) {
        if (path === 'POST /api/client')
          return anybody ? register(state, request) : json(403, { detail: 'Only admins' })
        if (path === 'GET /authorize' || path === 'POST /authorize') {
          const id = new URL(request.url).searchParams.get('client_id') ?? ''
          return authorizeFor(grant, state, request, state.clients.get(id))
        }
        if (path === 'POST /token') {
          const given = await readGiven(request)
          const client = state.clients.get(textOf(given['client_id']))
          if (client === undefined || client.secret !== given['client_secret']) return refusal(401, 'invalid_client')
          return redeemFor(state, given, client, () => ({ expires_in: 3600, refresh_token: secretText() }))
        }
        if (path !== 'GET /api/users/me') return undefined
        const account = ownerOf(state, request, 'user:profile:read')
        if (account === undefined) return json(403, { detail: 'Access Denied' })
        const { id, username, createdAt, bot = false } = account
        const avatar = { storageUrl: `${site.origin}/media/${id}.webp`, width: 96, height: 96 }
        return json(200, { userId: Number(id), username, createdAt, avatar, isBot: bot, apId: null, apProfileId: null })
      },
    })
  }

const register = async (state: State, request: Request): Promise<Response> => {
  const given = await readGiven(request)
  const [redirects, scopes, grants] = ['redirectUris', 'scopes', 'grants'].map((name) => listOf(given[name]))
  const right =
    isJson(request) &&
    textOf(given['name']) !== '' &&
    /^[^@\s]+@[^@\s]+$/.test(textOf(given['contactEmail'])) &&
    given['public'] === false &&
    redirects?.every((uri) => URL.canParse(uri) && new URL(uri).search === '') === true &&
    grants?.every((grant) => ['authorization_code', 'refresh_token'].includes(grant)) === true &&
    scopes?.every((scope) => ['read', 'user:profile', 'user:profile:read'].includes(scope)) === true
  if (!right) return json(400, { detail: 'Bad Request' })
  const client = { id: secretText(), secret: secretText(), name: textOf(given['name']), redirects, scopes }
  state.clients.set(client.id, client)
  return json(201, { identifier: client.id, secret: client.secret, redirectUris: redirects, scopes, grants })
}
