import { type Account, findByUsername } from '../../accounts/account.ts'
import {
  addMember,
  changeGroup as change,
  createGroup as create,
  findGroup,
  type Group,
  type GroupQuery,
  listGroups as list,
  memberIdsOf,
  deleteGroup as remove,
  removeMember,
  searchGroups as search,
} from '../../accounts/groups.ts'
import { countingRules } from '../../applications/access.ts'
import { applicationOf } from '../../applications/application.ts'
import type { Time } from '../../lib/clock.ts'
import type { World } from '../../storage/world.ts'
import { type GroupUser, isHeld, usesOfGroup } from './group-uses.ts'
import { managedFields, withoutManaged } from './managed.ts'
import { managedByFile, notThere, type Outcome } from './outcome.ts'
import type { By } from './world.ts'

export interface GroupSummary {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly managed: boolean
  readonly createdAt: Time
  readonly memberCount: number
}

export interface GroupView extends GroupSummary {
  readonly managedFields: readonly string[]
  readonly members: readonly {
    readonly id: string
    readonly username: string
    readonly name: string
    readonly avatar: string | undefined
  }[]
  /** Applications that let this group in, by name. */
  readonly applications: readonly { readonly id: string; readonly name: string }[]
  /** Applications that name it, whatever they make of it. */
  readonly usedBy: readonly GroupUser[]
}

export interface GroupInput {
  readonly name?: string | undefined
  readonly description?: string | undefined
}

type Changed = Outcome<{ readonly group: GroupView }>

/** All of them, by name. */
export const listGroups = async (world: World): Promise<readonly GroupSummary[]> =>
  Promise.all((await list(world)).map((group) => summaryOf(world, group)))

/** A page of them by name; `more` says whether there is another. */
export const searchGroups = async (
  world: World,
  query: GroupQuery,
): Promise<{ readonly groups: readonly GroupSummary[]; readonly more: boolean }> => {
  const { groups, more } = await search(world, query)
  return { groups: await Promise.all(groups.map((group) => summaryOf(world, group))), more }
}

export const getGroup = async (world: World, id: string): Promise<GroupView | undefined> => {
  const group = await findGroup(world, id)
  return group === undefined ? undefined : viewOf(world, group)
}

export const createGroup = async (
  world: World,
  input: GroupInput & { readonly name: string },
  by: By,
): Promise<Changed> => {
  const { name, description } = input
  const created = await create(world, { name, description }, by)
  return created.ok ? { ok: true, group: await viewOf(world, created.group) } : created
}

/** Fields that the configuration file manages are left as they are. */
export const changeGroup = async (world: World, id: string, input: GroupInput, by: By): Promise<Changed> => {
  const present = await findGroup(world, id)
  if (present === undefined) return notThere('group')
  const { name, description } = withoutManaged(input, await managedFields(world, 'groups', present))
  const changed = await change(world, id, { name, description }, by)
  return changed.ok ? { ok: true, group: await viewOf(world, changed.group) } : changed
}

/** Refused while a rule or a role of an application names it: without the group these would mean something else. */
export const deleteGroup = async (world: World, id: string, by: By): Promise<Outcome> => {
  const present = await findGroup(world, id)
  if (present === undefined) return notThere('group')
  if (present.managed) return managedByFile('group')
  if ((await usesOfGroup(world, present)).some(isHeld))
    return { ok: false, problems: [{ field: 'group', code: 'used' }] }
  const removed = await remove(world, id, by)
  return removed.ok ? { ok: true } : removed
}

/** Puts people into a group, by username. None, unless all of them are there: `unknown` says who is not. */
export const addMembers = async (
  world: World,
  id: string,
  usernames: readonly string[],
  by: By,
): Promise<Outcome<{ readonly group: GroupView; readonly unknown: readonly string[] }>> => {
  const found: Account[] = []
  const unknown: string[] = []
  for (const username of usernames) {
    const account = await findByUsername(world, username)
    if (account === undefined) unknown.push(username)
    else found.push(account)
  }
  const members = unknown.length > 0 ? [] : await memberIdsOf(world, id)
  for (const account of unknown.length > 0 ? [] : found) {
    if (members.includes(account.id)) continue
    const added = await addMember(world, id, account.id, by)
    if (!added.ok) return added
  }
  const group = await getGroup(world, id)
  return group === undefined ? notThere('group') : { ok: true, group, unknown }
}

export const dropMember = async (world: World, id: string, accountId: string, by: By): Promise<Changed> => {
  const removed = await removeMember(world, id, accountId, by)
  if (!removed.ok) return removed
  const group = await getGroup(world, id)
  return group === undefined ? notThere('group') : { ok: true, group }
}

const summaryOf = async (world: World, group: Group): Promise<GroupSummary> => {
  const { id, name, description, managed, createdAt } = group
  return {
    id,
    name,
    description,
    managed,
    createdAt,
    memberCount: await world.storage.count('memberships', { groupId: id }),
  }
}

const viewOf = async (world: World, group: Group): Promise<GroupView> => {
  const ids = await memberIdsOf(world, group.id)
  const [summary, fields, accounts, applications, usedBy] = await Promise.all([
    summaryOf(world, group),
    managedFields(world, 'groups', group),
    ids.length === 0 ? [] : world.storage.list('accounts', { where: { id: { oneOf: ids } }, orderBy: 'usernameKey' }),
    applicationsFor(world, group.id),
    usesOfGroup(world, group),
  ])
  const members = accounts.map(({ id, username, name, avatar }) => ({ id, username, name, avatar }))
  return { ...summary, managedFields: fields, members, applications, usedBy }
}

const applicationsFor = async (world: World, groupId: string): Promise<GroupView['applications']> => {
  const rows = await world.storage.list('applications', { orderBy: 'name' })
  return rows
    .map(applicationOf)
    .filter(({ accessRules }) =>
      countingRules(accessRules).some(({ kind, value, negate }) => kind === 'group' && value === groupId && !negate),
    )
    .map(({ id, name }) => ({ id, name }))
}
