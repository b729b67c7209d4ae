import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { hours, minutes } from '../../src/lib/clock.ts'
import { createMailer } from '../../src/mail/mailer.ts'
import type { Message } from '../../src/mail/message.ts'
import { createTestApp, testPassword } from '../support/app.ts'
import type { Seen, TestBrowser } from '../support/browser-in-memory.ts'
import { codeIn, createMailApp, linkIn, type MailApp } from '../support/mail-app.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'

const newPassword = 'a lighthouse in the fog'

const only = (mails: readonly Message[], to?: string): Message => {
  const found = mails.filter(({ to: { address } }) => to === undefined || address === to)
  assert.equal(found.length, 1, found.map(({ subject }) => subject).join(', '))
  return found[0] as Message
}

const signIn = async (browser: TestBrowser, identifier: string, password: string): Promise<Seen> =>
  browser.submit(await browser.get('/sign-in'), { identifier, password }, { button: 'sign-in' })

const forget = async (app: MailApp, identifier: string, browser = app.browser()): Promise<Seen> =>
  browser.submit(await browser.get('/forgot'), { identifier })

const alice = async (app: MailApp, row: Parameters<MailApp['addAccount']>[0] = {}) => {
  const account = await app.addAccount(row)
  await app.givePassword(account)
  return { account, tab: await app.signedIn(account) }
}

const stored = async (app: MailApp, id: string) => {
  const found = await app.world.storage.find('accounts', id)
  assert.ok(found !== undefined)
  return found
}

const unproven = { verifiedEmailKey: undefined, emailVerifiedAt: undefined, emailVerifiedBy: undefined }

describe('a forgotten password', () => {
  test('is replaced by way of a mail, without JavaScript, and everybody else is signed out', async () => {
    const app = createMailApp()
    const { tab } = await alice(app)
    const browser = app.browser()
    const page = await browser.get('/sign-in')
    assert.match(page.text, /<a href="\/forgot" id="forgotten">/)
    const sent = await browser.follow(await forget(app, 'alice', browser))
    assert.match(sent.text, /If there is such an account/)
    const mail = only(await app.deliver())
    assert.equal(mail.to.address, 'alice@example.org')

    const link = linkIn(mail, app.base)
    const asks = await browser.get(link)
    assert.equal(asks.status, 200)
    assert.equal((await tab.get('/account')).status, 200)
    const set = await browser.submit(asks, { password: newPassword })
    assert.equal(set.location?.pathname, '/sign-in')
    assert.equal((await tab.get('/account')).location?.pathname, '/sign-in')
    assert.equal((await signIn(browser, 'alice', testPassword)).status, 401)
    assert.equal((await signIn(browser, 'alice', newPassword)).status, 303)
    assert.equal((await browser.get(link)).status, 404)
    assert.match(only(await app.deliver()).subject, /has changed/)
  })

  test('is answered in the same way, whoever it is: every byte, every header, every record', async () => {
    const answers: unknown[] = []
    for (const identifier of ['alice', 'nobod', 'alice@example.org', 'nobod@example.org', 'typed', 'offff']) {
      const app = createMailApp()
      await alice(app)
      await app.addAccount({ username: 'typed', ...unproven })
      await app.addAccount({ username: 'offff', disabledAt: 1 })
      const browser = app.browser()
      const asked = await browser.get('/forgot')
      const before = await app.world.storage.count('events')
      const posted = await browser.submit(asked, { identifier })
      const shown = await browser.follow(posted)
      const { storage } = app.world
      answers.push({
        status: posted.status,
        headers: [...posted.headers],
        text: posted.text,
        shown: shown.text.replace(/value="[^"]{20,}"/g, ''),
        records: [await storage.count('jobs'), await storage.count('links'), (await storage.count('events')) - before],
      })
    }
    for (const answer of answers) assert.deepEqual(answer, answers[0])
  })

  test('says when one place asks too often, and keeps what was typed', async () => {
    const app = createMailApp()
    const browser = app.browser()
    for (let n = 0; n < 10; n++) assert.equal((await forget(app, `u${n}`, browser)).status, 303)
    const limited = await forget(app, 'alice', browser)
    assert.equal(limited.status, 429)
    assert.ok(Number(limited.headers.get('retry-after')) > 0)
    assert.match(limited.text, /value="alice"/)
  })

  test('asks who it is when nothing is typed', async () => {
    const app = createMailApp()
    assert.equal((await forget(app, ' ')).status, 400)
    assert.equal(await app.world.storage.count('jobs'), 0)
  })

  test('is helped with in the language of whoever asks', async () => {
    const app = createMailApp()
    await alice(app)
    const browser = app.browser()
    const german = { 'accept-language': 'de' }
    const page = await browser.get('/forgot', german)
    assert.match(page.text, /Passwort vergessen\?/)
    const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(page.text) ?? []
    await browser.post('/forgot', { form_token: token, identifier: 'alice' }, german)
    assert.match(only(await app.deliver()).text, /Hallo Alice Example!/)
  })

  test('sends people to an administrator where there is no mail server', async () => {
    const app = createTestApp()
    const browser = app.browser()
    const signInPage = await browser.get('/sign-in')
    assert.doesNotMatch(signInPage.text, /href="\/forgot"/)
    const page = await browser.get('/forgot')
    assert.match(page.text, /no mail server/)
    assert.doesNotMatch(page.text, /name="identifier"/)
  })
})

