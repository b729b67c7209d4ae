import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OAuth2Server } from 'oauth2-mock-server'

type Claims = Record<string, unknown>
type Answer = { body: unknown; statusCode: number }
interface Token {
  header: Record<string, unknown>
  payload: Record<string, unknown>
}

/** An OpenID provider that does whatever a test wants of it, well-behaved where nothing is said. */
export interface RudeProvider {
  readonly issuer: string
  /** What Portico has to be allowed to go to. */
  readonly allow: readonly string[]
  readonly people: Record<string, Claims>
  /** Changes tokens before they are signed, and the answers of the endpoints before they are sent. */
  token?: ((token: Token) => void) | undefined
  tokenAnswer?: ((answer: Answer) => void) | undefined
  userinfo?: ((answer: Answer) => void) | undefined
  /** Userinfo as a token: what is said, as `application/jwt`. */
  userinfoToken?: ((claims: Claims) => Promise<string> | string) | undefined
  metadata?: ((answer: Answer) => void) | undefined
  /** Requests to the token endpoint: their authorization, and their form. */
  readonly exchanges: { readonly authorization: string | undefined; readonly form: Record<string, unknown> }[]
  /** How often it was asked for its metadata, and for userinfo. */
  readonly asked: { metadata: number; userinfo: number }
  /** Codes and tokens that it gave away. */
  readonly secrets: string[]
  /** What a person does there: where the browser comes back to. */
  approve(url: string | URL, person?: { readonly as?: string; readonly denies?: boolean | string }): Promise<string>
  /** Who is signed in there from now on. */
  next(as: string): void
  /** It gives refresh tokens too, and what they are good for is what people are by then. */
  lasting: boolean
  /** Whom it was asked about again by one. */
  readonly refreshed: string[]
  /** From now on no refresh token is good. */
  forget(): void
  /** A token of the provider's, signed. */
  sign(payload: Claims): Promise<string>
  /** From now on nothing answers there. */
  silence(): void
  speakAgain(): void
}

const usual = {
  alice: {
    sub: 'alice-1',
    preferred_username: 'alice',
    name: 'Alice Example',
    email: 'alice@example.org',
    email_verified: true,
    groups: ['staff'],
  },
  bob: {
    sub: 'bob-1',
    preferred_username: 'bob',
    name: 'Bob Example',
    email: 'bob@example.org',
    email_verified: true,
    groups: ['guests'],
  },
}

/** Keys take time, and each provider may as well have the same. */
let keys: Promise<OAuth2Server> | undefined
const withKeys = async (): Promise<OAuth2Server> => {
  const server = new OAuth2Server()
  await server.issuer.keys.generate('RS256')
  return server
}

export const startRudeProvider = async (t: { after(work: () => unknown): void }): Promise<RudeProvider> => {
  keys ??= withKeys()
  const server = new OAuth2Server()
  for (const key of (await keys).issuer.keys.toJSON(true)) await server.issuer.keys.add(key as never)
  let silent = false
  const front = createServer((request, response) => {
    if (silent) request.socket.destroy()
    else if (request.url === '/userinfo' && provider.userinfoToken !== undefined) {
      const bearer = (request.headers.authorization ?? '').replace(/^Bearer /i, '')
      const claims = provider.people[bearers.get(bearer) ?? ''] ?? {}
      Promise.resolve(provider.userinfoToken({ ...claims })).then((token) =>
        response.setHeader('content-type', 'application/jwt').end(token),
      )
    } else server.service.requestHandler(request, response)
  })
  front.listen(0, '127.0.0.1')
  await once(front, 'listening')
  t.after(() => {
    front.closeAllConnections()
    front.close()
  })
  const issuer = `http://localhost:${(front.address() as AddressInfo).port}`
  server.issuer.url = issuer

  let next = 'alice'
  const bearers = new Map<string, string>()
  const codes = new Map<string, string>()
  const refreshes = new Map<string, string>()
  let exchanging = 'alice'
  const provider: RudeProvider = {
    issuer,
    allow: [issuer],
    people: structuredClone<Record<string, Claims>>(usual),
    exchanges: [],
    asked: { metadata: 0, userinfo: 0 },
    secrets: [],
    lasting: false,
    refreshed: [],
    forget: () => refreshes.clear(),
    async approve(url, { as = 'alice', denies = false } = {}) {
      const asked = new URL(url)
      if (denies !== false) {
        const back = new URL(asked.searchParams.get('redirect_uri') ?? '')
        back.searchParams.set('error', denies === true ? 'access_denied' : denies)
        back.searchParams.set('state', asked.searchParams.get('state') ?? '')
        return back.href
      }
      next = as
      const answer = await fetch(asked, { redirect: 'manual' })
      return answer.headers.get('location') ?? ''
    },
    next(as) {
      next = as
    },
    sign: (payload) =>
      server.issuer.buildToken({
        scopesOrTransform: (_header, body) => {
          Object.assign(body, { nbf: undefined }, payload)
        },
      }),
    silence() {
      silent = true
      front.closeAllConnections()
    },
    speakAgain() {
      silent = false
    },
  }

  const { service } = server
  service.on('beforeAuthorizeRedirect', ({ url }: { url: URL }) => {
    const code = url.searchParams.get('code') ?? ''
    codes.set(code, next)
    provider.secrets.push(code)
  })
  service.on('beforeTokenSigning', (token: Token, request: { body?: { code?: string; refresh_token?: string } }) => {
    const { code = '', refresh_token: refresh = '' } = request.body ?? {}
    exchanging = codes.get(code) ?? refreshes.get(refresh) ?? exchanging
    Object.assign(token.payload, provider.people[exchanging])
    provider.token?.(token)
  })
  service.on(
    'beforeResponse',
    (answer: Answer, request: { body: Record<string, unknown>; headers: Record<string, string> }) => {
      const { body: form, headers } = request
      provider.exchanges.push({ authorization: headers['authorization'], form })
      const code = String(form['code'])
      const refresh = String(form['refresh_token'])
      const as = codes.get(code) ?? refreshes.get(refresh)
      if (as === undefined) Object.assign(answer, { statusCode: 400, body: { error: 'invalid_grant' } })
      else {
        const {
          access_token: access,
          id_token: id,
          refresh_token: next = '',
          ...rest
        } = answer.body as Record<string, string>
        bearers.set(access ?? '', as)
        provider.secrets.push(access ?? '', id ?? '', next)
        if (refreshes.delete(refresh)) provider.refreshed.push(as)
        codes.delete(code)
        answer.body = {
          ...rest,
          access_token: access,
          id_token: id,
          ...(provider.lasting ? { refresh_token: next } : {}),
        }
        if (provider.lasting) refreshes.set(next, as)
      }
      provider.tokenAnswer?.(answer)
    },
  )
  service.on('beforeUserinfo', (answer: Answer, request: { headers: Record<string, string> }) => {
    provider.asked.userinfo += 1
    const as = bearers.get((request.headers['authorization'] ?? '').replace(/^Bearer /i, '')) ?? ''
    answer.body = { ...provider.people[as] }
    provider.userinfo?.(answer)
  })
  service.on('beforeWellKnownOpenIdConfiguration', (answer: Answer) => {
    provider.asked.metadata += 1
    provider.metadata?.(answer)
  })
  return provider
}
