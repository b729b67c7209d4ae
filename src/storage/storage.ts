import type { Time } from '../lib/clock.ts'
import type { Kind, Row } from './records.ts'

/**
 * Where everything is kept. Promises that hold on every engine, and that `conformance.ts` checks on each:
 *
 * - What a method has resolved for is durable: it survives the process, and on SQLite and PostgreSQL the machine.
 * - A method either happens whole or not at all.
 * - Writes that arrive together may share one durable commit; none is answered before it.
 * - Records go in and come out as equal values that share nothing with the caller's.
 * - Storage does not know what time it is: an expired record is found until it is swept, so callers that mind compare,
 *   or ask with `{ expiresAt: { after: now } }` in the same statement.
 */
export interface Storage {
  /**
   * By primary key, or by columns that are unique together; undefined when there is none, and when a value is undefined:
   * nobody is found by what they do not have. Throws `Unfit` for columns that several records may share.
   */
  find<K extends Kind>(kind: K, key: string | Partial<Row<K>>): Promise<Row<K> | undefined>
  list<K extends Kind>(kind: K, query?: Query<K>): Promise<readonly Row<K>[]>
  count<K extends Kind>(kind: K, where?: Where<K>): Promise<number>

  /** Throws `Taken` when the id, or a set of columns that must be unique, is in use. */
  add<K extends Kind>(kind: K, row: Row<K>): Promise<void>
  /** Adds, or replaces the record with this id. Throws `Taken` when another record holds a unique value. */
  put<K extends Kind>(kind: K, row: Row<K>): Promise<void>
  /** True when there was one. */
  remove<K extends Kind>(kind: K, id: string): Promise<boolean>
  /** How many there were. */
  removeWhere<K extends Kind>(kind: K, where: Where<K>): Promise<number>

  /**
   * Finds and removes, in one statement: of any number of callers, on any number of nodes, at most one ever gets the record.
   * `then` turns it into further changes for the same commit. It is pure and synchronous; it may run again
   * when an engine has to retry, and nothing is removed when it, or one of its changes, throws.
   */
  take<K extends Kind>(kind: K, id: string, then?: (row: Row<K>) => readonly Change[]): Promise<Row<K> | undefined>

  /**
   * Reads, decides, writes, with nobody in between. `decide` is pure and synchronous, and may run again, as in `take`. The row it returns (same id) replaces
   * the record; undefined leaves it; `[row, changes]` commits the changes with it. Resolves to the record as it
   * is afterwards, undefined when there is none (`decide` is then not called).
   */
  change<K extends Kind>(
    kind: K,
    id: string,
    decide: (row: Row<K>) => Row<K> | undefined | readonly [Row<K> | undefined, readonly Change[]],
  ): Promise<Row<K> | undefined>

  /**
   * Adds `by` to a counter that starts again at zero every `window` ms, counted from the first bump of each window;
   * resolves to the sum, its own share included.
   */
  bump(id: string, window: Time, now: Time, by?: number): Promise<number>

  /**
   * Leases up to `limit` jobs of these kinds that are due and that nobody holds, soonest first, for `lease` ms; `attempts` counts this one.
   * A job is done when its holder removes it, and comes up again when the lease runs out.
   */
  claim(kinds: readonly string[], now: Time, lease: Time, limit: number): Promise<readonly Row<'jobs'>[]>

  /**
   * Presents one token of a family and, if it is the good one, makes `next` the good one (`put`s the record as `renew` says).
   * `current`, `previous` and `rotatedAt` are set here, whatever `renew` says. `rotated` for exactly one caller; `replayed` for the previous token within `grace` ms of its rotation, nothing changed;
   * `reused` for any other token of the family, which is removed together with every access token of its chain;
   * `unknown` when the family does not exist or is not `applicationId`'s (RFC 9700 section 4.14.2).
   */
  rotate(presented: Presented): Promise<Rotation>

  /** A list of changes as values, in their order: all or nothing. Throws `Taken` as `add` and `put` do, and `Missing` for an `expect` that fails. */
  atomically(changes: readonly Change[]): Promise<void>

  /** Resolves when the engine answers; rejects otherwise. For readiness. */
  ping(): Promise<void>
  /** Finishes what is under way, then lets go of everything. */
  close(): Promise<void>
}

/**
 * A condition on columns: equal to a value, or one of the forms below. All must hold. `undefined` asks for absence.
 * JSON and bytes can only be asked whether they are present.
 */
