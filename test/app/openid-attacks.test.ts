import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import { createAccount } from '../../src/accounts/create.ts'
import { minutes } from '../../src/lib/clock.ts'
import type { TestBrowser } from '../support/browser-in-memory.ts'
import { floodDepartures } from '../support/flood.ts'
import {
  accountOf,
  chooseName,
  comeBackFrom,
  createOpenidApp,
  errorOf,
  type OpenidApp,
  signInFrom,
  upstream,
} from '../support/openid-app.ts'
import { authorizing, codeFor, redeem } from '../support/sign-in.ts'

const session = '__Host-portico-session'
const linking = upstream('linkExisting: true')
const second = `  - { id: second, kind: openid, name: Second, issuer: ISSUER, clientId: portico, clientSecret: secretSecretSecret }\n`

const says = (app: OpenidApp, claims: Readonly<Record<string, unknown>>): void => {
  Object.assign(app.provider.people['alice'] ?? {}, claims)
}

const withEmail = (email: string, verified = true) => ({
  email,
  emailKey: email,
  ...(verified ? { verifiedEmailKey: email } : { verifiedEmailKey: undefined, emailVerifiedAt: undefined }),
})

/** Comes from the provider, and takes the name that is suggested where one is asked for. */
const comesAs = async (app: OpenidApp, claims: Readonly<Record<string, unknown>>) => {
  says(app, claims)
  const browser = app.browser()
  const page = await signInFrom(app, browser)
  const account = (await app.world.storage.list('accounts')).find(({ cameBy }) => cameBy !== undefined)
  return { browser, page, account }
}

describe('whoever wants to be taken for somebody else by an address', () => {
  for (const address of ['victim@\u0131cloud.com', 'victim@xn--cloud-m4a.com']) {
    it(`is not, by a domain that looks alike: ${address}`, async (t) => {
      const app = await createOpenidApp(t, linking)
      const victim = await app.addAccount({ username: 'victim', ...withEmail('victim@icloud.com') })
      const { account } = await comesAs(app, { email: address })
      assert.ok(account !== undefined && account.id !== victim.id)
      assert.equal(account.verifiedEmailKey, 'victim@xn--cloud-m4a.com')
    })
  }

  for (const local of ['v\u0131ctim', '\uFF56ictim', 'vict\u0130m', 'vic\u200Btim', 'victim\0'])
    it(`is not, by a name that looks alike: ${JSON.stringify(local)}`, async (t) => {
      const app = await createOpenidApp(t, linking)
      const victim = await app.addAccount({ username: 'victim', ...withEmail('victim@example.org') })
      const { browser, account } = await comesAs(app, { email: `${local}@example.org` })
      const identities = await app.world.storage.list('identities')
      assert.ok(identities.every(({ accountId }) => accountId !== victim.id))
      if (account === undefined) assert.equal(browser.cookies.has(session), false)
      else assert.notEqual(account.verifiedEmailKey, 'victim@example.org')
    })

  for (const verified of [false, undefined, 'false', 1, ['true'], { true: true }, null])
    it(`is not, by an address that is verified ${JSON.stringify(verified)}`, async (t) => {
      const app = await createOpenidApp(t, linking)
      await app.addAccount({ username: 'victim', ...withEmail('victim@example.org') })
      says(app, { email: 'victim@example.org', email_verified: verified })
      const browser = app.browser()
      assert.equal(errorOf(await comeBackFrom(app, browser)), 'email_known')
      assert.equal(await app.world.storage.count('identities'), 0)
    })

  it('is not, by having proven an address here beforehand that only looks like it', async (t) => {
    const app = await createOpenidApp(t, linking)
    const theirs = { username: 'squatter', email: 'v\u0131ctim@example.org', emailVerifiedBy: 'mail' } as const
    const squatter = await createAccount(app.world, theirs)
    const { account } = await comesAs(app, { email: 'victim@example.org' })
    assert.ok(squatter.ok && account !== undefined && account.id !== squatter.account.id)
    assert.equal(account.verifiedEmailKey, 'victim@example.org')
  })

  it('is not, by having put the address into an account here beforehand', async (t) => {
    const app = await createOpenidApp(t, linking)
    const squatter = await app.addAccount({ username: 'squatter', ...withEmail('alice@example.org', false) })
    const { account } = await comesAs(app, {})
    assert.ok(account !== undefined && account.id !== squatter.id)
    assert.equal(account.verifiedEmailKey, 'alice@example.org')
    assert.equal((await app.world.storage.find('accounts', squatter.id))?.verifiedEmailKey, undefined)
  })

  it('is not, by having come with the address before it was proven', async (t) => {
    const app = await createOpenidApp(t)
    const early = await comesAs(app, { email: 'victim@example.org', email_verified: false })
    assert.equal(early.account?.verifiedEmailKey, undefined)
    const victim = await app.addAccount({ username: 'victim', ...withEmail('victim@example.org') })
    await signInFrom(app, app.browser())
    assert.equal((await app.world.storage.find('accounts', early.account?.id ?? ''))?.verifiedEmailKey, undefined)
    assert.equal((await app.world.storage.find('accounts', victim.id))?.verifiedEmailKey, 'victim@example.org')
  })
})

