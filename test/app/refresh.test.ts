import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deleteAccount, disableAccount, enableAccount } from '../../src/accounts/disable.ts'
import { addMember, createGroup, deleteGroup, removeMember } from '../../src/accounts/groups.ts'
import { setPassword } from '../../src/accounts/passwords/change.ts'
import { createHasher } from '../../src/accounts/passwords/hasher.ts'
import { membersOf } from '../../src/applications/access.ts'
import { deleteApplication, setDisabled } from '../../src/applications/change-application.ts'
import { revokeGrant } from '../../src/applications/grants.ts'
import { createTestApp, testSecret } from '../support/app.ts'
import { type OpenStorage, onEveryEngine } from '../support/engines.ts'
import { basic, callBack, codeFor, redeem, redemption } from '../support/sign-in.ts'

const scope = 'openid email offline_access'

/** Alice is in the one group that may enter, and an application holds a refresh token of hers. */
const ready = async (open: OpenStorage) => {
  const app = createTestApp({ storage: await open() })
  const { world } = app
  const account = await app.addAccount()
  const group = await createGroup(world, { name: 'staff' })
  assert.ok(group.ok)
  await addMember(world, group.group.id, account.id)
  const application = await app.addApplication({ accessRules: membersOf([group.group.id]) })
  const browser = await app.signedIn(account)
  const { body } = await redeem(app, await codeFor(browser, { scope }))
  const refresh = (token: unknown = body['refresh_token'], changes: Record<string, string> = {}) =>
    callBack(
      app,
      '/token',
      { grant_type: 'refresh_token', refresh_token: String(token), ...changes },
      basic('notes', testSecret),
    )
  return {
    ...app,
    account,
    application,
    browser,
    refresh,
    groupId: group.group.id,
    first: String(body['refresh_token']),
  }
}

type Ready = Awaited<ReturnType<typeof ready>>

/** What ends all that an application holds, whichever way it comes in with it. */
const ends: readonly (readonly [name: string, end: (app: Ready) => Promise<unknown>])[] = [
  ['the person is disabled', ({ world, account }) => disableAccount(world, account.id)],
  [
    'the person was disabled, and may come back',
    async ({ world, account }) => {
      await disableAccount(world, account.id)
      await enableAccount(world, account.id)
    },
  ],
  ['the person is deleted', ({ world, account }) => deleteAccount(world, account.id)],
  [
    'the password is set anew',
    ({ world, account }) => {
      const hasher = createHasher({ random: world.random, cost: { memory: 64, passes: 1 } })
      return setPassword({ ...world, hasher }, { accountId: account.id, password: 'correct horse battery staple' }, {})
    },
  ],
  [
    'the person takes back what they allowed',
    ({ world, account, application }) => revokeGrant(world, account.id, application.id),
  ],
  ['the person left the group', ({ world, account, groupId }) => removeMember(world, groupId, account.id)],
  ['the group is gone', ({ world, groupId }) => deleteGroup(world, groupId)],
  ['the application is deleted', ({ world, application }) => deleteApplication(world, application.id)],
  ['the application is switched off', ({ world, application }) => setDisabled(world, application.id, true)],
]

await onEveryEngine('what an application holds', (open) => {
  for (const [name, end] of ends) {
    const withoutClient = name.startsWith('the application')

    test(`is no good as a refresh token once ${name}`, async () => {
      const app = await ready(open)
      await end(app)
      const { status, body } = await app.refresh()
      assert.deepEqual([status, body['error']], withoutClient ? [401, 'invalid_client'] : [400, 'invalid_grant'])
      assert.ok((await app.world.storage.count('accessTokens')) <= 1, 'something was issued all the same')
    })

    test(`is no good as a code once ${name}`, async () => {
      const app = await ready(open)
      const code = await codeFor(app.browser, { scope })
      await end(app)
      const { status, body } = await redeem(app, code)
      assert.deepEqual([status, body['error']], withoutClient ? [401, 'invalid_client'] : [400, 'invalid_grant'])
    })
  }

  test('is good again once a switched-off application is switched on', async () => {
    const app = await ready(open)
    await setDisabled(app.world, app.application.id, true)
    await setDisabled(app.world, app.application.id, false)
    assert.equal((await app.refresh()).status, 200)
  })

  test('never grows, however it is asked for', async () => {
    const app = await ready(open)
    for (const asked of ['openid email offline_access groups', 'profile', 'openid profile']) {
      assert.equal((await app.refresh(app.first, { scope: asked })).body['error'], 'invalid_scope')
    }
    const { body } = await app.refresh(app.first, { scope: 'email' })
    assert.equal(body['scope'], 'email')
    assert.equal(body['id_token'], undefined)
    const again = await app.refresh(body['refresh_token'])
    assert.equal(again.body['scope'], scope)
  })

  test('is another application’s to neither introspect nor revoke', async () => {
    const app = await ready(open)
    await app.addApplication({ slug: 'other' })
    await app.addApplication({ slug: 'spa', confidential: false, secrets: [] })
    const token = { token: app.first }
    assert.deepEqual((await callBack(app, '/introspect', token, basic('other', testSecret))).body, { active: false })
    assert.equal((await callBack(app, '/revoke', token, basic('other', testSecret))).status, 200)
    assert.equal((await callBack(app, '/revoke', { ...token, client_id: 'spa' })).status, 200)
    assert.equal((await app.refresh()).status, 200)
  })

  test('is told about, as far as it is the application’s own', async () => {
    const app = await ready(open)
    const { body } = await callBack(app, '/introspect', { token: app.first }, basic('notes', testSecret))
    assert.deepEqual([body['active'], body['token_type'], body['scope']], [true, 'refresh_token', scope])
    const { body: next } = await app.refresh()
    for (const token of [app.first, `${app.first.slice(0, -1)}x`, 'prt_x.y', 'nothing']) {
      assert.deepEqual((await callBack(app, '/introspect', { token }, basic('notes', testSecret))).body, {
        active: false,
      })
    }
    assert.equal(
      (await callBack(app, '/introspect', { token: String(next['refresh_token']) }, basic('notes', testSecret))).body[
        'active'
      ],
      true,
    )
  })

  test('of a public application changes hands at every use as well', async () => {
    const app = await ready(open)
    await app.addApplication({ slug: 'spa', confidential: false, secrets: [], pkce: 'required' })
    const code = await codeFor(app.browser, { scope, client_id: 'spa' })
    const { body } = await callBack(app, '/token', { ...redemption(code), client_id: 'spa' })
    const refresh = (token: unknown) =>
      callBack(app, '/token', { grant_type: 'refresh_token', refresh_token: String(token), client_id: 'spa' })
    const second = await refresh(body['refresh_token'])
    assert.notEqual(second.body['refresh_token'], body['refresh_token'])
    app.world.clock.advance(30_000)
    assert.equal((await refresh(body['refresh_token'])).body['error'], 'invalid_grant')
    assert.equal((await refresh(second.body['refresh_token'])).body['error'], 'invalid_grant')
  })

  test('once revoked by an older token of its family, within the moment of grace, is gone', async () => {
    const app = await ready(open)
    const { body } = await app.refresh()
    assert.equal((await callBack(app, '/revoke', { token: app.first }, basic('notes', testSecret))).status, 200)
    assert.equal((await app.refresh(body['refresh_token'])).body['error'], 'invalid_grant')
  })
})
