import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  defaultFediverse,
  fediverseOf,
  fediverseRow,
  findFediverse,
  listSources,
  settingFediverse,
} from '../../../src/sources/settings.ts'
import { createTestWorld } from '../../support/world.ts'

test('it is off until somebody switches it on, and keeps its settings when switched off', async () => {
  const world = createTestWorld()
  assert.equal(await findFediverse(world), undefined)
  const settings = { ...defaultFediverse, firstSignIn: 'servers', servers: ['a.example'] } as const
  await world.storage.atomically([settingFediverse(world, undefined, { on: true, settings })])
  assert.deepEqual(await findFediverse(world), settings)
  assert.deepEqual(
    (await listSources(world)).map(({ id }) => id),
    ['fediverse'],
  )
  const held = await world.storage.find('sources', 'fediverse')
  await world.storage.atomically([settingFediverse(world, held, { on: false, settings })])
  assert.equal(await findFediverse(world), undefined)
  assert.deepEqual(await listSources(world), [])
  assert.deepEqual(fediverseOf((await world.storage.find('sources', 'fediverse'))?.details), settings)
})

test('it takes nonsense in the record for what is usual, and never for an open door', () => {
  for (const details of [undefined, null, 1, 'x', {}, { firstSignIn: 'all', servers: 'a.example' }])
    assert.deepEqual(fediverseOf(details), defaultFediverse)
})

test('it keeps when it was set up, and whether the file did', () => {
  const world = createTestWorld()
  const held = fediverseRow(world, undefined, { on: true, settings: defaultFediverse, managed: true })
  const later = fediverseRow({ clock: { now: () => held.createdAt + 5 } }, held, {
    on: true,
    settings: defaultFediverse,
  })
  assert.equal(later.createdAt, held.createdAt)
  assert.equal(later.updatedAt, held.createdAt + 5)
  assert.equal(later.managed, true)
})
