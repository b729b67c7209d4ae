import type { ProtocolWorld } from './world.ts'

/**
 * Whether somebody may go on who came by this identity: it is linked to their account still, and not to another one since, and nobody has been
 * told meanwhile to turn its server away. Asked whenever something is issued.
 */
export const isStillAdmitted = async (
  world: Pick<ProtocolWorld, 'storage' | 'admits'>,
  accountId: string,
  identityId: string | undefined,
): Promise<boolean> => {
  if (identityId === undefined) return true
  const identity = await world.storage.find('identities', identityId)
  if (identity?.accountId !== accountId) return false
  return world.admits === undefined || world.admits(identity)
}
