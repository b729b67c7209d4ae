import { authorizeFor, ownerOf, redeemFor } from './code-grant.ts'
import { createFake, type State } from './server.ts'
import { type Blueprint, type FakeAccount, json, readGiven, refusal, secretText, textOf, words } from './site.ts'

export interface FunkwhaleOptions {
  /** What people sign in by, where that is another name than their handle has: a directory may hold any. */
  readonly logins?: Readonly<Record<string, string>>
  /** Nobody is looked up. */
  readonly federates?: boolean
}

const topics = ['profile', 'libraries', 'edits', 'follows', 'favorites', 'filters', 'listenings', 'radios', 'playlists']
const known = ['read', 'write'].flatMap((may) => [may, ...topics.map((topic) => `${may}:${topic}`)])

/**
 * Funkwhale: paths of its own, with a slash at the end of those for tokens; ten applications a day from one address, whatever scopes they name. Its page
 * for people is a program that hands on neither a proof key nor a mistake. The account has an address, and no actor; WebFinger knows people by
 * `acct:` and the name as it is written, and calls anything else a mistake.
 */
export const funkwhale =
  ({ logins = {}, federates = true }: FunkwhaleOptions = {}): Blueprint =>
  (site) => {
    const grant = {
      ...({ codeLasts: 300_000, pkce: 'dropped', keepsMistakes: true } as const),
      gives: (asked: readonly string[]) => (asked.every((scope) => known.includes(scope)) ? asked : []),
    }
    const registrations: number[] = []
    const loginOf = ({ username }: FakeAccount): string => logins[username] ?? username
    return createFake(site, {
      software: { name: 'funkwhale', version: '1.4.0' },
      actor: ({ origin }, { username }) => `${origin}/federation/actors/${username}`,
      page: ({ origin }, { username }) => `${origin}/federation/actors/${username}`,
      async answer(request, path, state) {
        if (path === 'GET /.well-known/webfinger') return webFinger(state, request, federates)
        if (path === 'POST /api/v1/oauth/apps/') {
          if (registrations.filter((at) => at > site.now() - 86_400_000).length >= 10)
            return json(429, { detail: 'Request was throttled.' }, { 'retry-after': '86400' })
          registrations.push(site.now())
          return register(state, request)
        }
        if (path === 'GET /authorize' || path === 'POST /authorize') {
          const id = new URL(request.url).searchParams.get('client_id') ?? ''
          return authorizeFor(grant, state, request, state.clients.get(id))
        }
        if (path === 'POST /api/v1/oauth/token/') return token(state, request)
        if (path !== 'GET /api/v1/users/me' && path !== 'GET /api/v1/users/me/') return undefined
        const account = ownerOf(state, request, 'read:profile')
        if (account === undefined) return json(401, { detail: 'Authentication credentials were not provided.' })
        const { id, username, name, email, createdAt } = account
        const avatar = { urls: { source: null, original: `${site.origin}/media/${id}.png` } }
        const who = { id: Number(id), username: loginOf(account), full_username: `${username}@${site.domain}` }
        return json(200, { ...who, name, email, date_joined: createdAt, avatar, is_staff: false })
      },
    })
  }

const webFinger = ({ site, accounts }: State, request: Request, federates: boolean): Response => {
  if (!federates) return new Response(null, { status: 405 })
  const resource = new URL(request.url).searchParams.get('resource') ?? ''
  const [, name = '', host] = /^acct:([^@]+)@([^@]+)$/.exec(resource) ?? []
  const account = host?.toLowerCase() === site.domain ? accounts.get(name) : undefined
  if (account === undefined || account.state === 'gone') return json(400, { errors: { resource: 'Invalid username' } })
  const links = [{ rel: 'self', href: account.actor, type: 'application/activity+json' }]
  const said = { subject: `acct:${account.username}@${site.domain}`, aliases: [account.actor], links }
  return json(200, said, { 'content-type': 'application/jrd+json' })
}

const register = async (state: State, request: Request): Promise<Response> => {
  const given = await readGiven(request)
  const [name, redirects, scopes] = ['name', 'redirect_uris', 'scopes'].map((key) => textOf(given[key]))
  if (!name || name.length > 255) return json(400, { name: ['This field is required.'] })
  const registered = { redirects: words(redirects ?? ''), scopes: words(scopes || 'read') }
  const client = { id: secretText(), secret: secretText(96), name, ...registered }
  state.clients.set(client.id, client)
  return json(201, { client_id: client.id, client_secret: client.secret, name, redirect_uris: redirects, scopes })
}

const token = async (state: State, request: Request): Promise<Response> => {
  const given = await readGiven(request)
  const client = state.clients.get(textOf(given['client_id']))
  if (client === undefined || client.secret !== given['client_secret']) return refusal(401, 'invalid_client')
  if (!client.redirects.includes(textOf(given['redirect_uri'])))
    return refusal(400, 'invalid_request', 'Mismatching redirect URI.')
  return redeemFor(state, given, client, () => ({ expires_in: 36_000, refresh_token: secretText() }))
}
