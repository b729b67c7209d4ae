import type { Time } from '../../lib/clock.ts'
import { type Change, expecting, Missing, setting } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { type Account, findByIdentifier } from '../account.ts'
import { happened } from '../happened.ts'
import type { Hasher } from '../passwords/hasher.ts'
import { type PasswordProof, provePassword } from '../passwords/prove.ts'
import { breakingRow, knowing, nobody } from './tries.ts'

export type SignIn =
  | {
      readonly ok: true
      readonly account: Account
      readonly amr: readonly string[]
      /** Goes to `startSession` or `confirmSession`, which fail when the password was changed in between. */
      readonly proof: readonly Change[]
    }
  /** One word for everything that is wrong with a name and a password, so that neither is confirmed. */
  | { readonly ok: false; readonly reason: 'wrong' }
  /** The password was right; an administrator has not approved the account yet. */
  | { readonly ok: false; readonly reason: 'waiting' }
  | { readonly ok: false; readonly reason: 'limited'; readonly retryAfter: Time }

export interface PasswordSignIn {
  /** Username or verified e-mail address, as typed. */
  readonly identifier: string
  readonly password: string
  readonly address: string
  readonly userAgent?: string | undefined
}

/**
 * Finds out who somebody is by name and password. Starts no session. Whether the name is nobody's, the account
 * disabled or without a password: same path, same work, same answer. Throws `Busy` when too many are waiting for the
 * same.
 */
export const signInWithPassword = async (
  world: World & { readonly hasher: Hasher },
  { identifier, password, address, userAgent }: PasswordSignIn,
): Promise<SignIn> => {
  const account = await findByIdentifier(world, identifier)
  const whom = account?.id ?? nobody(world, identifier)
  const proof = await provePassword(world, { account, whom, password, address })
  const by = { address, userAgent }
  if (proof.ok && (await settle(world, proof, by))) {
    return {
      ok: true,
      account: proof.account,
      amr: ['pwd'],
      proof: [expecting('credentials', proof.credential.id, {})],
    }
  }
  const { reason, retryAfter, worthALine } = proof.ok ? changedMeanwhile : proof
  if (worthALine) {
    // What was typed is not told when nobody is called that: it may be a password in the wrong field.
    const line = { outcome: 'refused', accountId: account?.id, data: { method: 'password', reason } } as const
    await world.storage.atomically([happened(world, 'signin.failed', by, line)])
  }
  if (reason === 'limited') return { ok: false, reason, retryAfter }
  return { ok: false, reason: reason === 'waiting' ? reason : 'wrong' }
}

const changedMeanwhile = { reason: 'wrong', retryAfter: 0, worthALine: true } as const

/** What a right password leaves behind, in one commit. False when it, or the account, is no longer what it was. */
const settle = async (
  world: World,
  { account, credential, rehashed }: Extract<PasswordProof, { ok: true }>,
  by: { readonly address: string; readonly userAgent: string | undefined },
): Promise<boolean> => {
  const used = { lastUsedAt: world.clock.now(), ...(rehashed === undefined ? {} : { data: { hash: rehashed } }) }
  try {
    await world.storage.atomically([
      expecting('accounts', account.id, { disabledAt: undefined }),
      expecting('credentials', credential.id, {}),
      setting('credentials', credential.id, used),
      knowing(world, account.id, by.address),
      breakingRow(account.id),
      happened(world, 'signin.succeeded', by, { accountId: account.id, data: { method: 'password' } }),
    ])
    return true
  } catch (error) {
    if (error instanceof Missing) return false
    throw error
  }
}
