import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { hours, minutes, seconds } from '../../src/lib/clock.ts'
import { createSealing, SealBroken } from '../../src/lib/sealing.ts'
import { createKeyring, keySetLifetime } from '../../src/protocol/keys/keyring.ts'
import { openSigningKey } from '../../src/protocol/keys/signing-key.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { dump } from '../support/dump.ts'
import { onEveryEngine } from '../support/engines.ts'
import { codeFor, redeem } from '../support/sign-in.ts'
import { createTestClock, createTestRandom } from '../support/world.ts'

const keySet = async ({ app, base }: Pick<TestApp, 'app' | 'base'>): Promise<JSONWebKeySet> => {
  const response = await app.answer(new Request(`${base}/jwks`), { address: '192.0.2.9' })
  assert.equal(response.status, 200)
  return response.json()
}

/** Two processes on one database, at one time. */
const twoNodes = (storage: Storage) => {
  const clock = createTestClock()
  const node = (seed: string) => createTestApp({ storage, clock, random: createTestRandom(seed), makesKeys: true })
  return { clock, one: node('one'), other: node('other') }
}

const withSomeone = async (nodes: ReturnType<typeof twoNodes>) => {
  const account = await nodes.one.addAccount()
  await nodes.one.addApplication()
  const { cookies } = await nodes.one.signedIn(account)
  const browserAt = (node: TestApp) => {
    const browser = node.browser()
    for (const [name, value] of cookies) browser.cookies.set(name, value)
    return browser
  }
  const idToken = async (node: TestApp): Promise<string> => {
    const { body } = await redeem(node, await codeFor(browserAt(node)))
    return String(body['id_token'])
  }
  return { ...nodes, account, idToken }
}

const kidOf = (token: string): string => String(decodeProtectedHeader(token).kid)

