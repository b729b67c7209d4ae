import { runDueJobs } from '../../src/jobs/run-jobs.ts'
import { MailFailed } from '../../src/mail/mail-failed.ts'
import type { Mailer } from '../../src/mail/mailer.ts'
import type { Message } from '../../src/mail/message.ts'
import { mailKind } from '../../src/mail/outbox.ts'
import { createCompose, createOutbox } from '../../src/start/outbox.ts'
import { createBrand, defaultBranding } from '../../src/web/ui/brand.ts'
import { createTestApp, type TestApp, type TestAppOptions } from './app.ts'

export interface TestMailer extends Mailer {
  readonly sent: Message[]
  /** Takes nothing while this is true. */
  broken: boolean
}

export const createTestMailer = (): TestMailer => {
  const sent: Message[] = []
  const mailer: TestMailer = {
    from: 'no-reply@id.example.org',
    host: 'mail.example.org',
    sent,
    broken: false,
    async send(_id, message) {
      if (mailer.broken) throw new MailFailed('unreachable')
      sent.push(message)
    },
    close: async () => undefined,
  }
  return mailer
}

export interface MailApp extends TestApp {
  readonly mailer: TestMailer
  /** Sends what waits, and what comes of that; resolves to the mails that went out. */
  deliver(): Promise<readonly Message[]>
}

/** The whole program in memory, with a mail server that puts everything on a pile. */
export const createMailApp = (options: TestAppOptions = {}): MailApp => {
  const mailer = createTestMailer()
  return withPostman(createTestApp({ ...options, mailer }), mailer)
}

/** A program that was given this mailer, and somebody who takes the mails there. */
export const withPostman = <App extends TestApp>(app: App, mailer: TestMailer): App & MailApp => {
  const look = async () => ({ branding: defaultBranding, brand: createBrand(defaultBranding, app.base) })
  const outbox = createOutbox({ ...app.world, mailer }, createCompose(look, app.base))
  return {
    ...app,
    mailer,
    async deliver() {
      const before = mailer.sent.length
      while ((await runDueJobs(app.world, { [mailKind]: outbox })) > 0);
      return mailer.sent.slice(before)
    },
  }
}

/** What a mail leads to: the address of its one button, as a path. */
export const linkIn = ({ text }: Message, base: string): string => {
  const found = text.split('\n').find((line) => line.startsWith(`${base}/`))
  if (found === undefined) throw new Error(`there is no link in:\n${text}`)
  return found.slice(base.length)
}

export const codeIn = ({ text }: Message): string => {
  const [code] = /^\d{6}$/m.exec(text) ?? []
  if (code === undefined) throw new Error(`there is no code in:\n${text}`)
  return code
}
