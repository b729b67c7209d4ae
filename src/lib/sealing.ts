import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import type { Random } from './random.ts'

/**
 * What must be readable again (signing keys, other people's client secrets) is sealed with AES-256-GCM.
 * The first key seals; every key opens, so that a key can be replaced while old seals are still about.
 */
export interface Sealing {
  /** `context` (table and record) is authenticated: a sealed value moved to another record does not open. */
  seal(plain: string, context: string): Uint8Array
  /** Throws `SealBroken` when no key opens it: damaged, moved, or sealed by an installation with another key. */
  open(sealed: Uint8Array, context: string): string
  /** The same, sealed by the first key; undefined when that one opens it already. Throws as `open` does. */
  renew(sealed: Uint8Array, context: string): Uint8Array | undefined
  /** What tells the keys apart, in their order, and nothing of them. */
  readonly marks: readonly [string, ...string[]]
  /** Keys for one purpose, in the order of the sealing keys: make with the first, check against all. */
  derive(purpose: string): readonly [Uint8Array, ...Uint8Array[]]
}

export class SealBroken extends Error {
  constructor() {
    super('the sealing key does not open what is sealed')
    this.name = 'SealBroken'
  }
}

const version = 1
const nonceLength = 12
const tagLength = 16

const subkey = (key: Uint8Array, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), `portico ${purpose}`, 32))

/** `keys` are 32 random bytes each, at least one, the active one first. */
export const createSealing = (keys: readonly Uint8Array[], random: Random): Sealing => {
  const [active] = keys
  if (active === undefined || keys.some((key) => key.length < 32)) throw new Error('a sealing key has 32 bytes')
  const derived = new Map<string, readonly [Uint8Array, ...Uint8Array[]]>()
  const derive = (purpose: string) => {
    const held = derived.get(purpose)
    if (held !== undefined) return held
    const made: [Uint8Array, ...Uint8Array[]] = [
      subkey(active, purpose),
      ...keys.slice(1).map((key) => subkey(key, purpose)),
    ]
    derived.set(purpose, made)
    return made
  }
  const sealingKeys = derive('seal')

  const markOf = (key: Uint8Array): string => Buffer.from(key.subarray(0, 9)).toString('base64url')
  const [activeMark, ...otherMarks] = derive('mark')

  const seal = (plain: string, context: string): Uint8Array => {
    const nonce = random.bytes(nonceLength)
    const cipher = createCipheriv('aes-256-gcm', sealingKeys[0], nonce).setAAD(Buffer.from(context))
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
    return new Uint8Array(Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body]))
  }
  /** What is sealed, and the place of the key that opens it. */
  const openBy = (sealed: Uint8Array, context: string): readonly [plain: string, at: number] => {
    if (sealed[0] !== version) throw new SealBroken()
    const nonce = sealed.subarray(1, 1 + nonceLength)
    const tag = sealed.subarray(1 + nonceLength, 1 + nonceLength + tagLength)
    const body = sealed.subarray(1 + nonceLength + tagLength)
    for (const [at, key] of sealingKeys.entries()) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context)).setAuthTag(tag)
        return [decipher.update(body, undefined, 'utf8') + decipher.final('utf8'), at]
      } catch {
        // Another key may open it.
      }
    }
    throw new SealBroken()
  }

  return {
    seal,
    open: (sealed, context) => openBy(sealed, context)[0],
    renew(sealed, context) {
      const [plain, at] = openBy(sealed, context)
      return at === 0 ? undefined : seal(plain, context)
    },
    marks: [markOf(activeMark), ...otherMarks.map(markOf)],
    derive,
  }
}

/** What is sealed and kept as text, sealed anew. */
export const renewText = (
  sealing: Sealing,
  text: string,
  encoding: 'base64' | 'base64url',
  context: string,
): string | undefined => {
  const renewed = sealing.renew(Buffer.from(text, encoding), context)
  return renewed && Buffer.from(renewed).toString(encoding)
}