await onEveryEngine('the keys', (open) => {
  test('are published before anybody has signed in, so that no relying party remembers an empty set', async () => {
    const { one, other } = twoNodes(await open())
    const [first, ...more] = (await keySet(one)).keys
    assert.equal(first?.alg, 'RS256')
    assert.equal(more.length, 0)
    assert.deepEqual(await keySet(other), await keySet(one))
  })

  test('are published without their private halves, and strong', async () => {
    const nodes = twoNodes(await open())
    for (const algorithm of ['RS256', 'ES256', 'EdDSA'] as const)
      await createKeyring(nodes.one.world).signing(algorithm)
    const { keys } = await keySet(nodes.one)
    assert.equal(new Set(keys.map(({ kid }) => kid)).size, 3)
    for (const key of keys) {
      assert.equal(key.use, 'sig')
      assert.ok(key.kid)
      assert.doesNotMatch(Object.keys(key).join(), /\b(d|p|q|dp|dq|qi|oth|k)\b/)
      if (key.kty === 'RSA') assert.ok(Buffer.from(key.n ?? '', 'base64url').length >= 256)
      assert.match(String(key.kty), /^(RSA|EC|OKP)$/)
    }
  })

  test('are one key for two nodes that need the first at the same moment', async () => {
    const { one, other, idToken } = await withSomeone(twoNodes(await open()))
    const tokens = await Promise.all([one, other, one, other].map((node) => idToken(node)))
    assert.equal(new Set(tokens.map(kidOf)).size, 1)
    assert.equal(await one.world.storage.count('signingKeys'), 1)
  })

  test('change so that whoever remembers them for an hour verifies every token, from whichever node', async () => {
    const { one, other, clock, idToken } = await withSomeone(twoNodes(await open()))
    const nodes = [one, other]
    const first = kidOf(await idToken(one))
    const remembered: { readonly at: number; readonly set: JSONWebKeySet }[] = []
    const issued: { readonly token: string; readonly at: number }[] = []
    const signedBy = new Set<string>()
    for (let step = 0; step < 18; step++) {
      // By whoever may: the console of one node, or the command line.
      if (step === 3) await createKeyring(one.world).rotate('RS256')
      for (const node of nodes) {
        const token = await idToken(node)
        signedBy.add(kidOf(token))
        issued.push({ token, at: clock.now() })
        const sets = remembered.filter(({ at }) => at > clock.now() - keySetLifetime).map(({ set }) => set)
        for (const set of [...sets, await keySet(one), await keySet(other)]) {
          await jwtVerify(token, createLocalJWKSet(set), { currentDate: new Date(clock.now()) })
        }
        remembered.push({ at: clock.now(), set: await keySet(node) })
      }
      // What is not expired verifies against what is published now.
      for (const { token } of issued.filter(({ at }) => at > clock.now() - hours(1))) {
        for (const node of nodes) {
          await jwtVerify(token, createLocalJWKSet(await keySet(node)), { currentDate: new Date(clock.now()) })
        }
      }
      clock.advance(minutes(7))
    }
    assert.equal(signedBy.size, 2)
    assert.ok(signedBy.has(first))
  })

  test('are gone once no token that they signed can be about', async () => {
    const { one, clock, idToken } = await withSomeone(twoNodes(await open()))
    const first = kidOf(await idToken(one))
    const next = await createKeyring(one.world).rotate('RS256')
    const published = async () => (await keySet(one)).keys.map(({ kid }) => kid).sort()
    clock.advance(seconds(31))
    assert.deepEqual(await published(), [first, next.id].sort())
    clock.advance(hours(24) + minutes(59))
    assert.deepEqual(await published(), [first, next.id].sort())
    clock.advance(hours(2))
    assert.deepEqual(await published(), [next.id])
    assert.equal(kidOf(await idToken(one)), next.id)
  })

  test('may be changed twice in a row, and a third time before the first is over', async () => {
    const { one, other, clock, idToken } = await withSomeone(twoNodes(await open()))
    await idToken(one)
    for (let change = 0; change < 3; change++) {
      await createKeyring(one.world).rotate('RS256')
      clock.advance(minutes(1))
    }
    for (let step = 0; step < 6; step++) {
      for (const node of [one, other]) {
        await jwtVerify(await idToken(node), createLocalJWKSet(await keySet(other)), {
          currentDate: new Date(clock.now()),
        })
      }
      clock.advance(minutes(13))
    }
    const signing = (await one.world.storage.list('signingKeys')).filter(({ retiresAt }) => retiresAt === undefined)
    assert.deepEqual(
      [kidOf(await idToken(one))],
      signing.map(({ id }) => id),
    )
  })

  test('are sealed where they are kept, each for its own record', async () => {
    const { one, idToken } = await withSomeone(twoNodes(await open()))
    await idToken(one)
    await createKeyring(one.world).rotate('RS256')
    const text = await dump(one.world.storage)
    assert.doesNotMatch(text, /"d":|"dp":|PRIVATE/)
    const [a, b] = await one.world.storage.list('signingKeys')
    assert.ok(a !== undefined && b !== undefined)
    await openSigningKey(one.world, a)
    await assert.rejects(openSigningKey(one.world, { ...a, sealed: b.sealed }), SealBroken)
    for (const at of [0, 1, 20, a.sealed.length - 1]) {
      const damaged = a.sealed.map((byte, index) => (index === at ? byte ^ 1 : byte))
      await assert.rejects(openSigningKey(one.world, { ...a, sealed: damaged }), SealBroken)
    }
  })

  test('are never replaced because they cannot be opened', async () => {
    const storage = await open()
    const nodes = await withSomeone(twoNodes(storage))
    await nodes.idToken(nodes.one)
    const { random, clock } = nodes.one.world
    const stranger = createTestApp({
      storage,
      clock,
      random,
      sealing: createSealing([new Uint8Array(32).fill(8)], random),
    })
    await stranger.addApplication({ slug: 'other' })
    const browser = await stranger.signedIn(nodes.account)
    const { status, body } = await redeem(
      stranger,
      await codeFor(browser, { client_id: 'other' }),
      {},
      { clientId: 'other' },
    )
    assert.equal(status, 500)
    assert.deepEqual(Object.keys(body).sort(), ['error', 'reference'])
    assert.equal(body['error'], 'server_error')
    assert.equal(await storage.count('signingKeys'), 1)
  })

  test('are opened by an older sealing key while there is a newer one', async () => {
    const storage = await open()
    const nodes = await withSomeone(twoNodes(storage))
    const before = kidOf(await nodes.idToken(nodes.one))
    const { random, clock } = nodes.one.world
    const keys = [new Uint8Array(32).fill(9), new Uint8Array(32).fill(7)]
    const newer = createTestApp({ storage, clock, random, sealing: createSealing(keys, random) })
    const { body } = await redeem(newer, await codeFor(await newer.signedIn(nodes.account)))
    assert.equal(kidOf(String(body['id_token'])), before)
  })
})
