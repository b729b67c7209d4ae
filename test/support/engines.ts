import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '../../src/lib/log.ts'
import { createMemoryStorage } from '../../src/storage/memory/memory-storage.ts'
import { openStorage } from '../../src/storage/open-storage.ts'
import type { Storage } from '../../src/storage/storage.ts'

interface Opened {
  readonly storage: Storage
  close(): Promise<void>
}

/** Where records can be kept. PostgreSQL joins in `test/app/postgres.test.ts`, on a server of its own. */
export const engines: Readonly<Record<string, () => Promise<Opened>>> = {
  async memory() {
    const storage = createMemoryStorage()
    return { storage, close: () => storage.close() }
  },
  async sqlite() {
    const folder = await mkdtemp(join(tmpdir(), 'portico-'))
    const storage = await openStorage({ sqliteFile: join(folder, 'portico.sqlite') }, silentLog)
    return {
      storage,
      async close() {
        await storage.close()
        await rm(folder, { recursive: true })
      },
    }
  },
}