describe('an address that a provider does not say is proven', () => {
  it('is proven to no application, not even to one that is told of an administrator’s word', async (t) => {
    const app = await createOpenidApp(t)
    await app.addApplication({ assertEmailVerified: true })
    const { browser } = await comesAs(app, { email: 'victim@example.org', email_verified: false })
    await chooseName(browser, await browser.get('/choose-username'), 'mallory')
    const { body } = await redeem(app, await codeFor(browser))
    const { email, email_verified: verified } = decodeJwt(String(body['id_token']))
    assert.deepEqual([email, verified], ['victim@example.org', false])
  })
})

describe('an answer of one provider', () => {
  const left = async (app: OpenidApp, id = 'upstream') => {
    const browser = app.browser()
    const gone = await browser.submit(await browser.get('/sign-in'), {}, { button: `source-${id}` })
    return { browser, back: new URL(await app.provider.approve(gone.location ?? '')) }
  }

  it('is worth nothing at another one’s address, and is spent there', async (t) => {
    const app = await createOpenidApp(t, `${upstream()}${second}`)
    const { browser, back } = await left(app)
    const elsewhere = new URL(back)
    elsewhere.pathname = '/sources/second/callback'
    assert.equal(errorOf(await browser.get(elsewhere)), 'mixed_up')
    assert.equal((await browser.get(back)).status, 400)
    assert.equal(browser.cookies.has(session), false)
    for (const path of ['/fediverse/callback/upstream', '/sources/fediverse/callback', '/sources/nobody/callback']) {
      const other = await left(app)
      other.back.pathname = path
      await other.browser.get(other.back)
      if (path !== '/fediverse/callback/upstream') assert.equal(other.browser.cookies.has(session), false, path)
    }
  })

  for (const name of ['code', 'state', 'iss', 'error'])
    it(`is refused when it says ${name} twice`, async (t) => {
      const app = await createOpenidApp(t)
      const { browser, back } = await left(app)
      const value = back.searchParams.get(name) ?? 'x'
      back.searchParams.append(name, value)
      if (name === 'iss' || name === 'error') back.searchParams.append(name, value)
      assert.equal((await browser.get(back)).status >= 400, true)
      assert.equal(browser.cookies.has(session), false)
      assert.deepEqual(app.provider.exchanges, [])
    })

  it('is taken once, however many times it arrives at once', async (t) => {
    const app = await createOpenidApp(t)
    const { browser, back } = await left(app)
    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.get(back)))
    assert.equal(answers.filter(({ status }) => status < 400).length, 1)
    assert.equal(app.provider.exchanges.length, 1)
    assert.equal(await app.world.storage.count('accounts'), 1)
  })
})

describe('a provider', () => {
  it('is closed to nobody by a flood of departures', async (t) => {
    const app = await createOpenidApp(t)
    const leaves = async (browser: TestBrowser) =>
      browser.submit(await browser.get('/sign-in'), {}, { button: 'source-upstream' })
    await leaves(app.browser('198.51.100.8'))
    await floodDepartures(app)
    assert.ok((await leaves(app.browser('198.51.100.9'))).location?.href.startsWith(app.provider.issuer))
  })
})

