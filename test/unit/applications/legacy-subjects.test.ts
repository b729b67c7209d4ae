import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { identityIdOf } from '../../../src/accounts/identities/identity.ts'
import { dexSubject } from '../../../src/applications/known-as/dex-subject.ts'
import { importKnownAs } from '../../../src/applications/known-as/imported.ts'
import { introducing } from '../../../src/applications/known-as/introduce.ts'
import { createTestApp } from '../../support/app.ts'

const ready = async () => {
  const app = createTestApp()
  const { world } = app
  const now = world.clock.now()
  const account = await app.addAccount({ username: 'carol' })
  const application = await app.addApplication({ subjectMode: 'imported' })
  await world.storage.add('sources', {
    ...{
      id: 'upstream',
      kind: 'openid',
      name: 'Upstream',
      position: 0,
      managed: false,
      createdAt: now,
      updatedAt: now,
    },
    details: { legacySubject: { kind: 'dex', connector: 'corp' } },
  })
  const link = (accountId: string, uid = 'u-1', sourceId = 'upstream') => {
    const subject = `https://login.example ${uid}`
    const row = { id: identityIdOf(sourceId, subject), sourceId, subject, accountId, profile: {}, anchors: {} }
    return world.storage.add('identities', { ...row, createdAt: now, lastUsedAt: now })
  }
  const meet = (whom = account) =>
    introducing(world, application, whom, async ({ subject }, changes) => {
      await world.storage.atomically(changes)
      return subject
    })
  return { ...app, world, account, application, link, meet }
}

describe('somebody whom an application knew through Dex', () => {
  it('is the same person to it who comes by the source in the place of the connector', async () => {
    const { account, link, meet, world } = await ready()
    await link(account.id)
    assert.equal(await meet(), dexSubject('u-1', 'corp'))
    await world.storage.removeWhere('identities', {})
    assert.equal(await meet(), dexSubject('u-1', 'corp'), 'and stays it')
  })

  it('is the same person also where they were known by what they are called there', async () => {
    const { account, link, meet, world } = await ready()
    const legacySubject = { kind: 'dex', connector: 'corp', by: 'username' }
    await world.storage.change('sources', 'upstream', (row) => ({ ...row, details: { legacySubject } }))
    await link(account.id)
    await world.storage.change('identities', identityIdOf('upstream', 'https://login.example u-1'), (row) => ({
      ...row,
      profile: { username: 'Carol-C', name: 'Carol' },
    }))
    assert.equal(await meet(), dexSubject('Carol-C', 'corp'))
  })

  it('is what was imported of them before anything else', async () => {
    const { account, application, link, meet, world } = await ready()
    await link(account.id)
    await importKnownAs(world, application, account.id, { subject: 'from-the-file' })
    assert.equal(await meet(), 'from-the-file')
  })

  it('stays who they are there when they link the source only later', async () => {
    const { account, link, meet } = await ready()
    assert.equal(await meet(), account.id)
    await link(account.id)
    assert.equal(await meet(), account.id)
  })

  it('is nobody that somebody else was made before', async () => {
    const { account, addAccount, application, link, meet, world } = await ready()
    const dora = await addAccount({ username: 'dora' })
    await importKnownAs(world, application, dora.id, { subject: dexSubject('u-1', 'corp') })
    await link(account.id)
    assert.equal(await meet(), account.id)
  })

  it('is not recognised by a source that takes no place', async () => {
    const { account, link, meet } = await ready()
    await link(account.id, 'u-1', 'another')
    assert.equal(await meet(), account.id)
  })
})
