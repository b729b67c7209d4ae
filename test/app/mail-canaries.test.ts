import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askToProveEmail } from '../../src/accounts/emails/ask.ts'
import { objectToEmail } from '../../src/accounts/emails/object.ts'
import { proveEmailByCode, proveEmailByLink } from '../../src/accounts/emails/prove.ts'
import { openLog } from '../../src/lib/write-log.ts'
import type { Message } from '../../src/mail/message.ts'
import { dump } from '../support/dump.ts'
import { onEveryEngine } from '../support/engines.ts'
import { codeIn, createMailApp, linkIn } from '../support/mail-app.ts'
import { createTestClock } from '../support/world.ts'

const secretIn = (mail: Message, base: string): string => linkIn(mail, base).split('/').at(-1) ?? ''

await onEveryEngine('a mail', (open) => {
  test('leaves neither its link nor its code anywhere but in the mail, while it waits and afterwards', async () => {
    const lines: string[] = []
    const clock = createTestClock()
    const log = await openLog({ level: 'debug', format: 'json', write: (text) => lines.push(text), clock })
    const storage = await open()
    const app = createMailApp({ storage, clock, log })
    const account = await app.addAccount()
    await app.givePassword(account)
    const tab = await app.signedIn(account)

    app.mailer.broken = true
    await tab.submit(await tab.get('/account/email'), { email: 'new@example.org' }, { button: 'save' })
    const browser = app.browser()
    await browser.submit(await browser.get('/forgot'), { identifier: 'alice' })
    await app.deliver()
    const waiting = await dump(storage)
    app.mailer.broken = false
    clock.advance(60_000)
    const mails = await app.deliver()
    assert.equal(mails.length, 3)

    const secrets = mails.map((mail) => secretIn(mail, app.base))
    const [code = ''] = mails.flatMap((mail) => (/^\d{6}$/m.test(mail.text) ? [codeIn(mail)] : []))
    assert.equal(new Set(secrets).size, 3)
    const kept = `${waiting}\n${await dump(storage)}\n${lines.join('\n')}`
    for (const secret of secrets) assert.ok(/^plk_\w{43}$/.test(secret) && !kept.includes(secret))
    assert.doesNotMatch(kept, new RegExp(`(?<!\\d)${code}(?!\\d)`))
    // Nor, in what waits, who it is for.
    assert.doesNotMatch(
      waiting
        .split('\n')
        .filter((line) => line.startsWith('jobs '))
        .join('\n'),
      /example\.org|alice/i,
    )
    assert.doesNotMatch(lines.join(''), /alice|example\.org|plk_/)
  })

  test('does what it is for once, however many have it at once', async () => {
    const app = createMailApp({ storage: await open() })
    const { world, mailer } = app
    const posting = { ...world, mailer }
    const from = { address: '192.0.2.1' }
    const account = await app.addAccount()
    const asked = await askToProveEmail(posting, { account, email: 'new@example.org', ...from })
    assert.ok(asked.ok)
    const mails = await app.deliver()
    const toNew = mails.find(({ to }) => to.address === 'new@example.org')
    const toOld = mails.find(({ to }) => to.address === 'alice@example.org')
    assert.ok(toNew !== undefined && toOld !== undefined)
    const proving = await Promise.all([
      ...Array.from({ length: 20 }, () => proveEmailByLink(posting, account, secretIn(toNew, app.base), from)),
      ...Array.from({ length: 5 }, () => proveEmailByCode(posting, account, codeIn(toNew), from)),
    ])
    assert.equal(proving.filter(({ ok }) => ok).length, 1)
    const objecting = await Promise.all(
      Array.from({ length: 20 }, () => objectToEmail(posting, secretIn(toOld, app.base), from)),
    )
    assert.equal(objecting.filter(({ ok }) => ok).length, 1)
    const now = await world.storage.find('accounts', account.id)
    assert.equal(now?.verifiedEmailKey, 'alice@example.org')
  })
})
