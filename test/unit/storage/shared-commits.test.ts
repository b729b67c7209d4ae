import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { asking, type Unit } from '../../../src/storage/sql/engine.ts'
import { type Connection, createSharedCommits } from '../../../src/storage/sql/shared-commits.ts'

/** An engine that writes down what it is asked, and fails where it is told to. */
const createFake = (failing: ReadonlySet<string> = new Set()) => {
  const said: string[] = []
  let inTransaction = false
  const exec = (sql: string): void => {
    said.push(sql)
    if (failing.has(sql)) throw new Error(`failed: ${sql}`)
    if (sql.startsWith('begin')) inTransaction = true
    if (sql === 'commit' || sql === 'rollback' || sql.startsWith('give up')) inTransaction = false
    if (sql.startsWith('give up')) throw new Error('the engine gave up the transaction')
  }
  const connection: Connection = {
    exec,
    run({ statement }) {
      exec(statement.sql)
      return { rows: [], changed: 1 }
    },
    isInTransaction: () => inTransaction,
  }
  return { said, commits: createSharedCommits(connection) }
}

const saying = (...statements: string[]) =>
  function* (): Unit<string> {
    for (const sql of statements) yield asking(sql)
    return statements.join()
  }

const statuses = (settled: readonly PromiseSettledResult<unknown>[]) => settled.map(({ status }) => status)

describe('shared commits', () => {
  it('puts what arrives together into one commit and answers nobody before it', async () => {
    const { said, commits } = createFake()
    const writes = ['a', 'b', 'c'].map(async (name) => {
      said.push(`answered ${await commits.write(saying(name), true)}`)
    })
    await Promise.all(writes)
    assert.deepEqual(said, ['begin immediate', 'a', 'b', 'c', 'commit', 'answered a', 'answered b', 'answered c'])
  })

  it('takes on what arrives later in a commit of its own', async () => {
    const { said, commits } = createFake()
    await commits.write(saying('a'), true)
    await commits.write(saying('b'), true)
    assert.deepEqual(said, ['begin immediate', 'a', 'commit', 'begin immediate', 'b', 'commit'])
  })

  it('undoes a unit that fails half-way, and that one alone', async () => {
    const { said, commits } = createFake(new Set(['bad']))
    const settled = await Promise.allSettled([
      commits.write(saying('a'), true),
      commits.write(saying('b', 'bad', 'c'), false),
      commits.write(saying('d', 'e'), false),
    ])
    assert.deepEqual(statuses(settled), ['fulfilled', 'rejected', 'fulfilled'])
    const undone = ['savepoint unit', 'b', 'bad', 'rollback to unit', 'release unit']
    const kept = ['savepoint unit', 'd', 'e', 'release unit']
    const given = ['begin immediate', 'a', 'b', 'bad', 'rollback']
    assert.deepEqual(said, [...given, 'begin immediate', 'a', ...undone, ...kept, 'commit'])
  })

  it('guards no unit while none fails', async () => {
    const { said, commits } = createFake()
    await Promise.all([commits.write(saying('a', 'b'), false), commits.write(saying('c', 'd'), false)])
    assert.deepEqual(said, ['begin immediate', 'a', 'b', 'c', 'd', 'commit'])
  })

  it('runs nothing again for a single statement that fails', async () => {
    const { said, commits } = createFake(new Set(['bad']))
    const settled = await Promise.allSettled([
      commits.write(saying('a', 'b'), false),
      commits.write(saying('bad'), true),
      commits.write(saying('c', 'd'), false),
    ])
    assert.deepEqual(statuses(settled), ['fulfilled', 'rejected', 'fulfilled'])
    assert.deepEqual(said, ['begin immediate', 'a', 'b', 'bad', 'c', 'd', 'commit'])
  })

  it('answers with what the second try came to', async () => {
    const { commits } = createFake(new Set(['bad']))
    let tries = 0
    const trying = function* (): Unit<number> {
      tries += 1
      yield asking('a')
      return tries
    }
    const [tried] = await Promise.allSettled([commits.write(trying, false), commits.write(saying('b', 'bad'), false)])
    assert.deepEqual(tried, { status: 'fulfilled', value: 2 })
  })

  it('commits nothing of a unit that fails and has no company', async () => {
    const { said, commits } = createFake(new Set(['bad']))
    await assert.rejects(commits.write(saying('a', 'bad'), false), /failed: bad/)
    assert.deepEqual(said, ['begin immediate', 'a', 'bad', 'rollback'])
  })

  for (const [title, sql] of [
    ['the commit fails', 'commit'],
    ['the transaction cannot begin', 'begin immediate'],
    ['a unit cannot be undone', 'rollback to unit'],
  ] as const) {
    it(`tells everybody when ${title}`, async () => {
      const { said, commits } = createFake(new Set([sql, 'bad']))
      const settled = await Promise.allSettled([
        commits.write(saying('a'), true),
        commits.write(saying('b', 'bad'), false),
      ])
      assert.deepEqual(statuses(settled), ['rejected', 'rejected'])
      assert.deepEqual(
        settled.map((one) => one.status === 'rejected' && one.reason.name === 'StorageUnavailable'),
        [true, true],
      )
      assert.equal(said.at(-1), sql === 'begin immediate' ? sql : 'rollback')
    })
  }

  it('tells everybody when the engine gives up the transaction by itself', async () => {
    const { said, commits } = createFake()
    const settled = await Promise.allSettled([
      commits.write(saying('a'), true),
      commits.write(saying('give up'), true),
      commits.write(saying('b'), true),
    ])
    assert.deepEqual(statuses(settled), ['rejected', 'rejected', 'rejected'])
    assert.deepEqual(said, ['begin immediate', 'a', 'give up'])
    await commits.write(saying('c'), true)
    assert.deepEqual(said.slice(3), ['begin immediate', 'c', 'commit'])
  })

  it('runs what waits when it is finished, and takes on nothing more', async () => {
    const { said, commits } = createFake()
    const waiting = commits.write(saying('a'), true)
    commits.finish()
    await waiting
    await assert.rejects(commits.write(saying('b'), true), { name: 'StorageUnavailable' })
    assert.deepEqual(said, ['begin immediate', 'a', 'commit'])
  })
})
