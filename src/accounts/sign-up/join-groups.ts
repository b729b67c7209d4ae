import type { World } from '../../storage/world.ts'
import type { Account } from '../account.ts'
import { type Group, groupIdsOf, joining, listGroups } from '../groups.ts'
import { happened } from '../happened.ts'
import type { By } from '../outcome.ts'
import { countUse, type Invitation, toldOf } from './invitations.ts'

/** The groups of an invitation that this account is not in yet, by name. One that was deleted since does not count. */
export const groupsOffered = async (
  world: Pick<World, 'storage'>,
  { groupIds }: Invitation,
  { id }: Pick<Account, 'id'>,
): Promise<readonly Group[]> => {
  if (groupIds.length === 0) return []
  const held = await groupIdsOf(world, id)
  return (await listGroups(world)).filter((group) => groupIds.includes(group.id) && !held.includes(group.id))
}

/**
 * Somebody who has an account joins the groups of an invitation, and a use of it is counted in the same commit. Answers the groups that were
 * joined; none, and no use, where there was nothing to join; undefined when the invitation was used up meanwhile.
 */
export const joinGroups = async (
  world: World,
  invitation: Invitation,
  account: Pick<Account, 'id'>,
  by: By,
): Promise<readonly Group[] | undefined> => {
  const groups = await groupsOffered(world, invitation, account)
  if (groups.length === 0) return []
  const accountId = account.id
  const added = groups.map(({ id }) => id)
  const counted = await countUse(world, invitation, [
    ...joining(accountId, added),
    happened(world, 'invitation.used', { ...by, via: 'invitation' }, { accountId, data: toldOf(invitation) }),
    happened(
      world,
      'account.changed',
      { ...by, via: 'invitation' },
      { accountId, data: { fields: ['groups'], added } },
    ),
  ])
  return counted ? groups : undefined
}
