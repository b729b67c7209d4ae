import { randomText } from '../../lib/ids.ts'
import { hashSecret, keyedHash, secretPrefixes } from '../../lib/secret.ts'
import type { ProtocolWorld } from '../world.ts'

/** A refresh token: its family, so that an old one is recognised however old, and a secret of its own. */
export interface RefreshToken {
  readonly text: string
  readonly chainId: string
}

export const firstRefreshToken = (world: Pick<ProtocolWorld, 'random'>, chainId: string): RefreshToken =>
  build(chainId, randomText(world.random, 43))

/**
 * The successor of a token follows from the token and the installation's key. So whoever asks again with the same token, because
 * the answer was lost or two of its threads refreshed at once, is given the same successor, and nothing readable is stored.
 */
export const successorOf = (world: Pick<ProtocolWorld, 'sealing'>, token: RefreshToken): RefreshToken =>
  build(token.chainId, keyedHash(world.sealing.derive('refresh tokens')[0], token.text))

export const parseRefreshToken = (text: string): RefreshToken | undefined => {
  const [, chainId] = /^prt_([A-Za-z0-9_-]{43})\.[A-Za-z0-9_-]{43}$/.exec(text) ?? []
  return chainId === undefined ? undefined : { text, chainId }
}

export const hashOf = (token: RefreshToken): string => hashSecret(token.text)

const build = (chainId: string, secret: string): RefreshToken => ({
  text: `${secretPrefixes.refreshToken}${chainId}.${secret}`,
  chainId,
})
