import { kinds } from '../../src/storage/fit.ts'
import type { Storage } from '../../src/storage/storage.ts'

/** Every record as one text, bytes as text too: to be searched for secrets that must not be there. */
export const dump = async (storage: Pick<Storage, 'list'>): Promise<string> => {
  const lines: string[] = []
  for (const kind of kinds) {
    for (const row of await storage.list(kind)) {
      const plain = (_: string, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value
      lines.push(`${kind} ${JSON.stringify(row, plain)}`)
    }
  }
  return lines.join('\n')
}
