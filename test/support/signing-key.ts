import { newSigningKey } from '../../src/protocol/keys/signing-key.ts'
import type { Row } from '../../src/storage/records.ts'
import { adding, Taken } from '../../src/storage/storage.ts'
import { createTestWorld, type TestWorld } from './world.ts'

let made: Promise<Row<'signingKeys'>> | undefined

/** One RS256 key for all the tests of a process, sealed as every test's is: making one takes longer than most tests do. */
export const keepSigningKey = async ({ storage }: Pick<TestWorld, 'storage'>): Promise<void> => {
  made ??= newSigningKey(createTestWorld(), 'RS256', 0)
  const row = await made
  try {
    await storage.atomically([
      adding('settings', { id: 'first-signing-key:RS256', value: row.id }),
      adding('signingKeys', row),
    ])
  } catch (error) {
    if (!(error instanceof Taken)) throw error
  }
}
