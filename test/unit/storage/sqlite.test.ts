import { join } from 'node:path'
import { storageConformance } from '../../../src/storage/conformance.ts'
import { openSubject } from '../../support/conformance.ts'
import { temporaryFolder } from '../../support/folder.ts'

storageConformance('SQLite', () => openSubject({ sqliteFile: join(temporaryFolder(), 'data', 'portico.db') }))
