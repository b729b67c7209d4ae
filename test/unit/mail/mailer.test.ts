import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { MailFailed, type MailFailure } from '../../../src/mail/mail-failed.ts'
import { createMailer, type Mailer, type MailerOptions } from '../../../src/mail/mailer.ts'
import type { Message } from '../../../src/mail/message.ts'
import { freePort } from '../../support/free-port.ts'
import { type MailServer, type Mood, startMailServer } from '../../support/mail-server.ts'
import { createTestCa } from '../../support/test-ca.ts'
import { createTestClock, testStart } from '../../support/world.ts'

const message: Message = {
  sender: 'Example ID',
  to: { name: 'Älice Example', address: 'alice@example.org' },
  subject: 'Grüße',
  text: 'Hello Älice,\n\nhttps://id.example.org/reset/plk_1\n',
  html: '<!doctype html><p>Hello Älice</p>',
  language: 'de',
}

/** For what never comes. */
const impatient = { connection: 200, silence: 200, whole: 400 }

let server: MailServer
const mailers: Mailer[] = []
const mailer = (options: Partial<MailerOptions> = {}): Mailer => {
  const made = createMailer({
    url: server.url,
    from: 'no-reply@id.example.org',
    host: 'id.example.org',
    clock: createTestClock(),
    ...options,
  })
  mailers.push(made)
  return made
}

beforeEach(async () => {
  server = await startMailServer()
})
afterEach(async () => {
  for (const made of mailers.splice(0)) await made.close()
  await server.close()
})

const failing = async (work: Promise<unknown>): Promise<MailFailed> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof MailFailed, String(error))
  return error
}

describe('a mail', () => {
  it('has the headers that it should have', async () => {
    await mailer().send('id1', message)
    const [{ mail, from, to, raw } = assert.fail('nothing came')] = server.received
    assert.deepEqual([from, to], ['no-reply@id.example.org', ['alice@example.org']])
    assert.deepEqual(mail.from, { name: 'Example ID', address: 'no-reply@id.example.org' })
    assert.deepEqual(mail.to, [{ name: 'Älice Example', address: 'alice@example.org' }])
    assert.equal(mail.subject, 'Grüße')
    assert.equal(mail.messageId, '<id1@id.example.org>')
    assert.equal(Date.parse(mail.date ?? ''), testStart)
    const headers = new Map(mail.headers.map(({ key, value }) => [key, value]))
    assert.equal(headers.get('auto-submitted'), 'auto-generated')
    assert.equal(headers.get('content-language'), 'de')
    assert.equal(headers.has('x-mailer'), false)
    assert.match(headers.get('content-type') ?? '', /^multipart\/alternative/)
    assert.equal(mail.text?.trim(), message.text.trim())
    assert.equal(mail.html?.trim(), message.html)
    assert.deepEqual(mail.attachments, [])
    // What the server is told is ours, and not the machine's.
    assert.doesNotMatch(raw, /localhost|nodemailer/i)
  })

  it('is from whom the operator says', async () => {
    await mailer({ from: 'Our House <post@example.org>' }).send('id1', message)
    assert.deepEqual(server.received[0]?.mail.from, { name: 'Our House', address: 'post@example.org' })
    assert.equal(server.received[0]?.from, 'post@example.org')
  })

  const breaks = ['\r\n', '\n', '\r', '\u2028', '\u2029', '\u0085', '\v', '\f', '\0', '\r\n\r\n']
  for (const end of breaks) {
    it(`has no header and no recipient that a name brought along: ${JSON.stringify(end)}`, async () => {
      const evil = `A${end}Bcc: eve@example.org${end}X-Evil: yes`
      const sent = { ...message, sender: evil, subject: evil, to: { ...message.to, name: evil } }
      await mailer().send('id1', sent)
      const [{ mail, to } = assert.fail('nothing came')] = server.received
      assert.deepEqual(to, ['alice@example.org'])
      assert.deepEqual(mail.bcc ?? [], [])
      assert.deepEqual(
        mail.headers.filter(({ key }) => key === 'bcc' || key === 'x-evil'),
        [],
      )
      assert.equal(mail.to?.length, 1)
      for (const text of [mail.subject, mail.from?.name, mail.to?.[0]?.name]) {
        assert.match(text ?? '', /^A ?Bcc: eve@example\.org ?X-Evil: yes$/)
      }
    })
  }

  const addresses = [
    'a@example.org, eve@example.org',
    'a@example.org\r\nRCPT TO:<eve@example.org>',
    '"eve@example.org a"@example.org',
    'group:eve@example.org;',
    '<eve@example.org>a@example.org',
    'a@example.org(comment)',
    'eve@example.org@example.org',
    'a b@example.org',
    '',
    'alice',
  ]
  for (const address of addresses) {
    it(`goes to nobody at what is not one address: ${JSON.stringify(address)}`, async () => {
      const failed = await failing(mailer().send('id1', { ...message, to: { name: '', address } }))
      assert.deepEqual([failed.code, failed.forGood], ['recipient', true])
      assert.equal(server.connections(), 0)
    })
  }

  it('reads no file and fetches nothing, whatever is in it', async () => {
    const html = '<img src="file:///etc/passwd"><img src="data:text/plain;base64,eA=="><img src="http://127.0.0.1:1/x">'
    await mailer().send('id1', { ...message, html })
    assert.equal(server.received[0]?.mail.html?.trim(), html)
    assert.deepEqual(server.received[0]?.mail.attachments, [])
  })

  it('goes over connections that are used again', async () => {
    const one = mailer()
    for (const id of ['1', '2', '3', '4', '5']) await one.send(id, message)
    assert.equal(server.received.length, 5)
    assert.equal(server.connections(), 1)
  })
})

