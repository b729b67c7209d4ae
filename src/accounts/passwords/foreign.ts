import { pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import type { BcryptHash, Pbkdf2Hash } from './known-hash.ts'

const derive = promisify(pbkdf2)

/** On libuv's pool, as argon2 is. */
export const derivePbkdf2 = (hash: Pbkdf2Hash, password: string): Promise<Uint8Array> =>
  derive(password, hash.salt, hash.iterations, hash.tag.length, 'sha256')

/**
 * bcrypt is JavaScript here, seconds of it at a high cost, so it runs in a thread of its own. One for each check: an
 * imported password is checked this way once, and then hashed anew.
 */
export const checkBcrypt = (hash: BcryptHash, password: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./bcrypt-worker.ts', import.meta.url), {
      workerData: { hash: hash.text, password },
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 64 },
    })
    worker.once('message', (right: unknown) => resolve(right === true))
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the bcrypt worker ended without an answer')))
  })
