import { authorizeFor, type FetchClient, fetchForReal, ownerOf, redeemFor } from './code-grant.ts'
import { createFake, type State } from './server.ts'
import { type Blueprint, type FakeClient, json, readGiven, refusal, textOf } from './site.ts'

export interface MisskeyOptions {
  /** `13.14.2`-like versions have no OAuth at all: that is `oldMisskey`. */
  readonly version?: string
  readonly name?: 'misskey' | 'cherrypick'
  /** From 2026 on JSON is understood besides HTML. */
  readonly reads?: 'html' | 'json'
  readonly fetchClient?: FetchClient
}

/**
 * Misskey with OAuth in the shape of IndieAuth: the client id is an address, which it really fetches, and the redirect URI has to be in what is
 * there. No client id is an IP address, except in a test. PKCE is demanded, `iss` is sent, and tokens do not expire.
 */
export const misskey =
  ({
    version = '2024.5.0',
    name = 'misskey',
    reads = 'html',
    fetchClient = fetchForReal,
  }: MisskeyOptions = {}): Blueprint =>
  (site) => {
    const permissions = ['read:account', 'write:account', 'write:notes']
    const grant = {
      ...({ codeLasts: 300_000, pkce: 'required', issuer: site.origin } as const),
      gives: (asked: readonly string[]) => asked.filter((scope) => permissions.includes(scope)),
    }
    const userAgent = `${name === 'misskey' ? 'Misskey' : 'CherryPick'}/${version} (${site.origin})`
    const asks: FetchClient = (url, accept) => fetchClient(url, accept, userAgent)
    const find = async (state: State, id: string): Promise<FakeClient | undefined> => {
      if (!/^https?:\/\/[^?#]*[^/?#]$/.test(id) || /\/\.{1,2}(\/|$)/.test(id)) return undefined
      const client = reads === 'json' ? await readJson(asks, id) : await readHtml(asks, id)
      if (client !== undefined) state.clients.set(id, client)
      return client
    }
    return createFake(site, {
      software: { name, version },
      actor: ({ origin }, { id }) => `${origin}/users/${id}`,
      page: ({ origin }, { username }) => `${origin}/@${username}`,
      async answer(request, path, state) {
        if (path === 'GET /.well-known/oauth-authorization-server')
          return json(200, metadata(site.origin, permissions, reads === 'json'))
        if (path === 'GET /oauth/authorize' || path === 'POST /oauth/authorize') {
          const id = new URL(request.url).searchParams.get('client_id') ?? ''
          return authorizeFor(grant, state, request, await find(state, id))
        }
        if (path === 'POST /oauth/token') {
          const given = await readGiven(request)
          const client = state.clients.get(textOf(given['client_id']))
          if (client === undefined || textOf(given['code_verifier']) === '') return refusal(400, 'invalid_grant')
          return redeemFor(state, given, client)
        }
        return path === 'POST /api/i' ? whoAmI(state, request) : undefined
      },
    })
  }

const metadata = (origin: string, permissions: readonly string[], byMetadata: boolean) => ({
  issuer: origin,
  authorization_endpoint: `${origin}/oauth/authorize`,
  token_endpoint: `${origin}/oauth/token`,
  scopes_supported: permissions,
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code'],
  service_documentation: 'https://misskey-hub.net',
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
  ...(byMetadata ? { client_id_metadata_document_supported: true } : {}),
})

const whoAmI = (state: State, request: Request): Response => {
  const account = ownerOf(state, request, 'read:account')
  if (account === undefined) return json(401, { error: { code: 'AUTHENTICATION_FAILED', kind: 'client' } })
  if (account.state === 'suspended') return json(403, { error: { code: 'YOUR_ACCOUNT_SUSPENDED', kind: 'permission' } })
  const { id, username, name, createdAt, bot = false, locked = false, movedTo = null } = account
  return json(200, {
    ...{ id, username, name, createdAt, host: null, url: null, uri: null, isBot: bot, isLocked: locked },
    ...{ avatarUrl: `${state.site.origin}/avatars/${id}.webp`, isSuspended: false, movedTo },
  })
}

/** IndieAuth, client information discovery: `Link` and `<link rel="redirect_uri">`, and an `h-app` for the name. */
const readHtml = async (fetchClient: FetchClient, id: string): Promise<FakeClient | undefined> => {
  const answer = await fetchClient(id, '*/*').catch(() => undefined)
  if (answer?.ok !== true) return undefined
  const text = await answer.text()
  const linked = [...(answer.headers.get('link') ?? '').matchAll(/<([^>]+)>;\s*rel="redirect_uri"/g)]
  const tags = [...text.matchAll(/<link rel="redirect_uri" href="([^"]+)"/g)]
  const redirects = [...linked, ...tags].map(([, uri = '']) => new URL(uri, id).href)
  const name = /class="h-app".*?class="u-url p-name"[^>]*>([^<]+)</s.exec(text)?.[1] ?? id
  return { id, secret: '', name, redirects, scopes: [] }
}

const readJson = async (fetchClient: FetchClient, id: string): Promise<FakeClient | undefined> => {
  const answer = await fetchClient(id, 'application/json, text/html').catch(() => undefined)
  if (answer?.ok !== true || answer.headers.get('content-type')?.startsWith('application/json') !== true)
    return undefined
  return clientOf(id, (await answer.json()) as Readonly<Record<string, unknown>>)
}

/** A client's metadata, if it is about this very address. */
export const clientOf = (id: string, document: Readonly<Record<string, unknown>>): FakeClient | undefined => {
  const { client_id: said, client_name: name, redirect_uris: redirects, client_uri: uri } = document
  const right = said === id && typeof uri === 'string' && id.startsWith(uri) && Array.isArray(redirects)
  return right ? { id, secret: '', name: textOf(name), redirects: redirects.map(String), scopes: [] } : undefined
}
