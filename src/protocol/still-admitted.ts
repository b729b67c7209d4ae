import type { ProtocolWorld } from './world.ts'

/**
 * Whether somebody may go on who came by this identity: it is linked to their account still, and not to another one since, and nobody has been
 * told meanwhile to turn its server away. Asked whenever something is issued. Whichever way they came, every provider of theirs that can be asked
 * without them is: what it gave them is gone when it says so, though they have come in by a password since.
 */
export const isStillAdmitted = async (
  world: Pick<ProtocolWorld, 'storage' | 'admits'>,
  accountId: string,
  identityId: string | undefined,
): Promise<boolean> => {
  if (world.admits !== undefined) {
    const lasting = await world.storage.list('identities', { where: { accountId, sealedAgain: { present: true } } })
    for (const other of lasting.filter(({ id }) => id !== identityId)) await world.admits(other)
  }
  if (identityId === undefined) return true
  const identity = await world.storage.find('identities', identityId)
  if (identity?.accountId !== accountId) return false
  return world.admits === undefined || world.admits(identity)
}
