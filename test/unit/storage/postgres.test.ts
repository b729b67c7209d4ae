import { storageConformance } from '../../../src/storage/conformance.ts'
import { openSubject } from '../../support/conformance.ts'
import { findPostgres } from '../../support/postgres.ts'

const postgres = await findPostgres()

storageConformance('PostgreSQL', async () => openSubject({ postgresUrl: await postgres.createDatabase() }), {
  skip: postgres.missing,
})
