import { type CryptoKey, importJWK, type JWK } from 'jose'
import type { SigningAlgorithm } from '../../applications/application.ts'
import { event } from '../../events/event.ts'
import { hours, seconds, type Time } from '../../lib/clock.ts'
import type { Row } from '../../storage/records.ts'
import { adding, setting, Taken } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { type SigningKey, signingKeyOf } from './sign.ts'
import { newSigningKey, openSigningKey } from './signing-key.ts'

/** How long relying parties may go on using the key set they fetched. Nextcloud keeps it for an hour. */
export const keySetLifetime: Time = hours(1)
/** No token lives longer than this after it was signed. */
const longestToken: Time = hours(24)
/** How soon another node's new key is seen here. Well within `keySetLifetime`, so no key signs before every node publishes it. */
const reloadEvery: Time = seconds(30)

/** The installation's signing keys. Each goes from published, to signing, to published only, to gone. */
export interface Keyring {
  /** The key that signs now with this algorithm; made when there is none yet. */
  signing(algorithm: SigningAlgorithm): Promise<SigningKey>
  /** The JSON Web Key Set: what signs, is about to, and signed tokens that may still be about. Public members only. */
  published(): Promise<{ readonly keys: readonly JWK[] }>
  /** The key a token says it was signed with, if it is ours and still published. Never from the token itself. */
  verifying(
    kid: string,
  ): Promise<{ readonly algorithm: SigningAlgorithm; readonly key: CryptoKey | Uint8Array } | undefined>
  /** Publishes a successor that signs once every relying party can know it, and retires the key of today then. */
  rotate(algorithm: SigningAlgorithm): Promise<Row<'signingKeys'>>
}

export const createKeyring = (world: World): Keyring => {
  let loaded: Promise<readonly Row<'signingKeys'>[]> | undefined
  let loadedAt = 0
  const opened = new Map<string, Promise<SigningKey>>()
  const publicKeys = new Map<string, Promise<CryptoKey | Uint8Array>>()
  const making = new Map<SigningAlgorithm, Promise<void>>()

  const load = (fresh: boolean): Promise<readonly Row<'signingKeys'>[]> => {
    const now = world.clock.now()
    if (loaded === undefined || fresh || now - loadedAt > reloadEvery || now < loadedAt) {
      loadedAt = now
      loaded = world.storage.list('signingKeys', { orderBy: 'signsFrom', descending: true })
      // A failure to read is not remembered.
      loaded.catch(() => (loaded = undefined))
    }
    return loaded
  }
  const current = async (): Promise<readonly Row<'signingKeys'>[]> => {
    const now = world.clock.now()
    return (await load(false)).filter((row) => row.removedAt === undefined || row.removedAt > now)
  }
  const signingRow = async (algorithm: SigningAlgorithm): Promise<Row<'signingKeys'> | undefined> => {
    const now = world.clock.now()
    return (await current()).find((row) => row.algorithm === algorithm && row.signsFrom <= now)
  }

  /** The first key of an algorithm: of two nodes that need it at once, one makes it (the setting is taken once). */
  const makeFirst = async (algorithm: SigningAlgorithm): Promise<void> => {
    const row = await newSigningKey(world, algorithm, world.clock.now())
    try {
      await world.storage.atomically([
        adding('settings', { id: `first-signing-key:${algorithm}`, value: row.id }),
        adding('signingKeys', row),
        event(world, 'key.created', { data: { kid: row.id, algorithm } }),
      ])
    } catch (error) {
      if (!(error instanceof Taken)) throw error
    }
    await load(true)
  }

  const keyOf = (row: Row<'signingKeys'>): Promise<SigningKey> => {
    const held = opened.get(row.id)
    if (held !== undefined) return held
    const key = openSigningKey(world, row).then((key) => signingKeyOf(row.id, row.algorithm, key))
    opened.set(row.id, key)
    key.catch(() => opened.delete(row.id))
    return key
  }

  /** What signs with this algorithm now. The first key is made by whoever needs it, and by nobody if there ever was one. */
  const ready = async (algorithm: SigningAlgorithm): Promise<Row<'signingKeys'> | undefined> => {
    const row = await signingRow(algorithm)
    if (row !== undefined) return row
    const made = making.get(algorithm) ?? makeFirst(algorithm).finally(() => making.delete(algorithm))
    making.set(algorithm, made)
    await made
    return signingRow(algorithm)
  }

  return {
    async signing(algorithm) {
      const row = await ready(algorithm)
      if (row === undefined) throw new Error(`there is no ${algorithm} signing key, and there was one before`)
      return keyOf(row)
    },

    async published() {
      // Relying parties keep what they are given here for an hour: an empty set would fail the first sign-ins.
      await ready('RS256')
      return { keys: (await current()).map((row) => row.publicJwk) }
    },

    async verifying(kid) {
      const row = (await current()).find((row) => row.id === kid)
      if (row === undefined) return undefined
      const key = publicKeys.get(kid) ?? importJWK(row.publicJwk, row.algorithm)
      publicKeys.set(kid, key)
      return { algorithm: row.algorithm, key: await key }
    },

    async rotate(algorithm) {
      const now = world.clock.now()
      const signsFrom = now + keySetLifetime + reloadEvery
      const next = await newSigningKey(world, algorithm, signsFrom)
      const present = (await load(true)).filter((row) => row.algorithm === algorithm && row.retiresAt === undefined)
      await world.storage.atomically([
        adding('signingKeys', next),
        ...present.map((row) =>
          setting('signingKeys', row.id, {
            retiresAt: signsFrom,
            removedAt: signsFrom + longestToken + keySetLifetime,
          }),
        ),
        event(world, 'key.rotated', { data: { kid: next.id, algorithm, signsFrom } }),
      ])
      await load(true)
      return next
    },
  }
}
