import { createHash } from 'node:crypto'
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import type { TryIt } from '../../applications/try-it.ts'
import { randomText } from '../../lib/ids.ts'
import type { Seen, SeenClaims } from '../../recipes/check.ts'
import type { WebWorld } from '../world.ts'

/** What is remembered between leaving for the sign-in and coming back. Sealed into a cookie of this browser. */
export interface Attempt {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export const newAttempt = ({ random }: Pick<WebWorld, 'random'>): Attempt => ({
  state: randomText(random, 22),
  nonce: randomText(random, 22),
  verifier: randomText(random, 64),
})

/** The authorization request of the built-in relying party: everything there is to ask for. */
export const requestUrl = (issuer: string, { application }: TryIt, attempt: Attempt): string =>
  `${issuer}/authorize?${new URLSearchParams({
    client_id: application.clientId,
    redirect_uri: String(application.redirectUris[0]),
    response_type: 'code',
    scope: 'openid profile email groups',
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: createHash('sha256').update(attempt.verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })}`

/** What came of it: what was given, or the error an application would have met. */
export type Exchanged =
  | { readonly ok: true; readonly seen: Seen; readonly idToken: string }
  | { readonly ok: false; readonly error: string; readonly description: string }

/**
 * Redeems the code and reads everything, by the same endpoints that applications use. The access token is revoked at once: it was
 * only ever to be looked at.
 */
export const exchange = async (
  world: WebWorld,
  issuer: string,
  { application, secret }: TryIt,
  attempt: Attempt,
  code: string,
): Promise<Exchanged> => {
  const authorization = `Basic ${Buffer.from(`${application.clientId}:${secret}`).toString('base64')}`
  const post = async (path: string, form: Record<string, string>): Promise<SeenClaims> =>
    read(
      await world.self(
        new Request(issuer + path, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', authorization },
          body: new URLSearchParams(form).toString(),
        }),
      ),
    )
  const get = async (path: string, headers: Record<string, string> = {}): Promise<SeenClaims> =>
    read(await world.self(new Request(issuer + path, { headers })))

  const token = await post('/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: String(application.redirectUris[0]),
    code_verifier: attempt.verifier,
  })
  if (typeof token['id_token'] !== 'string') {
    return { ok: false, error: String(token['error']), description: String(token['error_description']) }
  }
  const accessToken = String(token['access_token'])
  const userinfo = await get('/userinfo', { authorization: `Bearer ${accessToken}` })
  const [discovery, keys] = [await get('/.well-known/openid-configuration'), await get('/jwks')]
  await post('/revoke', { token: accessToken })
  try {
    const verified = await jwtVerify(token['id_token'], createLocalJWKSet(keys as unknown as JSONWebKeySet), {
      issuer,
      audience: application.clientId,
      currentDate: new Date(world.clock.now()),
    })
    const seen: Seen = {
      clientId: application.clientId,
      issuer,
      header: decodeProtectedHeader(token['id_token']),
      idToken: verified.payload,
      userinfo: 'error' in userinfo ? undefined : userinfo,
      token: { ...token, access_token: masked, id_token: masked },
      discovery,
      nonce: attempt.nonce,
      codeLength: code.length,
      now: world.clock.now(),
    }
    return { ok: true, seen, idToken: token['id_token'] }
  } catch (error) {
    return { ok: false, error: 'id_token', description: error instanceof Error ? error.message : 'unreadable' }
  }
}

const masked = '…'

const read = async (response: Response): Promise<SeenClaims> => {
  const text = await response.text()
  return text === '' ? {} : (JSON.parse(text) as SeenClaims)
}
