import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sendTestMail, viewMail } from '../../../src/admin/operations/mail.ts'
import { overview } from '../../../src/admin/operations/overview.ts'
import type { OperationsWorld } from '../../../src/admin/operations/world.ts'
import { parseEnvFile } from '../../../src/lib/env-file.ts'
import { createMailer } from '../../../src/mail/mailer.ts'
import { createCompose } from '../../../src/start/outbox.ts'
import { createBrand } from '../../../src/web/ui/brand.ts'
import { createTestApp } from '../../support/app.ts'
import { createMailApp, linkIn } from '../../support/mail-app.ts'
import { type MailServer, type Mood, startMailServer } from '../../support/mail-server.ts'
import { createOperationsWorld } from './operations-world.ts'

const by = { actorId: 'boss' }
const base = 'https://id.example.org'
const branding = { name: 'Example ID' }
const compose = createCompose(async () => ({ branding, brand: createBrand(branding, base) }), base)

const withServer = async (work: (world: OperationsWorld, server: MailServer) => Promise<void>): Promise<void> => {
  const server = await startMailServer()
  const world = createOperationsWorld()
  const mailer = createMailer({ url: server.url, from: 'a@example.org', host: 'id.example.org', clock: world.clock })
  try {
    await work({ ...world, mailer, compose }, server)
  } finally {
    await mailer.close()
    await server.close()
  }
}

const lines = async ({ storage }: OperationsWorld) =>
  (await storage.list('events')).map(({ kind, outcome, actorId, data }) => ({ kind, outcome, actorId, data }))

describe('a test mail', () => {
  it('is sent at once, in the language of whoever asks, and written down', () =>
    withServer(async (world, server) => {
      const sent = await sendTestMail(world, { address: 'Boss@EXAMPLE.org', language: 'de' }, by)
      assert.deepEqual(sent, { ok: true, address: 'Boss@example.org' })
      assert.equal(server.received[0]?.mail.subject, 'Eine Probemail von Example ID')
      const line = { kind: 'mail.sent', outcome: 'ok', actorId: 'boss', data: { letter: 'test' } }
      assert.deepEqual(await lines(world), [line])
      assert.equal(await world.storage.count('jobs'), 0)
    }))

  const moods: readonly (readonly [Mood, string, string | undefined])[] = [
    ['nobody', 'recipient', '550 5.1.1 No such mailbox'],
    ['unwelcome', 'sender', '550 5.7.1 Sender not allowed'],
    ['unwanted', 'refused', '554 5.7.1 This looks like spam'],
  ]
  for (const [mood, failure, said] of moods) {
    it(`that the server does not take says why, in its words, which are kept nowhere: ${mood}`, () =>
      withServer(async (world, server) => {
        server.mood = mood
        const sent = await sendTestMail(world, { address: 'boss@example.org' }, by)
        assert.deepEqual(sent, { ok: false, failure, said })
        const data = { letter: 'test', reason: failure }
        assert.deepEqual(await lines(world), [{ kind: 'mail.failed', outcome: 'failed', actorId: 'boss', data }])
      }))
  }

  it('goes nowhere without an address, or without a server', async () => {
    const world = createOperationsWorld()
    assert.deepEqual(await sendTestMail(world, { address: 'boss' }, by), { ok: false, failure: 'malformed' })
    assert.deepEqual(await sendTestMail(world, { address: 'a@b.org' }, by), { ok: false, failure: 'no_server' })
    assert.equal((await viewMail(world)).server, undefined)
  })
})

describe('the console', () => {
  const boss = { username: 'boss', administrator: true }

  it('says what waits and what was given up, and where to look', async () => {
    const app = createMailApp()
    const tab = await app.signedIn(await app.addAccount(boss))
    await app.addAccount()
    app.mailer.broken = true
    const browser = app.browser()
    await browser.submit(await browser.get('/forgot'), { identifier: 'alice' })
    await app.deliver()
    assert.match((await tab.get('/console')).text, /One mail could not be sent so far/)
    assert.deepEqual((await overview(app.world)).needs[0], { what: 'mail_waits', count: 1 })
    app.world.clock.advance(3_600_000)
    await app.deliver()
    assert.match((await tab.get('/console')).text, /One mail could not be sent since yesterday/)
    app.world.clock.advance(25 * 3_600_000)
    assert.doesNotMatch((await tab.get('/console')).text, /could not be sent (?:so far|since)/)
  })

  it('says what to write where there is no mail server, so that a copy of it is read back as it stands', async () => {
    const app = createTestApp()
    const tab = await app.signedIn(await app.addAccount(boss))
    await app.world.storage.put('settings', { id: 'branding', value: { name: 'The "Boss’s" #1 <House>' } })
    const { text } = await tab.get('/console/mail')
    const [, block = ''] = /<pre[^>]*id="smtp-settings"[^>]*>([^<]*)</.exec(text) ?? []
    const file = parseEnvFile(block.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'))
    assert.deepEqual(file.problems, [])
    assert.equal(file.values['PORTICO_MAIL_FROM'], 'The Boss’s 1 House <no-reply@id.example.org>')
    assert.match(file.values['PORTICO_SMTP_URL'] ?? '', /^smtps:\/\//)
    assert.match(text, /docs\/guide\/mail\.md/)
  })

  it('sends a test mail from its page', async () => {
    const app = createMailApp()
    const tab = await app.signedIn(await app.addAccount(boss))
    const page = await tab.get('/console/mail')
    assert.match(page.text, /value="boss@example\.org"/)
    const sent = await tab.submit(page, { address: 'me@example.org' }, { button: 'send' })
    assert.match(sent.text, /The server took it/)
    assert.equal(app.mailer.sent[0]?.to.address, 'me@example.org')
    app.mailer.broken = true
    const failed = await tab.submit(page, { address: 'me@example.org' }, { button: 'send' })
    assert.equal(failed.status, 400)
    assert.match(failed.text, /Nobody answers there/)
    assert.equal((await tab.submit(page, { address: 'me' }, { button: 'send' })).status, 400)
  })

  it('sends a one-time link to a person, at an address that is theirs, and shows it to nobody', async () => {
    const app = createMailApp()
    const tab = await app.signedIn(await app.addAccount({ ...boss, name: 'The Boss' }))
    const account = await app.addAccount()
    const path = `/console/people/${account.id}`
    const page = await tab.get(path)
    const sent = await tab.submit(page, {}, { button: 'mail-link' })
    assert.equal(sent.status, 200)
    assert.match(sent.text, /on its way to alice@example\.org/)
    const [mail] = await app.deliver()
    assert.ok(mail !== undefined)
    const link = linkIn(mail, app.base)
    assert.ok(!sent.text.includes(link))
    assert.equal((await app.browser().get(link)).status, 200)
  })

  it('offers no mail to an address that nobody vouches for, and says who vouched for one and when', async () => {
    const app = createMailApp()
    const tab = await app.signedIn(await app.addAccount({ ...boss, name: 'The Boss' }))
    const unproven = { verifiedEmailKey: undefined, emailVerifiedAt: undefined, emailVerifiedBy: undefined }
    const { id } = await app.addAccount(unproven)
    const page = await tab.get(`/console/people/${id}`)
    assert.doesNotMatch(page.text, /id="mail-link"/)
    await tab.submit(page, { username: 'alice', email: 'alice@example.org', emailVerified: 'yes' }, { button: 'save' })
    assert.match((await tab.get(`/console/people/${id}`)).text, /by The Boss, on <time[^>]*>January 2, 2026</)
  })
})
