import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { startSession } from '../../src/accounts/sessions/sessions.ts'
import { giveConsent } from '../../src/applications/grants.ts'
import { record } from '../../src/events/event.ts'
import { minutes } from '../../src/lib/clock.ts'
import { mailKind } from '../../src/mail/outbox.ts'
import { createTestApp, type TestAppOptions } from '../support/app.ts'
import { createTestMailer } from '../support/mail-app.ts'

const start = async (options: TestAppOptions = {}) => {
  const app = createTestApp(options)
  const alice = await app.addAccount()
  await app.givePassword(alice)
  const application = await app.addApplication()
  await giveConsent(app.world, { account: alice, application, scopes: ['openid', 'email'] })
  return { ...app, alice, application, tab: await app.signedIn(alice) }
}

describe('a copy of everything', () => {
  test('has the account, where it is signed in, what applications may know, and what happened', async () => {
    const { tab, alice, application } = await start()
    const seen = await tab.get('/account/data/copy')
    assert.equal(seen.headers.get('content-disposition'), 'attachment; filename="my-data.json"')
    assert.equal(seen.headers.get('cache-control'), 'no-store')
    const copy = JSON.parse(seen.text)
    assert.deepEqual([copy.account.id, copy.account.username, copy.account.emailVerified], [alice.id, 'alice', true])
    assert.deepEqual(
      copy.sessions.map(({ thisOne, address }: Record<string, unknown>) => [thisOne, address]),
      [[true, '192.0.2.1']],
    )
    const [allowed] = copy.applications.allowed
    assert.deepEqual([allowed.applicationName, allowed.scopes], [application.name, ['openid', 'email']])
    assert.deepEqual(
      copy.signsInWith.map(({ kind }: Record<string, unknown>) => kind),
      ['password'],
    )
    assert.ok(copy.events.some(({ kind }: Record<string, unknown>) => kind === 'consent.given'))
  })

  test('has no secret in it, nothing of others, and not where an administrator was', async () => {
    const { tab, world, alice, addAccount } = await start()
    const bob = await addAccount({ username: 'bob-the-other', email: 'bob@other.example' })
    const other = await startSession(world, { account: bob, amr: ['pwd'], address: '203.0.113.99' })
    assert.ok(other !== undefined)
    const by = { accountId: alice.id, actorId: bob.id, address: '203.0.113.98', userAgent: 'boss' }
    await record(world, 'account.changed', by)
    await record(world, 'account.changed', { accountId: bob.id, actorId: alice.id })
    const { text } = await tab.get('/account/data/copy')
    for (const { id } of await world.storage.list('sessions')) assert.ok(!text.includes(id))
    assert.doesNotMatch(text, /argon2|pse_|bob|203\.0\.113|boss/)
    assert.ok(JSON.parse(text).events.some((event: Record<string, unknown>) => event['bySomebodyElse'] === true))
  })

  test('is for somebody who proved a short while ago who they are', async () => {
    const { tab, world } = await start()
    world.clock.advance(minutes(20))
    assert.equal((await tab.get('/account/data/copy')).location?.pathname, '/account/data')
    assert.match((await tab.get('/account/data')).text, /href="\/sign-in\?again=yes&amp;to=\/account\/data"/)
  })
})

describe('deleting one’s own account', () => {
  test('takes the name, typed; leaves a tombstone and nothing else, and ends everything', async () => {
    const { tab, world, alice } = await start()
    const page = await tab.get('/account/delete')
    assert.match(page.text, /The application that knows you/)
    const mistyped = await tab.submit(page, { confirm: 'Alice' }, { button: 'confirm-delete' })
    assert.match(mistyped.text, /<input[^>]*value="Alice"[^>]*name="confirm"/)
    assert.equal(mistyped.status, 400)
    assert.match(mistyped.text, /That is not the name above/)
    const gone = await tab.submit(page, { confirm: 'alice' }, { button: 'confirm-delete' })
    assert.equal(gone.status, 200)
    assert.match(gone.text, /Your account is deleted/)
    assert.equal((await tab.get('/account')).location?.pathname, '/sign-in')
    assert.equal(await world.storage.find('accounts', alice.id), undefined)
    assert.ok((await world.storage.find('tombstones', alice.id)) !== undefined)
    for (const kind of ['sessions', 'credentials', 'grants', 'accessTokens', 'refreshTokens'] as const) {
      assert.equal(await world.storage.count(kind, { accountId: alice.id }), 0, kind)
    }
    const [event] = await world.storage.list('events', { where: { kind: 'account.deleted' } })
    assert.deepEqual([event?.accountId, event?.actorId], [alice.id, alice.id])
  })

  test('asks for the password again when that was a while ago', async () => {
    const { tab, world, alice } = await start()
    const page = await tab.get('/account/delete')
    world.clock.advance(minutes(20))
    const asked = await tab.submit(page, { confirm: 'alice' }, { button: 'confirm-delete' })
    assert.deepEqual([asked.status, asked.location?.search], [303, '?again=yes&to=/account/delete'])
    assert.ok((await world.storage.find('accounts', alice.id)) !== undefined)
  })

  test('is refused to the last administrator, in a sentence', async () => {
    const { addAccount, signedIn, world } = await start()
    const boss = await addAccount({ username: 'boss', administrator: true })
    const tab = await signedIn(boss)
    const seen = await tab.submit(await tab.get('/account/delete'), { confirm: 'boss' }, { button: 'confirm-delete' })
    assert.equal(seen.status, 400)
    assert.match(seen.text, /You are the last administrator/)
    assert.ok((await world.storage.find('accounts', boss.id)) !== undefined)
  })

  test('is not offered where the configuration file would bring it back', async () => {
    const { addAccount, signedIn } = await start()
    const tab = await signedIn(await addAccount({ username: 'filed', managed: true }))
    assert.match((await tab.get('/account/data')).text, /take it out there/)
    assert.equal((await tab.get('/account/delete')).location?.pathname, '/account/data')
  })

  test('is told by mail, where there is mail', async () => {
    const { tab, world } = await start({ mailer: createTestMailer() })
    await tab.submit(await tab.get('/account/delete'), { confirm: 'alice' }, { button: 'confirm-delete' })
    assert.equal(await world.storage.count('jobs', { kind: mailKind }), 1)
  })
})
