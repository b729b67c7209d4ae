import { join } from 'node:path'
import type { StorageAddress } from '../../../src/storage/open-storage.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { findPostgres } from '../../support/postgres.ts'

export interface Place {
  readonly name: string
  readonly skip: string | false
  /** A new, empty place for each call. */
  newPlace(): Promise<StorageAddress>
}

/** Where a database can be, for tests that hold on each engine: `describe(name, { skip }, ...)`. */
export const places = async (): Promise<readonly Place[]> => {
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
