import { argon2, timingSafeEqual } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import type { Random } from '../../lib/random.ts'
import { checkBcrypt, derivePbkdf2 } from './foreign.ts'
import { type Argon2Hash, type KnownHash, parseHash } from './known-hash.ts'
import { createQueue } from './queue.ts'

export { Busy } from './queue.ts'

export interface Hasher {
  /**
   * As a PHC string. Throws `Busy`. The password must have passed `judgePassword`: a longer one than may be is a
   * RangeError.
   */
  hash(password: string): Promise<string>
  /**
   * Whether it is the password. Without a hash, or with one that cannot be checked, the same work is done for nothing
   * and the answer is no: an account that is not there answers like one that is. `rehash` when it was right and is
   * kept in another way than it would be today. Throws `Busy`.
   */
  verify(hash: string | undefined, password: string): Promise<Verdict>
}

export interface Verdict {
  readonly ok: boolean
  readonly rehash: boolean
}

/** OWASP's least: 19 MiB, two passes, one lane. About 22 ms of one core. */
export const defaultCost: Cost = { memory: 19 * 1024, passes: 2 }

export interface Cost {
  /** KiB. */
  readonly memory: number
  readonly passes: number
}

/** Longest password in bytes. Nothing longer is hashed, whoever sends it. */
export const mostPasswordBytes = 1024

const saltLength = 16
const tagLength = 32
const derive = promisify(argon2)

/**
 * One form of every text (NIST SP 800-63B section 3.1.1.2), so that a password typed on another keyboard is the same.
 * NFC and not NFKC: it changes nothing that looks different.
 */
export const normalizePassword = (password: string): string => password.normalize('NFC')

export const fitsHasher = (password: string): boolean =>
  password.length <= mostPasswordBytes && Buffer.byteLength(normalizePassword(password)) <= mostPasswordBytes

/**
 * Hashes passwords off the main thread, a few at a time.
 *
 * Where: on libuv's pool, by node:crypto, and not in worker threads. Measured on two cores: with two hashes in flight
 * an RS256 signature on the same pool takes as long as on an idle machine (0.5 ms in the middle, 8 ms at worst), and
 * so beside two workers, which cost 80 MB more; with four in flight, as many as the pool has threads, signatures wait
 * 11 ms, with eight 54 ms. So never more than two of the pool's four threads: 85 hashes a second, and the others are
 * left to signatures and look-ups.
 */
export const createHasher = (options: {
  readonly random: Random
  readonly inFlight?: number
  readonly waiting?: number
  readonly cost?: Cost
}): Hasher => {
  const { random, inFlight = Math.min(availableParallelism(), 2), waiting = 100, cost = defaultCost } = options
  const queue = createQueue({ inFlight, waiting })
  const ours = { kind: 'argon2id', ...cost, lanes: 1 } as const
  const decoy: Argon2Hash = { ...ours, salt: random.bytes(saltLength), tag: new Uint8Array(tagLength) }

  const isOurs = (hash: KnownHash): boolean =>
    hash.kind === 'argon2id' &&
    hash.memory >= cost.memory &&
    hash.passes >= cost.passes &&
    hash.salt.length >= saltLength &&
    hash.tag.length >= tagLength

  return {
    async hash(password) {
      if (!fitsHasher(password)) throw new RangeError('too long for a password')
      const salt = random.bytes(saltLength)
      const blank = { ...ours, salt, tag: new Uint8Array(tagLength) }
      const tag = await queue.run(() => deriveArgon2(blank, normalizePassword(password)))
      return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=1$${unpadded(salt)}$${unpadded(tag)}`
    },
    async verify(hash, password) {
      // Known before anything is looked at, so it tells nothing about the account.
      if (!fitsHasher(password)) return { ok: false, rehash: false }
      const known = hash === undefined ? undefined : parseHash(hash)
      const right = await queue.run(() => check(known ?? decoy, normalizePassword(password)))
      const ok = right && known !== undefined
      return { ok, rehash: ok && !isOurs(known) }
    },
  }
}

const check = async (hash: KnownHash, password: string): Promise<boolean> => {
  switch (hash.kind) {
    case 'bcrypt':
      return checkBcrypt(hash, password)
    case 'pbkdf2':
      return timingSafeEqual(await derivePbkdf2(hash, password), hash.tag)
    default:
      return timingSafeEqual(await deriveArgon2(hash, password), hash.tag)
  }
}

const deriveArgon2 = (hash: Argon2Hash, password: string): Promise<Uint8Array> =>
  derive(hash.kind, {
    message: password,
    nonce: hash.salt,
    parallelism: hash.lanes,
    memory: hash.memory,
    passes: hash.passes,
    tagLength: hash.tag.length,
  })

const unpadded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '')
