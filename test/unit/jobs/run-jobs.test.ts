import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ensureJob, type JobHandlers, scheduling } from '../../../src/jobs/job.ts'
import { runDueJobs, startJobs } from '../../../src/jobs/run-jobs.ts'
import type { LogFields } from '../../../src/lib/log.ts'
import { createMemoryStorage } from '../../../src/storage/memory/memory-storage.ts'
import { StorageUnavailable } from '../../../src/storage/storage.ts'
import { createTestWorld } from '../../support/world.ts'

const createWorld = () => {
  const logged: LogFields[] = []
  const log = {
    debug() {},
    info() {},
    error() {},
    warn: (_: string, fields: LogFields = {}) => void logged.push(fields),
  }
  return { ...createTestWorld({ log }), logged }
}

describe('due work', () => {
  it('is done once, when it is due, and is then gone', async () => {
    const world = createWorld()
    const done: unknown[] = []
    const handlers: JobHandlers = { mail: async (job) => void done.push(job.data) }
    const dueAt = world.clock.now() + 1000
    await world.storage.atomically([scheduling(world, { kind: 'mail', dueAt, data: { to: 'a' } })])
    assert.equal(await runDueJobs(world, handlers), 0)
    world.clock.advance(1000)
    assert.equal(await runDueJobs(world, handlers), 1)
    assert.equal(await runDueJobs(world, handlers), 0)
    assert.deepEqual(done, [{ to: 'a' }])
    assert.equal(await world.storage.count('jobs'), 0)
  })

  it('is left to those who know how', async () => {
    const world = createWorld()
    await world.storage.atomically([scheduling(world, { kind: 'mail' })])
    assert.equal(await runDueJobs(world, { sweep: async () => undefined }), 0)
    assert.equal(await world.storage.count('jobs'), 1)
  })

  it('recurs when its handler says so', async () => {
    const world = createWorld()
    let ran = 0
    const handlers: JobHandlers = {
      sweep: async () => {
        ran++
        return { at: world.clock.now() + 5000 }
      },
    }
    await ensureJob(world, { kind: 'sweep' })
    for (const _ of [1, 2, 3]) {
      await runDueJobs(world, handlers)
      await runDueJobs(world, handlers)
      world.clock.advance(5000)
    }
    assert.equal(ran, 3)
    assert.equal((await world.storage.list('jobs'))[0]?.attempts, 0)
  })

  it('is there once, however many nodes see to it, and keeps its time', async () => {
    const world = createWorld()
    await Promise.all([1, 2, 3].map(() => ensureJob(world, { kind: 'sweep', dueAt: 7 })))
    await ensureJob(world, { kind: 'sweep', dueAt: 9 })
    assert.deepEqual(
      (await world.storage.list('jobs')).map(({ dueAt }) => dueAt),
      [7],
    )
  })

  it('is tried again after ten seconds, then after twice as long each time, up to an hour', async () => {
    const world = createWorld()
    const handlers: JobHandlers = { mail: () => Promise.reject(new Error('no')) }
    await ensureJob(world, { kind: 'mail' })
    const pauses: number[] = []
    for (let n = 0; n < 12; n++) {
      assert.equal(await runDueJobs(world, handlers), 1)
      const dueAt = (await world.storage.find('jobs', 'mail'))?.dueAt ?? 0
      pauses.push((dueAt - world.clock.now()) / 1000)
      world.clock.advance(dueAt - world.clock.now() - 1)
      assert.equal(await runDueJobs(world, handlers), 0)
      world.clock.advance(1)
    }
    assert.deepEqual(pauses, [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600])
  })

  it('forgets its failures once it succeeds', async () => {
    const world = createWorld()
    let failing = true
    const handlers: JobHandlers = {
      mail: async () => {
        if (failing) throw new Error('no')
        return { at: world.clock.now() }
      },
    }
    await ensureJob(world, { kind: 'mail' })
    await runDueJobs(world, handlers)
    failing = false
    world.clock.advance(10_000)
    await runDueJobs(world, handlers)
    const job = await world.storage.find('jobs', 'mail')
    assert.deepEqual([job?.attempts, job?.lastError], [0, undefined])
  })

  it('keeps what kind of failure it was, and nothing that the failure said', async () => {
    const world = createWorld()
    const error = Object.assign(new RangeError('550 alice@example.org hunter2'), { code: 'EENVELOPE' })
    await ensureJob(world, { kind: 'mail' })
    await runDueJobs(world, { mail: () => Promise.reject(error) })
    assert.equal((await world.storage.find('jobs', 'mail'))?.lastError, 'RangeError EENVELOPE')
    assert.deepEqual(world.logged, [{ kind: 'mail', id: 'mail', count: 1, reason: 'RangeError EENVELOPE' }])
  })

  it('is done by one of two nodes', async () => {
    const world = createWorld()
    let ran = 0
    const handlers: JobHandlers = { mail: async () => void ran++ }
    for (let n = 0; n < 30; n++) await world.storage.atomically([scheduling(world, { kind: 'mail' })])
    const counts = await Promise.all([1, 2, 3, 4, 5, 6].map(() => runDueJobs(world, handlers)))
    assert.equal(
      counts.reduce((sum, count) => sum + count),
      30,
    )
    assert.equal(ran, 30)
  })

  it('passes to another node when its holder takes too long, who alone then has a say', async () => {
    const world = createWorld()
    const slow = Promise.withResolvers<undefined>()
    await ensureJob(world, { kind: 'mail' })
    const first = runDueJobs(world, { mail: () => slow.promise }, { lease: 1000 })
    await Promise.resolve()
    world.clock.advance(1000)
    assert.equal(await runDueJobs(world, { mail: async () => ({ at: 77 }) }, { lease: 1000 }), 1)
    slow.resolve(undefined)
    await first
    assert.equal((await world.storage.find('jobs', 'mail'))?.dueAt, 77)
  })
})

