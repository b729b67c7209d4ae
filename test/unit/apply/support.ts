import { createHasher } from '../../../src/accounts/passwords/hasher.ts'
import { apply } from '../../../src/admin/apply/apply.ts'
import { type Difference, tellDifference } from '../../../src/admin/apply/difference.ts'
import { readConfiguration } from '../../../src/admin/apply/read-configuration.ts'
import { plan } from '../../../src/admin/plan/plan.ts'
import { Problems } from '../../../src/lib/problems.ts'
import type { Storage } from '../../../src/storage/storage.ts'
import { createTestRandom, createTestWorld } from '../../support/world.ts'

export interface Outside {
  readonly environment?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
}

/** An installation in memory, and what a configuration file does to it. */
export const createInstallation = (storage?: Storage, seed?: string) => {
  const random = seed === undefined ? {} : { random: createTestRandom(seed) }
  const world = createTestWorld({ ...random, ...(storage === undefined ? {} : { storage }) })
  // Not what it costs an attacker is looked at here.
  const hasher = createHasher({ random: world.random, cost: { memory: 8, passes: 1 } })
  const sources = ({ environment = {}, files = {} }: Outside) => {
    const readFile = (path: string): string => {
      const text = files[path]
      if (text === undefined) throw new Error('ENOENT')
      return text
    }
    // One byte for each character.
    return { environment, readFile, readBytes: (path: string) => Buffer.from(readFile(path), 'latin1') }
  }
  return {
    ...world,
    hasher,
    plan: async (text: string, outside: Outside = {}): Promise<Difference> =>
      plan(world, await readConfiguration(text, 'portico.yaml'), sources(outside)),
    apply: async (text: string, outside: Outside = {}): Promise<Difference> =>
      apply({ ...world, hasher }, await readConfiguration(text, 'portico.yaml'), sources(outside)),
  }
}

export type Installation = ReturnType<typeof createInstallation>

/** What is wrong with the file, in its order. */
export const problemsOf = async (work: Promise<unknown>): Promise<readonly string[]> => {
  try {
    await work
  } catch (error) {
    if (error instanceof Problems) return error.problems
    throw error
  }
  return []
}

export const told = (difference: Difference): readonly string[] => tellDifference(difference).split('\n')
