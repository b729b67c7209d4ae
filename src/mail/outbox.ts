import { type JobHandler, scheduling } from '../jobs/job.ts'
import { days, type Time } from '../lib/clock.ts'
import { newId } from '../lib/ids.ts'
import { renewText } from '../lib/sealing.ts'
import { sealedIn } from '../storage/sealed.ts'
import type { Change } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import { MailFailed, type MailFailure } from './mail-failed.ts'
import type { Mailer } from './mailer.ts'
import type { Message } from './message.ts'

/** The kind of the jobs that are mails. */
export const mailKind = 'mail'

/** What is to be written to somebody. It becomes a mail when its turn has come, in the words of that moment. */
export interface Entry {
  /** What it is about, in a word that may be logged. */
  readonly kind: string
  readonly accountId?: string | undefined
  /** Nobody has any use for it afterwards: a link in it has run out. */
  readonly until?: Time | undefined
  /** Everything it is written from: plain values. Sealed until then, since links have secrets in them. */
  readonly content: unknown
}

interface Stored {
  readonly id: string
  readonly kind: string
  readonly accountId?: string
  readonly until?: Time
  readonly queuedAt: Time
  /** Base64. */
  readonly sealed: string
}

const triedFor = days(1)
const contextOf = (id: string): string => `mail:${id}`

/** Puts something to be written into the outbox, as a change to be committed with what it reports. */
export const posting = (
  world: Pick<World, 'clock' | 'random' | 'sealing'>,
  { kind, accountId, until, content }: Entry,
): Change => {
  const id = newId(world.random)
  const sealed = Buffer.from(world.sealing.seal(JSON.stringify(content), contextOf(id))).toString('base64')
  const stored = { id, kind, accountId, until, queuedAt: world.clock.now(), sealed }
  return scheduling(world, { kind: mailKind, data: stored })
}

export interface Delivery {
  /** Undefined when there is nobody to send it to, or nothing any more. */
  readonly write: (kind: string, content: unknown) => Promise<Message | undefined>
  /** What became of it, for the audit log. `given-up` is never tried again. */
  readonly tell: (became: 'sent' | 'given-up', about: Told) => Promise<void>
}

export interface Told {
  readonly kind: string
  readonly accountId: string | undefined
  /** Why it was given up. */
  readonly failure?: MailFailure | undefined
}

/** Sends what is in the outbox. It is tried again for a day, with longer and longer pauses, then given up. */
export const createOutboxHandler =
  (
    world: Pick<World, 'storage' | 'clock' | 'sealing'> & { readonly mailer?: Mailer | undefined },
    { write, tell }: Delivery,
  ): JobHandler =>
  async ({ data }) => {
    const { id, kind, accountId, until, queuedAt, sealed } = data as Stored
    const giveUp = async (failure: MailFailure): Promise<undefined> => {
      await tell('given-up', { kind, accountId, failure })
    }
    if (until !== undefined && world.clock.now() >= until) return giveUp('too_late')
    try {
      const content: unknown = JSON.parse(world.sealing.open(Buffer.from(sealed, 'base64'), contextOf(id)))
      // Whoever has been deleted gets no more mail.
      const gone = accountId !== undefined && (await world.storage.find('accounts', accountId)) === undefined
      const message = gone ? undefined : await write(kind, content)
      if (message === undefined) return undefined
      if (world.mailer === undefined) throw new MailFailed('no_server')
      await world.mailer.send(id, message)
    } catch (error) {
      const code = error instanceof MailFailed ? error.code : 'other'
      const forGood = error instanceof MailFailed && error.forGood
      if (forGood || world.clock.now() >= queuedAt + triedFor) return giveUp(code)
      throw error
    }
    await tell('sent', { kind, accountId })
    return undefined
  }

/** Mails that wait. */
export const sealedMails = sealedIn('jobs', { kind: mailKind }, (sealing, row) => {
  const data = row.data as Stored
  const sealed = renewText(sealing, data.sealed, 'base64', contextOf(data.id))
  return sealed === undefined ? undefined : { ...row, data: { ...data, sealed } }
})
