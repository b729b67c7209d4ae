import assert from 'node:assert/strict'
import { it } from 'node:test'
import { minutes } from '../../../src/lib/clock.ts'
import { allow, giveBack } from '../../../src/limits/limit.ts'
import { createTestWorld } from '../../support/world.ts'

const limit = { key: 'test:somebody', most: 3, window: minutes(15) }

it('allows as many as it says and says when to come back', async () => {
  const world = createTestWorld()
  for (let n = 0; n < 3; n++) assert.equal((await allow(world, limit)).allowed, true)
  world.clock.advance(minutes(5))
  assert.deepEqual(await allow(world, limit), { allowed: false, retryAfter: minutes(10), count: 4 })
})

it('allows again when the window has ended', async () => {
  const world = createTestWorld()
  for (let n = 0; n < 4; n++) await allow(world, limit)
  world.clock.advance(minutes(15))
  assert.equal((await allow(world, limit)).allowed, true)
})

it('allows no more when 50 come at once', async () => {
  const world = createTestWorld()
  const answers = await Promise.all(Array.from({ length: 50 }, () => allow(world, limit)))
  assert.equal(answers.filter(({ allowed }) => allowed).length, 3)
})

it('counts each key by itself', async () => {
  const world = createTestWorld()
  for (let n = 0; n < 4; n++) await allow(world, limit)
  assert.equal((await allow(world, { ...limit, key: 'test:another' })).allowed, true)
})

it('gives back one try and not the others', async () => {
  const world = createTestWorld()
  for (let n = 0; n < 3; n++) await allow(world, limit)
  await giveBack(world, limit)
  assert.equal((await allow(world, limit)).allowed, true)
  assert.equal((await allow(world, limit)).allowed, false)
})
