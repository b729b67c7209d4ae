import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sample } from './samples.ts'
import type { Part } from './subject.ts'

/** Due work and counters. */
export const leasing: Part = (subject) => {
  const job = (n: number, dueAt: number, kind = 'mail') => sample('jobs', n, { kind, dueAt, leasedUntil: 0 })

  it('leases due work, soonest first, ties by id', async () => {
    const { storage } = subject()
    for (const row of [job(3, 10), job(1, 20), job(2, 10), job(4, 21), job(5, 5, 'sweep')])
      await storage.add('jobs', row)
    const claimed = await storage.claim(['mail'], 20, 100, 10)
    const leased = (n: number, dueAt: number) => ({ ...job(n, dueAt), leasedUntil: 120, attempts: 1 })
    assert.deepEqual(claimed, [leased(2, 10), leased(3, 10), leased(1, 20)])
    assert.deepEqual(await storage.find('jobs', 'id1'), leased(1, 20))
  })

  it('leases no more than asked for, and of all kinds asked for', async () => {
    const { storage } = subject()
    for (const row of [job(1, 1), job(2, 2, 'sweep'), job(3, 3)]) await storage.add('jobs', row)
    const ids = async (limit: number, kinds = ['sweep', 'mail']) =>
      (await storage.claim(kinds, 10, 100, limit)).map(({ id }) => id).join(' ')
    assert.equal(await ids(0), '')
    assert.equal(await ids(2), 'id1 id2')
    assert.equal(await ids(2, []), '')
    assert.equal(await ids(2, ['\0']), '')
    assert.equal(await ids(2), 'id3')
    assert.equal(await ids(2), '')
  })

  it('leases again only what nobody has finished when the lease runs out', async () => {
    const { storage } = subject()
    await storage.add('jobs', job(1, 1))
    await storage.add('jobs', job(2, 2))
    await storage.claim(['mail'], 10, 100, 10)
    await storage.remove('jobs', 'id1')
    assert.deepEqual(await storage.claim(['mail'], 109, 100, 10), [])
    const again = await storage.claim(['mail'], 110, 100, 10)
    assert.deepEqual(again, [{ ...job(2, 2), leasedUntil: 210, attempts: 2 }])
  })

  it('counts within a window and starts again when it is over', async () => {
    const { storage } = subject()
    assert.equal(await storage.bump('a', 100, 1000), 1)
    assert.equal(await storage.bump('a', 100, 1099, 5), 6)
    assert.equal(await storage.bump('b', 100, 1099), 1)
    assert.equal(await storage.bump('a', 100, 1050, 0), 6)
    assert.equal(await storage.bump('a', 100, 1050, -2), 4)
    assert.deepEqual(await storage.find('counters', 'a'), { id: 'a', count: 4, expiresAt: 1100 })
    assert.equal(await storage.bump('a', 100, 1100), 1)
    assert.deepEqual(await storage.find('counters', 'a'), { id: 'a', count: 1, expiresAt: 1200 })
    await assert.rejects(storage.bump('a', 100, 1100, 0.5), { name: 'Unfit' })
  })
}
