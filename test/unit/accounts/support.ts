import assert from 'node:assert/strict'
import type { Account } from '../../../src/accounts/account.ts'
import { createAccount, type NewAccount } from '../../../src/accounts/create.ts'
import { createHasher } from '../../../src/accounts/passwords/hasher.ts'
import type { PasswordRules } from '../../../src/accounts/passwords/rules.ts'
import { findPerson, type Person, startSession } from '../../../src/accounts/sessions/sessions.ts'
import { hashSecret } from '../../../src/lib/secret.ts'
import type { Kind, Row } from '../../../src/storage/records.ts'
import { adding, type Change, type Storage } from '../../../src/storage/storage.ts'
import { createTestWorld, type TestWorld } from '../../support/world.ts'

/** As strong as tests need: what is hashed is what counts here, not what it costs. */
export const cheap = { memory: 64, passes: 1 }

export const goodPassword = 'correct horse battery staple'
export const otherPassword = 'a lighthouse in the fog'

export const createPasswordWorld = (options: { passwordRules?: PasswordRules; storage?: Storage } = {}) => {
  const { storage, ...rules } = options
  const world = createTestWorld(storage === undefined ? {} : { storage })
  return { ...world, hasher: createHasher({ random: world.random, cost: cheap }), ...rules }
}

export const newAccount = async (world: TestWorld, input: Partial<NewAccount> = {}): Promise<Account> => {
  const made = await createAccount(world, { username: 'alice', ...input })
  assert.ok(made.ok, JSON.stringify(made))
  return made.account
}

export const newAccountWithPassword = async (
  world: ReturnType<typeof createPasswordWorld>,
  input: Partial<NewAccount> = {},
): Promise<Account> => newAccount(world, { passwordHash: await world.hasher.hash(goodPassword), ...input })

export const signedIn = async (world: TestWorld, account: Account): Promise<{ secret: string; person: Person }> => {
  const started = await startSession(world, { account, amr: ['pwd'] })
  assert.ok(started !== undefined)
  const person = await findPerson(world, started.secret)
  assert.ok(person !== undefined)
  return { secret: started.secret, person }
}

/** Everything an application may hold of an account. */
export const tokensOf = (accountId: string, sessionId = 'session'): readonly Change[] => {
  const common = { applicationId: 'app', accountId, sessionId, expiresAt: Number.MAX_SAFE_INTEGER }
  return [
    adding('codes', { ...common, id: `code-${accountId}`, request: {} }),
    adding('accessTokens', { ...common, id: `at-${accountId}`, chainId: 'chain', scopes: [], createdAt: 0 }),
    adding('refreshTokens', {
      ...common,
      id: `rt-${accountId}`,
      scopes: [],
      signIn: {},
      current: hashSecret('now'),
      rotatedAt: 0,
      createdAt: 0,
      endsAt: Number.MAX_SAFE_INTEGER,
    }),
  ]
}

export const left = async (world: TestWorld, accountId: string): Promise<Record<string, number>> => {
  const { storage } = world
  return {
    sessions: await storage.count('sessions', { accountId }),
    codes: await storage.count('codes', { accountId }),
    accessTokens: await storage.count('accessTokens', { accountId }),
    refreshTokens: await storage.count('refreshTokens', { accountId }),
    links: await storage.count('links', { accountId }),
  }
}

export const nothing = { sessions: 0, codes: 0, accessTokens: 0, refreshTokens: 0, links: 0 }

export const eventsOf = async (world: TestWorld, kind: Row<'events'>['kind']): Promise<readonly Row<'events'>[]> =>
  world.storage.list('events', { where: { kind } })

export const rowsOf = <K extends Kind>(world: TestWorld, kind: K): Promise<readonly Row<K>[]> =>
  world.storage.list(kind)

export const many = <T>(work: (n: number) => Promise<T>, times = 50): Promise<T[]> =>
  Promise.all(Array.from({ length: times }, (_, n) => work(n)))
