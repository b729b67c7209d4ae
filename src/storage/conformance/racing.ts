import assert from 'node:assert/strict'
import { it } from 'node:test'
import { adding, expecting, type Presented, removing, setting } from '../storage.ts'
import { sample } from './samples.ts'
import type { Part } from './subject.ts'

const callers = 50
const numbers = Array.from({ length: callers }, (_, n) => n)

/** Fifty callers for one thing. */
export const racing: Part = (subject) => {
  const race = <T>(one: (n: number) => Promise<T>): Promise<PromiseSettledResult<T>[]> =>
    Promise.allSettled(numbers.map(one))
  const won = <T>(outcomes: readonly PromiseSettledResult<T>[]): T[] =>
    outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  /** All must succeed. */
  const all = <T>(one: (n: number) => Promise<T>): Promise<T[]> => Promise.all(numbers.map(one))

  it('gives a record to one taker', async () => {
    const { storage } = subject()
    await storage.add('codes', sample('codes', 1))
    const got = await all(() => storage.take('codes', 'id1'))
    assert.equal(got.filter((row) => row !== undefined).length, 1)
  })

  it('gives a record to one taker, whose changes alone are kept', async () => {
    const { storage } = subject()
    await storage.add('codes', sample('codes', 1))
    const got = await all((n) =>
      storage.take('codes', 'id1', () => [adding('accessTokens', sample('accessTokens', n, { chainId: 'id1' }))]),
    )
    const winner = got.findIndex((row) => row !== undefined)
    assert.equal(got.filter((row) => row !== undefined).length, 1)
    assert.deepEqual(
      (await storage.list('accessTokens')).map(({ id }) => id),
      [`id${winner}`],
    )
  })

  it('tells one remover that there was something', async () => {
    const { storage } = subject()
    await storage.add('codes', sample('codes', 1))
    assert.equal((await all(() => storage.remove('codes', 'id1'))).filter(Boolean).length, 1)
  })

  it('adds one of many records with the same id', async () => {
    const { storage } = subject()
    const outcomes = await race((n) => storage.add('tombstones', sample('tombstones', n, { id: 'same' })))
    assert.equal(won(outcomes).length, 1)
    assert.equal(await storage.count('tombstones'), 1)
    for (const outcome of outcomes) if (outcome.status === 'rejected') assert.equal(outcome.reason.name, 'Taken')
  })

  it('adds one of many records with the same unique value', async () => {
    const { storage } = subject()
    const outcomes = await race((n) => storage.add('tombstones', sample('tombstones', n, { usernameKey: 'same' })))
    assert.equal(won(outcomes).length, 1)
    assert.equal(await storage.count('tombstones'), 1)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') assert.deepEqual(outcome.reason.columns, ['usernameKey'])
  })

  it('loses no change', async () => {
    const { storage } = subject()
    await storage.add('counters', { id: 'a', count: 0, expiresAt: 0 })
    const seen = await all(() => storage.change('counters', 'a', (row) => ({ ...row, count: row.count + 1 })))
    assert.equal((await storage.find('counters', 'a'))?.count, callers)
    assert.deepEqual(
      seen.map((row) => row?.count).sort(byNumber),
      numbers.map((n) => n + 1),
    )
  })

  it('lets one change win what only one may have', async () => {
    const { storage } = subject()
    await storage.add('links', sample('links', 1))
    const claims = await all(async (n) => {
      const row = await storage.change('links', 'id1', (link) =>
        link.accountId === undefined ? { ...link, accountId: `account${n}` } : undefined,
      )
      return row?.accountId === `account${n}`
    })
    assert.equal(claims.filter(Boolean).length, 1)
  })

  it('counts every bump, and gives each its own sum', async () => {
    const { storage } = subject()
    const sums = await all(() => storage.bump('a', 1000, 5))
    assert.deepEqual(
      sums.sort(byNumber),
      numbers.map((n) => n + 1),
    )
    assert.equal((await storage.find('counters', 'a'))?.count, callers)
  })

  it('leases each piece of work to one worker', async () => {
    const { storage } = subject()
    for (const n of numbers) await storage.add('jobs', sample('jobs', n, { kind: 'k', dueAt: n, leasedUntil: 0 }))
    const claimed = (await all(() => storage.claim(['k'], 1000, 1000, 3))).flat()
    assert.equal(new Set(claimed.map(({ id }) => id)).size, claimed.length)
    const rest = await storage.claim(['k'], 1000, 1000, callers)
    assert.equal(claimed.length + rest.length, callers)
  })

  const rotation = (n: number, to: Partial<Presented> = {}): Presented => ({
    id: 'id1',
    applicationId: 'app',
    token: 'good',
    next: `next${n}`,
    now: 1000,
    grace: 100,
    renew: (row) => row,
    also: (row) => [adding('accessTokens', sample('accessTokens', n, { chainId: row.id }))],
    ...to,
  })

  it('rotates a refresh token once; the others hear that it was the honest retry', async () => {
    const { storage } = subject()
    await storage.add('refreshTokens', sample('refreshTokens', 1, { applicationId: 'app', current: 'good' }))
    const outcomes = (await all((n) => storage.rotate(rotation(n)))).map(({ outcome }) => outcome)
    assert.equal(outcomes.filter((outcome) => outcome === 'rotated').length, 1)
    assert.equal(outcomes.filter((outcome) => outcome === 'replayed').length, callers - 1)
    assert.equal(await storage.count('accessTokens', { chainId: 'id1' }), callers)
    assert.equal((await storage.find('refreshTokens', 'id1'))?.previous, 'good')
  })

  it('ends a family once, with all that came from it, when there is no grace', async () => {
    const { storage } = subject()
    await storage.add('refreshTokens', sample('refreshTokens', 1, { applicationId: 'app', current: 'good' }))
    const outcomes = (await all((n) => storage.rotate(rotation(n, { grace: 0 })))).map(({ outcome }) => outcome)
    for (const outcome of ['rotated', 'reused']) assert.equal(outcomes.filter((one) => one === outcome).length, 1)
    assert.equal(outcomes.filter((outcome) => outcome === 'unknown').length, callers - 2)
    assert.equal(await storage.count('accessTokens', { chainId: 'id1' }), 0)
  })

  it('serves lists that want the same records in opposite orders', async () => {
    const { storage } = subject()
    await storage.add('groups', sample('groups', 1))
    await storage.add('groups', sample('groups', 2))
    await all((n) => {
      const changes = ['id1', 'id2'].map((id) => setting('groups', id, { description: `by ${n}` }))
      return storage.atomically(n % 2 === 0 ? changes : changes.reverse())
    })
    const [one, other] = await storage.list('groups')
    assert.equal(one?.description, other?.description)
  })

  it('lets one of two lists win when each takes away what the other expects', async () => {
    const { storage } = subject()
    await storage.add('links', sample('links', 1))
    const outcomes = await race((n) =>
      storage.atomically([
        expecting('links', 'id1', {}),
        removing('links', 'id1'),
        adding('groups', sample('groups', n)),
      ]),
    )
    assert.equal(won(outcomes).length, 1)
    assert.equal(await storage.count('groups'), 1)
  })
}

const byNumber = (a: number | undefined, b: number | undefined): number => (a ?? 0) - (b ?? 0)
