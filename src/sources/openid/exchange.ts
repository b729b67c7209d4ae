import type { JWK, JWTPayload, JWTVerifyGetKey } from 'jose'
import { type JsonObject, readJsonObject, textOf } from '../../net/json.ts'
import type { SourceWorld } from '../source.ts'
import type { OpenidMemo } from './memo.ts'
import { asymmetric } from './metadata.ts'
import type { Provider } from './open-provider.ts'
import { providerFetch } from './provider-fetch.ts'
import type { OpenidSettings } from './settings.ts'

export interface Tokens {
  readonly accessToken: string
  readonly idToken?: string | undefined
  readonly refreshToken?: string | undefined
  /** Of the ID token, which has been verified. */
  readonly claims: JsonObject
}

export interface Exchanging {
  readonly settings: OpenidSettings
  readonly provider: Provider
  readonly memo: OpenidMemo
  /** The address that the browser came to, with what it brought. */
  readonly callback: URL
}

/** A code for tokens, verified as OpenID Connect Core section 3.1.3.7 has it, signature included. Throws what openid-client throws. */
export const exchange = async ({ settings, provider, memo, callback }: Exchanging): Promise<Tokens> => {
  const { client, configuration } = provider
  const openid = settings.protocol === 'openid'
  const tokens = await client.authorizationCodeGrant(configuration, callback, {
    expectedState: client.skipStateCheck,
    idTokenExpected: openid,
    ...(memo.verifier === undefined ? {} : { pkceCodeVerifier: memo.verifier }),
    ...(memo.nonce === undefined || !openid ? {} : { expectedNonce: memo.nonce }),
  })
  const claims: JsonObject = { ...tokens.claims() }
  // Whoever asked for it is named, and has to be us, also where we are all of its audience (step 5).
  if (claims['azp'] !== undefined && claims['azp'] !== settings.clientId) throw new UnverifiedFailed('azp')
  return { accessToken: tokens.access_token, idToken: tokens.id_token, refreshToken: tokens.refresh_token, claims }
}

/** It has no audience, expiry or issuer that is looked at: `skipVerification`. What it has is a signature of the provider's, and our nonce. */
export const exchangeUnverified = async (
  world: SourceWorld,
  { settings, provider, memo, callback }: Exchanging,
): Promise<Tokens> => {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: callback.origin + callback.pathname,
    ...(memo.verifier === undefined ? {} : { code_verifier: memo.verifier }),
  })
  const { auth, metadata } = provider
  const headers = new Headers({ accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' })
  await auth(metadata, { client_id: settings.clientId }, body, headers)
  const fetch = providerFetch(world, settings)
  const answer = await fetch(metadata.token_endpoint ?? '', {
    method: 'POST',
    headers: Object.fromEntries(headers),
    body,
    redirect: 'manual',
  })
  const said = readJsonObject(new Uint8Array(await answer.arrayBuffer())) ?? {}
  const idToken = textOf(said['id_token'])
  const accessToken = textOf(said['access_token'])
  if (answer.status !== 200 || idToken === undefined || accessToken === undefined)
    throw new UnverifiedFailed(textOf(said['error']) ?? 'no token')
  if (idToken.split('.').length === 5) throw new UnverifiedFailed('encrypted')
  const algorithms = metadata.id_token_signing_alg_values_supported ?? asymmetric
  const claims = await signed(await keysOf(world, settings, metadata.jwks_uri ?? ''), idToken, algorithms)
  if (memo.nonce !== undefined && claims['nonce'] !== memo.nonce) throw new UnverifiedFailed('nonce')
  return { accessToken, idToken, claims: { ...claims } }
}

export class UnverifiedFailed extends Error {
  constructor(detail: string) {
    super(detail)
    this.name = 'UnverifiedFailed'
  }
}

/** The provider's keys, asked for anew each time: by a source whose tokens openid-client does not verify, and by whoever looks at a provider. */
export const keysOf = async (
  world: Pick<SourceWorld, 'fetch' | 'base'>,
  settings: OpenidSettings,
  jwksUri: string,
): Promise<JWTVerifyGetKey> => {
  const { createLocalJWKSet } = await import('jose')
  return createLocalJWKSet({ keys: [...(await publishedKeys(world, settings, jwksUri))] })
}

/** None, where it says anything else. */
export const publishedKeys = async (
  world: Pick<SourceWorld, 'fetch' | 'base'>,
  settings: OpenidSettings,
  jwksUri: string,
): Promise<readonly JWK[]> => {
  const answer = await providerFetch(world, settings)(jwksUri, {
    method: 'GET',
    headers: { accept: 'application/json' },
    body: undefined,
    redirect: 'manual',
  })
  const said = readJsonObject(new Uint8Array(await answer.arrayBuffer()))
  return Array.isArray(said?.['keys']) ? said['keys'].slice(0, 100) : []
}

const signed = async (keys: JWTVerifyGetKey, token: string, algorithms: readonly string[]): Promise<JWTPayload> => {
  const { compactVerify } = await import('jose')
  const { payload } = await compactVerify(token, keys, { algorithms: [...algorithms] })
  const claims = readJsonObject(payload)
  if (claims === undefined) throw new UnverifiedFailed('no claims')
  return claims
}
