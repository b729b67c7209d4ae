import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { keepAgain } from '../../src/accounts/identities/ask-again.ts'
import { startSession } from '../../src/accounts/sessions/sessions.ts'
import { draftImport } from '../../src/admin/moving/import-draft.ts'
import { applicationOf } from '../../src/applications/application.ts'
import { rotateSecret } from '../../src/applications/rotate-secret.ts'
import { ensureTryIt } from '../../src/applications/try-it.ts'
import { days } from '../../src/lib/clock.ts'
import { Problems } from '../../src/lib/problems.ts'
import { createSealing } from '../../src/lib/sealing.ts'
import { posting } from '../../src/mail/outbox.ts'
import { secretOf } from '../../src/sources/openid/row.ts'
import { noteServing, reseal, whatNeedsOlderKeys } from '../../src/start/reseal.ts'
import { checkSealing } from '../../src/start/sealing-check.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { keepArrival } from '../../src/web/arrival/arrival.ts'
import { keepDeparture, takeDeparture } from '../../src/web/sources/departure.ts'
import { keptElsewhere } from '../../src/web/sources/upstream-sign-out.ts'
import { createTestApp, testSecret } from '../support/app.ts'
import { onEveryEngine } from '../support/engines.ts'
import { codeFor, redeem } from '../support/sign-in.ts'
import { createTestClock, createTestRandom } from '../support/world.ts'

const oldKey = new Uint8Array(32).fill(7)
const newKey = new Uint8Array(32).fill(9)

/** The same installation, started with these keys. */
const withKeys = (storage: Storage) => {
  const clock = createTestClock()
  return (...keys: readonly Uint8Array[]) => {
    const random = createTestRandom(keys.map(([byte]) => byte).join())
    return createTestApp({ storage, clock, random, sealing: createSealing(keys, random) })
  }
}

type Node = ReturnType<ReturnType<typeof withKeys>>

/** Something in every place where something is sealed: ten of them, and a signing key. */
const fill = async (node: Node) => {
  const { world } = node
  const account = await node.addAccount()
  await node.addApplication()
  await checkSealing(world.storage, world.sealing)
  const { sealing, storage, clock } = world
  const times = { createdAt: clock.now(), updatedAt: clock.now() }
  await storage.add('sources', {
    ...{ id: 'work', kind: 'openid', name: 'Work', position: 1, details: {}, managed: false, ...times },
    sealedSecret: sealing.seal('provider secret', 'sources:work'),
  })
  await storage.add('registrations', {
    ...{ id: 'r1', serverId: 's', redirectUri: 'x', scopes: 'read', clientId: 'c', registeredAt: 1, lastOkAt: 1 },
    sealedSecret: sealing.seal('server secret', 'registrations r1'),
  })
  await storage.add('identities', {
    ...{ id: 'i1', sourceId: 'work', subject: '1', accountId: account.id, profile: {}, anchors: {} },
    ...{ createdAt: 1, lastUsedAt: 1 },
  })
  await keepAgain(world, 'i1', 'a refresh token')
  const signedIn = { account, amr: ['fed'], ...keptElsewhere(world, 'work', { session: 's', hint: 'an ID token' }) }
  assert.ok(await startSession(world, signedIn))
  await storage.atomically([posting(world, { kind: 'letter', content: { to: 'alice@example.org' } })])
  const errand = { to: '/account' }
  const departed = { sourceId: 'work', address: '', place: 'Work', errand, memo: 1 }
  await keepDeparture(world as never, { ...departed, state: 'a state', browser: 'a browser' })
  const identity = { sourceId: 'work', subject: '2', profile: {}, anchors: {}, assurance: {} }
  await keepArrival(world, 'a browser', { identity: identity as never, errand })
  await draftImport(world, { from: 'dex', text: 'issuer: https://dex.example.org' }, node.base, { actorId: account.id })
  const browser = await node.signedIn(account)
  const { body } = await redeem(node, await codeFor(browser))
  assert.ok(body['id_token'])
  return { account }
}

