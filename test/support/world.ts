import { createHash } from 'node:crypto'
import type { Clock, Time } from '../../src/lib/clock.ts'
import { silentLog } from '../../src/lib/log.ts'
import type { Random } from '../../src/lib/random.ts'
import { createSealing } from '../../src/lib/sealing.ts'
import { createMemoryStorage } from '../../src/storage/memory/memory-storage.ts'
import type { World } from '../../src/storage/world.ts'

/** A clock that stands still until it is moved. */
export interface TestClock extends Clock {
  advance(by: Time): void
}

export const testStart: Time = Date.UTC(2026, 0, 2, 3, 4, 5)

export const createTestClock = (start: Time = testStart): TestClock => {
  let now = start
  return {
    now: () => now,
    advance(by) {
      now += by
    },
  }
}

/** The same bytes in every run, by seed; no two draws of one run alike. */
export const createTestRandom = (seed = 'portico'): Random => {
  let drawn = 0
  return {
    bytes(length) {
      const bytes = new Uint8Array(length)
      for (let at = 0; at < length; at += 32) {
        bytes.set(
          createHash('sha256')
            .update(`${seed} ${drawn++}`)
            .digest()
            .subarray(0, length - at),
          at,
        )
      }
      return bytes
    },
  }
}

export type TestWorld = World & { readonly clock: TestClock }

/** The whole outside, in memory: a clock to move, seeded randomness, a fixed sealing key, a silent log, an empty store. */
export const createTestWorld = (overrides: Partial<TestWorld> = {}): TestWorld => {
  const random = overrides.random ?? createTestRandom()
  return {
    storage: overrides.storage ?? createMemoryStorage(),
    clock: overrides.clock ?? createTestClock(),
    random,
    sealing: overrides.sealing ?? createSealing([new Uint8Array(32).fill(7)], random),
    log: overrides.log ?? silentLog,
  }
}
