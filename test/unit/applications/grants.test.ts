import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setDisabled } from '../../../src/applications/change-application.ts'
import { createApplication } from '../../../src/applications/create-application.ts'
import { consentChanges, findGrant, listGrants, revokeGrant } from '../../../src/applications/grants.ts'
import { hours, minutes } from '../../../src/lib/clock.ts'
import { Missing } from '../../../src/storage/storage.ts'
import { createTestWorld, type TestWorld } from '../../support/world.ts'

const account = async ({ storage }: TestWorld, id: string) => {
  const at = { createdAt: 0, updatedAt: 0 }
  const row = { id, username: id, usernameKey: id, name: id, administrator: false, managed: false, ...at }
  await storage.add('accounts', row)
  return row
}

const application = async (world: TestWorld, name: string) => {
  const created = await createApplication(world, { name })
  assert.ok(created.ok)
  return created.application
}

type Parts = { application: { id: string }; account: { id: string } }
const consent = async (world: TestWorld, { application, account }: Parts, scopes: readonly string[]) => {
  const held = await findGrant(world, account.id, application.id)
  await world.storage.atomically(consentChanges(world, { application, account, scopes, held, address: '192.0.2.1' }))
}

const token = async ({ storage }: TestWorld, { application, account }: Parts) => {
  const id = `${application.id} ${account.id}`
  const of = { id, applicationId: application.id, accountId: account.id, sessionId: 's' }
  const ends = { createdAt: 0, expiresAt: hours(1), endsAt: hours(1) }
  await storage.put('accessTokens', { ...of, chainId: 'c', scopes: [], createdAt: 0, expiresAt: hours(1) })
  await storage.put('refreshTokens', { ...of, scopes: [], signIn: {}, current: 'x', rotatedAt: 0, ...ends })
  await storage.put('codes', { ...of, request: {}, expiresAt: hours(1) })
}
const tokens = async ({ storage }: TestWorld, { application, account }: Parts) => {
  const of = { applicationId: application.id, accountId: account.id }
  const counts = await Promise.all(
    (['accessTokens', 'refreshTokens', 'codes'] as const).map((kind) => storage.count(kind, of)),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

describe('what a person allows an application', () => {
  it('grows with each consent and says since when', async () => {
    const world = createTestWorld()
    const pair = { application: await application(world, 'Notes'), account: await account(world, 'ada') }
    const since = world.clock.now()
    await consent(world, pair, ['openid', 'email'])
    world.clock.advance(minutes(5))
    await consent(world, pair, ['openid', 'profile'])
    const grant = await findGrant(world, 'ada', pair.application.id)
    assert.deepEqual(grant?.scopes, ['openid', 'email', 'profile'])
    assert.deepEqual([grant?.createdAt, grant?.updatedAt], [since, world.clock.now()])
    const lines = await world.storage.list('events', { where: { kind: 'consent.given' }, orderBy: 'at' })
    assert.deepEqual(
      lines.map(({ data, accountId, address }) => [data['scopes'], accountId, address]),
      [
        [['openid', 'email'], 'ada', '192.0.2.1'],
        [['openid', 'profile'], 'ada', '192.0.2.1'],
      ],
    )
  })

  it('is not kept for an application that was switched off meanwhile', async () => {
    const world = createTestWorld()
    const pair = { application: await application(world, 'Notes'), account: await account(world, 'ada') }
    await setDisabled(world, pair.application.id, true)
    await assert.rejects(consent(world, pair, ['openid']), Missing)
    assert.equal(await world.storage.count('grants'), 0)
  })

  it('is taken back with everything that was given for it, and with nothing else', async () => {
    const world = createTestWorld()
    const [notes, photos] = [await application(world, 'Notes'), await application(world, 'Photos')]
    const [ada, bob] = [await account(world, 'ada'), await account(world, 'bob')]
    const pairs = [
      { application: notes, account: ada },
      { application: notes, account: bob },
      { application: photos, account: ada },
    ] as const
    for (const pair of pairs) {
      await consent(world, pair, ['openid'])
      await token(world, pair)
    }
    assert.equal(await revokeGrant(world, 'ada', notes.id, { actorId: 'ada' }), true)
    assert.deepEqual(await Promise.all(pairs.map((pair) => tokens(world, pair))), [0, 3, 3])
    assert.deepEqual(
      (await listGrants(world, 'ada')).map(({ application }) => application.name),
      ['Photos'],
    )
    const [line] = await world.storage.list('events', { where: { kind: 'grant.revoked' } })
    assert.deepEqual([line?.accountId, line?.applicationId, line?.data['scopes']], ['ada', notes.id, ['openid']])
  })

  it('is taken back from an application that never had to ask, too', async () => {
    const world = createTestWorld()
    const pair = { application: await application(world, 'Notes'), account: await account(world, 'ada') }
    await token(world, pair)
    assert.equal(await revokeGrant(world, 'ada', pair.application.id), true)
    assert.equal(await tokens(world, pair), 0)
  })

  it('cannot be taken back when there is nothing', async () => {
    const world = createTestWorld()
    assert.equal(await revokeGrant(world, 'ada', 'x'), false)
    assert.equal(await world.storage.count('events'), 0)
  })

  it('is listed by the name of the application', async () => {
    const world = createTestWorld()
    const ada = await account(world, 'ada')
    for (const name of ['Photos', 'Archive', 'Notes']) {
      await consent(world, { application: await application(world, name), account: ada }, ['openid'])
    }
    const names = (await listGrants(world, 'ada')).map(({ application }) => application.name)
    assert.deepEqual(names, ['Archive', 'Notes', 'Photos'])
  })
})
