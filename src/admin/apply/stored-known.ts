import { handleKey } from '../../applications/known-as/handle.ts'
import { hashSecret } from '../../lib/secret.ts'
import type { Kind, Row } from '../../storage/records.ts'
import type { Where } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import type { KnownAsEntry } from './brought-along.ts'
import type { Stored } from './stored.ts'

interface Named {
  readonly accountIds: readonly string[]
  readonly knownAs: readonly KnownAsEntry[]
  readonly identityIds: readonly string[]
}

/** What is known of people, as far as what the file says they bring along could meet it. `ids` are of accounts that are here. */
export const readKnown = async (
  world: Pick<World, 'storage'>,
  ids: readonly string[],
  { accountIds, knownAs, identityIds }: Named,
): Promise<Pick<Stored, 'ids' | 'handles' | 'subjects' | 'identities'>> => {
  const handles = knownAs.flatMap(({ handle }) => (handle === undefined ? [] : [handleKey(handle)]))
  const subjects = knownAs.flatMap(({ subject }) => (subject === undefined ? [] : [subject]))
  const people = knownAs.length === 0 ? [] : ids
  const mentioned = [...accountIds, ...subjects]
  const [own, others, ownHandles, otherHandles, accounts, graves, identities] = await Promise.all([
    inPortions(world, 'subjects', people, (oneOf) => ({ accountId: { oneOf } })),
    inPortions(world, 'subjects', subjects.map(hashSecret), (oneOf) => ({ subjectHash: { oneOf } })),
    inPortions(world, 'handles', people, (oneOf) => ({ accountId: { oneOf } })),
    inPortions(world, 'handles', handles, (oneOf) => ({ handleKey: { oneOf } })),
    inPortions(world, 'accounts', mentioned, (oneOf) => ({ id: { oneOf } })),
    inPortions(world, 'tombstones', mentioned, (oneOf) => ({ id: { oneOf } })),
    inPortions(world, 'identities', identityIds, (oneOf) => ({ id: { oneOf } })),
  ])
  return {
    ids: new Set([...accounts, ...graves].map(({ id }) => id)),
    handles: [...ownHandles, ...otherHandles],
    subjects: [...own, ...others],
    identities,
  }
}

const atOnce = 500

const inPortions = async <K extends Kind>(
  { storage }: Pick<World, 'storage'>,
  kind: K,
  values: readonly string[],
  where: (oneOf: readonly string[]) => Where<K>,
): Promise<readonly Row<K>[]> => {
  const rows: Row<K>[] = []
  const all = [...new Set(values)]
  for (let at = 0; at < all.length; at += atOnce) {
    rows.push(...(await storage.list(kind, { where: where(all.slice(at, at + atOnce)) })))
  }
  return rows
}
