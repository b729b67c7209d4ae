import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { runDueJobs } from '../../../src/jobs/run-jobs.ts'
import { days, hours, minutes, type Time } from '../../../src/lib/clock.ts'
import { createSealing } from '../../../src/lib/sealing.ts'
import { MailFailed } from '../../../src/mail/mail-failed.ts'
import { createMailer, type Mailer } from '../../../src/mail/mailer.ts'
import { createOutboxHandler, type Entry, mailKind, posting, type Told } from '../../../src/mail/outbox.ts'
import { dump } from '../../support/dump.ts'
import { startMailServer } from '../../support/mail-server.ts'
import { createTestWorld, type TestWorld } from '../../support/world.ts'

/** Takes what it is given, unless something is in its way. */
const createFakeMailer = () => {
  const sent: { readonly id: string; readonly to: string; readonly at: Time }[] = []
  const fake = { sent, fails: undefined as Error | undefined, tries: 0 }
  const mailer = (world: TestWorld): Mailer => ({
    from: 'a@example.org',
    host: 'mail.example.org',
    async send(id, { to }) {
      fake.tries += 1
      if (fake.fails !== undefined) throw fake.fails
      sent.push({ id, to: to.address, at: world.clock.now() })
    },
    close: async () => undefined,
  })
  return { fake, mailer }
}

const open = (options: { readonly noServer?: boolean; readonly mailer?: Mailer } = {}) => {
  const world = createTestWorld()
  const { fake, mailer } = createFakeMailer()
  const told: ({ readonly became: string } & Told)[] = []
  const written: unknown[] = []
  const handler = createOutboxHandler(
    { ...world, mailer: options.noServer === true ? undefined : (options.mailer ?? mailer(world)) },
    {
      write: async (kind, content) => {
        written.push({ kind, content })
        if (kind === 'nothing') return undefined
        const to = { name: '', address: 'alice@example.org' }
        return { sender: 'x', to, subject: 's', text: String(content), html: '<p>', language: 'en' }
      },
      tell: async (became, about) => void told.push({ became, ...about }),
    },
  )
  return {
    ...{ world, fake, told, written },
    post: (entry: Partial<Entry> = {}) =>
      world.storage.atomically([posting(world, { kind: 'letter', content: 'hello', ...entry })]),
    run: () => runDueJobs(world, { [mailKind]: handler }),
    /** Lets time pass, looking for work as often as the program does not need to. */
    async pass(time: Time, step: Time = minutes(1)) {
      for (let passed = 0; passed < time; passed += step) {
        world.clock.advance(step)
        await runDueJobs(world, { [mailKind]: handler })
      }
    },
    left: () => world.storage.count('jobs'),
  }
}

