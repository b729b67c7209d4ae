import type { World } from '../../storage/world.ts'

type Counted = 'accounts' | 'applications' | 'groups' | 'servers' | 'instanceRules'

/** How many there are, for a list that shows a page of them; undefined where only some were searched for, which nobody counts. */
export const countAll = (
  { storage }: Pick<World, 'storage'>,
  kind: Counted,
  search: string,
): Promise<number | undefined> => (search.trim() === '' ? storage.count(kind) : Promise.resolve(undefined))
