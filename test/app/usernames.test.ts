import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createAccount } from '../../src/accounts/create.ts'
import { allowUsernameChange, getUsernames } from '../../src/admin/operations/usernames.ts'
import { minutes } from '../../src/lib/clock.ts'
import { createTestApp, testPassword } from '../support/app.ts'

const ready = async () => {
  const app = createTestApp()
  const account = await app.addAccount()
  await app.givePassword(account)
  const browser = await app.signedIn(account)
  const rename = async (username: string) =>
    browser.submit(await browser.get('/account/username'), { username }, { button: 'save' })
  const allow = (despiteDependents = false) =>
    allowUsernameChange(app.world, { mayChange: true, despiteDependents }, { actorId: 'root' })
  const found = () => app.world.storage.find('accounts', account.id)
  return { ...app, account, tab: browser, rename, allow, found }
}

describe('a person’s own username', () => {
  it('is an administrator’s to change until somebody says otherwise', async () => {
    const app = await ready()
    assert.equal((await app.tab.get('/account/username')).status, 404)
    assert.doesNotMatch((await app.tab.get('/account')).text, /\/account\/username/)
    assert.ok((await app.allow()).ok)
    assert.match((await app.tab.get('/account')).text, /href="\/account\/username"/)
    const page = await app.tab.get('/account/username')
    assert.equal(page.status, 200)
    await allowUsernameChange(app.world, { mayChange: false }, {})
    const gone = await app.tab.submit(page, { username: 'smith' }, { button: 'save' })
    assert.equal(gone.status, 404)
    assert.equal((await app.found())?.username, 'alice')
    assert.equal((await app.tab.get('/account/username')).status, 404)
  })

  it('is changed with a line in the audit log, and the old one stays theirs', async () => {
    const app = await ready()
    await app.allow()
    const done = await app.rename('smith')
    assert.equal(done.location?.pathname, '/account/username')
    assert.equal((await app.found())?.username, 'smith')
    const [line] = await app.world.storage.list('events', { where: { kind: 'username.changed' } })
    assert.deepEqual(line?.data, { from: 'alice', to: 'smith' })
    assert.deepEqual(await createAccount(app.world, { username: 'Alice' }), {
      ok: false,
      problems: [{ field: 'username', code: 'taken' }],
    })
    await app.rename('alice')
    assert.equal((await app.found())?.username, 'alice')

    const stranger = app.browser()
    const signIn = async (identifier: string) =>
      stranger.submit(await stranger.get('/sign-in'), { identifier, password: testPassword })
    assert.notEqual((await signIn('smith')).status, 303)
    assert.equal((await signIn('alice')).status, 303)
  })

  it('is nobody else’s, has its form, and is given back as it was typed', async () => {
    const app = await ready()
    await app.allow()
    await app.addAccount({ username: 'bob' })
    for (const typed of ['bob', 'a b', 'аlice', '', 'x'.repeat(65), '../x']) {
      const { status, text } = await app.rename(typed)
      assert.equal(status, 400, typed)
      assert.match(text, /aria-invalid="true"/)
      if (typed !== '') assert.ok(text.includes(`value="${typed}"`), typed)
    }
    assert.equal((await app.found())?.username, 'alice')
  })

  it('asks for the password again after a while', async () => {
    const app = await ready()
    await app.allow()
    const page = await app.tab.get('/account/username')
    app.world.clock.advance(minutes(16))
    const asked = await app.tab.submit(page, { username: 'smith' }, { button: 'save' })
    assert.equal(asked.location?.pathname, '/sign-in')
    assert.equal((await app.found())?.username, 'alice')
  })

  it('is the configuration file’s for those it names', async () => {
    const app = await ready()
    await app.allow()
    const managed = await app.signedIn(await app.addAccount({ username: 'filed', managed: true }))
    assert.equal((await managed.get('/account/username')).status, 404)
  })
})

describe('letting people change their usernames', () => {
  it('names the applications that depend on them, and takes a second word', async () => {
    const app = await ready()
    const add = (slug: string, more: object) => app.addApplication({ slug, name: slug, ...more })
    await add('a-mastodon', { uidField: 'preferred_username' })
    await add('b-handle', { uidField: 'handle' })
    await add('c-username', { subjectMode: 'username' })
    await add('d-sub', {})
    const refused = await app.allow()
    assert.equal(refused.ok, false)
    assert.deepEqual(
      refused.dependents.map(({ application, because }) => [application.slug, because]),
      [
        ['a-mastodon', 'uid_field'],
        ['c-username', 'subject'],
      ],
    )
    assert.equal((await getUsernames(app.world)).mayChange, false)
    assert.ok((await app.allow(true)).ok)
    assert.equal((await getUsernames(app.world)).mayChange, true)
    const lines = await app.world.storage.list('events', { where: { kind: 'setting.changed' } })
    assert.deepEqual(
      lines.map(({ actorId, data }) => [actorId, data['mayChange']]),
      [['root', true]],
    )
  })

  it('is a page of the console that shows them', async () => {
    const app = await ready()
    await app.addApplication({ name: 'Old Mastodon', uidField: 'preferred_username' })
    const tab = await app.signedIn(await app.addAccount({ username: 'root', administrator: true }))
    const page = await tab.get('/console/usernames')
    assert.match(page.text, /Old Mastodon/)
    const refused = await tab.submit(page, {}, { button: 'save' })
    assert.equal(refused.status, 400)
    assert.match(refused.text, /class="hint wrong" id="despiteDependents-hint"/)
    const done = await tab.submit(refused, { despiteDependents: 'yes' }, { button: 'save' })
    assert.equal(done.location?.search, '?saved=yes')
    assert.equal((await getUsernames(app.world)).mayChange, true)
    await tab.submit(await tab.get('/console/usernames'), {}, { button: 'save' })
    assert.equal((await getUsernames(app.world)).mayChange, false)
  })
})