describe('whoever sits down at a desk that was left', () => {
  /** Somebody who came by the provider, and has a password here too. */
  const atDesk = async (t: Parameters<typeof createOpenidApp>[0], hasPassword = true) => {
    const app = await createOpenidApp(t)
    const browser = app.browser()
    await chooseName(browser, await signInFrom(app, browser))
    const account = await accountOf(app, 'alice')
    assert.ok(account !== undefined)
    if (hasPassword) await app.givePassword(account)
    app.world.clock.advance(minutes(60))
    return { app, browser }
  }
  const proves = async (app: OpenidApp, browser: TestBrowser) => {
    const page = await browser.get('/sign-in?again=yes&to=/account/identities')
    return browser.follow(await comeBackFrom(app, browser, { page }))
  }
  /** Whether they may now do what a thief would do first. */
  const mayUnlink = async (browser: TestBrowser): Promise<boolean> =>
    (await browser.get('/account/identities')).text.includes('name="identity"')

  it('proves nothing by a provider that lets them through without saying that it asked', async (t) => {
    const { app, browser } = await atDesk(t)
    assert.equal(errorOf(await proves(app, browser)), 'not_afresh')
    assert.equal(await mayUnlink(browser), false)
  })

  it('proves nothing by one that asked long ago, and its person does by one that asks', async (t) => {
    const { app, browser } = await atDesk(t)
    const now = () => Math.floor(app.world.clock.now() / 1000)
    app.provider.token = ({ payload }) => void Object.assign(payload, { auth_time: now() - 3000 })
    assert.equal(errorOf(await proves(app, browser)), 'not_afresh')
    app.provider.token = ({ payload }) => void Object.assign(payload, { auth_time: now() })
    await proves(app, browser)
    assert.equal(await mayUnlink(browser), true)
  })

  for (const stays of [true, false])
    for (const wants of [{ prompt: 'login' }, { max_age: '0' }])
      it(`has nobody signed in anew to an application that wants ${JSON.stringify(wants)}, ${stays ? 'as somebody else' : 'by signing out first'}`, async (t) => {
        const { app, browser } = await atDesk(t)
        await app.addApplication()
        if (!stays) browser.cookies.delete(session)
        const asked = await browser.follow(await browser.get(`/authorize?${authorizing(wants)}`))
        const page = await browser.get(`/sign-in?request=${asked.url.searchParams.get('request')}&another=yes`)
        const back = await comeBackFrom(app, browser, { page })
        assert.equal(errorOf(back), 'not_afresh', back.location?.href)
      })

  it('is as good as its person where nothing else would ask', async (t) => {
    const { app, browser } = await atDesk(t, false)
    assert.equal((await proves(app, browser)).url.pathname, '/account/identities')
  })
})

describe('what a provider says of somebody', () => {
  const evil = '"><img src=x onerror=alert(1)>'

  it('is text on every page that shows it', async (t) => {
    const app = await createOpenidApp(t, upstream('take: { groups: always }, groupsClaim: groups'))
    await app.addApplication({ consent: 'explicit' })
    says(app, {
      ...{ name: evil, preferred_username: evil, given_name: evil, groups: [evil], picture: `javascript:${evil}` },
      ...{ email: `${evil.replaceAll(' ', '')}@example.org`, sid: evil },
    })
    const browser = app.browser()
    const chosen = await chooseName(browser, await signInFrom(app, browser), 'mallory')
    const account = await accountOf(app, 'mallory')
    const root = await app.signedIn(await app.addAccount({ username: 'root', administrator: true }))
    const [group] = await app.world.storage.list('groups')
    assert.ok(account !== undefined && group !== undefined)
    const asked = `/authorize?${new URLSearchParams({ client_id: 'notes', redirect_uri: 'https://app.example.org/callback', response_type: 'code', scope: 'openid profile email groups', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' })}`
    const pages = [
      chosen,
      await browser.follow(await browser.get(asked)),
      ...(await Promise.all(['/', '/account', '/account/identities'].map((path) => browser.get(path)))),
      ...(await Promise.all(
        [
          ...['/console', '/console/people', `/console/people/${account.id}`, '/console/events', '/console/groups'],
          ...[`/console/groups/${group.id}`, '/console/sources/upstream', '/console/applications/notes/access'],
        ].map((path) => root.get(path)),
      )),
    ]
    let shown = 0
    for (const { status, text, url } of pages) {
      assert.ok(status === 200 || status === 404, `${url} ${status}`)
      assert.doesNotMatch(text, /<img src=x|="javascript:/i, url.pathname)
      if (text.includes('&lt;img src=x')) shown += 1
    }
    assert.ok(shown > 3, String(shown))
  })

  it('makes nobody an administrator by being called so', async (t) => {
    const app = await createOpenidApp(t, upstream('take: { groups: always }'))
    says(app, { administrator: true, admin: true, groups: ['administrators', 'admin', '__proto__', 'constructor'] })
    const browser = app.browser()
    await chooseName(browser, await signInFrom(app, browser))
    assert.equal((await accountOf(app, 'alice'))?.administrator, false)
    assert.equal((await browser.get('/console')).status, 404)
  })
})

describe('an administrator’s form about a provider', () => {
  it('leads nowhere inside, and tells nothing of what is there', async (t) => {
    for (const issuer of [
      'http://169.254.169.254',
      'https://127.0.0.1',
      'https://localhost',
      'https://[::ffff:7f00:1]',
    ]) {
      const app = await createOpenidApp(t, '')
      const root = await app.signedIn(await app.addAccount({ username: 'root', administrator: true }))
      await app.world.storage.add('sources', {
        ...{ id: 'inside', kind: 'openid', name: 'Inside', position: 1, managed: false, createdAt: 0, updatedAt: 0 },
        details: { issuer, clientId: 'x', clientAuth: 'none' },
      })
      const page = await root.get('/console/sources/inside')
      const tested = await root.follow(await root.submit(page, {}, { action: '/console/sources/inside/test' }))
      assert.doesNotMatch(tested.text, /ECONN|EHOST|refused to connect|not_public/i)
      assert.match(tested.text, /role="(?:alert|status)"|data-error/)
    }
  })
})
