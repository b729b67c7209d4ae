import { authorizeFor, ownerOf, redeemFor } from './code-grant.ts'
import { createFake, type State } from './server.ts'
import { type Blueprint, type FakeAccount, json, readGiven, refusal, secretText, textOf, words } from './site.ts'

export interface MobilizonOptions {
  /** The names of the actors of everybody who signs in, the first being the one they appear as; one actor of their own name otherwise. */
  readonly actors?: readonly string[]
  /** Nobody has said which actor they appear as. */
  readonly undecided?: boolean
}

/**
 * Mobilizon: codes of a minute, a `scope` at the token endpoint or nothing, GraphQL, and several actors behind one login. Its page for people is a
 * program that sends back a code and what it is for, and nothing else: whoever declines is shown the events. Ten applications a minute from one address.
 */
export const mobilizon =
  ({ actors, undecided = false }: MobilizonOptions = {}): Blueprint =>
  (site) => {
    const known = ['read', 'write', 'read:profile', 'read:event', 'read:user:settings']
    const grant = {
      ...({ codeLasts: 60_000, pkce: 'dropped', keepsMistakes: true } as const),
      sends: ({ id }: { readonly id: string }, scopes: readonly string[]) => ({
        client_id: id,
        scope: scopes.join(' '),
      }),
      gives: (asked: readonly string[]) => (asked.every((scope) => known.includes(scope)) ? asked : []),
      refuses: (asked: URLSearchParams) =>
        ['client_id', 'redirect_uri', 'scope', 'state'].every((name) => asked.has(name))
          ? undefined
          : 'invalid_request',
    }
    const whoAmI = (state: State, account: FakeAccount): Response => {
      const names = actors ?? [account.username]
      const all = names.map((name) => state.accounts.get(name)).filter((one) => one !== undefined)
      const people = all.map((one) => ({
        ...{ id: one.id, url: one.actor, preferredUsername: one.username, name: one.name, domain: null },
        ...{ suspended: one.state === 'suspended', avatar: { url: `${site.origin}/media/${one.id}.webp` } },
      }))
      const user = { id: '7', email: account.email, disabled: false, actors: people }
      return json(200, { data: { loggedUser: { ...user, defaultActor: undecided ? null : people[0] } } })
    }
    return createFake(site, {
      software: { name: 'mobilizon', version: '5.1.2' },
      actor: ({ origin }, { username }) => `${origin}/@${username}`,
      page: ({ origin }, { username }) => `${origin}/@${username}`,
      async answer(request, path, state) {
        if (path === 'POST /apps') return register(state, known, request)
        if (path === 'GET /oauth/authorize' || path === 'POST /oauth/authorize') {
          const id = new URL(request.url).searchParams.get('client_id') ?? ''
          return authorizeFor(grant, state, request, state.clients.get(id))
        }
        if (path === 'POST /oauth/token') return exchange(state, request)
        if (path !== 'POST /api') return undefined
        const { query } = await readGiven(request)
        const account = ownerOf(state, request, 'read:profile')
        if (account === undefined)
          return json(200, { data: { loggedUser: null }, errors: [{ code: 'unauthenticated' }] })
        return textOf(query).includes('loggedUser') ? whoAmI(state, account) : json(400, { errors: [{}] })
      },
    })
  }

const register = async (state: State, known: readonly string[], request: Request): Promise<Response> => {
  const { name, redirect_uri: redirects, scope } = await readGiven(request)
  if ([name, redirects, scope].some((one) => textOf(one) === '')) return refusal(400, 'invalid_request')
  const scopes = words(textOf(scope))
  if (!scopes.every((one) => known.includes(one))) return refusal(400, 'invalid_scope')
  const client = {
    id: secretText(),
    secret: secretText(),
    name: textOf(name),
    redirects: textOf(redirects).split('\n'),
    scopes,
  }
  state.clients.set(client.id, client)
  return json(200, { name, client_id: client.id, client_secret: client.secret, scope, redirect_uri: client.redirects })
}

const exchange = async (state: State, request: Request): Promise<Response> => {
  const given = await readGiven(request)
  const needed = ['grant_type', 'client_id', 'client_secret', 'code', 'redirect_uri', 'scope']
  if (needed.some((name) => textOf(given[name]) === '')) return refusal(400, 'invalid_request')
  const client = state.clients.get(textOf(given['client_id']))
  if (client === undefined) return refusal(400, 'invalid_request', 'No application was found with this client_id')
  if (!client.redirects.includes(textOf(given['redirect_uri'])))
    return refusal(400, 'invalid_request', 'This redirect URI is not allowed')
  if (client.secret !== given['client_secret']) return refusal(400, 'invalid_client')
  if (!words(textOf(given['scope'])).every((scope) => client.scopes.includes(scope)))
    return refusal(400, 'invalid_scope')
  return redeemFor(state, given, client, () => ({ expires_in: 28_800, refresh_token: secretText() }))
}
