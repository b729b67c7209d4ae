import type { Account } from '../../accounts/account.ts'
import { administratorAdded } from '../../accounts/administrators.ts'
import { expecting } from '../../storage/storage.ts'
import type { Step } from '../apply/difference.ts'
import type { Planning } from './planning.ts'

/**
 * A file that takes administration from everybody would lock its author out. Whoever is left is expected to be left when this is
 * committed, so that somebody who demotes that one meanwhile does not make it true.
 */
export const keepAnAdministrator = (
  { stored, world, problem }: Planning,
  steps: readonly Step[],
  after: readonly Account[],
): readonly Step[] => {
  const active = ({ administrator, disabledAt }: Account) => administrator && disabledAt === undefined
  const lost = stored.accounts.filter(
    (account) => active(account) && !after.some((next) => next.id === account.id && active(next)),
  )
  if (lost.length === 0) return steps
  const kept = after.find(active)
  if (kept === undefined) {
    problem(['accounts'], 'leaves nobody who administers. Write admin: true on one account that is not disabled')
    return steps
  }
  return steps.map((step, at) =>
    at === steps.length - 1
      ? {
          ...step,
          changes: [
            ...step.changes,
            expecting('accounts', kept.id, { administrator: true, disabledAt: undefined }),
            ...administratorAdded(world),
          ],
        }
      : step,
  )
}