export type Where<K extends Kind> = { readonly [C in keyof Row<K>]?: Condition<Row<K>[C]> }
export type Condition<T> =
  | T
  | { readonly before: number }
  | { readonly after: number }
  | { readonly oneOf: readonly T[] }
  /** Text that has this in it, case ignored for ASCII letters. */
  | { readonly contains: string }
  /** For an optional column: whether there is a value. */
  | { readonly present: boolean }

export interface Query<K extends Kind> {
  readonly where?: Where<K>
  /** At least one of these must hold too: an empty list finds nothing. */
  readonly anyOf?: readonly Where<K>[]
  /** By id when absent. Ties are broken by id, in the same direction. Texts order by code point; absent values come first. */
  readonly orderBy?: keyof Row<K> & string
  readonly descending?: boolean
  readonly limit?: number
  readonly offset?: number
}

export interface Presented {
  readonly id: string
  readonly applicationId: string
  readonly token: string
  readonly next: string
  readonly now: Time
  readonly grace: Time
  readonly renew: (row: Row<'refreshTokens'>) => Row<'refreshTokens'>
  /** Committed with a rotation or a replay, e.g. the access token that is answered. */
  readonly also: (row: Row<'refreshTokens'>) => readonly Change[]
}

export type Rotation =
  | { readonly outcome: 'rotated' | 'replayed' | 'reused'; readonly row: Row<'refreshTokens'> }
  | { readonly outcome: 'unknown' }

export type Change =
  | { [K in Kind]: { readonly do: 'add' | 'put'; readonly kind: K; readonly row: Row<K> } }[Kind]
  | { [K in Kind]: { readonly do: 'remove'; readonly kind: K; readonly id: string } }[Kind]
  | { [K in Kind]: { readonly do: 'removeWhere'; readonly kind: K; readonly where: Where<K> } }[Kind]
  /** Sets some columns of a record, to absence too; nothing happens when there is none. May throw `Taken`. */
  | { [K in Kind]: { readonly do: 'set'; readonly kind: K; readonly id: string; readonly to: Partial<Row<K>> } }[Kind]
  /** Fails the whole list with `Missing` unless a record with this id meets the condition. */
  | { [K in Kind]: { readonly do: 'expect'; readonly kind: K; readonly id: string; readonly where: Where<K> } }[Kind]

export const adding = <K extends Kind>(kind: K, row: Row<K>): Change => ({ do: 'add', kind, row }) as Change
export const putting = <K extends Kind>(kind: K, row: Row<K>): Change => ({ do: 'put', kind, row }) as Change
export const removing = <K extends Kind>(kind: K, id: string): Change => ({ do: 'remove', kind, id }) as Change
export const removingWhere = <K extends Kind>(kind: K, where: Where<K>): Change =>
  ({ do: 'removeWhere', kind, where }) as Change
export const setting = <K extends Kind>(kind: K, id: string, to: Partial<Row<K>>): Change =>
  ({ do: 'set', kind, id, to }) as Change
export const expecting = <K extends Kind>(kind: K, id: string, where: Where<K>): Change =>
  ({ do: 'expect', kind, id, where }) as Change

/** A value that must be unique is in use. `columns` says which; the values are not repeated, they may be personal. */
export class Taken extends Error {
  readonly kind: Kind
  readonly columns: readonly string[]
  constructor(kind: Kind, columns: readonly string[]) {
    super(`${kind}: ${columns.join(', ')} in use`)
    this.name = 'Taken'
    this.kind = kind
    this.columns = columns
  }
}

/** An `expect` found no such record. */
export class Missing extends Error {
  readonly kind: Kind
  constructor(kind: Kind) {
    super(`${kind}: not as expected`)
    this.name = 'Missing'
    this.kind = kind
  }
}

/**
 * A value that not every engine can keep: text with NUL or half a surrogate pair, more than 1,000 bytes in a column that is
 * looked up by, a number that is not a safe integer, a column that does not exist. Nothing was changed. The message names the column and never the value.
 * Conditions and keys are more patient: text that cannot be kept equals nothing.
 */
export class Unfit extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Unfit'
  }
}

/**
 * The engine cannot be reached or cannot write at the moment: connection refused, locked, read-only, disk full, closed.
 * Nothing was acknowledged; whether it was done is unknown only when the connection broke during the commit.
 * A request may be told to try again (503).
 */
export class StorageUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StorageUnavailable'
  }
}
