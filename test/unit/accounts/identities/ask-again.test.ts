import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { keepAgain, stillThere } from '../../../../src/accounts/identities/ask-again.ts'
import type { KeptIdentity } from '../../../../src/accounts/identities/identity.ts'
import { minutes } from '../../../../src/lib/clock.ts'
import type { Source } from '../../../../src/sources/source.ts'
import { sample } from '../../../../src/storage/conformance/samples.ts'
import { createTestWorld } from '../../../support/world.ts'

type TestWorld = ReturnType<typeof createTestWorld>

/** Somebody whose place was asked a while ago; `meanwhile` happens while it is asked again, and it then says that they are gone. */
const asked = async (meanwhile: (world: TestWorld, id: string) => Promise<unknown>) => {
  const world = createTestWorld()
  const identity: KeptIdentity = { ...sample('identities', 1), sealedAgain: undefined }
  const { id, accountId, sourceId } = identity
  await world.storage.add('accounts', { ...sample('accounts', 1), id: accountId })
  await world.storage.add('identities', identity)
  await keepAgain(world, id, 'old')
  world.clock.advance(minutes(16))
  const present = await world.storage.find('identities', id)
  assert.ok(present)
  const again = async () => {
    await meanwhile(world, id)
    return { ok: false, reason: 'gone' } as const
  }
  const none = () => Promise.reject(new Error('nobody goes there'))
  const source: Source = { id: sourceId, kind: 'openid', begin: none, finish: none, again }
  const there = await stillThere(world, present, async () => source)
  return [there, (await world.storage.find('identities', id))?.sealedAgain !== undefined]
}

describe('a place that says that somebody is gone', () => {
  it('is believed', async () => {
    assert.deepEqual(await asked(async () => undefined), [false, false])
  })

  it('is not, about somebody who has come in anew while it was asked by what they left behind', async () => {
    assert.deepEqual(await asked((world, id) => keepAgain(world, id, 'new')), [true, true])
  })
})
