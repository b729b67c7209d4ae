import { randomFillSync } from 'node:crypto'

/** Where unpredictability comes from. Tests hand in a seeded one; the program only ever uses the system's. */
export interface Random {
  bytes(length: number): Uint8Array
}

const poolSize = 4096
let pool = new Uint8Array(0)
let drawn = 0

/**
 * Fails, rather than degrades, when the system cannot give randomness. Draws 4 KiB at a time, which costs hardly more than drawing
 * 40 bytes, and wipes what it has given away.
 */
export const systemRandom: Random = {
  bytes(length) {
    if (length > poolSize) return randomFillSync(new Uint8Array(length))
    if (drawn + length > pool.length) {
      pool = randomFillSync(new Uint8Array(poolSize))
      drawn = 0
    }
    const bytes = pool.slice(drawn, drawn + length)
    pool.fill(0, drawn, drawn + length)
    drawn += length
    return bytes
  },
}
