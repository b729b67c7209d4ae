import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import * as client from 'openid-client'
import type { Registration, RelyingParty, Rig } from '../interop/rigs/rig.ts'
import { freePort } from '../support/free-port.ts'

/** An application as people write one with openid-client: a page to come to, a way in, a way out. */
export const notesRig = async (): Promise<Rig<RelyingParty>> => {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const redirectUri = `${origin}/callback`
  const postLogoutRedirectUri = `${origin}/`
  return {
    redirectUri,
    postLogoutRedirectUri,
    async start(registration) {
      const told: string[] = []
      const answer = await application(registration, { redirectUri, postLogoutRedirectUri })
      const server = createServer((request, response) => {
        answer(request, response).catch((error: unknown) => {
          told.push(String(error))
          send(response, 500, `<h1>Something broke</h1>`)
        })
      })
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
      return {
        startUrl: `${origin}/`,
        logoutUrl: `${origin}/log-out`,
        logs: () => told.join('\n'),
        async stop() {
          server.closeAllConnections()
          server.close()
          await once(server, 'close')
        },
      }
    },
  }
}

const application = async (
  { issuer, clientId, clientSecret }: Registration,
  uris: { readonly redirectUri: string; readonly postLogoutRedirectUri: string },
): Promise<(request: IncomingMessage, response: ServerResponse) => Promise<void>> => {
  const options = { execute: [client.allowInsecureRequests] }
  const provider = await client.discovery(new URL(issuer), clientId, clientSecret, undefined, options)
  const begun = new Map<string, client.AuthorizationCodeGrantChecks>()
  let idToken = ''

  return async (request, response) => {
    const url = new URL(request.url ?? '/', uris.redirectUri)
    if (url.pathname === '/') return send(response, 200, '<h1>Notes</h1><p><a href="/log-in">Log in</a></p>')
    if (url.pathname === '/log-in') {
      const [verifier, state] = [client.randomPKCECodeVerifier(), client.randomState()]
      begun.set(state, { pkceCodeVerifier: verifier, expectedState: state, idTokenExpected: true })
      const to = client.buildAuthorizationUrl(provider, {
        redirect_uri: uris.redirectUri,
        scope: 'openid profile email',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
      })
      return go(response, to)
    }
    if (url.pathname === '/callback') {
      const tokens = await client.authorizationCodeGrant(
        provider,
        url,
        begun.get(url.searchParams.get('state') ?? '') ?? {},
      )
      idToken = tokens.id_token ?? ''
      const claims = tokens.claims()
      if (claims === undefined) throw new Error('there is no ID token')
      const { name, preferred_username, email } = claims
      const who = `<h1>Hello ${name}</h1><p id="who">${preferred_username} ${email}</p>`
      return send(response, 200, `${who}<p><a href="/log-out">Log out</a></p>`)
    }
    if (url.pathname === '/log-out') {
      const { postLogoutRedirectUri: post_logout_redirect_uri } = uris
      return go(response, client.buildEndSessionUrl(provider, { id_token_hint: idToken, post_logout_redirect_uri }))
    }
    return send(response, 404, '<h1>Nothing here</h1>')
  }
}

const go = (response: ServerResponse, to: URL): void => void response.writeHead(302, { location: to.href }).end()

/** Says that it has no icon, which browsers would otherwise ask for. */
const send = (response: ServerResponse, status: number, body: string): void => {
  const head = '<!doctype html><html lang="en"><title>Notes</title><link rel="icon" href="data:,">'
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(`${head}<body>${body}`)
}
