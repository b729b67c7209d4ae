/** A stored password hash, taken apart. Ours, and what people bring along. */
export type KnownHash = Argon2Hash | BcryptHash | Pbkdf2Hash

export interface Argon2Hash {
  readonly kind: 'argon2id' | 'argon2i' | 'argon2d'
  /** KiB. */
  readonly memory: number
  readonly passes: number
  readonly lanes: number
  readonly salt: Uint8Array
  readonly tag: Uint8Array
}

export interface BcryptHash {
  readonly kind: 'bcrypt'
  readonly text: string
}

export interface Pbkdf2Hash {
  readonly kind: 'pbkdf2'
  readonly iterations: number
  readonly salt: string
  readonly tag: Uint8Array
}

/**
 * What checking one hash may cost. Hashes come in with an import, and each sign-in pays for what somebody else chose:
 * above these bounds one record would be enough to keep the machine busy.
 */
const most = { memory: 256 * 1024, work: 1024 * 1024, lanes: 16, bcryptCost: 14, iterations: 4_000_000 }

/** Undefined for what cannot be checked, or would cost too much. Never throws. */
export const parseHash = (text: string): KnownHash | undefined =>
  text.length > 512 ? undefined : (parseArgon2(text) ?? parseBcrypt(text) ?? parsePbkdf2(text))

/** Whether an account with this hash could sign in: to be asked before it is stored. */
export const isKnownHash = (text: string): boolean => parseHash(text) !== undefined

/** PHC string format; version 1.3 (RFC 9106), the only one that is still made. Django writes `argon2` before it. */
const argon2Shape =
  /^(?:argon2)?\$(argon2id|argon2i|argon2d)\$v=19\$m=([0-9]{1,7}),t=([0-9]{1,4}),p=([0-9]{1,3})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

const parseArgon2 = (text: string): Argon2Hash | undefined => {
  const [, kind, m, t, p, salt, tag] = argon2Shape.exec(text) ?? []
  if (salt === undefined || tag === undefined) return undefined
  if (kind !== 'argon2id' && kind !== 'argon2i' && kind !== 'argon2d') return undefined
  const hash = {
    kind,
    memory: Number(m),
    passes: Number(t),
    lanes: Number(p),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  } as const
  const sound =
    hash.passes >= 1 &&
    hash.lanes >= 1 &&
    hash.memory >= 8 * hash.lanes &&
    hash.salt.length >= 8 &&
    hash.tag.length >= 16 &&
    hash.tag.length <= 128
  const cheap =
    hash.memory <= most.memory &&
    hash.memory * hash.passes <= most.work &&
    hash.lanes <= most.lanes &&
    hash.passes <= 64
  return sound && cheap ? hash : undefined
}

const parseBcrypt = (text: string): BcryptHash | undefined => {
  const cost = Number(/^\$2[aby]\$([0-9]{2})\$[./A-Za-z0-9]{53}$/.exec(text)?.[1])
  return cost >= 4 && cost <= most.bcryptCost ? { kind: 'bcrypt', text } : undefined
}

/** As Django stores it: `pbkdf2_sha256$<iterations>$<salt>$<base64>`. */
const parsePbkdf2 = (text: string): Pbkdf2Hash | undefined => {
  const [, count, salt, tag] = /^pbkdf2_sha256\$([0-9]{1,8})\$([^$\s]{1,128})\$([A-Za-z0-9+/]{43}=)$/.exec(text) ?? []
  if (salt === undefined || tag === undefined) return undefined
  const iterations = Number(count)
  if (iterations < 1 || iterations > most.iterations) return undefined
  return { kind: 'pbkdf2', iterations, salt, tag: Buffer.from(tag, 'base64') }
}
