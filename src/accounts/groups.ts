import { newId } from '../lib/ids.ts'
import type { Row } from '../storage/records.ts'
import { adding, type Change, expecting, Missing, putting, removing, removingWhere, Taken } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import { fold } from './canonical.ts'
import { happened } from './happened.ts'
import { type By, type Outcome, refused } from './outcome.ts'
import { cleanName } from './text.ts'

export type Group = Row<'groups'>

/** What groups are compared by: case, width and surrounding space make no other group. */
export const groupKey = (name: string): string => fold(cleanName(name))

export const membershipId = (groupId: string, accountId: string): string => `${groupId}:${accountId}`

export const findGroup = (world: Pick<World, 'storage'>, id: string): Promise<Group | undefined> =>
  world.storage.find('groups', id)

export const findGroupByName = async (world: Pick<World, 'storage'>, name: string): Promise<Group | undefined> =>
  groupKey(name) === '' ? undefined : world.storage.find('groups', { nameKey: groupKey(name) })

/** All of them, by name. */
export const listGroups = (world: Pick<World, 'storage'>): Promise<readonly Group[]> =>
  world.storage.list('groups', { orderBy: 'nameKey' })

export interface GroupQuery {
  /** Part of a name or of what is said of it. */
  readonly search?: string | undefined
  readonly limit?: number | undefined
  readonly offset?: number | undefined
}

/** A page of groups by name; `more` says whether there is another. */
export const searchGroups = async (
  world: Pick<World, 'storage'>,
  { search = '', limit = 50, offset = 0 }: GroupQuery = {},
): Promise<{ readonly groups: readonly Group[]; readonly more: boolean }> => {
  const contains = cleanName(search)
  const groups = await world.storage.list('groups', {
    ...(contains === '' ? {} : { anyOf: [{ nameKey: { contains: groupKey(search) } }, { description: { contains } }] }),
    orderBy: 'nameKey',
    limit: limit + 1,
    offset,
  })
  return { groups: groups.slice(0, limit), more: groups.length > limit }
}

export const groupIdsOf = async (world: Pick<World, 'storage'>, accountId: string): Promise<readonly string[]> =>
  (await world.storage.list('memberships', { where: { accountId } })).map(({ groupId }) => groupId)

/** Names of an account's groups, sorted by code point, so that a claim is the same every time. */
export const groupsOf = async (world: Pick<World, 'storage'>, accountId: string): Promise<readonly string[]> =>
  (await heldGroups(world, accountId)).map(({ name }) => name)

/** An account's groups, by name. */
export const heldGroups = async (world: Pick<World, 'storage'>, accountId: string): Promise<readonly Group[]> => {
  const ids = await groupIdsOf(world, accountId)
  return ids.length === 0 ? [] : world.storage.list('groups', { where: { id: { oneOf: ids } }, orderBy: 'name' })
}

/** Which of these groups there are. */
export const groupIdsThere = async (
  world: Pick<World, 'storage'>,
  ids: readonly string[],
): Promise<readonly string[]> =>
  ids.length === 0 ? [] : (await world.storage.list('groups', { where: { id: { oneOf: ids } } })).map(({ id }) => id)

/** Ids of the accounts in a group. */
export const memberIdsOf = async (world: Pick<World, 'storage'>, groupId: string): Promise<readonly string[]> =>
  (await world.storage.list('memberships', { where: { groupId } })).map(({ accountId }) => accountId)

export interface NewGroup {
  readonly name: string
  readonly description?: string | undefined
  readonly managed?: boolean | undefined
}

export const createGroup = async (world: World, input: NewGroup, by: By = {}): Promise<Outcome<{ group: Group }>> => {
  const name = cleanName(input.name)
  if (name === '') return refused('name', 'required')
  const group: Group = {
    id: newId(world.random),
    name,
    nameKey: groupKey(name),
    description: cleanName(input.description ?? ''),
    managed: input.managed ?? false,
    createdAt: world.clock.now(),
  }
  return nameIsFree(async () => {
    await world.storage.atomically([adding('groups', group), groupEvent(world, 'group.created', group, by)])
    return { ok: true, group }
  })
}

export interface GroupChanges {
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly managed?: boolean | undefined
}

