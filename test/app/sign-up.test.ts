import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createGroup, groupsOf } from '../../src/accounts/groups.ts'
import { createInvitation, type NewInvitation } from '../../src/accounts/sign-up/invitations.ts'
import type { SignUpMode } from '../../src/accounts/sign-up/sign-up-mode.ts'
import { hours } from '../../src/lib/clock.ts'
import { createTestApp, type TestApp, testPassword, testRedirect } from '../support/app.ts'
import type { Seen, TestBrowser } from '../support/browser-in-memory.ts'
import { createMailApp, linkIn } from '../support/mail-app.ts'
import { challenge } from '../support/pkce.ts'

const ask = (changes: Readonly<Record<string, string>> = {}): string =>
  `/authorize?${new URLSearchParams({
    client_id: 'notes',
    redirect_uri: testRedirect,
    response_type: 'code',
    scope: 'openid profile email',
    state: 'xyz',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  })}`

const setMode = (app: TestApp, mode: SignUpMode) => app.world.storage.put('settings', { id: 'signUp', value: { mode } })

const invite = async (app: TestApp, input: Partial<NewInvitation> = {}): Promise<string> => {
  const made = await createInvitation(app.world, { uses: 1, ttl: hours(1), ...input }, {})
  assert.ok(made.ok && made.secret !== undefined)
  return `/invite/${made.secret}`
}

const zoe = { name: 'Zoe', username: 'zoe', email: 'zoe@example.org' }
const withPassword = { ...zoe, password: testPassword }
const fieldOf = ({ text }: Seen, name: string): string | undefined =>
  /value="([^"]*)"/.exec(new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(text)?.[0] ?? '')?.[1]
const problemOf = ({ text }: Seen, name: string): string | undefined =>
  new RegExp(`id="${name}-hint">.*?<span>(.*?)</span>`).exec(text)?.[1]
const isCode = (seen: Seen): void => {
  assert.equal(seen.location?.origin, new URL(testRedirect).origin, seen.text.slice(0, 300))
  assert.ok(seen.location?.searchParams.has('code'))
}
/** Follows to the page, whatever is asked on the way. */
const arrive = async (browser: TestBrowser, path: string): Promise<Seen> => browser.follow(await browser.get(path))

