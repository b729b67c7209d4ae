import { minutes } from '../../lib/clock.ts'
import type { Random } from '../../lib/random.ts'
import { keyedHash, sameSecret } from '../../lib/secret.ts'
import type { Limit } from '../../limits/limit.ts'
import type { World } from '../../storage/world.ts'

const digits = 6
const codes = 10 ** digits

/** Six digits, each code as likely as any other. */
export const newCode = (random: Random): string => {
  for (;;) {
    const drawn = Buffer.from(random.bytes(4)).readUInt32BE()
    // Above the largest multiple the smaller codes would be likelier.
    if (drawn < Math.floor(2 ** 32 / codes) * codes) return String(drawn % codes).padStart(digits, '0')
  }
}

/** A code as somebody typed it: in groups, or in the digits of their own script. Undefined when it is none. */
export const readCode = (typed: string): string | undefined => {
  const plain = typed.normalize('NFKC').replace(/[\s-]/g, '')
  return /^\d{6}$/.test(plain) ? plain : undefined
}

/** Under the sealing key: whoever reads the database could otherwise try all million of them. */
export const hashCode = ({ sealing }: Pick<World, 'sealing'>, nonce: string, code: string): string =>
  keyedHash(sealing.derive('mailed codes')[0], `${nonce}:${code}`)

export const isCode = (
  { sealing }: Pick<World, 'sealing'>,
  { nonce, codeHash }: { readonly nonce: string; readonly codeHash: string },
  typed: string,
): boolean => sealing.derive('mailed codes').some((key) => sameSecret(keyedHash(key, `${nonce}:${typed}`), codeHash))

/** Five guesses at one code, and five codes an hour: one in 40,000 for whoever tries all day from within a session. */
export const codeTries = (nonce: string): Limit => ({ key: `tries:code:${nonce}`, most: 5, window: minutes(30) })
