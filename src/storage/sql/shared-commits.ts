import { StorageUnavailable } from '../storage.ts'
import type { Answer, Ask, Unit } from './engine.ts'

/** A database connection that does one thing at a time and does it at once. */
export interface Connection {
  /** Throws what callers understand. */
  run(ask: Ask): Answer
  exec(sql: string): void
  /** False once the engine has given up the transaction by itself, as SQLite does when the disk is full. */
  isInTransaction(): boolean
}

interface Waiting {
  readonly work: () => unknown
  readonly single: boolean
  readonly done: (value: unknown) => void
  readonly failed: (error: unknown) => void
}

export interface SharedCommits {
  write<T>(unit: () => Unit<T>, single: boolean): Promise<T>
  /** Runs what waits. Nothing is taken on afterwards. */
  finish(): void
}

/** A write waits for no more turns of the event loop than this for others to go with. */
const mostTurns = 8

/** Runs a unit to its end: the engine answers at once. */
const drive = <T>(connection: Connection, unit: Unit<T>): T => {
  let step = unit.next()
  while (step.done !== true) step = unit.next(connection.run(step.value))
  return step.value
}

/** What a unit came to: told to the caller once the commit has succeeded. */
type Told = () => void

/**
 * Writes that arrive in the same turn of the event loop run in one transaction and share the flush to the disk, which is
 * what a durable write costs. A unit that fails, fails alone. Nobody is answered before the commit; when it fails,
 * everybody in it hears so.
 */
export const createSharedCommits = (connection: Connection): SharedCommits => {
  let waiting: Waiting[] = []
  let finished = false

  /** Throws when the transaction as a whole is lost. */
  const runGuarded = (one: Waiting): Told => {
    // A single statement undoes itself when it fails.
    const guarded = !one.single
    if (guarded) connection.exec('savepoint unit')
    try {
      const value = one.work()
      if (guarded) connection.exec('release unit')
      return () => one.done(value)
    } catch (error) {
      if (!connection.isInTransaction()) throw error
      if (guarded) {
        connection.exec('rollback to unit')
        connection.exec('release unit')
      }
      return () => one.failed(error)
    }
  }

  /**
   * Without a savepoint for each, which copies every page that a unit is the first to write to: units seldom fail. Undefined, and nothing has
   * happened, when one of several statements did. Throws when the transaction as a whole is lost.
   */
  const runPlainly = (batch: readonly Waiting[]): readonly Told[] | undefined => {
    const told: Told[] = []
    for (const one of batch) {
      try {
        const value = one.work()
        told.push(() => one.done(value))
      } catch (error) {
        if (!connection.isInTransaction()) throw error
        if (!one.single) {
          connection.exec('rollback')
          return batch.length === 1 ? [() => one.failed(error)] : undefined
        }
        told.push(() => one.failed(error))
      }
    }
    return told
  }

  const runAll = (batch: readonly Waiting[]): readonly Told[] => {
    connection.exec('begin immediate')
    const told = runPlainly(batch)
    if (told !== undefined) return told
    connection.exec('begin immediate')
    return batch.map(runGuarded)
  }

  const flush = (): void => {
    const batch = waiting
    waiting = []
    if (batch.length === 0) return
    try {
      const told = runAll(batch)
      if (connection.isInTransaction()) connection.exec('commit')
      for (const tell of told) tell()
    } catch (error) {
      giveUp()
      const lost =
        error instanceof StorageUnavailable ? error : new StorageUnavailable('the commit failed', { cause: error })
      for (const { failed } of batch) failed(lost)
    }
  }

  /**
   * Commits after the turn in which requests are read, so that everything they write goes together; and once more after the next
   * one while every turn brings another write: a turn costs microseconds, a commit as much as all that is in it.
   */
  const flushSoon = (before: number, turns: number): void => {
    if (turns < mostTurns && waiting.length > before) setImmediate(flushSoon, waiting.length, turns + 1)
    else flush()
  }

  const giveUp = (): void => {
    try {
      if (connection.isInTransaction()) connection.exec('rollback')
    } catch {
      // Nothing of it was acknowledged, and the next transaction starts by finding out.
    }
  }

  return {
    write: <T>(unit: () => Unit<T>, single: boolean) =>
      new Promise<T>((resolve, reject) => {
        if (finished) return reject(new StorageUnavailable('storage is closed'))
        if (waiting.length === 0) setImmediate(flushSoon, 0, 0)
        waiting.push({
          work: () => drive(connection, unit()),
          single,
          done: resolve as (value: unknown) => void,
          failed: reject,
        })
      }),
    finish() {
      finished = true
      flush()
    },
  }
}
