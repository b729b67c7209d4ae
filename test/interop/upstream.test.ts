import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { freePort } from '../support/free-port.ts'
import { createVisitor, type Page, type Visitor } from '../support/http-client.ts'
import { type Oracle, startOracle } from '../support/oracle-provider.ts'
import { type PorticoProcess, startPortico } from '../support/portico-process.ts'

const secret = 'secretSecretSecretSecret'
const alice = {
  username: 'alice',
  name: 'Alice Example',
  email: 'alice@example.org',
  emailVerified: true,
  password: 'correct horse battery staple',
  groups: ['staff'],
}

describe('Portico behind another provider', () => {
  let oracle: Oracle
  let upstream: PorticoProcess
  let portico: PorticoProcess

  before(async () => {
    const port = await freePort()
    const base = `http://localhost:${port}`
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const client = {
      client_secret: secret,
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code'],
    }
    oracle = await startOracle({
      tls: true,
      clients: [],
      configuration: {
        findAccount: (_context: unknown, accountId: string) => ({
          accountId,
          claims: () => ({
            ...{ sub: accountId, preferred_username: accountId, name: accountId },
            ...{ email: `${accountId}@example.net`, email_verified: true },
          }),
        }),
        clients: [
          {
            client_id: 'portico',
            redirect_uris: [`${base}/sources/secret/callback`],
            post_logout_redirect_uris: [`${base}/signed-out`],
            ...client,
          },
          {
            client_id: 'portico-key',
            redirect_uris: [`${base}/sources/key/callback`],
            token_endpoint_auth_method: 'private_key_jwt',
            grant_types: ['authorization_code'],
            jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), alg: 'ES256', kid: 'ours' }] },
          },
        ],
      },
    })
    upstream = await startPortico({
      yaml: {
        accounts: [{ ...alice, admin: true }],
        applications: [
          {
            ...{ slug: 'portico', name: 'Downstairs', clientSecret: secret, consent: 'implicit' },
            redirectUris: [`${base}/sources/upstairs/callback`],
            postLogoutRedirectUris: [`${base}/signed-out`],
          },
        ],
      },
    })
    const oidc = { kind: 'openid', issuer: oracle.url, caFile: oracle.front?.caFile }
    portico = await startPortico({
      port,
      env: { PORTICO_UNSAFE_OUTBOUND_ALLOW: `${oracle.url},${upstream.url}` },
      yaml: {
        accounts: [{ username: 'root', password: alice.password, admin: true }],
        sources: [
          { ...oidc, id: 'secret', name: 'Secret', clientId: 'portico', clientSecret: secret, signOutThere: true },
          {
            ...oidc,
            ...{ id: 'key', name: 'Key', clientId: 'portico-key', clientAuth: 'private_key_jwt' },
            clientSecret: JSON.stringify({ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', kid: 'ours' }),
          },
          {
            ...{ id: 'upstairs', kind: 'openid', preset: 'portico', name: 'Upstairs', issuer: upstream.url },
            ...{ clientId: 'portico', clientSecret: secret, take: { groups: 'always' }, adminGroups: ['staff'] },
          },
          { ...oidc, id: 'untrusted', name: 'Untrusted', clientId: 'portico', clientSecret: secret, caFile: undefined },
        ],
      },
    })
  })
  after(async () => {
    await portico?.stop()
    await upstream?.stop()
    await oracle?.close()
  })

  const leaves = async (browser: Visitor, id: string): Promise<Page> =>
    browser.follow(await browser.submit(await browser.get(`${portico.url}/sign-in`), {}, { button: `source-${id}` }))

  const comes = async (browser: Visitor, id: string, identifier: string): Promise<Page> => {
    const asked = await leaves(browser, id)
    const form = { identifier, password: alice.password }
    return browser.follow(await browser.submit(asked, form, { button: 'sign-in' }))
  }

  const visitor = (): Visitor => createVisitor(oracle.front === undefined ? {} : { ca: oracle.front.ca.cert })

  it('takes people from oidc-provider, whose certificate an authority of their own has signed', async () => {
    const browser = visitor()
    const page = await comes(browser, 'secret', 'carol')
    assert.equal(page.url.pathname, '/choose-username')
    const home = await browser.follow(await browser.submit(page, { username: 'carol' }))
    assert.equal(home.url.pathname, '/')
    const out = await browser.submit(await browser.get(`${portico.url}/sign-out`))
    assert.equal(out.location?.origin, oracle.url)
    assert.match(out.location?.pathname ?? '', /session\/end/)
    assert.ok(out.location?.searchParams.has('id_token_hint'))
  })

  it('proves itself to it by a key', async () => {
    assert.equal((await comes(visitor(), 'key', 'dave')).url.pathname, '/choose-username')
  })

  it('goes to nobody whose certificate it does not trust', async () => {
    const page = await leaves(visitor(), 'untrusted')
    assert.equal(page.status, 502)
    assert.match(page.text, /data-error="unreachable"/)
  })

  it('takes people from another Portico, with their groups, and signs them out there', async () => {
    const browser = visitor()
    const page = await comes(browser, 'upstairs', 'alice')
    assert.equal(page.url.pathname, '/choose-username')
    assert.match(page.text, /Alice Example/)
    await browser.follow(await browser.submit(page, { username: 'alice' }))
    assert.equal((await browser.get(`${portico.url}/console`)).status, 200)
    const signedOut = await browser.follow(await browser.submit(await browser.get(`${portico.url}/sign-out`)))
    assert.equal(signedOut.url.href, `${portico.url}/signed-out`)
    assert.equal((await browser.get(`${upstream.url}/account`)).location?.pathname, '/sign-in')
  })
})
