import { silentLog } from '../../src/lib/log.ts'
import type { Subject } from '../../src/storage/conformance/subject.ts'
import { kinds } from '../../src/storage/fit.ts'
import { openEngine, openStorage, type StorageAddress } from '../../src/storage/open-storage.ts'
import { snake } from '../../src/storage/sql/columns.ts'
import { describeSchema } from '../../src/storage/sql/describe.ts'
import { asking, type Engine } from '../../src/storage/sql/engine.ts'

/** A database, as the conformance suite wants it. */
export const openSubject = async (address: StorageAddress): Promise<Subject> => {
  const storage = await openStorage(address, silentLog)
  const engine = await openEngine(address, silentLog)
  return {
    storage,
    another: () => openStorage(address, silentLog),
    schema: () => describeSchema(engine),
    dump: () => dumpEngine(engine),
    close: async () => {
      await storage.close()
      await engine.close()
    },
  }
}

/** Every row as the engine keeps it, bytes as text. */
const dumpEngine = async (engine: Engine): Promise<string> => {
  const lines: string[] = []
  for (const kind of kinds) {
    const { rows } = await engine.read(asking(`select * from "${snake(kind)}"`, [], true))
    for (const row of rows) {
      const texts = row.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value))
      lines.push([kind, ...texts].join(' '))
    }
  }
  return lines.join('\n')
}