describe('the loop that does due work', () => {
  it('does it all, more than is worked on at once, and looks again when woken', async () => {
    const world = createWorld()
    const done = Promise.withResolvers<void>()
    const woken = Promise.withResolvers<void>()
    let left = 25
    const handlers: JobHandlers = {
      mail: async () => void (--left === 0 && done.resolve()),
      woken: async () => void woken.resolve(),
    }
    for (let n = 0; n < left; n++) await world.storage.atomically([scheduling(world, { kind: 'mail' })])
    const jobs = startJobs(world, handlers, { every: 3_600_000, atOnce: 10 })
    await done.promise
    await world.storage.atomically([scheduling(world, { kind: 'woken' })])
    jobs.wake()
    // Nothing else keeps the process alive while this waits.
    const alive = setInterval(() => {}, 1000)
    await woken.promise
    clearInterval(alive)
    await jobs.stop()
    assert.equal(await world.storage.count('jobs'), 0)
  })

  it('finishes what it has begun before it stops, and begins nothing more', async () => {
    const world = createWorld()
    const begun = Promise.withResolvers<void>()
    const end = Promise.withResolvers<undefined>()
    await ensureJob(world, { kind: 'mail' })
    const jobs = startJobs(world, {
      mail: () => {
        begun.resolve()
        return end.promise
      },
    })
    await begun.promise
    let stopped = false
    const stopping = jobs.stop().then(() => {
      stopped = true
    })
    await new Promise(setImmediate)
    assert.equal(stopped, false)
    end.resolve(undefined)
    await stopping
    assert.equal(await world.storage.count('jobs'), 0)
    await ensureJob(world, { kind: 'mail' })
    jobs.wake()
    await new Promise(setImmediate)
    assert.equal(await world.storage.count('jobs'), 1)
  })

  it('survives a storage that is away for a while', async () => {
    const memory = createMemoryStorage()
    let away = true
    const looked = Promise.withResolvers<void>()
    const done = Promise.withResolvers<void>()
    const storage = {
      ...memory,
      claim: (...asked: Parameters<typeof memory.claim>) => {
        looked.resolve()
        return away ? Promise.reject(new StorageUnavailable('away')) : memory.claim(...asked)
      },
    }
    const world = { ...createWorld(), storage }
    await ensureJob(world, { kind: 'mail' })
    const jobs = startJobs(world, { mail: async () => void done.resolve() }, { every: 1 })
    await looked.promise
    away = false
    const alive = setInterval(() => {}, 1000)
    await done.promise
    clearInterval(alive)
    await jobs.stop()
    assert.equal(await memory.count('jobs'), 0)
  })
})
