import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'
import { client, refreshNonce } from './relying-party.ts'

// The peer: oidc-provider with its adapter in memory, RS256, opaque access tokens, nobody asked for consent.
const port = Number(process.argv[2])
const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
const account = { name: 'Alice Example', preferred_username: 'alice', email: 'alice@example.org', email_verified: true }

/** What it stores, in maps: its own quick-start adapter forgets all but the last thousand records, codes in flight included. */
class MemoryAdapter {
  static readonly records = new Map<string, Record<string, unknown>>()
  static readonly byUid = new Map<string, string>()
  readonly model: string
  constructor(model: string) {
    this.model = model
  }
  #key(id: string): string {
    return `${this.model}:${id}`
  }
  async upsert(id: string, payload: Record<string, unknown>): Promise<void> {
    MemoryAdapter.records.set(this.#key(id), payload)
    if (typeof payload['uid'] === 'string') MemoryAdapter.byUid.set(payload['uid'], this.#key(id))
  }
  async find(id: string): Promise<Record<string, unknown> | undefined> {
    return MemoryAdapter.records.get(this.#key(id))
  }
  async findByUid(uid: string): Promise<Record<string, unknown> | undefined> {
    return MemoryAdapter.records.get(MemoryAdapter.byUid.get(uid) ?? '')
  }
  async findByUserCode(): Promise<undefined> {}
  async destroy(id: string): Promise<void> {
    MemoryAdapter.records.delete(this.#key(id))
  }
  async consume(id: string): Promise<void> {
    const record = MemoryAdapter.records.get(this.#key(id))
    if (record !== undefined) record['consumed'] = Math.floor(Date.now() / 1000)
  }
  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, record] of MemoryAdapter.records) {
      if (record['grantId'] === grantId) MemoryAdapter.records.delete(key)
    }
  }
}

const provider = new Provider(`http://localhost:${port}`, {
  adapter: MemoryAdapter,
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
  issueRefreshToken: async (_context: unknown, _client: unknown, code: { nonce?: string }) =>
    code.nonce === refreshNonce,
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
  findAccount: (_context: unknown, accountId: string) => ({
    accountId,
    claims: () => ({ sub: accountId, ...account }),
  }),
  async loadExistingGrant(context: {
    oidc: { client: { clientId: string }; session: { accountId: string; grantIdFor(id: string): string | undefined } }
  }) {
    const { client, session } = context.oidc
    const held = session.grantIdFor(client.clientId)
    if (held !== undefined) return provider.Grant.find(held)
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
