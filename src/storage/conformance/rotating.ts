import assert from 'node:assert/strict'
import { it } from 'node:test'
import { adding, type Presented } from '../storage.ts'
import { sample } from './samples.ts'
import type { Part } from './subject.ts'

const family = sample('refreshTokens', 1, {
  applicationId: 'app',
  current: 'second',
  previous: 'first',
  rotatedAt: 1000,
  expiresAt: 5000,
  signIn: { nonce: 'n' },
})

const presented = (to: Partial<Presented> = {}): Presented => ({
  id: 'id1',
  applicationId: 'app',
  token: 'second',
  next: 'third',
  now: 2000,
  grace: 30_000,
  renew: (row) => ({ ...row, expiresAt: 9000 }),
  also: (row) => [adding('accessTokens', sample('accessTokens', 7, { chainId: row.id, sessionId: row.current }))],
  ...to,
})

class Refused extends Error {}

/** A family of refresh tokens: RFC 9700 section 4.14.2. */
export const rotating: Part = (subject) => {
  const start = async () => {
    const { storage } = subject()
    await storage.add('refreshTokens', family)
    await storage.add('accessTokens', sample('accessTokens', 1, { chainId: 'id1' }))
    await storage.add('accessTokens', sample('accessTokens', 2, { chainId: 'another' }))
    return storage
  }
  const tokens = async () => (await subject().storage.list('accessTokens')).map(({ id }) => id).join(' ')

  it('rotates: the good token makes way for the next', async () => {
    const storage = await start()
    const rotation = await storage.rotate(presented())
    const row = { ...family, current: 'third', previous: 'second', rotatedAt: 2000, expiresAt: 9000 }
    assert.deepEqual(rotation, { outcome: 'rotated', row })
    assert.deepEqual(await storage.find('refreshTokens', 'id1'), row)
    assert.equal((await storage.find('accessTokens', 'id7'))?.sessionId, 'third')
    assert.equal(await tokens(), 'id1 id2 id7')
  })

  it('makes the next token the good one, whatever the renewal says', async () => {
    const storage = await start()
    await storage.rotate(presented({ renew: (row) => ({ ...row, current: 'x', previous: 'y', rotatedAt: 1 }) }))
    const row = await storage.find('refreshTokens', 'id1')
    assert.deepEqual([row?.current, row?.previous, row?.rotatedAt], ['third', 'second', 2000])
  })

  it('replays: the previous token within the grace changes nothing but is answered', async () => {
    const storage = await start()
    const rotation = await storage.rotate(presented({ token: 'first', now: 30_999 }))
    assert.deepEqual(rotation, { outcome: 'replayed', row: family })
    assert.deepEqual(await storage.find('refreshTokens', 'id1'), family)
    assert.equal(await tokens(), 'id1 id2 id7')
  })

  for (const [title, to] of [
    ['the previous token when the grace is over', { token: 'first', now: 31_000 }],
    ['the previous token without a grace', { token: 'first', now: 1000, grace: 0 }],
    ['any other token', { token: 'zeroth' }],
  ] as const) {
    it(`ends the family and its access tokens for ${title}`, async () => {
      const storage = await start()
      assert.deepEqual(await storage.rotate(presented(to)), { outcome: 'reused', row: family })
      assert.equal(await storage.count('refreshTokens'), 0)
      assert.equal(await tokens(), 'id2')
      assert.deepEqual(await storage.rotate(presented()), { outcome: 'unknown' })
    })
  }

  it('knows no family of another application, and leaves it alone', async () => {
    const storage = await start()
    assert.deepEqual(await storage.rotate(presented({ applicationId: 'other' })), { outcome: 'unknown' })
    assert.deepEqual(await storage.rotate(presented({ applicationId: 'other', token: 'x' })), { outcome: 'unknown' })
    assert.deepEqual(await storage.rotate(presented({ id: 'none' })), { outcome: 'unknown' })
    assert.deepEqual(await storage.rotate(presented({ id: 'a\0' })), { outcome: 'unknown' })
    assert.deepEqual(await storage.list('refreshTokens'), [family])
    assert.equal(await tokens(), 'id1 id2')
  })

  it('rotates nothing when the renewal, or what goes with it, fails', async () => {
    const storage = await start()
    const refuse = () => {
      throw new Refused()
    }
    const collide = () => [adding('accessTokens', sample('accessTokens', 1))]
    await assert.rejects(storage.rotate(presented({ renew: refuse })), Refused)
    await assert.rejects(storage.rotate(presented({ also: refuse })), Refused)
    await assert.rejects(storage.rotate(presented({ also: collide })), { name: 'Taken' })
    await assert.rejects(storage.rotate(presented({ token: 'first', also: collide })), { name: 'Taken' })
    assert.deepEqual(await storage.list('refreshTokens'), [family])
    assert.equal(await tokens(), 'id1 id2')
  })
}