/** Renames a group, or changes what is said of it. Applications hear the new name from the next token on. */
export const changeGroup = async (
  world: World,
  id: string,
  changes: GroupChanges,
  by: By = {},
): Promise<Outcome<{ group: Group }>> => {
  const name = changes.name === undefined ? undefined : cleanName(changes.name)
  if (name === '') return refused('name', 'required')
  return nameIsFree(async () => {
    const group = await world.storage.change('groups', id, (row) => {
      const next: Group = {
        ...row,
        ...(name === undefined ? {} : { name, nameKey: groupKey(name) }),
        ...(changes.description === undefined ? {} : { description: cleanName(changes.description) }),
        ...(changes.managed === undefined ? {} : { managed: changes.managed }),
      }
      return [next, [groupEvent(world, 'group.changed', next, by, { was: row.name })]]
    })
    return group === undefined ? refused('group', 'unknown') : { ok: true, group }
  })
}

/** Nobody is in it any more, and nobody can be put in it while it goes. */
export const deleteGroup = async (world: World, id: string, by: By = {}): Promise<Outcome<{ group: Group }>> => {
  const group = await world.storage.take('groups', id, (row) => [
    removingWhere('memberships', { groupId: id }),
    groupEvent(world, 'group.deleted', row, by),
  ])
  return group === undefined ? refused('group', 'unknown') : { ok: true, group }
}

export const addMember = (world: World, groupId: string, accountId: string, by: By = {}): Promise<Outcome> =>
  changeMembership(world, groupId, accountId, by, 'added')

export const removeMember = (world: World, groupId: string, accountId: string, by: By = {}): Promise<Outcome> =>
  changeMembership(world, groupId, accountId, by, 'removed')

const changeMembership = async (
  world: World,
  groupId: string,
  accountId: string,
  by: By,
  what: 'added' | 'removed',
): Promise<Outcome> => {
  const group = await findGroup(world, groupId)
  if (group === undefined) return refused('group', 'unknown')
  const id = membershipId(groupId, accountId)
  return stillThere(async () => {
    await world.storage.atomically([
      expecting('accounts', accountId, {}),
      expecting('groups', groupId, {}),
      what === 'added' ? putting('memberships', { id, groupId, accountId }) : removing('memberships', id),
      groupEvent(world, 'group.changed', group, by, { [what]: accountId }),
    ])
    return { ok: true }
  })
}

/** The account is in these groups from now on and in no others. */
export const setGroups = async (
  world: World,
  accountId: string,
  groupIds: readonly string[],
  by: By = {},
): Promise<Outcome> => {
  const before = await groupIdsOf(world, accountId)
  const after = [...new Set(groupIds)]
  const added = after.filter((id) => !before.includes(id))
  const removed = before.filter((id) => !after.includes(id))
  if (added.length === 0 && removed.length === 0) return { ok: true }
  return stillThere(async () => {
    await world.storage.atomically([
      expecting('accounts', accountId, {}),
      removingWhere('memberships', { accountId }),
      ...joining(accountId, after),
      happened(world, 'account.changed', by, { accountId, data: { fields: ['groups'], added, removed } }),
    ])
    return { ok: true }
  })
}

/** The changes that put an account into groups; they fail with `Missing` when one is gone. */
export const joining = (accountId: string, groupIds: readonly string[]): readonly Change[] =>
  groupIds.flatMap((groupId) => [
    expecting('groups', groupId, {}),
    putting('memberships', { id: membershipId(groupId, accountId), groupId, accountId }),
  ])

const groupEvent = (
  world: World,
  kind: 'group.created' | 'group.changed' | 'group.deleted',
  group: Group,
  by: By,
  data: Readonly<Record<string, unknown>> = {},
): Change => happened(world, kind, by, { data: { groupId: group.id, name: group.name, ...data } })

const nameIsFree = async <T>(work: () => Promise<Outcome<T & object>>): Promise<Outcome<T & object>> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Taken && error.kind === 'groups') return refused('name', 'taken')
    throw error
  }
}

const stillThere = async (work: () => Promise<Outcome>): Promise<Outcome> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Missing) return refused(error.kind === 'accounts' ? 'account' : 'group', 'unknown')
    throw error
  }
}
