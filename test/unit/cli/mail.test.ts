import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { startMailServer } from '../../support/mail-server.ts'
import { createShell } from './support.ts'

describe('a test mail from the command line', () => {
  it('is sent by the settings there are', async () => {
    const server = await startMailServer()
    try {
      const { portico } = createShell()
      const settings = { PORTICO_SMTP_URL: server.url, PORTICO_MAIL_FROM: 'Our House <post@example.org>' }
      const sent = await portico('mail alice@example.org', settings)
      assert.deepEqual(sent, { code: 0, out: `127.0.0.1:${server.port} took a mail to alice@example.org.`, err: '' })
      assert.deepEqual(server.received[0]?.to, ['alice@example.org'])
      server.mood = 'nobody'
      const refused = await portico('mail alice@example.org', settings)
      assert.equal(refused.code, 1)
      assert.match(refused.err, /does not take mails for this address\.\nIt said: 550 5\.1\.1 No such mailbox/)
      assert.equal((await portico('mail alice', settings)).code, 1)
    } finally {
      await server.close()
    }
  })

  it('needs a mail server', async () => {
    const { code, err } = await createShell().portico('mail alice@example.org')
    assert.equal(code, 1)
    assert.match(err, /PORTICO_SMTP_URL/)
  })
})
