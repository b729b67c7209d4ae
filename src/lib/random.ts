import { randomFillSync } from 'node:crypto'

/** Where unpredictability comes from. Tests hand in a seeded one; the program only ever uses the system's. */
export interface Random {
  bytes(length: number): Uint8Array
}

/** Fails, rather than degrades, when the system cannot give randomness. */
export const systemRandom: Random = { bytes: (length) => randomFillSync(new Uint8Array(length)) }
