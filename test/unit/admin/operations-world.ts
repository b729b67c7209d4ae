import { createHash } from 'node:crypto'
import type { Hasher } from '../../../src/accounts/passwords/hasher.ts'
import type { OperationsWorld } from '../../../src/admin/operations/world.ts'
import { createKeyring } from '../../../src/protocol/keys/keyring.ts'
import { createTestWorld, type TestWorld } from '../../support/world.ts'

/** What `testHasher` keeps of a password. */
export const testTag = (password: string): string =>
  createHash('sha256').update(password).digest('base64').replace(/=+$/, '')

/** As a real one to look at, and no work. */
const testHasher: Hasher = {
  hash: async (password) => `$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$${testTag(password)}`,
  verify: async () => ({ ok: false, rehash: false }),
}

export const createOperationsWorld = (overrides: Partial<TestWorld> = {}): OperationsWorld & TestWorld => {
  const world = createTestWorld(overrides)
  return { ...world, hasher: testHasher, keyring: createKeyring(world) }
}
