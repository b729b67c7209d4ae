import { canonicalEmail } from '../../accounts/canonical.ts'
import { record } from '../../events/event.ts'
import { days } from '../../lib/clock.ts'
import { newId } from '../../lib/ids.ts'
import { MailFailed, type MailFailure } from '../../mail/mail-failed.ts'
import { mailKind } from '../../mail/outbox.ts'
import type { By, OperationsWorld } from './world.ts'

/** How it is with the mail, for the console. */
export interface MailView {
  /** Undefined where there is no mail server. */
  readonly server: { readonly host: string; readonly from: string } | undefined
  /** How many mails wait to be sent, and how many of these the server did not take so far. */
  readonly waiting: number
  readonly failing: number
  /** How many were given up since yesterday. */
  readonly givenUp: number
}

export const viewMail = async (world: Pick<OperationsWorld, 'storage' | 'clock' | 'mailer'>): Promise<MailView> => {
  const { storage, clock, mailer } = world
  const [waiting, failing, givenUp] = await Promise.all([
    storage.count('jobs', { kind: mailKind }),
    storage.count('jobs', { kind: mailKind, lastError: { present: true } }),
    storage.count('events', { kind: 'mail.failed', at: { after: clock.now() - days(1) } }),
  ])
  return { server: mailer && { host: mailer.host, from: mailer.from }, waiting, failing, givenUp }
}

export type TestMail =
  | { readonly ok: true; readonly address: string }
  | {
      readonly ok: false
      /** `malformed`: that is no address. */
      readonly failure: MailFailure | 'malformed'
      /** What the server said, word for word, on one line. */
      readonly said?: string | undefined
    }

/** Sends a test mail at once, past the outbox, so that whoever set the server up hears what it says. */
export const sendTestMail = async (
  world: OperationsWorld,
  { address, language }: { readonly address: string; readonly language?: string | undefined },
  by: By,
): Promise<TestMail> => {
  const { mailer, compose } = world
  const to = canonicalEmail(address)
  if (!to.ok) return { ok: false, failure: 'malformed' }
  if (mailer === undefined || compose === undefined) return { ok: false, failure: 'no_server' }
  const message = await compose({ letter: { kind: 'test' }, to: { name: '', address: to.shown, language } })
  const letter = 'test'
  const { via, ...who } = by
  try {
    await mailer.send(newId(world.random), message)
  } catch (error) {
    if (!(error instanceof MailFailed)) throw error
    await record(world, 'mail.failed', { ...who, outcome: 'failed', data: { via, letter, reason: error.code } })
    return { ok: false, failure: error.code, said: error.said }
  }
  await record(world, 'mail.sent', { ...who, data: { via, letter } })
  return { ok: true, address: to.shown }
}