describe('an invitation', () => {
  test('makes an account that is signed in, and goes on to where its person was about to go', async () => {
    const app = createTestApp()
    await setMode(app, 'invitation')
    await app.addApplication()
    const browser = app.browser()
    const waiting = await arrive(browser, ask())
    const request = waiting.url.searchParams.get('request') ?? ''
    const form = await browser.get(`${await invite(app)}?request=${request}`)
    assert.match(form.text, /Then you go on to Notes/)
    isCode(await browser.submit(form, withPassword))
    assert.equal((await browser.get('/account')).status, 200)
  })

  test('is a sign-in like any other to whoever looks after the place', async () => {
    const app = createTestApp()
    await setMode(app, 'invitation')
    const browser = app.browser()
    await browser.submit(await browser.get(await invite(app)), withPassword)
    const account = await app.world.storage.find('accounts', { usernameKey: 'zoe' })
    const events = await app.world.storage.list('events', { where: { kind: 'signin.succeeded' } })
    assert.deepEqual(
      events.map(({ accountId, address }) => [accountId, address]),
      [[account?.id, '192.0.2.1']],
    )
  })

  test('suggests a username for the address it is bound to, and asks for nothing else than that address', async () => {
    const app = createTestApp()
    await setMode(app, 'invitation')
    await app.addApplication({ usernameRule: 'mastodon', name: 'Social' })
    const browser = app.browser()
    const form = await browser.get(await invite(app, { email: 'Admin@example.org' }))
    assert.deepEqual([fieldOf(form, 'username'), fieldOf(form, 'email')], ['admin_2', 'Admin@example.org'])
    const refused = await browser.submit(form, { ...withPassword, username: 'admin' })
    assert.equal(refused.status, 400)
    assert.match(problemOf(refused, 'username') ?? '', /Social could not take this name/)
    const done = await browser.submit(refused, { ...withPassword, username: 'zoe' })
    assert.equal(done.location?.pathname, '/')
    const account = await app.world.storage.find('accounts', { usernameKey: 'zoe' })
    assert.deepEqual([account?.email, account?.verifiedEmailKey], ['Admin@example.org', undefined])
  })

  test('comes back with a suggestion when no username was typed, and with everything that was', async () => {
    const app = createTestApp()
    await setMode(app, 'invitation')
    await app.addAccount({ username: 'zoe', email: undefined, verifiedEmailKey: undefined })
    const browser = app.browser()
    const path = await invite(app)
    const back = await browser.submit(await browser.get(path), { ...withPassword, username: '' })
    assert.equal(back.status, 400)
    assert.deepEqual(
      [fieldOf(back, 'username'), fieldOf(back, 'name'), fieldOf(back, 'email')],
      ['zoe_2', 'Zoe', 'zoe@example.org'],
    )
    assert.equal(back.text.includes(testPassword), false)
    assert.equal((await browser.submit(back, { ...withPassword, username: 'zoe_2' })).location?.pathname, '/')
    const over = await app.browser().get(path)
    assert.equal(over.status, 404)
    assert.match(over.text, /This invitation is over/)
  })

  test('lets somebody who is signed in join its groups, once, and takes nothing from who has nothing to join', async () => {
    const app = createTestApp()
    await setMode(app, 'invitation')
    const made = await createGroup(app.world, { name: 'choir' })
    assert.ok(made.ok)
    const groupIds = [made.group.id]
    const path = await invite(app, { groupIds, uses: 2 })
    const used = async () => (await app.world.storage.list('invitations'))[0]?.used
    const alice = await app.addAccount()
    const browser = await app.signedIn(alice)
    const offered = await browser.get(path)
    assert.match(offered.text, /With it you join/)
    assert.deepEqual([await used(), await groupsOf(app.world, alice.id)], [0, []])
    assert.match((await browser.submit(offered, {}, { button: 'join' })).text, /You have joined/)
    assert.deepEqual([await used(), await groupsOf(app.world, alice.id)], [1, ['choir']])
    assert.equal(await app.world.storage.count('events', { kind: 'invitation.used', accountId: alice.id }), 1)

    const again = await browser.submit(offered, {}, { button: 'join' })
    assert.match(again.text, /It has not been used/)
    assert.equal(await used(), 1)
    assert.equal(await app.world.storage.count('accounts'), 1)
    const carol = await app.signedIn(await app.addAccount({ username: 'carol' }))
    const late = await carol.get(path)
    await app.world.storage.removeWhere('invitations', {})
    assert.equal((await carol.submit(late, {}, { button: 'join' })).status, 404)
    assert.deepEqual(await groupsOf(app.world, alice.id), ['choir'])
  })
})

describe('open sign-up', () => {
  const open = async () => {
    const app = createMailApp()
    await setMode(app, 'open')
    await app.addApplication()
    return app
  }

  test('goes from prompt=create by a mail to the application, in the same browser', async () => {
    const app = await open()
    const browser = app.browser()
    const form = await arrive(browser, ask({ prompt: 'create' }))
    assert.equal(form.url.pathname, '/sign-up')
    assert.equal(form.text.includes('name="password"'), false)
    const sent = await browser.follow(await browser.submit(form, zoe))
    assert.match(sent.text, /Check your mailbox/)
    assert.equal(await app.world.storage.count('accounts'), 0)
    const [mail] = await app.deliver()
    assert.ok(mail !== undefined)
    const last = await browser.get(linkIn(mail, app.base))
    assert.deepEqual([fieldOf(last, 'username'), fieldOf(last, 'email')], ['zoe', 'zoe@example.org'])
    isCode(await browser.submit(last, { username: 'zoe', password: testPassword }))
    const account = await app.world.storage.find('accounts', { usernameKey: 'zoe' })
    assert.equal(account?.emailVerifiedBy, 'mail')
    assert.equal((await browser.get(linkIn(mail, app.base))).status, 404)
  })

  test('ends at home in another browser than the one it began in', async () => {
    const app = await open()
    const browser = app.browser()
    await browser.submit(await arrive(browser, ask({ prompt: 'create' })), zoe)
    const [mail] = await app.deliver()
    assert.ok(mail !== undefined)
    const other = app.browser()
    const done = await other.submit(await other.get(linkIn(mail, app.base)), {
      username: 'zoe',
      password: testPassword,
    })
    assert.equal(done.location?.pathname, '/')
  })

  test('says nothing of whether an address has an account', async () => {
    const app = await open()
    await app.addAccount({ username: 'zoe' })
    const answers = await Promise.all(
      ['zoe@example.org', 'nobody@example.org'].map(async (email, n) => {
        const browser = app.browser(`198.51.100.${n}`)
        const seen = await browser.submit(await browser.get('/sign-up'), { name: '', username: `fresh${n}`, email })
        const after = await browser.follow(seen)
        return [seen.status, seen.location?.href, after.text]
      }),
    )
    assert.deepEqual(answers[0], answers[1])
    const subjects = (await app.deliver()).map(({ subject }) => subject)
    assert.deepEqual(subjects.sort(), ['You have an account at Portico already', 'Your account at Portico'])
  })

  test('stops listening to a place that asks again and again', async () => {
    const app = await open()
    const browser = app.browser()
    const form = await browser.get('/sign-up')
    const seen: Seen[] = []
    for (let n = 0; n < 11; n++) {
      seen.push(await browser.submit(form, { name: '', username: `u${n}`, email: `u${n}@example.org` }))
    }
    assert.deepEqual(
      seen.map(({ status }) => status),
      [...Array.from({ length: 10 }, () => 303), 429],
    )
    assert.ok(Number(seen[10]?.headers.get('retry-after')) > 0)
  })

  test('lets whoever was sent to sign up sign in instead', async () => {
    const app = await open()
    await app.givePassword(await app.addAccount())
    const browser = app.browser()
    const form = await arrive(browser, ask({ prompt: 'create' }))
    const [, href = ''] = /href="([^"]+)" id="sign-in"/.exec(form.text) ?? []
    const signIn = await browser.get(href.replaceAll('&amp;', '&'))
    isCode(await browser.submit(signIn, { identifier: 'alice', password: testPassword }))
  })
})

