import type { World } from '../../storage/world.ts'

const atOnce = 500

/** How many people have signed in to an application and are still here: whom another `sub` would make strangers. */
export const countPeople = async (world: Pick<World, 'storage'>, applicationId: string): Promise<number> => {
  const rows = await world.storage.list('handles', { where: { applicationId } })
  let people = 0
  for (let at = 0; at < rows.length; at += atOnce) {
    const oneOf = rows.slice(at, at + atOnce).map(({ accountId }) => accountId)
    people += await world.storage.count('accounts', { id: { oneOf } })
  }
  return people
}