describe('an e-mail address', () => {
  for (const way of ['link', 'code'] as const) {
    test(`is confirmed by the ${way} in a mail`, async () => {
      const app = createMailApp()
      const { account, tab } = await alice(app, unproven)
      const page = await tab.get('/account/email')
      assert.match(page.text, /Not verified yet/)
      assert.equal((await tab.submit(page, {}, { button: 'send' })).status, 303)
      const mail = only(await app.deliver())
      const waiting = await tab.get('/account/email')
      const done =
        way === 'code'
          ? await tab.submit(waiting, { code: codeIn(mail) }, { button: 'confirm' })
          : await tab.submit(await tab.get(linkIn(mail, app.base)), {})
      assert.equal(done.location?.search, '?proven=yes')
      assert.match((await tab.follow(done)).text, /Verified by a mail/)
      const { verifiedEmailKey, emailVerifiedBy } = await stored(app, account.id)
      assert.deepEqual([verifiedEmailKey, emailVerifiedBy], ['alice@example.org', 'mail'])
    })
  }

  test('is not confirmed by a program that looks at every link in a mail', async () => {
    const app = createMailApp()
    const { account, tab } = await alice(app, unproven)
    await tab.submit(await tab.get('/account/email'), {}, { button: 'send' })
    const link = linkIn(only(await app.deliver()), app.base)
    for (const browser of [app.browser(), tab]) for (let n = 0; n < 3; n++) await browser.get(link)
    assert.equal((await stored(app, account.id)).verifiedEmailKey, undefined)
    // Nor by one that even posts: it has no form of ours.
    assert.equal((await app.browser().post(link, {})).status, 403)
    assert.equal((await tab.submit(await tab.get(link), {})).status, 303)
  })

  test('is not confirmed by somebody else who got the mail, signed in as themselves or not at all', async () => {
    const app = createMailApp()
    const { account, tab } = await alice(app, unproven)
    const eve = await app.signedIn(await app.addAccount({ username: 'eve' }))
    await tab.submit(await tab.get('/account/email'), {}, { button: 'send' })
    const link = linkIn(only(await app.deliver()), app.base)
    assert.equal((await eve.get(link)).status, 404)
    assert.equal((await app.browser().get(link)).location?.pathname, '/sign-in')
    assert.equal((await stored(app, account.id)).verifiedEmailKey, undefined)
  })

  test('is changed once the new one is confirmed, and the old one can take it back', async () => {
    const app = createMailApp()
    const { account, tab } = await alice(app)
    const page = await tab.get('/account/email')
    assert.equal((await tab.submit(page, { email: 'new@example.org' }, { button: 'save' })).status, 303)
    assert.equal((await stored(app, account.id)).email, 'alice@example.org')
    const mails = await app.deliver()
    assert.equal(mails.length, 2)
    const told = only(mails, 'alice@example.org')
    assert.match(told.text, /n\*\*\*@example\.org/)
    await tab.submit(await tab.get(linkIn(only(mails, 'new@example.org'), app.base)), {})
    const { email, verifiedEmailKey } = await stored(app, account.id)
    assert.deepEqual([email, verifiedEmailKey], ['new@example.org', 'new@example.org'])
    only(await app.deliver(), 'alice@example.org')

    const owner = app.browser()
    const objection = await owner.get(linkIn(told, app.base))
    assert.equal((await stored(app, account.id)).email, 'new@example.org')
    const reset = await owner.follow(await owner.submit(objection, {}))
    assert.equal((await stored(app, account.id)).email, 'alice@example.org')
    assert.equal((await tab.get('/account')).location?.pathname, '/sign-in')
    assert.equal((await owner.submit(reset, { password: newPassword })).location?.pathname, '/sign-in')
    assert.equal((await signIn(owner, 'alice@example.org', newPassword)).status, 303)
  })

  test('is changed by nobody who does not know the password, at a browser that was left open', async () => {
    const app = createMailApp()
    const { account, tab } = await alice(app)
    const early = await tab.get('/account/email')
    app.world.clock.advance(minutes(16))
    const late = await tab.get('/account/email')
    assert.match(late.text, /id="prove"/)
    assert.doesNotMatch(late.text, /name="email"/)
    const tried = await tab.submit(early, { email: 'new@example.org' }, { button: 'save' })
    assert.equal(tried.location?.pathname, '/sign-in')
    assert.deepEqual(await app.deliver(), [])
    // What was entered with the profile changes no address either.
    const profile = await tab.get('/account')
    await tab.submit(profile, { name: 'Alice', email: 'new@example.org' }, { button: 'save' })
    assert.equal((await stored(app, account.id)).email, 'alice@example.org')
    const again = await tab.get('/sign-in?again=yes&to=/account/email')
    const confirmed = await tab.submit(again, { identifier: 'alice', password: testPassword })
    const page = await tab.follow(confirmed)
    assert.equal(page.url.pathname, '/account/email')
    assert.equal((await tab.submit(page, { email: 'new@example.org' }, { button: 'save' })).status, 303)
    assert.equal((await app.deliver()).length, 2)
  })

  test('keeps what was typed, and says beside the field what is wrong with it', async () => {
    const app = createMailApp()
    const { tab } = await alice(app)
    const page = await tab.get('/account/email')
    const wrong = await tab.submit(page, { email: 'not an address' }, { button: 'save' })
    assert.equal(wrong.status, 400)
    assert.match(wrong.text, /value="not an address"/)
    await tab.submit(page, { email: 'new@example.org' }, { button: 'save' })
    const code = await tab.submit(await tab.get('/account/email'), { code: 'abc' }, { button: 'confirm' })
    assert.equal(code.status, 400)
    assert.match(code.text, /It has six digits/)
  })

  test('that may be anybody’s is not told what a stranger is called, who could be called anything', async () => {
    const app = createMailApp()
    const { tab } = await alice(app, { ...unproven, name: 'Buy at evil.example' })
    await tab.submit(await tab.get('/account/email'), {}, { button: 'send' })
    assert.doesNotMatch(JSON.stringify(only(await app.deliver())), /evil\.example/)
  })

  test('that is asked for can be sent again, or given up', async () => {
    const app = createMailApp()
    const { account, tab } = await alice(app)
    await tab.submit(await tab.get('/account/email'), { email: 'new@example.org' }, { button: 'save' })
    const first = only(await app.deliver(), 'new@example.org')
    await tab.submit(await tab.get('/account/email'), {}, { button: 'again' })
    const second = only(await app.deliver(), 'new@example.org')
    assert.equal((await tab.get(linkIn(first, app.base))).status, 404)
    await tab.submit(await tab.get('/account/email'), {}, { button: 'cancel' })
    assert.equal((await tab.get(linkIn(second, app.base))).status, 404)
    assert.doesNotMatch((await tab.get('/account/email')).text, /id="pending"/)
    assert.equal((await stored(app, account.id)).email, 'alice@example.org')
  })

  test('is taken as it is, and counts for nothing, where there is no mail server', async () => {
    const app = createTestApp()
    const account = await app.addAccount()
    const tab = await app.signedIn(account)
    const page = await tab.get('/account/email')
    assert.match(page.text, /no mail server/)
    assert.equal((await tab.submit(page, { email: 'new@example.org' }, { button: 'save' })).status, 303)
    const { email, verifiedEmailKey } = (await app.world.storage.find('accounts', account.id)) ?? {}
    assert.deepEqual([email, verifiedEmailKey], ['new@example.org', undefined])
    assert.equal(await app.world.storage.count('jobs'), 0)
  })

  test('of somebody whom the configuration file names is changed there', async () => {
    const app = createMailApp()
    const { account, tab } = await alice(app, { managed: true })
    const page = await tab.get('/account/email')
    assert.doesNotMatch(page.text, /name="email"/)
    const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(page.text) ?? []
    await tab.post('/account/email', { form_token: token, email: 'new@example.org' })
    assert.deepEqual(await app.deliver(), [])
    assert.equal((await stored(app, account.id)).email, 'alice@example.org')
  })
})

