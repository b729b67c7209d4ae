import { storageConformance } from '../../../src/storage/conformance.ts'
import { createMemoryStorage } from '../../../src/storage/memory/memory-storage.ts'
import { dump } from '../../support/dump.ts'

storageConformance(
  'memory',
  async () => {
    const storage = createMemoryStorage()
    return { storage, dump: () => dump(storage), close: () => storage.close() }
  },
  {
    differences: {
      'outlives the program': 'it is for tests and for trying things out',
      'is shared by several nodes': 'there is one process',
      'has the tables of records.ts': 'it reads records.ts itself',
    },
  },
)
