import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seconds } from '../../../src/lib/clock.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { holdOutbound } from '../../../src/start/outbound.ts'
import { createTestWorld } from '../../support/world.ts'

const open = (outboundAllow: readonly string[] = []) => {
  const warned: (string | undefined)[] = []
  const world = createTestWorld({ log: { ...silentLog, warn: (_, fields) => void warned.push(fields?.reason) } })
  const outbound = holdOutbound(world, { outboundAllow })
  const decide = (allow: readonly string[]) => world.storage.put('settings', { id: 'outbound', value: { allow } })
  return { ...world, outbound, warned, decide }
}

describe('where going out is allowed beyond the public Internet', () => {
  it('is nowhere, and nothing is said of it', async () => {
    const { outbound, warned } = open()
    await outbound.refresh()
    assert.deepEqual([outbound.allowed(), [...outbound.vouched()], warned], [[], [], []])
  })

  it('is what the environment says, from the first moment', () => {
    const { outbound } = open(['nas.lan:8443', 'http://127.0.0.1:3000'])
    assert.deepEqual([...outbound.vouched()], ['https://nas.lan:8443', 'http://127.0.0.1:3000'])
  })

  it('is what the settings say besides, and follows them', async () => {
    const { outbound, clock, decide } = open(['a.lan'])
    await decide(['b.lan'])
    await outbound.refresh()
    assert.deepEqual(outbound.allowed(), ['a.lan', 'b.lan'])
    await decide([])
    await outbound.refresh()
    assert.deepEqual(outbound.allowed(), ['a.lan', 'b.lan'], 'it was read a moment ago')
    clock.advance(seconds(5))
    await outbound.refresh()
    assert.deepEqual(outbound.allowed(), ['a.lan'])
  })

  it('is read at once when it was changed here', async () => {
    const { outbound, decide } = open()
    await outbound.refresh()
    await decide(['b.lan'])
    outbound.forget()
    await outbound.refresh()
    assert.deepEqual(outbound.allowed(), ['b.lan'])
  })

  it('is read again when it was changed here while it was being read', async () => {
    const { storage, ...world } = createTestWorld()
    const slow = Promise.withResolvers<void>()
    const find: typeof storage.find = async (kind, key) => {
      const found = await storage.find(kind, key)
      await slow.promise
      return found
    }
    const outbound = holdOutbound({ ...world, storage: { ...storage, find } }, { outboundAllow: [] })
    const reading = outbound.refresh()
    await storage.put('settings', { id: 'outbound', value: { allow: ['b.lan'] } })
    outbound.forget()
    slow.resolve()
    await reading
    await outbound.refresh()
    assert.deepEqual(outbound.allowed(), ['b.lan'])
  })

  it('is the same set while nothing changes, since connections are kept for it', async () => {
    const { outbound, clock } = open(['a.lan'])
    const before = outbound.vouched()
    await outbound.refresh()
    clock.advance(seconds(5))
    await outbound.refresh()
    assert.equal(outbound.vouched(), before)
  })

  it('is said loudly, once for each change', async () => {
    const { outbound, clock, decide, warned } = open(['a.lan'])
    const later = async () => {
      clock.advance(seconds(5))
      await outbound.refresh()
    }
    await later()
    await later()
    await decide(['b.lan'])
    await later()
    assert.deepEqual(warned, ['a.lan', 'a.lan, b.lan'])
  })
})