describe('the outbox', () => {
  it('sends what was put into it once, with what it was put in with', async () => {
    const box = open()
    await box.post({ accountId: undefined, content: { link: 'plk_1' } })
    await box.run()
    await box.run()
    assert.deepEqual(box.written, [{ kind: 'letter', content: { link: 'plk_1' } }])
    assert.equal(box.fake.sent.length, 1)
    assert.deepEqual(box.told, [{ became: 'sent', kind: 'letter', accountId: undefined }])
    assert.equal(await box.left(), 0)
  })

  it('puts nothing in when what it reports did not happen', async () => {
    const box = open()
    const { world } = box
    const failing = { do: 'expect', kind: 'accounts', id: 'nobody', where: {} } as const
    await assert.rejects(world.storage.atomically([posting(world, { kind: 'letter', content: 1 }), failing]))
    await box.run()
    assert.equal(box.fake.tries, 0)
  })

  it('tries again, with longer and longer pauses, until it is taken', async () => {
    const box = open()
    box.fake.fails = new MailFailed('unreachable')
    await box.post()
    await box.run()
    await box.pass(hours(3))
    // Ten seconds, twenty, ... an hour at most.
    assert.ok(box.fake.tries >= 9 && box.fake.tries <= 14, String(box.fake.tries))
    assert.deepEqual(box.told, [])
    box.fake.fails = undefined
    await box.pass(hours(1))
    assert.equal(box.fake.sent.length, 1)
    assert.deepEqual(
      box.told.map(({ became }) => became),
      ['sent'],
    )
  })

  it('keeps the same id for every try, so that a mail that was taken twice is known to be one', async () => {
    const server = await startMailServer()
    const { clock } = createTestWorld()
    const mailer = createMailer({ url: server.url, from: 'a@example.org', host: 'id.example.org', clock })
    try {
      const box = open({ mailer })
      server.mood = 'forgets'
      await box.post()
      await box.run()
      server.mood = 'takes'
      await box.pass(minutes(1))
      const ids = server.received.map(({ mail }) => mail.messageId)
      assert.ok(ids.length >= 2)
      assert.equal(new Set(ids).size, 1)
      assert.match(ids[0] ?? '', /^<\w{22}@id\.example\.org>$/)
      assert.equal(await box.left(), 0)
    } finally {
      await mailer.close()
      await server.close()
    }
  })

  it('gives up after a day, and says so', async () => {
    const box = open()
    box.fake.fails = new MailFailed('sign_in')
    await box.post()
    await box.run()
    await box.pass(days(1) - minutes(90), minutes(5))
    assert.equal(await box.left(), 1)
    await box.pass(hours(3), minutes(5))
    assert.equal(await box.left(), 0)
    assert.deepEqual(box.told, [{ became: 'given-up', kind: 'letter', accountId: undefined, failure: 'sign_in' }])
    const { tries } = box.fake
    await box.pass(hours(3), minutes(30))
    assert.equal(box.fake.tries, tries)
  })

  it('gives up at once where there is no such mailbox', async () => {
    const box = open()
    box.fake.fails = new MailFailed('recipient', undefined, true)
    await box.post()
    await box.run()
    assert.equal(await box.left(), 0)
    assert.deepEqual(
      box.told.map(({ became, failure }) => [became, failure]),
      [['given-up', 'recipient']],
    )
  })

  it('does not send what nobody has any use for by now', async () => {
    const box = open()
    box.fake.fails = new MailFailed('unreachable')
    await box.post({ until: box.world.clock.now() + hours(1) })
    await box.run()
    box.world.clock.advance(minutes(59))
    await box.run()
    assert.equal(box.fake.tries, 2)
    box.fake.fails = undefined
    box.world.clock.advance(hours(1))
    await box.run()
    assert.deepEqual([box.fake.tries, await box.left()], [2, 0])
    assert.deepEqual(
      box.told.map(({ became, failure }) => [became, failure]),
      [['given-up', 'too_late']],
    )
  })

  it('sends nothing to somebody whose account is gone, or when there is nothing to say', async () => {
    const box = open()
    await box.post({ accountId: 'gone' })
    await box.post({ kind: 'nothing' })
    await box.run()
    assert.deepEqual([box.fake.tries, await box.left(), box.told.length], [0, 0, 0])
  })

  it('keeps what is in it while there is no mail server, for a day', async () => {
    const box = open({ noServer: true })
    await box.post()
    await box.run()
    assert.equal(await box.left(), 1)
    await box.pass(days(1) + hours(2), minutes(20))
    assert.deepEqual(
      box.told.map(({ became, failure }) => [became, failure]),
      [['given-up', 'no_server']],
    )
  })

  it('holds nothing that can be read, whether it is sent, waits or has failed', async () => {
    const box = open()
    const canary = 'plk_CanaryCanaryCanaryCanaryCanaryCanaryCanary'
    box.fake.fails = new Error(`550 <alice@example.org> ${canary}`)
    await box.post({ content: { secret: canary, to: 'alice@example.org' } })
    await box.run()
    const text = await dump(box.world.storage)
    assert.match(text, /letter/)
    assert.doesNotMatch(text, /Canary|alice/)
  })

  it('opens nothing that was put in by another installation, or moved from another mail', async () => {
    const box = open()
    await box.post()
    const [job] = await box.world.storage.list('jobs')
    assert.ok(job !== undefined)
    const other = createSealing([new Uint8Array(32).fill(9)], box.world.random)
    const data = { ...(job.data as object), sealed: Buffer.from(other.seal('"x"', 'mail:1')).toString('base64') }
    await box.world.storage.put('jobs', { ...job, data })
    await box.run()
    await box.world.storage.put('jobs', { ...job, id: 'moved', data: { ...(job.data as object), id: 'moved' } })
    await box.run()
    assert.equal(box.fake.tries, 0)
    assert.deepEqual(box.written, [])
  })

  it('sends each mail once, however many nodes look for work', async () => {
    const box = open()
    for (let n = 0; n < 20; n++) await box.post()
    await Promise.all(Array.from({ length: 10 }, () => box.run()))
    assert.equal(box.fake.sent.length, 20)
    assert.equal(new Set(box.fake.sent.map(({ id }) => id)).size, 20)
  })
})