describe('a mail server that does not take a mail', () => {
  const moods: readonly (readonly [Mood, MailFailure, boolean])[] = [
    ['nobody', 'recipient', true],
    ['forbidden', 'recipient', false],
    ['later', 'recipient', false],
    ['unwelcome', 'sender', false],
    ['unwanted', 'refused', false],
    ['silent', 'timeout', false],
  ]
  for (const [mood, code, forGood] of moods) {
    it(`is told from others: ${mood}`, async () => {
      server.mood = mood
      const failed = await failing(mailer(mood === 'silent' ? { timeouts: impatient } : {}).send('id1', message))
      assert.deepEqual([failed.code, failed.forGood], [code, forGood])
      assert.equal(failed.message, code)
    })
  }

  it('hands on what it said, on one line, for whoever set it up', async () => {
    server.mood = 'forbidden'
    const failed = await failing(mailer().send('id1', message))
    assert.equal(failed.said, '550 5.7.1 Relaying denied')
  })

  it('is gone in the middle of it', async () => {
    server.mood = 'drops'
    const failed = await failing(mailer().send('id1', message))
    assert.ok(['unreachable', 'timeout'].includes(failed.code), failed.code)
  })

  it('does not listen', async () => {
    const failed = await failing(mailer({ url: `smtp://127.0.0.1:${await freePort()}` }).send('id1', message))
    assert.equal(failed.code, 'unreachable')
  })

  it('has no address', async () => {
    const failed = await failing(mailer({ url: 'smtp://mail.invalid:25' }).send('id1', message))
    assert.equal(failed.code, 'not_found')
  })

  it('is asked again, and takes it when it is well', async () => {
    const one = mailer()
    server.mood = 'later'
    await failing(one.send('id1', message))
    server.mood = 'takes'
    await one.send('id1', message)
    assert.equal(server.received.length, 1)
  })
})

describe('a mail server with a password', () => {
  const login = { user: 'portico', password: 'p@ss:word/1' }
  const withLogin = (password: string) => `smtp://portico:${encodeURIComponent(password)}@127.0.0.1:${server.port}`

  it('is given it, as it stands in the URL', async () => {
    await server.close()
    server = await startMailServer({ login })
    await mailer({ url: withLogin(login.password) }).send('id1', message)
    assert.equal(server.received.length, 1)
  })

  it('that is another one says so', async () => {
    await server.close()
    server = await startMailServer({ login })
    const failed = await failing(mailer({ url: withLogin('wrong') }).send('id1', message))
    assert.equal(failed.code, 'sign_in')
  })

  it('hears it encrypted only, unless it is on this machine', async () => {
    await server.close()
    server = await startMailServer({ login })
    // A spelling that only the resolver knows to be this machine.
    const url = withLogin(login.password).replace('127.0.0.1', '127.1')
    const failed = await failing(mailer({ url }).send('id1', message))
    assert.equal(failed.code, 'tls')
    assert.equal(server.received.length, 0)
  })
})

describe('a mail server with a certificate', () => {
  const ca = createTestCa()
  for (const implicit of [true, false]) {
    it(`is believed only if it is vouched for (${implicit ? 'smtps' : 'STARTTLS'})`, async () => {
      await server.close()
      server = await startMailServer({ tls: { ...ca.issue('127.0.0.1'), implicit } })
      const failed = await failing(mailer().send('id1', message))
      assert.equal(failed.code, 'tls')
      assert.equal(server.received.length, 0)
      await mailer({ url: `${server.url}/?tls.ca=${encodeURIComponent(ca.cert)}` }).send('id1', message)
      assert.equal(server.received.length, 1)
    })
  }
})

describe('closing', () => {
  it('waits for what is under way, and lets go of the server', async () => {
    const one = mailer()
    const sending = one.send('id1', message)
    await one.close()
    await sending
    assert.equal(server.received.length, 1)
  })

  it('is done at once where nothing was ever sent', async () => {
    await mailer().close()
    assert.equal(server.connections(), 0)
  })
})
