import { findByIdentifier } from '../../accounts/account.ts'
import { findGroupByName } from '../../accounts/groups.ts'
import type { World } from '../../storage/world.ts'
import { createGroup } from './groups.ts'
import type { By } from './world.ts'

/** The account somebody means by a username or a verified e-mail address. */
export const findAccountByName = async (
  world: Pick<World, 'storage'>,
  name: string,
): Promise<{ readonly id: string; readonly username: string } | undefined> => findByIdentifier(world, name)

/** Ids of groups by name, made where there is none. `missing` is a name that no group can have. */
export const groupIdsByName = async (
  world: World,
  names: readonly string[],
  by: By,
): Promise<
  { readonly ok: true; readonly ids: readonly string[] } | { readonly ok: false; readonly missing: string }
> => {
  const ids: string[] = []
  for (const name of names) {
    const held = await findGroupByName(world, name)
    const made = held === undefined ? await createGroup(world, { name }, by) : undefined
    const id = held?.id ?? (made?.ok === true ? made.group.id : undefined)
    if (id === undefined) return { ok: false, missing: name }
    ids.push(id)
  }
  return { ok: true, ids }
}