describe('mails that cannot be sent', () => {
  test('wait, and go out when the server is well again', async () => {
    const app = createMailApp()
    await alice(app)
    app.mailer.broken = true
    await forget(app, 'alice')
    assert.deepEqual(await app.deliver(), [])
    app.mailer.broken = false
    app.world.clock.advance(minutes(1))
    only(await app.deliver())
    const [line] = await app.world.storage.list('events', { where: { kind: 'mail.sent' } })
    assert.deepEqual(line?.data, { letter: 'password-link' })
  })

  test('are a line in the audit log when they are given up, without an address', async () => {
    const app = createMailApp()
    await alice(app)
    app.mailer.broken = true
    await forget(app, 'alice')
    await app.deliver()
    app.world.clock.advance(hours(1))
    await app.deliver()
    const [line] = await app.world.storage.list('events', { where: { kind: 'mail.failed' } })
    assert.deepEqual([line?.outcome, line?.data], ['failed', { letter: 'password-link', reason: 'too_late' }])
    assert.doesNotMatch(JSON.stringify(line), /@/)
    assert.equal(await app.world.storage.count('jobs'), 0)
  })
})

describe('the whole program with a mail server', () => {
  const running = async (work: (app: ReturnType<typeof createTestApp>, server: MailServer) => Promise<void>) => {
    const server = await startMailServer()
    const clock = { now: () => Date.now(), advance() {} }
    const from = 'Our House <post@example.org>'
    const mailer = createMailer({ url: server.url, from, host: 'id.example.org', clock })
    const app = createTestApp({ clock, mailer })
    try {
      await app.app.start()
      await work(app, server)
    } finally {
      await Promise.all([app.app.stop(), mailer.close()])
      await server.close()
    }
  }

  test('sends what people ask for', () =>
    running(async (app, server) => {
      const account = await app.addAccount()
      await app.givePassword(account)
      const browser = app.browser()
      const came = server.next()
      await browser.submit(await browser.get('/forgot'), { identifier: 'alice' })
      const { mail, to } = await came
      assert.deepEqual(to, ['alice@example.org'])
      assert.equal(mail.from?.address, 'post@example.org')
      const [link = ''] = /https:\/\/id\.example\.org\/reset\/\w+/.exec(mail.text ?? '') ?? []
      assert.ok(mail.html?.includes(link) && link !== '')
      const page = await browser.get(link)
      assert.equal((await browser.submit(page, { password: newPassword })).status, 303)
      assert.equal((await signIn(browser, 'alice', newPassword)).status, 303)
    }))
})
