import type { NotConnected } from './connector.ts'
import type { TargetProblem } from './target.ts'

export type FetchProblem =
  | TargetProblem
  | NotConnected['code']
  | 'timeout'
  | 'too_large'
  | 'encoding'
  | 'redirect'
  | 'busy'

/** Nothing was fetched. `code` says why, for the log and for an administrator; strangers are told only that it failed. */
export class FetchFailed extends Error {
  readonly code: FetchProblem
  constructor(code: FetchProblem, options?: ErrorOptions) {
    super(`nothing was fetched: ${code}`, options)
    this.name = 'FetchFailed'
    this.code = code
  }
}

/** For `catch`, where it is enough that nothing was fetched: undefined for that; any other error goes on. */
export const nothingFetched = (error: unknown): undefined => {
  if (!(error instanceof FetchFailed)) throw error
  return undefined
}
