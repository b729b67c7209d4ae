import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe } from 'node:test'
import { silentLog } from '../../src/lib/log.ts'
import { createMemoryStorage } from '../../src/storage/memory/memory-storage.ts'
import { openStorage } from '../../src/storage/open-storage.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { findPostgres } from './postgres.ts'

/** Opens an empty storage; each test has one of its own. */
export type OpenStorage = () => Promise<Storage>

/** Runs the same suite wherever records can be kept. What was opened is closed when the suite ends. */
export const onEveryEngine = async (name: string, suite: (open: OpenStorage) => void): Promise<void> => {
  const postgres = await findPostgres()
  describe(`${name}, in memory`, () => suite(async () => createMemoryStorage()))

  describe(`${name}, on SQLite`, () => {
    let folder = ''
    let opened: Storage[] = []
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'portico-'))
    })
    after(async () => {
      await Promise.all(opened.map((storage) => storage.close()))
      opened = []
      await rm(folder, { recursive: true })
    })
    suite(async () => {
      const storage = await openStorage({ sqliteFile: join(folder, `${opened.length}.sqlite`) }, silentLog)
      opened.push(storage)
      return storage
    })
  })

  describe(`${name}, on PostgreSQL`, { skip: postgres.missing }, () => {
    const opened: Storage[] = []
    after(async () => {
      await Promise.all(opened.map((storage) => storage.close()))
    })
    suite(async () => {
      const storage = await openStorage({ postgresUrl: await postgres.createDatabase() }, silentLog)
      opened.push(storage)
      return storage
    })
  })
}
