import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import type { Application } from '../../src/applications/application.ts'
import type { FediverseSettings } from '../../src/sources/settings.ts'
import { mastodon } from '../support/fediverse/mastodon.ts'
import type { FakeAccount } from '../support/fediverse/site.ts'
import { comeBackFrom, createFediverseApp, errorOf, requestWith, signInFrom } from '../support/fediverse-app.ts'

const home = mastodon('4.5')
const session = '__Host-portico-session'

const personAt = (server: { readonly accounts: Map<string, FakeAccount> }, name: string): FakeAccount => {
  const account = server.accounts.get(name)
  assert.ok(account)
  return account
}

describe('somebody whose account has moved', () => {
  it('goes on with the old one, is told so once, and is not linked to the new one', async (t) => {
    const app = await createFediverseApp(t, { home, elsewhere: mastodon('4.4') })
    const { home: old, elsewhere } = app.servers
    const browser = app.browser()
    await signInFrom(browser, old)
    const [account] = await app.world.storage.list('accounts')
    const there = personAt(elsewhere, 'alice')
    personAt(old, 'alice').movedTo = there.actor
    browser.cookies.delete(session)

    const asked = await browser.follow(await comeBackFrom(browser, old))
    assert.equal(asked.url.pathname, '/arrive')
    assert.match(asked.text, /has moved/)
    await browser.submit(asked, { remember: 'yes' }, { button: 'go-on' })
    assert.ok(browser.cookies.has(session))
    const ways = await browser.get('/account/identities')
    assert.ok(ways.text.includes(`${there.actor}</span>`))
    assert.equal(await app.world.storage.count('identities', { accountId: account?.id ?? '' }), 1)

    browser.cookies.delete(session)
    const second = await comeBackFrom(browser, old)
    assert.notEqual(second.location?.pathname, '/arrive')

    // The new one is somebody else, until they link it themselves.
    const newcomer = app.browser()
    await signInFrom(newcomer, elsewhere)
    const [identity] = await app.world.storage.list('identities', { where: { host: elsewhere.host } })
    assert.notEqual(identity?.accountId, account?.id)
  })
})

describe('somebody whose account has moved away from a server that then lets nobody in by it', () => {
  it('is told that this may be why', async (t) => {
    const app = await createFediverseApp(t, { old: mastodon('4.2') })
    personAt(app.servers.old, 'alice').movedTo = 'https://elsewhere.example/users/alice'
    const back = await comeBackFrom(app.browser(), app.servers.old)
    assert.equal(errorOf(back.text), 'account_state')
    assert.match(back.text, /it is suspended, or has moved to another server/)
  })
})

describe('a bot, or a group', () => {
  for (const kind of ['bot', 'group'] as const) {
    it(`is kept out where only people are to come, and told so: ${kind}`, async (t) => {
      const app = await createFediverseApp(t, { home }, { settings: { bots: 'refuse' } })
      const { home: server } = app.servers
      personAt(server, 'alice')[kind] = true
      const browser = app.browser()
      const refused = await comeBackFrom(browser, server)
      assert.equal(errorOf(refused.text), 'no_person_behind')
      assert.equal(browser.cookies.has(session), false)
      assert.equal(await app.world.storage.count('accounts'), 0)
      const code = /id="event-code"[^>]*>([^<]+)</.exec(refused.text)?.[1] ?? ''
      const [line] = await app.world.storage.list('events', { where: { code } })
      assert.deepEqual(line?.data, { method: 'fediverse', host: server.host, reason: 'no_person_behind' })
      // Others of the same server come in.
      await signInFrom(browser, server, { address: `@bob@${server.domain}`, person: { as: 'bob' } })
      assert.ok(browser.cookies.has(session))
    })
  }

  it('comes in otherwise', async (t) => {
    const app = await createFediverseApp(t, { home })
    personAt(app.servers.home, 'alice').bot = true
    const browser = app.browser()
    await signInFrom(browser, app.servers.home)
    assert.ok(browser.cookies.has(session))
  })
})

describe('somebody without an account in the fediverse', () => {
  const saysAt = async (
    t: TestContext,
    settings: Partial<FediverseSettings>,
    newcomers: Partial<Application> = {},
  ): Promise<string> => {
    const app = await createFediverseApp(t, { home }, { settings })
    await app.addApplication(newcomers)
    const browser = app.browser()
    const { text } = await browser.follow(await browser.get(requestWith()))
    return /<details class="aside"><summary id="no-account">.*?<\/details>/s.exec(text)?.[0] ?? ''
  }

  it('is told where to get one with which they are taken in, and nothing where none would do', async (t) => {
    assert.match(await saysAt(t, { firstSignIn: 'everyone' }), /joinmastodon\.org\/servers/)
    const some = await saysAt(t, { firstSignIn: 'servers', servers: ['town.example', 'club.example'] })
    assert.match(some, /town\.example, club\.example/)
    assert.doesNotMatch(some, /joinmastodon/)
    for (const firstSignIn of ['invited', 'linked'] as const) assert.equal(await saysAt(t, { firstSignIn }), '')
  })

  it('is told what the application says, where that is something else', async (t) => {
    assert.match(await saysAt(t, { firstSignIn: 'linked' }, { newcomers: 'everyone' }), /joinmastodon/)
    assert.equal(await saysAt(t, { firstSignIn: 'everyone' }, { newcomers: 'linked' }), '')
  })
})