const sealedPlaces = 10

await onEveryEngine('a sealing key that is replaced', (open) => {
  it('is needed for nothing once everything is sealed anew and every secret proved', async () => {
    const storage = await open()
    const start = withKeys(storage)
    const { account } = await fill(start(oldKey))
    assert.equal((await whatNeedsOlderKeys(start(newKey).world)).broken, sealedPlaces)

    const both = start(newKey, oldKey)
    await noteServing(both.world)
    const waiting = { older: sealedPlaces, broken: 0, unproven: ['notes'], lost: [] }
    assert.deepEqual(await whatNeedsOlderKeys(both.world), waiting)
    assert.equal(await reseal(both.world), sealedPlaces)
    assert.deepEqual(await whatNeedsOlderKeys(both.world), { ...waiting, older: 0 })
    const [line] = await storage.list('events', { where: { kind: 'key.resealed' } })
    assert.equal(line?.data['count'], sealedPlaces)

    // An application that has the old secret goes on, and needs the old key no more.
    assert.equal((await redeem(both, await codeFor(await both.signedIn(account)))).status, 200)
    assert.deepEqual(await whatNeedsOlderKeys(both.world), { ...waiting, older: 0, unproven: [] })

    const fresh = start(newKey)
    await checkSealing(storage, fresh.world.sealing)
    assert.deepEqual(await whatNeedsOlderKeys(fresh.world), { older: 0, broken: 0, unproven: [], lost: [] })
    assert.equal((await redeem(fresh, await codeFor(await fresh.signedIn(account)))).status, 200)
    const source = await storage.find('sources', 'work')
    assert.equal(source && secretOf(fresh.world, source), 'provider secret')
    assert.equal((await takeDeparture(fresh.world as never, 'a state', 'a browser'))?.place, 'Work')
    await assert.rejects(checkSealing(storage, start(oldKey).world.sealing), Problems)
  })

  it('may be replaced as often as one likes, by many at once: nothing is lost, and nothing is done twice', async () => {
    const storage = await open()
    const start = withKeys(storage)
    await fill(start(oldKey))
    const both = start(newKey, oldKey)
    await noteServing(both.world)
    const rounds = await Promise.all(Array.from({ length: 5 }, () => reseal(both.world)))
    assert.equal(
      rounds.reduce((sum, count) => sum + count, 0),
      sealedPlaces,
    )
    assert.equal(await reseal(both.world), 0)
    const back = start(oldKey, newKey)
    await noteServing(back.world)
    assert.equal(await reseal(back.world), sealedPlaces)
    assert.equal((await whatNeedsOlderKeys(start(oldKey).world)).broken, 0)
  })

  it('leaves what no key opens as it is, and says so', async () => {
    const storage = await open()
    const start = withKeys(storage)
    await fill(start(oldKey))
    const [broken] = await storage.list('registrations')
    assert.ok(broken)
    await storage.put('registrations', { ...broken, sealedSecret: new Uint8Array(40).fill(1) })
    const both = start(newKey, oldKey)
    await noteServing(both.world)
    await reseal(both.world)
    assert.deepEqual((await storage.find('registrations', 'r1'))?.sealedSecret, new Uint8Array(40).fill(1))
    assert.deepEqual(await whatNeedsOlderKeys(both.world), { older: 0, broken: 1, unproven: ['notes'], lost: [] })
  })

  it('is not replaced in what is sealed while the server has not been started with the new one', async () => {
    const storage = await open()
    const start = withKeys(storage)
    const old = start(oldKey)
    await fill(old)
    const both = start(newKey, oldKey)
    await assert.rejects(reseal(both.world), /Restart Portico/)
    await noteServing(old.world)
    await assert.rejects(reseal(both.world), /Restart Portico/)
    assert.equal((await whatNeedsOlderKeys(old.world)).broken, 0)
  })
})

