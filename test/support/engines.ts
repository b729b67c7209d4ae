import { join } from 'node:path'
import { after, describe } from 'node:test'
import { silentLog } from '../../src/lib/log.ts'
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

/** Opens an empty storage; each test has one of its own. */
export type OpenStorage = () => Promise<Storage>

/** Runs the same suite wherever records can be kept, memory included. What was opened is closed when the suite ends. */
export const onEveryEngine = async (name: string, suite: (open: OpenStorage) => void): Promise<void> => {
  describe(`${name}, in memory`, () => suite(async () => createMemoryStorage()))

  for (const { name: engine, skip, newPlace } of await engines()) {
    describe(`${name}, on ${engine}`, { skip }, () => {
      const opened: Storage[] = []
      after(() => Promise.all(opened.map((storage) => storage.close())))
      suite(async () => {
        const storage = await openStorage(await newPlace(), silentLog)
        opened.push(storage)
        return storage
      })
    })
  }
}
