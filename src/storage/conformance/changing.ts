import assert from 'node:assert/strict'
import { it } from 'node:test'
import { adding, removing, setting } from '../storage.ts'
import { sample } from './samples.ts'
import type { Part } from './subject.ts'

class Refused extends Error {}

/** Reading, deciding and writing with nobody in between. */
export const changing: Part = (subject) => {
  it('takes a record once, and commits what follows from it', async () => {
    const { storage } = subject()
    const code = sample('codes', 1, { request: { nonce: 'n' } })
    await storage.add('codes', code)
    const spent = (id: string) => sample('spentCodes', 1, { id, outcome: { spent: true } })
    const taken = await storage.take('codes', 'id1', (row) => {
      assert.deepEqual(row, code)
      return [adding('spentCodes', spent(row.id))]
    })
    assert.deepEqual(taken, code)
    assert.equal(await storage.find('codes', 'id1'), undefined)
    assert.deepEqual(await storage.find('spentCodes', 'id1'), spent('id1'))
    assert.equal(await storage.take('codes', 'id1', () => assert.fail('taken twice')), undefined)
  })

  it('takes nothing when what follows cannot be decided', async () => {
    const { storage } = subject()
    await storage.add('codes', sample('codes', 1))
    const refuse = () => {
      throw new Refused()
    }
    await assert.rejects(storage.take('codes', 'id1', refuse), Refused)
    assert.deepEqual(await storage.take('codes', 'id1'), sample('codes', 1))
  })

  it('keeps the record that was decided on', async () => {
    const { storage } = subject()
    await storage.add('accounts', sample('accounts', 1, { email: 'a@example.org' }))
    const changed = await storage.change('accounts', 'id1', ({ email: _, ...row }) => ({ ...row, name: 'New' }))
    assert.deepEqual(changed, sample('accounts', 1, { name: 'New' }))
    assert.deepEqual(await storage.find('accounts', 'id1'), changed)
  })

  it('keeps every column that was decided on, those that records are looked up by too', async () => {
    const { storage } = subject()
    for (const kind of ['refreshTokens', 'accounts', 'events', 'credentials'] as const) {
      await storage.add(kind, sample(kind, 1))
      const other = { ...sample(kind, 2), id: 'id1' }
      assert.deepEqual(await storage.change(kind, 'id1', () => other as never), other)
      assert.deepEqual(await storage.find(kind, 'id1'), other)
    }
    assert.deepEqual(
      await storage.list('refreshTokens', { where: { accountId: sample('refreshTokens', 1).accountId } }),
      [],
    )
    const moved = sample('refreshTokens', 2).accountId
    assert.equal((await storage.list('refreshTokens', { where: { accountId: moved } })).length, 1)
  })

  it('keeps what was changed from within the record', async () => {
    const { storage } = subject()
    await storage.add('accounts', sample('accounts', 1))
    const changed = await storage.change('accounts', 'id1', (row) => Object.assign(row, { emailKey: 'other' }))
    assert.equal(changed?.emailKey, 'other')
    assert.equal((await storage.find('accounts', 'id1'))?.emailKey, 'other')
  })

  it('leaves a record alone when told so', async () => {
    const { storage } = subject()
    await storage.add('accounts', sample('accounts', 1))
    assert.deepEqual(await storage.change('accounts', 'id1', () => undefined), sample('accounts', 1))
    assert.deepEqual(await storage.list('accounts'), [sample('accounts', 1)])
  })

  it('commits further changes with a decision, or with none', async () => {
    const { storage } = subject()
    await storage.add('accounts', sample('accounts', 1))
    const both = await storage.change('accounts', 'id1', (row) => [
      { ...row, name: 'New' },
      [adding('groups', sample('groups', 1))],
    ])
    assert.equal(both?.name, 'New')
    const none = await storage.change('accounts', 'id1', () => [undefined, [removing('groups', 'id1')]])
    assert.equal(none?.name, 'New')
    assert.equal(await storage.count('groups'), 0)
  })

  it('answers with the record as it is after everything', async () => {
    const { storage } = subject()
    await storage.add('accounts', sample('accounts', 1))
    const set = await storage.change('accounts', 'id1', (row) => [
      { ...row, name: 'New' },
      [setting('accounts', 'id1', { locale: 'de' })],
    ])
    assert.deepEqual(set, sample('accounts', 1, { name: 'New', locale: 'de' }))
    const gone = await storage.change('accounts', 'id1', () => [undefined, [removing('accounts', 'id1')]])
    assert.equal(gone, undefined)
  })

  it('changes nothing when nothing can be decided', async () => {
    const { storage } = subject()
    await storage.add('accounts', sample('accounts', 1))
    const refuse = () => {
      throw new Refused()
    }
    await assert.rejects(storage.change('accounts', 'id1', refuse), Refused)
    assert.deepEqual(await storage.list('accounts'), [sample('accounts', 1)])
  })
}
