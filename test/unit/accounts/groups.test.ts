import assert from 'node:assert/strict'
import { it } from 'node:test'
import {
  addMember,
  changeGroup,
  createGroup,
  deleteGroup,
  findGroupByName,
  type Group,
  groupIdsOf,
  groupsOf,
  listGroups,
  memberIdsOf,
  removeMember,
  setGroups,
} from '../../../src/accounts/groups.ts'
import { createTestWorld, type TestWorld } from '../../support/world.ts'
import { eventsOf, many, newAccount, rowsOf } from './support.ts'

const newGroup = async (world: TestWorld, name: string): Promise<Group> => {
  const made = await createGroup(world, { name })
  assert.ok(made.ok)
  return made.group
}

it('keeps a name to one group, in every spelling', async () => {
  const world = createTestWorld()
  await newGroup(world, 'Book Club')
  const taken = { ok: false, problems: [{ field: 'name', code: 'taken' }] }
  for (const name of ['book club', ' BOOK  CLUB ', 'Ｂook Club', 'Book\u202E Club']) {
    assert.deepEqual(await createGroup(world, { name }), taken)
    assert.equal((await findGroupByName(world, name))?.name, 'Book Club')
  }
  const other = await newGroup(world, 'other')
  assert.deepEqual(await changeGroup(world, other.id, { name: 'book club' }), taken)
})

it('makes one group of 50 made at once with one name', async () => {
  const world = createTestWorld()
  const made = await many(() => createGroup(world, { name: 'staff' }))
  assert.equal(made.filter(({ ok }) => ok).length, 1)
  assert.equal((await eventsOf(world, 'group.created')).length, 1)
})

it('asks for a name that somebody can see', async () => {
  const required = { ok: false, problems: [{ field: 'name', code: 'required' }] }
  assert.deepEqual(await createGroup(createTestWorld(), { name: ' \u200F' }), required)
})

it('names the groups of an account sorted by code point', async () => {
  const world = createTestWorld()
  const { id } = await newAccount(world)
  for (const name of ['éclair', 'b', 'Z', 'a']) await addMember(world, (await newGroup(world, name)).id, id)
  await newGroup(world, 'another')
  assert.deepEqual(await groupsOf(world, id), ['Z', 'a', 'b', 'éclair'])
  assert.deepEqual(
    (await listGroups(world)).map(({ name }) => name),
    ['a', 'another', 'b', 'Z', 'éclair'],
  )
})

it('puts a member in once and takes them out', async () => {
  const world = createTestWorld()
  const { id } = await newAccount(world)
  const group = await newGroup(world, 'staff')
  await many(() => addMember(world, group.id, id))
  assert.deepEqual(await memberIdsOf(world, group.id), [id])
  assert.deepEqual(await removeMember(world, group.id, id), { ok: true })
  assert.deepEqual(await memberIdsOf(world, group.id), [])
})

it('puts nobody into a group that is not there, nor a stranger into one that is', async () => {
  const world = createTestWorld()
  const { id } = await newAccount(world)
  const group = await newGroup(world, 'staff')
  const unknown = (field: string) => ({ ok: false, problems: [{ field, code: 'unknown' }] })
  assert.deepEqual(await addMember(world, 'gone', id), unknown('group'))
  assert.deepEqual(await addMember(world, group.id, 'gone'), unknown('account'))
  assert.deepEqual(await setGroups(world, id, [group.id, 'gone']), unknown('group'))
  assert.deepEqual(await rowsOf(world, 'memberships'), [])
})

it('sets the groups of an account as a whole and tells what changed', async () => {
  const world = createTestWorld()
  const { id } = await newAccount(world)
  const [a, b, c] = [await newGroup(world, 'a'), await newGroup(world, 'b'), await newGroup(world, 'c')]
  await setGroups(world, id, [a.id, b.id])
  await setGroups(world, id, [b.id, c.id, c.id], { actorId: 'admin' })
  assert.deepEqual(await groupsOf(world, id), ['b', 'c'])
  await setGroups(world, id, [c.id, b.id])
  const lines = await eventsOf(world, 'account.changed')
  assert.equal(lines.length, 2)
  const line = lines.find(({ actorId }) => actorId === 'admin')
  assert.deepEqual(line?.data, { fields: ['groups'], added: [c.id], removed: [a.id] })
})

it('is called by its new name everywhere, and its old one is free', async () => {
  const world = createTestWorld()
  const { id } = await newAccount(world)
  const group = await newGroup(world, 'staff')
  await addMember(world, group.id, id)
  const renamed = await changeGroup(world, group.id, { name: 'Crew', description: 'Those on board' })
  assert.ok(renamed.ok)
  assert.deepEqual([renamed.group.nameKey, renamed.group.description], ['crew', 'Those on board'])
  assert.deepEqual(await groupsOf(world, id), ['Crew'])
  assert.ok((await createGroup(world, { name: 'staff' })).ok)
})

it('is gone with its memberships', async () => {
  const world = createTestWorld()
  const { id } = await newAccount(world)
  const group = await newGroup(world, 'staff')
  await addMember(world, group.id, id)
  assert.ok((await deleteGroup(world, group.id)).ok)
  assert.deepEqual(await groupIdsOf(world, id), [])
  assert.deepEqual(await rowsOf(world, 'memberships'), [])
  assert.deepEqual(await deleteGroup(world, group.id), { ok: false, problems: [{ field: 'group', code: 'unknown' }] })
  assert.equal((await eventsOf(world, 'group.deleted')).length, 1)
})