describe('where nobody may sign up', () => {
  test('prompt=create leads to signing in, and no page offers an account', async () => {
    const app = createTestApp()
    await app.addApplication()
    await app.givePassword(await app.addAccount())
    const browser = app.browser()
    const seen = await arrive(browser, ask({ prompt: 'create' }))
    assert.equal(seen.url.pathname, '/sign-in')
    assert.equal(seen.text.includes('/sign-up'), false)
    isCode(await browser.submit(seen, { identifier: 'alice', password: testPassword }))
    assert.equal((await browser.get('/sign-up')).status, 404)
  })

  test('open is as good as by invitation, as long as there is no mail', async () => {
    const app = createTestApp()
    await setMode(app, 'open')
    assert.equal((await app.browser().get('/sign-up')).status, 404)
    assert.equal((await app.browser().get(await invite(app))).status, 200)
  })
})

describe('sign-up with approval', () => {
  test('lets somebody in once an administrator has said so', async () => {
    const app = createTestApp()
    await setMode(app, 'approval')
    const browser = app.browser()
    const told = await browser.follow(await browser.submit(await browser.get('/sign-up'), withPassword))
    assert.match(told.text, /Your account waits for approval/)
    const signIn = async (password: string) =>
      browser.submit(await browser.get('/sign-in'), { identifier: 'zoe', password })
    const waits = await signIn(testPassword)
    assert.equal(waits.status, 403)
    assert.match(waits.text, /waits until an administrator has approved it/)
    assert.equal((await signIn('something else entirely')).text.includes('approved'), false)

    const boss = await app.signedIn(await app.addAccount({ username: 'boss', administrator: true }))
    assert.match((await boss.get('/console')).text, /Somebody waits for approval/)
    const list = await boss.get('/console/people/waiting')
    const account = await app.world.storage.find('accounts', { usernameKey: 'zoe' })
    const approved = await boss.submit(list, {}, { action: `/console/people/${account?.id}/approve` })
    assert.equal(approved.location?.search, '?done=approved')
    assert.equal((await signIn(testPassword)).location?.pathname, '/')
  })

  test('deletes what was declined, when its name was typed', async () => {
    const app = createTestApp()
    await setMode(app, 'approval')
    const browser = app.browser()
    await browser.submit(await browser.get('/sign-up'), withPassword)
    const boss = await app.signedIn(await app.addAccount({ username: 'boss', administrator: true }))
    const account = await app.world.storage.find('accounts', { usernameKey: 'zoe' })
    const page = await boss.get(`/console/people/${account?.id}/decline`)
    assert.equal((await boss.submit(page, { confirm: 'somebody' }, { button: 'confirm-delete' })).status, 400)
    const declined = await boss.submit(page, { confirm: 'zoe' }, { button: 'confirm-delete' })
    assert.equal(declined.location?.search, '?done=declined')
    assert.equal(await app.world.storage.find('accounts', { usernameKey: 'zoe' }), undefined)
  })
})

