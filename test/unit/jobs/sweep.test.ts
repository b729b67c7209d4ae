import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ensureJob } from '../../../src/jobs/job.ts'
import { runDueJobs } from '../../../src/jobs/run-jobs.ts'
import { createSweepHandler, sweep, sweepKind } from '../../../src/jobs/sweep.ts'
import { minutes } from '../../../src/lib/clock.ts'
import { sample } from '../../../src/storage/conformance/samples.ts'
import { kinds } from '../../../src/storage/fit.ts'
import { createMemoryStorage } from '../../../src/storage/memory/memory-storage.ts'
import { records } from '../../../src/storage/records.ts'
import { createTestWorld } from '../../support/world.ts'

describe('the sweep', () => {
  it('removes what is over from every table whose records run out, and nothing else', async () => {
    const world = createTestWorld()
    const now = world.clock.now()
    for (const kind of kinds) {
      const { expires } = records[kind]
      for (const [n, at] of [now - 1, now, now + 1].entries()) {
        await world.storage.put(kind, sample(kind, n, expires === undefined ? {} : { [expires]: at }))
      }
    }
    const running = kinds.filter((kind) => records[kind].expires !== undefined)
    assert.ok(running.length > 5)
    assert.equal(await sweep(world), running.length)
    for (const kind of kinds) assert.equal(await world.storage.count(kind), running.includes(kind) ? 2 : 3, kind)
    world.clock.advance(2)
    assert.equal(await sweep(world), running.length * 2)
  })

  it('goes about it in portions, and stops when it has done enough', async () => {
    const memory = createMemoryStorage()
    const limits: (number | undefined)[] = []
    const list: typeof memory.list = (kind, query) => {
      limits.push(query?.limit)
      return memory.list(kind, query)
    }
    const world = createTestWorld({ storage: { ...memory, list } })
    for (let n = 0; n < 25; n++) await memory.add('codes', sample('codes', n, { expiresAt: 1 }))
    assert.equal(await sweep(world, { portion: 4, most: 8 }), 8)
    assert.deepEqual(new Set(limits), new Set([4]))
    assert.equal(await sweep(world, { portion: 4 }), 17)
    assert.equal(await memory.count('codes'), 0)
  })

  it('leaves a record that is renewed while it is at it', async () => {
    const memory = createMemoryStorage()
    const later = sample('sessions', 1, { expiresAt: Number.MAX_SAFE_INTEGER })
    const list: typeof memory.list = async (kind, query) => {
      const found = await memory.list(kind, query)
      await memory.put('sessions', later)
      return found
    }
    const world = createTestWorld({ storage: { ...memory, list } })
    await memory.add('sessions', sample('sessions', 1, { expiresAt: 1 }))
    await sweep(world)
    assert.deepEqual(await memory.list('sessions'), [later])
  })

  it('comes round every five minutes, and at once while there is more', async () => {
    const world = createTestWorld()
    for (let n = 0; n < 10; n++) await world.storage.add('codes', sample('codes', n, { expiresAt: 1 }))
    const handlers = { [sweepKind]: createSweepHandler(world, { portion: 3, most: 6 }) }
    await ensureJob(world, { kind: sweepKind })
    const left: number[] = []
    for (const pause of [0, 0, minutes(5) - 1, 1]) {
      world.clock.advance(pause)
      left.push(await runDueJobs(world, handlers), await world.storage.count('codes'))
    }
    assert.deepEqual(left, [1, 4, 1, 0, 0, 0, 1, 0])
  })
})
