import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'
import { client } from './relying-party.ts'

// The peer: oidc-provider with its adapter in memory, RS256, opaque access tokens, nobody asked for consent.
const port = Number(process.argv[2])
const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
const account = { name: 'Alice Example', preferred_username: 'alice', email: 'alice@example.org', email_verified: true }

const provider = new Provider(`http://localhost:${port}`, {
  clients: [
    {
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: [client.redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
    },
  ],
  jwks: { keys: [{ ...key, use: 'sig', alg: 'RS256', kid: 'peer' }] },
  cookies: { keys: ['a key for the cookies of a benchmark'] },
  claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
  findAccount: (_context: unknown, accountId: string) => ({
    accountId,
    claims: () => ({ sub: accountId, ...account }),
  }),
  async loadExistingGrant(context: { oidc: { client: { clientId: string }; session: { accountId: string } } }) {
    const { client, session } = context.oidc
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
    grant.addOIDCScope('openid profile email offline_access')
    await grant.save()
    return grant
  },
})

const answer = provider.callback()
createServer((request, response) => {
  if (request.url?.startsWith('/interaction/')) {
    provider.interactionFinished(request, response, { login: { accountId: 'alice' }, consent: {} })
    return
  }
  answer(request, response)
}).listen(port, '127.0.0.1')
