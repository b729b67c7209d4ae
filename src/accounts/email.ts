import type { World } from '../storage/world.ts'
import type { Account, Prover } from './account.ts'
import { canonicalEmail } from './canonical.ts'
import { happened } from './happened.ts'
import { unlessTaken } from './names.ts'
import { type By, type Outcome, refused } from './outcome.ts'

/**
 * An address is an account's from now on, and no other account's. `email` is the address that was proven: when the
 * account has another one by now, nothing is (`expired`).
 */
export const verifyEmail = (
  world: World,
  accountId: string,
  { email, prover }: { readonly email: string; readonly prover: Prover },
  by: By = {},
): Promise<Outcome<{ readonly account: Account }>> =>
  unlessTaken(async () => {
    const proven = canonicalEmail(email)
    if (!proven.ok) return refused('email', proven.code)
    const account = await world.storage.change('accounts', accountId, (row) => {
      if (row.emailKey !== proven.key || row.verifiedEmailKey === proven.key) return undefined
      const now = world.clock.now()
      return [
        { ...row, verifiedEmailKey: proven.key, emailVerifiedAt: now, emailVerifiedBy: prover, updatedAt: now },
        [happened(world, 'email.verified', by, { accountId, data: { prover } })],
      ]
    })
    if (account === undefined) return refused('account', 'unknown')
    return account.verifiedEmailKey === proven.key ? { ok: true, account } : refused('email', 'expired')
  })

/** The address stays, and counts for nothing until it is proven again. */
export const unverifyEmail = async (
  world: World,
  accountId: string,
  by: By = {},
): Promise<Outcome<{ readonly account: Account }>> => {
  const account = await world.storage.change('accounts', accountId, (row) => {
    if (row.verifiedEmailKey === undefined) return undefined
    const {
      verifiedEmailKey: _key,
      emailVerifiedAt: _at,
      emailVerifiedBy: _by,
      vouchedEmailKey: _vouched,
      ...rest
    } = row
    return [
      { ...rest, updatedAt: world.clock.now() },
      [happened(world, 'email.changed', by, { accountId, data: { verified: false } })],
    ]
  })
  return account === undefined ? refused('account', 'unknown') : { ok: true, account }
}