describe('a client secret under an older sealing key', () => {
  const begin = async () => {
    const { storage } = createTestApp().world
    const start = withKeys(storage)
    const old = start(oldKey)
    const account = await old.addAccount()
    const { id } = await old.addApplication()
    const secrets = async () => {
      const row = await storage.find('applications', id)
      return row === undefined ? [] : applicationOf(row).secrets
    }
    const redeemAt = async (node: Node) => (await redeem(node, await codeFor(await node.signedIn(account)))).status
    return { storage, start, old, id, secrets, redeemAt }
  }

  it('is not touched while there is one key, nor by a wrong secret', async () => {
    const { start, old, secrets, redeemAt, id } = await begin()
    const before = await secrets()
    assert.equal(await redeemAt(old), 200)
    assert.deepEqual(await secrets(), before)
    const both = start(newKey, oldKey)
    await rotateSecret(old.world, id, { clientSecret: 'another secret of the application', overlap: 0 })
    const rotated = await secrets()
    assert.equal(await redeemAt(both), 401)
    assert.deepEqual(await secrets(), rotated)
  })

  it('ends when it was to end, when it is kept under the new one', async () => {
    const { start, old, secrets, redeemAt, id } = await begin()
    const both = start(newKey, oldKey)
    await rotateSecret(old.world, id, { overlap: days(1) })
    const [, ending] = await secrets()
    assert.equal(await redeemAt(both), 200)
    const [fresh, kept] = await secrets()
    assert.deepEqual([kept?.expiresAt, kept?.was], [ending?.expiresAt, ending?.hash])
    assert.ok(kept?.hash !== ending?.hash)
    // The newer one has not been used yet.
    assert.equal(fresh?.was, undefined)
    assert.deepEqual((await whatNeedsOlderKeys(both.world)).unproven, ['notes'])
    both.world.clock.advance(days(1))
    assert.equal(await redeemAt(both), 401)
  })

  it('is the same to a configuration file that says its hash', async () => {
    const { start, secrets, redeemAt, id } = await begin()
    const [{ hash: given = '' } = {}] = await secrets()
    const both = start(newKey, oldKey)
    assert.equal(await redeemAt(both), 200)
    const kept = await secrets()
    await rotateSecret(both.world, id, { clientSecretHash: given })
    assert.deepEqual(await secrets(), kept)
  })

  it('is no matter for the built-in application, which gets another one by itself', async () => {
    const { start, old } = await begin()
    await ensureTryIt(old.world, 'https://id.example.org/try-it/callback', 'Try it')
    assert.deepEqual((await whatNeedsOlderKeys(start(newKey, oldKey).world)).unproven, ['notes'])
  })

  it('is known to be lost when its key went too early', async () => {
    const { start, old, id, redeemAt } = await begin()
    await rotateSecret(old.world, id, { clientSecret: `${testSecret}2`, overlap: 0 })
    const fresh = start(newKey)
    assert.equal(await redeemAt(fresh), 401)
    assert.deepEqual((await whatNeedsOlderKeys(fresh.world)).lost, ['notes'])
  })
})

describe('whoever seals', () => {
  /** These are kept by browsers, and run out by themselves. */
  const atBrowsers = ['src/web/try-it/try-it.ts']

  it('says where that is kept, so that a key can be replaced', () => {
    const told = readFileSync('src/start/reseal.ts', 'utf8')
    const sealers = globSync('src/**/*.ts').filter((path) => readFileSync(path, 'utf8').includes('sealing.seal('))
    assert.ok(sealers.length > 5)
    for (const path of sealers.filter((path) => !atBrowsers.includes(path))) {
      const [, name] =
        /export const ((?:sealed|renew)\w+) = (?:sealedIn\(|\(sealing)/.exec(readFileSync(path, 'utf8')) ?? []
      // Brought in, and used.
      assert.equal(told.match(new RegExp(`\\b${name}\\b`, 'g'))?.length, 2, path)
    }
  })
})
