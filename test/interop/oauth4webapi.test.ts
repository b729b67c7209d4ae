import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import * as oauth from 'oauth4webapi'
import { createVisitor } from '../support/http-client.ts'
import { type PorticoProcess, startPortico } from '../support/portico-process.ts'
import { alice, signIn } from './people.ts'

const redirectUri = 'org.example.notes:/callback'
const insecure = { [oauth.allowInsecureRequests]: true }

describe('a native application with oauth4webapi', () => {
  let portico: PorticoProcess
  let server: oauth.AuthorizationServer
  const client: oauth.Client = { client_id: 'notes', id_token_signed_response_alg: 'ES256' }

  before(async () => {
    portico = await startPortico({
      yaml: {
        accounts: [alice],
        applications: [
          { slug: 'notes', clientId: 'notes', public: true, redirectUris: [redirectUri], signingAlgorithm: 'ES256' },
        ],
      },
    })
    const issuer = new URL(portico.url)
    for (const algorithm of ['oidc', 'oauth2'] as const) {
      const answer = await oauth.discoveryRequest(issuer, { algorithm, ...insecure })
      server = await oauth.processDiscoveryResponse(issuer, answer)
    }
  })

  after(async () => {
    await portico?.stop()
  })

  const authorizationUrl = async (verifier: string, state: string): Promise<URL> => {
    const url = new URL(server.authorization_endpoint ?? '')
    url.search = new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid profile',
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }).toString()
    return url
  }

  /** Through sign-in and consent, which is asked for each time: nobody vouches for who has taken the scheme. */
  const codeFor = async (verifier: string, state: string): Promise<URL> => {
    const visitor = createVisitor()
    const asked = await visitor.follow(await visitor.get(await authorizationUrl(verifier, state)))
    const consent = await signIn(visitor, asked, alice)
    const answer = await visitor.submit(consent, {}, { button: 'allow' })
    const left = await visitor.follow(answer, (url) => url.protocol === 'org.example.notes:')
    assert.ok(left.location !== undefined, `not sent back: ${left.url} ${left.text}`)
    return left.location
  }

  const redeem = (callback: URLSearchParams, verifier: string) =>
    oauth.authorizationCodeGrantRequest(server, client, oauth.None(), callback, redirectUri, verifier, insecure)

  it('gets an ID token whose ES256 signature its key set explains, and userinfo of the same person', async () => {
    const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()]
    const callback = oauth.validateAuthResponse(server, client, await codeFor(verifier, state), state)
    const response = await redeem(callback, verifier)
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, { requireIdToken: true })
    await oauth.validateApplicationLevelSignature(server, response, insecure)
    const { sub = '' } = oauth.getValidatedIdTokenClaims(tokens) ?? {}
    const userinfo = await oauth.userInfoRequest(server, client, tokens.access_token, insecure)
    const claims = await oauth.processUserInfoResponse(server, client, sub, userinfo)
    assert.equal(claims['preferred_username'], 'alice')
  })

  it('gets nothing for a code with a verifier that is not its own', async () => {
    const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()]
    const callback = oauth.validateAuthResponse(server, client, await codeFor(verifier, state), state)
    const response = await redeem(callback, oauth.generateRandomCodeVerifier())
    const refused = oauth.processAuthorizationCodeResponse(server, client, response)
    await assert.rejects(
      refused,
      (error) => error instanceof oauth.ResponseBodyError && error.error === 'invalid_grant',
    )
  })

  it('is told that the person said no', async () => {
    const visitor = createVisitor()
    const state = oauth.generateRandomState()
    const url = await authorizationUrl(oauth.generateRandomCodeVerifier(), state)
    const consent = await signIn(visitor, await visitor.follow(await visitor.get(url)), alice)
    const denied = await visitor.submit(consent, {}, { button: 'deny' })
    assert.ok(denied.location !== undefined)
    const answer = denied.location
    assert.throws(
      () => oauth.validateAuthResponse(server, client, answer, state),
      (error) => error instanceof oauth.AuthorizationResponseError && error.error === 'access_denied',
    )
  })
})