describe('somebody whose username was made up', () => {
  test('chooses one before an application hears of it', async () => {
    const app = createTestApp()
    await app.addApplication()
    const made = { username: 'made_up', email: 'jane.doe@example.org', usernameMadeUp: true }
    const browser = await app.signedIn(await app.addAccount(made))
    const page = await arrive(browser, ask())
    assert.equal(page.url.pathname, '/choose-username')
    assert.equal(fieldOf(page, 'username'), 'jane_doe')
    isCode(await browser.submit(page, { username: 'jane' }))
    assert.ok(await app.world.storage.find('accounts', { usernameKey: 'jane' }))
    assert.equal((await browser.get('/choose-username')).location?.pathname, '/')
  })

  test('is asked at the first sign-in here too, and may not be asked by prompt=none', async () => {
    const app = createTestApp()
    await app.addApplication()
    const account = await app.addAccount({ username: 'made_up', usernameMadeUp: true })
    await app.givePassword(account)
    const browser = app.browser()
    const form = await browser.get('/sign-in?to=/account')
    const seen = await browser.submit(form, { identifier: 'made_up', password: testPassword })
    assert.equal(seen.location?.pathname, '/choose-username')
    const silent = await browser.get(ask({ prompt: 'none' }))
    assert.equal(silent.location?.searchParams.get('error'), 'interaction_required')
    const page = await browser.follow(seen)
    assert.equal((await browser.submit(page, { username: 'zoe' })).location?.pathname, '/account')
  })
})

describe('an administrator', () => {
  test('makes an invitation whose link is shown once, and takes it back', async () => {
    const app = createTestApp()
    const boss = await app.signedIn(await app.addAccount({ username: 'boss', administrator: true }))
    const settings = await boss.get('/console/settings')
    const opened = await boss.submit(settings, { mode: 'open' }, { button: 'save-sign-up' })
    assert.equal(opened.status, 400)
    assert.match(opened.text, /This needs a mail server/)
    const saved = await boss.submit(settings, { mode: 'invitation' }, { button: 'save-sign-up' })
    assert.equal(saved.location?.search, '?saved=sign-up')
    const form = await boss.get('/console/invitations/new')
    const fields = { note: 'Neighbours', uses: '5', days: '7', email: '' }
    assert.equal((await boss.submit(form, { ...fields, uses: '0', days: 'x' }, { button: 'save' })).status, 400)
    const made = await boss.submit(form, fields, { button: 'save' })
    const [link = ''] = /https:\/\/id\.example\.org\/invite\/\w+/.exec(made.text) ?? []
    assert.equal((await app.browser().get(link)).status, 200)
    const list = await boss.get('/console/invitations')
    assert.match(list.text, /Neighbours/)
    assert.equal(list.text.includes(link.slice(-43)), false)
    const [invitation] = await app.world.storage.list('invitations')
    await boss.submit(list, {}, { action: `/console/invitations/${invitation?.id}/revoke` })
    assert.equal((await app.browser().get(link)).status, 404)
  })

  test('sends an invitation by mail, whose link nobody else sees', async () => {
    const app = createMailApp()
    await setMode(app, 'invitation')
    const boss = await app.signedIn(await app.addAccount({ username: 'boss', administrator: true }))
    const form = await boss.get('/console/invitations/new')
    const fields = { note: '', uses: '1', days: '7', email: 'zoe@example.org', mail: 'yes' }
    const made = await boss.submit(form, fields, { button: 'save' })
    assert.match(made.text, /on its way to zoe@example.org/)
    assert.equal(made.text.includes('/invite/'), false)
    const [mail] = await app.deliver()
    assert.ok(mail !== undefined && mail.to.address === 'zoe@example.org')
    const browser = app.browser()
    const done = await browser.submit(await browser.get(linkIn(mail, app.base)), withPassword)
    assert.equal(done.location?.pathname, '/')
    const account = await app.world.storage.find('accounts', { verifiedEmailKey: 'zoe@example.org' })
    assert.equal(account?.username, 'zoe')
  })

  test('adds somebody by their address alone, who chooses the username', async () => {
    const app = createTestApp()
    const boss = await app.signedIn(await app.addAccount({ username: 'boss', administrator: true }))
    const form = await boss.get('/console/people/new')
    const made = await boss.submit(form, { username: '', email: 'jane.doe@example.org' }, { button: 'save' })
    assert.equal(made.status, 200)
    const account = await app.world.storage.find('accounts', { usernameKey: 'jane_doe' })
    assert.equal(account?.usernameMadeUp, true)
    const twice = await boss.submit(form, { username: '', email: 'jane.doe@example.org' }, { button: 'save' })
    assert.equal(twice.status, 400)
    assert.equal((await boss.submit(form, { username: '', email: '' }, { button: 'save' })).status, 400)
  })
})
