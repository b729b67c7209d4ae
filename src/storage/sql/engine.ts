import type { SqlValue } from './columns.ts'
import type { Dialect } from './dialect.ts'

/** A compiled statement. `binds` says which of the values given at run time goes to which placeholder. */
export interface Statement {
  readonly sql: string
  readonly binds: readonly number[]
  /** Whether it answers with rows. */
  readonly answers: boolean
}

/** One statement to run, with its values. */
export interface Ask {
  readonly statement: Statement
  readonly values: readonly SqlValue[]
}

/** Rows as arrays, in the order of the statement's columns. */
export interface Answer {
  readonly rows: readonly (readonly unknown[])[]
  /** How many records were written. */
  readonly changed: number
}

/**
 * A piece of work that happens whole or not at all: it yields statements and is handed their answers. Written once;
 * SQLite drives it synchronously inside a shared commit, PostgreSQL by awaiting, inside a transaction of its own,
 * and again from the start when the engine asks for a retry.
 */
export type Unit<T> = Generator<Ask, T, Answer>

export interface Engine {
  readonly dialect: Dialect
  /** One statement that changes nothing. */
  read(ask: Ask): Promise<Answer>
  /** The same, for what is made of the answer: with one promise in all where the engine answers at once. */
  readAs<T>(ask: Ask, make: (answer: Answer) => T): Promise<T>
  /** Durable when it resolves. `single` promises that no unit of this kind ever yields more than one statement. */
  write<T>(unit: () => Unit<T>, options?: { readonly single: boolean }): Promise<T>
  close(): Promise<void>
}

/** A statement given as text: for migrations and for looking at the schema. Values in the order of its placeholders. */
export const asking = (sql: string, values: readonly SqlValue[] = [], answers = false): Ask => ({
  statement: { sql, binds: values.map((_, at) => at), answers },
  values,
})

export const bound = ({ statement: { binds }, values }: Ask): SqlValue[] => binds.map((at) => values[at] ?? null)
