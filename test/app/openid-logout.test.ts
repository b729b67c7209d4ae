import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SignJWT } from 'jose'
import { minutes } from '../../src/lib/clock.ts'
import { createMemoryStorage } from '../../src/storage/memory/memory-storage.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { chooseName, createOpenidApp, type OpenidApp, signInFrom, upstream } from '../support/openid-app.ts'
import { codeFor, redeem } from '../support/sign-in.ts'

const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
const endpoint = '/sources/upstream/backchannel-logout'

const hears = async (app: OpenidApp, token: string, path = endpoint): Promise<number> =>
  (await app.browser().post(path, { logout_token: token }, { 'sec-fetch-site': undefined })).status

const sessions = (app: OpenidApp): Promise<number> => app.world.storage.count('sessions')

const inside = async (t: { after(work: () => unknown): void }): Promise<OpenidApp> => {
  const app = await createOpenidApp(t)
  Object.assign(app.provider.people['alice'] ?? {}, { sid: 'first' })
  const browser = app.browser()
  await chooseName(browser, await signInFrom(app, browser))
  assert.equal(await sessions(app), 1)
  return app
}

/** Gives a session another id, as a proof does, the first time that one is about to be removed by the id it was found under. */
const provingMeanwhile = (): Storage => {
  const storage = createMemoryStorage()
  let proved = false
  return {
    ...storage,
    async atomically(changes) {
      const [going] = changes.flatMap((change) =>
        change.do === 'remove' && change.kind === 'sessions' ? [change] : [],
      )
      const row = going === undefined || proved ? undefined : await storage.take('sessions', going.id)
      if (row !== undefined) {
        proved = true
        await storage.add('sessions', { ...row, id: `${row.id.slice(0, -1)}_` })
      }
      return storage.atomically(changes)
    },
  }
}

describe('a provider’s word that somebody has signed out', () => {
  it('ends what there was when it was said, and nothing that began since, however often it is heard', async (t) => {
    const app = await inside(t)
    const token = await app.provider.sign({ aud: 'portico', jti: '1', events, sub: 'alice-1', sid: 'first' })
    assert.equal(await hears(app, token), 200)
    assert.equal(await sessions(app), 0)
    app.world.clock.advance(minutes(2))
    await signInFrom(app, app.browser())
    assert.equal(await hears(app, token), 200)
    assert.equal(await sessions(app), 1)
  })

  it('ends a session also while its person proves again who they are', async (t) => {
    const app = await createOpenidApp(t, upstream(), { storage: provingMeanwhile() })
    Object.assign(app.provider.people['alice'] ?? {}, { sid: 'first' })
    const browser = app.browser()
    await chooseName(browser, await signInFrom(app, browser))
    const token = await app.provider.sign({ aud: 'portico', jti: '1', events, sub: 'alice-1', sid: 'first' })
    assert.equal(await hears(app, token), 200)
    assert.equal(await sessions(app), 0)
  })

  it('ends what was issued in the session, and leaves applications the access that was agreed to for later', async (t) => {
    const app = await createOpenidApp(t)
    Object.assign(app.provider.people['alice'] ?? {}, { sid: 'first' })
    await app.addApplication()
    const browser = app.browser()
    await chooseName(browser, await signInFrom(app, browser))
    const lasting = await redeem(app, await codeFor(browser, { scope: 'openid offline_access' }))
    const open = await codeFor(browser)
    assert.equal(await hears(app, await app.provider.sign({ aud: 'portico', jti: '1', events, sid: 'first' })), 200)
    assert.equal(await app.world.storage.count('accessTokens'), 0)
    assert.equal((await redeem(app, open)).body['error'], 'invalid_grant')
    const refreshing = { grant_type: 'refresh_token', refresh_token: String(lasting.body['refresh_token']) }
    assert.equal((await redeem(app, '', refreshing)).status, 200)
  })

  it('is over after ten minutes', async (t) => {
    const app = await inside(t)
    const token = await app.provider.sign({ aud: 'portico', jti: '1', events, sub: 'alice-1' })
    app.world.clock.advance(minutes(11))
    assert.equal(await hears(app, token), 400)
    assert.equal(await sessions(app), 1)
  })

  it('is about that session and that person, where it names both', async (t) => {
    const app = await inside(t)
    const say = async (claims: Record<string, unknown>) =>
      hears(app, await app.provider.sign({ aud: 'portico', jti: '1', events, ...claims }))
    for (const other of [
      { sub: 'bob-1', sid: 'first' },
      { sub: 'alice-1', sid: 'second' },
      { sub: 'bob-1' },
      { sid: 'SECOND' },
    ])
      assert.equal(await say(other), 200)
    assert.equal(await sessions(app), 1)
  })

  it('is not heard from anybody else', async (t) => {
    const app = await inside(t)
    const good = { iss: app.provider.issuer, aud: 'portico', iat: Math.floor(Date.now() / 1000), jti: '1', events }
    const claims = { ...good, sub: 'alice-1' }
    const unsigned = [{ alg: 'none', typ: 'logout+jwt' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    const ours = new SignJWT(claims).setProtectedHeader({ alg: 'HS256' })
    for (const token of [
      `${unsigned}.`,
      unsigned,
      await ours.sign(new TextEncoder().encode('secretSecretSecret')),
      'x',
      'a.b.c',
      `${'a'.repeat(20_000)}.b.c`,
      // What people sign in by is no word that they have signed out.
      await app.provider.sign({ ...claims, events: undefined }),
      await app.provider.sign({ ...claims, nonce: 'n' }),
      await app.provider.sign({ ...claims, events: { other: {} } }),
      await app.provider.sign({ ...claims, events: 'http://schemas.openid.net/event/backchannel-logout' }),
    ])
      assert.equal(await hears(app, token), 400, token.slice(0, 40))
    assert.equal(await sessions(app), 1)
  })

  it('of one provider ends nothing of another’s, whatever they call their people', async (t) => {
    const app = await inside(t)
    await app.apply(
      `${upstream()}  - { id: second, kind: openid, name: Second, issuer: ISSUER, clientId: portico, clientSecret: secretSecretSecret }\n`,
    )
    const token = await app.provider.sign({ aud: 'portico', jti: '1', events, sid: 'first', sub: 'alice-1' })
    assert.equal(await hears(app, token, '/sources/second/backchannel-logout'), 200)
    assert.equal(await hears(app, token, '/sources/nobody/backchannel-logout'), 404)
    assert.equal(await hears(app, token, '/sources/fediverse/backchannel-logout'), 404)
    assert.equal(await sessions(app), 1)
  })
})
