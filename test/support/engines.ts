import { join } from 'node:path'
import { after, afterEach, describe } from 'node:test'
import { silentLog } from '../../src/lib/log.ts'
import { kinds } from '../../src/storage/fit.ts'
import { createMemoryStorage } from '../../src/storage/memory/memory-storage.ts'
import { openStorage, type StorageAddress } from '../../src/storage/open-storage.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { temporaryFolder } from './folder.ts'
import { findPostgres } from './postgres.ts'

/** Both engines, for tests that hold on each: `describe(name, { skip }, ...)`, with a new, empty place per call. */
export const engines = async (): Promise<
  readonly { readonly name: string; readonly skip: string | false; newPlace(): Promise<StorageAddress> }[]
> => {
  const postgres = await findPostgres()
  return [
    {
      name: 'SQLite',
      skip: false,
      newPlace: async () => ({ sqliteFile: join(temporaryFolder(), 'data', 'portico.db') }),
    },
    {
      name: 'PostgreSQL',
      skip: postgres.missing,
      newPlace: async () => ({ postgresUrl: await postgres.createDatabase() }),
    },
  ]
}

/** An empty storage, for the test that asks for it. */
export type OpenStorage = () => Promise<Storage>

/**
 * Runs the same suite wherever records can be kept, memory included. Making a database takes longer than most tests do, so a suite
 * empties and uses again what its earlier tests have done with.
 */
export const onEveryEngine = async (name: string, suite: (open: OpenStorage) => void): Promise<void> => {
  describe(`${name}, in memory`, () => suite(async () => createMemoryStorage()))

  for (const { name: engine, skip, newPlace } of await engines()) {
    describe(`${name}, on ${engine}`, { skip }, () => {
      const opened: Storage[] = []
      let inUse = 0
      afterEach(() => {
        inUse = 0
      })
      after(() => Promise.all(opened.map((storage) => storage.close())))
      suite(async () => {
        const next = inUse++
        const storage = opened[next] ?? (await openStorage(await newPlace(), silentLog))
        opened[next] = storage
        for (const kind of kinds) await storage.removeWhere(kind, {})
        return storage
      })
    })
  }
}
