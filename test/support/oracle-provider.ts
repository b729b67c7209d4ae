import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { Provider } from 'oidc-provider'
import { freePort } from './free-port.ts'
import { startTlsFront, type TlsFront } from './tls-front.ts'

interface OracleClient {
  readonly client_id: string
  readonly client_secret?: string
  readonly redirect_uris: readonly string[]
  readonly post_logout_redirect_uris?: readonly string[]
  readonly token_endpoint_auth_method?: string
  readonly grant_types?: readonly string[]
}

export interface Oracle {
  /** Its issuer and public base. */
  readonly url: string
  readonly front: TlsFront | undefined
  readonly provider: Provider
  close(): Promise<void>
}

const oracleAccount = {
  sub: 'alice-0001',
  preferred_username: 'alice',
  name: 'Alice Example',
  email: 'alice@example.org',
  email_verified: true,
  groups: ['staff'],
}

const signInPage =
  '<form method="post"><input name="identifier"><input name="password"><button id="sign-in">Sign in</button></form>'

/** Asks for a name, takes any password, and grants everything that was asked for. */
const answerInteraction = async (provider: Provider, request: IncomingMessage, response: ServerResponse) => {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response)
  if (prompt.name === 'login') {
    if (request.method !== 'POST') return response.setHeader('content-type', 'text/html').end(signInPage)
    const accountId = new URLSearchParams(await text(request)).get('identifier')
    return provider.interactionFinished(request, response, { login: { accountId } })
  }
  const grant = new provider.Grant({ accountId: session?.accountId, clientId: params['client_id'] })
  grant.addOIDCScope(String(params['scope'] ?? 'openid'))
  const consent = { grantId: grantId ?? (await grant.save()) }
  return provider.interactionFinished(request, response, { consent })
}

const signingKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })

/** Another provider that speaks the same protocol, in this process and in memory: what clients are used to. */
export const startOracle = async (options: {
  readonly clients: readonly OracleClient[]
  readonly tls?: boolean
  readonly configuration?: object
}): Promise<Oracle> => {
  const port = await freePort()
  const front = options.tls ? await startTlsFront({ target: `http://127.0.0.1:${port}` }) : undefined
  const url = front?.url ?? `http://localhost:${port}`
  const provider = new Provider(url, {
    clients: options.clients,
    jwks: { keys: [{ ...signingKey(), use: 'sig', alg: 'RS256', kid: 'oracle' }] },
    cookies: { keys: ['a key for the cookies of a test'] },
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    scopes: ['openid', 'offline_access', 'profile', 'email', 'groups'],
    conformIdTokenClaims: false,
    pkce: { required: () => false },
    features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_context: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ ...oracleAccount, sub: accountId }),
    }),
    ...options.configuration,
  })
  provider.proxy = true
  const answerProtocol = provider.callback()
  const server = createServer((request, response) => {
    if (!request.url?.startsWith('/interaction/')) return answerProtocol(request, response)
    answerInteraction(provider, request, response).catch((error) => response.writeHead(500).end(String(error)))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')

  return {
    url,
    front,
    provider,
    async close() {
      server.closeAllConnections()
      server.close()
      await front?.close()
    },
  }
}
