import { asObject } from '../../net/json.ts'

/** What is known when somebody leaves. Plain values; whoever keeps it seals it. */
export interface OpenidMemo {
  /** Whom they were sent to, and as whose: where that is another one by now, the answer belongs to nobody. */
  readonly issuer: string
  readonly clientId: string
  readonly verifier?: string | undefined
  readonly nonce?: string | undefined
  /** They are to prove once more who they are, from then on; seconds. */
  readonly afreshSince?: number | undefined
}

/** Undefined for anything that is not ours. */
export const readOpenidMemo = (memo: unknown): OpenidMemo | undefined => {
  const { issuer, clientId, verifier, nonce, afreshSince } = asObject(memo) ?? {}
  if (typeof issuer !== 'string' || typeof clientId !== 'string') return undefined
  return {
    issuer,
    clientId,
    ...(typeof verifier === 'string' ? { verifier } : {}),
    ...(typeof nonce === 'string' ? { nonce } : {}),
    ...(typeof afreshSince === 'number' ? { afreshSince } : {}),
  }
}
