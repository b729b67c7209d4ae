import { hash } from 'node:crypto'
import { mistakePage } from './pages.ts'
import type { State } from './server.ts'
import { type FakeAccount, type FakeClient, json, redirect, refusal, secretText, textOf, words } from './site.ts'

type Given = Readonly<Record<string, unknown>>

/** The authorization code grant, as the servers beyond Mastodon's family have it; each adds what it demands besides. */
export interface Grant {
  /** Milliseconds. */
  readonly codeLasts: number
  readonly pkce: 'required' | 'optional' | 'dropped'
  /** RFC 9207. */
  readonly issuer?: string
  readonly matches?: (registered: readonly string[], given: string) => boolean
  /** What of the scopes that were asked for it gives; none at all is a mistake. */
  gives(asked: readonly string[], client: FakeClient): readonly string[]
  /** Goes back with this error. */
  refuses?(asked: URLSearchParams): string | undefined
  /** Nobody is sent back with a mistake, or with a no: they stay where they are. */
  readonly keepsMistakes?: true
  /** What else goes back with the code. */
  sends?(client: FakeClient, scopes: readonly string[]): Readonly<Record<string, string>>
}

/** The page of an authorization, for a client that has been found. */
export const authorizeFor = async (
  grant: Grant,
  state: State,
  request: Request,
  client: FakeClient | undefined,
): Promise<Response> => {
  const asked = new URL(request.url).searchParams
  const back = asked.get('redirect_uri') ?? ''
  const matches = grant.matches ?? ((registered, given) => registered.includes(given))
  if (client === undefined) return mistakePage(401, 'There is no such client.')
  if (!matches(client.redirects, back)) return mistakePage(400, 'Invalid redirect_uri')
  const goBack = (what: Readonly<Record<string, string | undefined>>): Response => {
    const url = new URL(back)
    const all = { ...what, state: asked.get('state') ?? undefined, iss: grant.issuer }
    for (const [name, value] of Object.entries(all)) if (value !== undefined) url.searchParams.append(name, value)
    return redirect(url.href)
  }
  const mistake = (error: string): Response =>
    grant.keepsMistakes === true ? mistakePage(400, error) : goBack({ error })
  const refused = grant.refuses?.(asked)
  if (refused !== undefined) return goBack({ error: refused })
  if (asked.get('response_type') !== 'code') return mistake('unsupported_response_type')
  const scopes = grant.gives(words(asked.get('scope') ?? ''), client)
  if (scopes.length === 0) return mistake('invalid_scope')
  const challenge = grant.pkce === 'dropped' ? undefined : (asked.get('code_challenge') ?? undefined)
  if (grant.pkce === 'required' && challenge === undefined) return mistake('invalid_request')
  if (challenge !== undefined && asked.get('code_challenge_method') !== 'S256') return mistake('invalid_request')
  return state.ask(request, {
    ...{ place: state.site.domain, client: client.name, scopes, afresh: asked.get('prompt') === 'login' },
    allow({ username }) {
      const code = secretText()
      const expiresAt = state.site.now() + grant.codeLasts
      const { id: clientId } = client
      state.codes.set(code, { clientId, username, redirect: back, scopes, challenge, expiresAt, spent: false })
      return goBack({ code, ...grant.sends?.(client, scopes) })
    },
    deny: () => mistake('access_denied'),
  })
}

/** Redeems a code of a client that has been found; `says` is what the answer holds beside the token. */
export const redeemFor = (
  state: State,
  given: Given,
  client: FakeClient,
  says: (account: FakeAccount) => Readonly<Record<string, unknown>> = () => ({}),
): Response => {
  if (given['grant_type'] !== 'authorization_code') return refusal(400, 'unsupported_grant_type')
  const code = state.codes.get(textOf(given['code']))
  const verifier = textOf(given['code_verifier'])
  const account = code === undefined ? undefined : state.accounts.get(code.username)
  const good =
    code !== undefined &&
    !code.spent &&
    code.clientId === client.id &&
    code.expiresAt > state.site.now() &&
    code.redirect === given['redirect_uri'] &&
    (code.challenge === undefined || code.challenge === hash('sha256', verifier, 'base64url'))
  if (!good || account === undefined) return refusal(400, 'invalid_grant')
  code.spent = true
  const token = secretText()
  state.tokens.set(token, { clientId: client.id, username: account.username, scopes: code.scopes })
  return json(200, { access_token: token, token_type: 'Bearer', scope: code.scopes.join(' '), ...says(account) })
}

/** Of a request with a bearer token that is good for the scope. */
export const ownerOf = (state: State, request: Request, scope: string): FakeAccount | undefined => {
  const text = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''
  const token = state.tokens.get(text)
  return token?.username === undefined || !token.scopes.includes(scope) ? undefined : state.accounts.get(token.username)
}

/** What came of fetching somebody's client id. */
export type FetchClient = (url: string, accept: string, userAgent?: string) => Promise<Response>

/** As a server goes there by itself. */
export const fetchForReal: FetchClient = (url, accept, userAgent = 'fake') =>
  fetch(url, { headers: { accept, 'user-agent': userAgent }, redirect: 'error' })
