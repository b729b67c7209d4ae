import type { Identity } from '../../sources/source.ts'
import type { World } from '../../storage/world.ts'
import { hasPassword } from '../passwords/credential.ts'
import { fediverse, identitiesOf } from './identity.ts'

/**
 * Whether an account has something that asks its person each time: a password, or a provider that is told to. Where it has, a server that lets
 * people through unasked is no proof that nobody else sits at their desk. Of a provider that does so no other one is known to be better.
 */
export const canBeAsked = async (
  world: Pick<World, 'storage'>,
  accountId: string,
  { sourceId }: Pick<Identity, 'sourceId'> = { sourceId: fediverse },
): Promise<boolean> => {
  if (await hasPassword(world, accountId)) return true
  if (sourceId !== fediverse) return false
  const providers = new Set(
    (await identitiesOf(world, accountId)).map(({ sourceId }) => sourceId).filter((id) => id !== fediverse),
  )
  if (providers.size === 0) return false
  return (await world.storage.count('sources', { id: { oneOf: [...providers] }, disabledAt: { present: false } })) > 0
}
