import { asObject } from '../../net/json.ts'
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

/** Undefined for anything that is not ours. What is ours comes back as it was: whoever keeps it seals it. */
export const readMemo = (memo: unknown): Memo | undefined => {
  const { server, client, verifier } = asObject(memo) ?? {}
  const isOurs =
    typeof asObject(server)?.['key'] === 'string' &&
    typeof asObject(client)?.['clientId'] === 'string' &&
    typeof verifier === 'string'
  return isOurs ? (memo as Memo) : undefined
}
