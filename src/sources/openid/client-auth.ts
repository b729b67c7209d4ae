import type { ClientAuth } from 'openid-client'
import type { OpenidSettings } from './settings.ts'

type OpenidClient = typeof import('openid-client')

/** How we prove to the provider who we are. Undefined when what is kept for that is nothing of the kind. */
export const clientAuthOf = async (
  client: OpenidClient,
  { clientAuth }: Pick<OpenidSettings, 'clientAuth'>,
  secret: string | undefined,
): Promise<ClientAuth | undefined> => {
  if (clientAuth === 'none') return client.None()
  if (secret === undefined) return undefined
  switch (clientAuth) {
    case 'basic':
      return basic(secret)
    case 'post':
      return client.ClientSecretPost(secret)
    case 'private_key_jwt': {
      const key = await readPrivateKey(secret)
      return key === undefined ? undefined : client.PrivateKeyJwt(key)
    }
  }
}

/**
 * RFC 6749 section 2.3.1, with what a form leaves alone left alone: openid-client encodes hyphens, dots and underscores too, and providers that
 * decode nothing, of which there are many, then know no client of that name.
 */
const basic =
  (secret: string): ClientAuth =>
  (_provider, { client_id }, _body, headers) => {
    const pair = [client_id, secret].map((text) => new URLSearchParams({ '': text }).toString().slice(1)).join(':')
    headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`)
  }

/** A private key as PEM (PKCS #8) or as a JWK; undefined for anything else. */
export const readPrivateKey = async (
  text: string,
): Promise<{ readonly key: CryptoKey; readonly kid?: string } | undefined> => {
  const { importJWK, importPKCS8 } = await import('jose')
  try {
    if (!text.trimStart().startsWith('{')) return await firstThatFits((alg) => importPKCS8(text, alg))
    const jwk: { readonly alg?: string; readonly kid?: string } = JSON.parse(text)
    const algorithms = jwk.alg === undefined ? keyAlgorithms : [jwk.alg]
    const read = await firstThatFits(async (alg) => {
      const key = await importJWK({ ...jwk }, alg)
      if (key instanceof Uint8Array || key.type !== 'private') throw new TypeError('no private key')
      return key
    }, algorithms)
    return read === undefined || jwk.kid === undefined ? read : { ...read, kid: jwk.kid }
  } catch {
    return undefined
  }
}

const keyAlgorithms = ['RS256', 'ES256', 'EdDSA', 'ES384', 'ES512']

/** A key says what it is good for only by fitting. */
const firstThatFits = async (
  read: (alg: string) => Promise<CryptoKey>,
  algorithms: readonly string[] = keyAlgorithms,
): Promise<{ readonly key: CryptoKey } | undefined> => {
  for (const alg of algorithms) {
    try {
      return { key: await read(alg) }
    } catch {
      // Another kind of key.
    }
  }
  return undefined
}
