import { days } from '../../lib/clock.ts'
import type { Change } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import type { Account } from '../account.ts'
import { notifying, type PostWorld } from '../letters.ts'
import { draftLink } from '../links.ts'

export const objectionPurpose = 'objection'

/**
 * Long enough to be read after a weekend. Whoever moves to a new address because the old one is about to be somebody
 * else's has to live with this for so long.
 */
export const objectionLasts = days(3)

export interface Objection {
  /** What comes back. */
  readonly address: string
  readonly key: string
}

/**
 * The way back for an old address that is, or is about to be, replaced. It outlives everything that ends with a new
 * password: a thief would choose one.
 */
export const draftObjection = (
  world: World,
  account: Account,
): { readonly secret: string; readonly changes: readonly Change[] } => {
  const data: Objection = { address: account.email ?? '', key: account.verifiedEmailKey ?? '' }
  const link = { purpose: objectionPurpose, accountId: account.id, data, ttl: objectionLasts } as const
  const { secret, change } = draftLink(world, link)
  return { secret, changes: [change] }
}

/** The changes that tell an address that was proven that it is replaced, whoever did that, and how to have it back. */
export const tellingReplaced = (world: PostWorld, account: Account, next: string): readonly Change[] => {
  if (account.verifiedEmailKey === undefined) return []
  const { secret, changes } = draftObjection(world, account)
  return [...changes, ...notifying(world, account, { kind: 'email-changed', secret, next })]
}
