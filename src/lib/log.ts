/**
 * What may be said in a log, and nothing else may: a field that is not named here does not compile, so that a secret,
 * an address of a person or a whole request can never slip in by way of an object that somebody logged.
 */
export interface LogFields {
  readonly id?: string
  /** The route's pattern, never the URL: URLs carry codes and tokens. */
  readonly route?: string
  readonly status?: number
  readonly code?: string
  readonly kind?: string
  readonly host?: string
  readonly count?: number
  readonly path?: string
  readonly url?: string
  /** Our own sentence, never a stranger's text. */
  readonly reason?: string
  readonly error?: unknown
}

export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
