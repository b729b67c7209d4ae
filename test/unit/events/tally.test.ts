import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTally } from '../../../src/events/tally.ts'
import { createTestWorld } from '../../support/world.ts'

const open = () => {
  const world = createTestWorld()
  const tally = createTally(world)
  const lines = async () =>
    (await world.storage.list('events')).map(({ kind, address, userAgent, applicationId, data }) =>
      [kind, address, userAgent, applicationId, data['count']].filter((part) => part !== undefined).join(' '),
    )
  return { tally, lines }
}
const reader = { address: '192.0.2.7', userAgent: 'Mastodon/4.4' }

describe('what is read of discovery and keys', () => {
  it('is a line for each reader, with how often, once it is flushed', async () => {
    const { tally, lines } = open()
    for (let n = 0; n < 3; n += 1) tally.note('discovery.read', reader)
    tally.note('keys.read', reader)
    tally.note('keys.read', reader, 'notes')
    tally.note('keys.read', { ...reader, userAgent: '' })
    assert.deepEqual(await lines(), [])
    await tally.flush()
    assert.deepEqual((await lines()).sort(), [
      'discovery.read 192.0.2.7 Mastodon/4.4 3',
      'keys.read 192.0.2.7 1',
      'keys.read 192.0.2.7 Mastodon/4.4 1',
      'keys.read 192.0.2.7 Mastodon/4.4 notes 1',
    ])
  })

  it('is written once', async () => {
    const { tally, lines } = open()
    tally.note('keys.read', reader)
    await tally.flush()
    await tally.flush()
    assert.equal((await lines()).length, 1)
  })

  it('fills one last line where a stranger makes up names, and those who were there before are still counted', async () => {
    const { tally, lines } = open()
    tally.note('discovery.read', reader)
    for (let n = 0; n < 1000; n += 1) tally.note('discovery.read', { ...reader, userAgent: `made up ${n}` })
    tally.note('discovery.read', reader)
    await tally.flush()
    const written = await lines()
    assert.equal(written.length, 101)
    assert.ok(written.includes('discovery.read 192.0.2.7 Mastodon/4.4 2'))
    assert.ok(written.includes('discovery.read 901'))
  })
})
