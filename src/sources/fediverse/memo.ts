import type { Client, Server } from './server.ts'

/**
 * What is known when somebody leaves, as it will be needed when they are back: whatever has been found out or registered anew meanwhile,
 * the code belongs to this client of this server. Plain values; whoever keeps it seals it.
 */
export interface Memo {
  readonly server: Server
  readonly client: Client
  readonly verifier: string
  /** `@user@domain`, where a person was named. */
  readonly typed?: string | undefined
  /** Whom that leads to. */
  readonly typedActor?: string | undefined
}

export const memoOf = (memo: Memo): Memo => memo

/** Throws for anything that is not ours: it comes back sealed, or not at all. */
export const readMemo = (memo: unknown): Memo => {
  if (typeof memo !== 'object' || memo === null || !('server' in memo) || !('client' in memo) || !('verifier' in memo))
    throw new TypeError('not a memo of the fediverse')
  return memo as Memo
}
