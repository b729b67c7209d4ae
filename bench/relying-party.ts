import { createHash } from 'node:crypto'
import type { LoadClient, Reply } from './load.ts'

/** Where a provider answers, from its own discovery document. */
export interface Endpoints {
  readonly authorize: string
  readonly token: string
  readonly userinfo: string
  readonly discovery: string
}

export const client = {
  id: 'bench',
  secret: 'benchSecretBenchSecretBenchSecret',
  redirectUri: 'https://app.example.org/callback',
  scope: 'openid profile email',
} as const

/** Tells the peer, which hears of offline_access only together with a consent, that a refresh token is wanted. */
export const refreshNonce = 'refresh'

const verifier = 'a-verifier-that-is-long-enough-for-rfc-7636-0123'
const challenge = createHash('sha256').update(verifier).digest('base64url')
const authorization = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`
const formType = 'application/x-www-form-urlencoded'

export const findEndpoints = async (load: LoadClient): Promise<Endpoints> => {
  const discovery = '/.well-known/openid-configuration'
  const document = JSON.parse((await load.send('GET', discovery)).text)
  const pathOf = (url: string): string => new URL(url).pathname
  return {
    authorize: pathOf(document.authorization_endpoint),
    token: pathOf(document.token_endpoint),
    userinfo: pathOf(document.userinfo_endpoint),
    discovery,
  }
}

export const authorizePath = (endpoints: Endpoints, scope: string = client.scope): string =>
  `${endpoints.authorize}?${new URLSearchParams({
    client_id: client.id,
    redirect_uri: client.redirectUri,
    response_type: 'code',
    scope,
    state: 'af0ifjsldkj',
    nonce: scope.includes('offline_access') ? refreshNonce : 'n-0S6_WzA2Mj',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  })}`

export const codeIn = (reply: Reply): string => {
  const code = new URL(String(reply.headers['location'])).searchParams.get('code')
  if (code === null) throw new Error(`no code: ${reply.status} ${reply.headers['location']}`)
  return code
}

export const redeem = async (load: LoadClient, endpoints: Endpoints, code: string) => {
  const reply = await load.send('POST', endpoints.token, {
    headers: { 'content-type': formType, authorization },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: client.redirectUri,
      code_verifier: verifier,
    }).toString(),
  })
  if (reply.status !== 200) throw new Error(`no tokens: ${reply.status} ${reply.text}`)
  return JSON.parse(reply.text)
}

export const refresh = async (load: LoadClient, endpoints: Endpoints, token: string): Promise<string> => {
  const reply = await load.send('POST', endpoints.token, {
    headers: { 'content-type': formType, authorization },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token }).toString(),
  })
  if (reply.status !== 200) throw new Error(`not refreshed: ${reply.status} ${reply.text}`)
  return JSON.parse(reply.text).refresh_token
}

/** authorize -> code -> token -> userinfo, for somebody who is signed in. */
export const wholeSignIn = async (load: LoadClient, endpoints: Endpoints, cookie: string): Promise<void> => {
  const authorized = await load.send('GET', authorizePath(endpoints), { headers: { cookie } })
  const tokens = await redeem(load, endpoints, codeIn(authorized))
  const userinfo = await load.send('GET', endpoints.userinfo, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  })
  if (userinfo.status !== 200) throw new Error(`no userinfo: ${userinfo.status}`)
}
