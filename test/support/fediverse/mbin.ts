import { authorizeFor, ownerOf, redeemFor } from './code-grant.ts'
import { createFake, type State } from './server.ts'
import { type Blueprint, isJson, json, readGiven, refusal, secretText, textOf } from './site.ts'

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

export interface MbinOptions {
  /** Clients are made by anybody, or by administrators only. */
  readonly anybody?: boolean
  /** Magazines, which may have the name of a person. */
  readonly magazines?: readonly string[]
}

/**
 * Mbin: clients are made by JSON in words of its own, with an address to write to, two in six hours from one address. A proof key is held against the
 * code. It names an actor for people of other servers only; WebFinger knows a name as it is written, and magazines before people.
 */
export const mbin =
  ({ anybody = true, magazines = [] }: MbinOptions = {}): Blueprint =>
  (site) => {
    const grant = {
      ...({ codeLasts: 600_000, pkce: 'optional' } as const),
      gives: (asked: readonly string[], { scopes }: { readonly scopes: readonly string[] }) =>
        asked.every((scope) => scopes.includes(scope)) ? asked : [],
    }
    const registrations: number[] = []
    return createFake(site, {
      software: { name: 'mbin', version: '1.10.1' },
      actor: ({ origin }, { username }) => `${origin}/u/${username}`,
      page: ({ origin }, { username }) => `${origin}/u/${username}`,
      async answer(request, path, state) {
        if (path === 'GET /.well-known/webfinger') return webFinger(state, request, magazines)
        if (path === 'POST /api/client') {
          if (!anybody) return json(403, { status: 403, detail: 'This instance only allows admins' })
          const recent = registrations.filter((at) => at > site.now() - sixHours)
          if (recent.length >= 2) {
            const again = String(Math.ceil(((recent[0] ?? 0) + sixHours) / 1000))
            return json(429, { status: 429 }, { 'x-ratelimit-remaining': '0', 'x-ratelimit-retry-after': again })
          }
          registrations.push(site.now())
          return register(state, request)
        }
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
        if (account === undefined) return json(403, { status: 403, detail: 'Access Denied' })
        const { id, username, name: title, createdAt, bot = false } = account
        const avatar = { storageUrl: `${site.origin}/media/${id}.webp`, width: 96, height: 96 }
        const elsewhere = { apId: null, apProfileId: null }
        return json(200, { userId: Number(id), username, title, createdAt, avatar, isBot: bot, ...elsewhere })
      },
    })
  }

const sixHours = 6 * 3_600_000

const webFinger = ({ site, accounts }: State, request: Request, magazines: readonly string[]): Response => {
  const resource = new URL(request.url).searchParams.get('resource') ?? ''
  const [, name = '', host] = /^(?:acct:)?([^@]+)@([^@]+)$/.exec(resource) ?? []
  const here = host === site.domain
  const account = here ? accounts.get(name) : undefined
  const self = (href: string) => ({ rel: 'self', type: 'application/activity+json', href })
  const links = [
    ...(here && magazines.includes(name) ? [self(`${site.origin}/m/${name}`)] : []),
    ...(account === undefined || account.state === 'gone' ? [] : [self(account.actor)]),
  ]
  const headers = { 'content-type': 'application/jrd+json; charset=utf-8' }
  if (links.length === 0) return json(404, {}, headers)
  const profile = { rel: 'https://webfinger.net/rel/profile-page', type: 'text/html', href: account?.actor }
  return json(200, { subject: resource, aliases: [account?.actor], links: [profile, ...links] }, headers)
}

const register = async (state: State, request: Request): Promise<Response> => {
  const given = await readGiven(request)
  const [redirects, scopes, grants] = ['redirectUris', 'scopes', 'grants'].map((name) => listOf(given[name]))
  const right =
    isJson(request) &&
    textOf(given['name']) !== '' &&
    /^[\w.-]+@[a-z\d-]+(?:\.[a-z\d-]+)+$/i.test(textOf(given['contactEmail'])) &&
    given['public'] === false &&
    redirects?.every((uri) => URL.canParse(uri) && new URL(uri).search === '') === true &&
    grants?.every((grant) => ['authorization_code', 'refresh_token'].includes(grant)) === true &&
    scopes?.every((scope) => ['read', 'user:profile', 'user:profile:read'].includes(scope)) === true
  if (!right) return json(400, { detail: 'Bad Request' })
  // Its own pages take no other id to be one.
  const client = { id: secretText().replace(/\W|_/g, ''), secret: secretText(64), name: textOf(given['name']) }
  state.clients.set(client.id, { ...client, redirects, scopes })
  return json(201, { identifier: client.id, secret: client.secret, redirectUris: redirects, scopes, grants })
}
