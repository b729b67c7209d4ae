import { setTimeout } from 'node:timers/promises'
import { type Clock, minutes, seconds, type Time } from '../lib/clock.ts'
import { MailFailed, mailFailedFrom } from './mail-failed.ts'
import { headerLine, isOneAddress, type Message } from './message.ts'

/** Hands mails to the operator's mail server. */
export interface Mailer {
  /** Who mails are from. */
  readonly from: string
  /** Where they are handed in. */
  readonly host: string
  /**
   * Resolves when the server has taken responsibility for it (RFC 5321 section 4.2.5); throws `MailFailed` otherwise.
   * The same `id` makes the same Message-ID, so that a mail that was taken twice can be told to be one.
   */
  send(id: string, message: Message): Promise<void>
  /** Lets what is under way come to its end for a moment, then lets go of the server. */
  close(): Promise<void>
}

export interface MailerOptions {
  /** `smtp://` or `smtps://`; what stands in its query goes to nodemailer. */
  readonly url: string
  /** An address, with or without a name. */
  readonly from: string
  /** Our own host, which Message-IDs end with and which we introduce ourselves by. */
  readonly host: string
  readonly clock: Clock
  readonly timeouts?: Partial<typeof defaultTimeouts>
}

/** `whole` is for one mail from first to last, and shorter than a job's lease: nobody else may begin it meanwhile. */
const defaultTimeouts = { connection: seconds(10), silence: seconds(30), whole: minutes(2) } satisfies Record<
  string,
  Time
>

const mostConnections = 3
/** A mail that is cut off may have been taken already, and is sent again: worth waiting for, but not for long. */
const patience = seconds(5)

/** Connects when there is something to send, and loads nodemailer then. Whoever made it closes it. */
export const createMailer = ({ url, from, host, clock, timeouts = {} }: MailerOptions): Mailer => {
  const server = new URL(url)
  const { connection, silence, whole } = { ...defaultTimeouts, ...timeouts }
  const underWay = new Set<Promise<unknown>>()
  let closing = new AbortController()
  let opened: ReturnType<typeof open> | undefined

  const open = async () => {
    const { createTransport } = await import('nodemailer')
    return createTransport({
      url,
      pool: true,
      maxConnections: mostConnections,
      name: host,
      connectionTimeout: connection,
      greetingTimeout: connection,
      dnsTimeout: connection,
      socketTimeout: silence,
      // A password is never said to whoever happens to answer in the open.
      requireTLS: server.username !== '' && !isThisMachine(server.hostname),
      tls: { minVersion: 'TLSv1.2' },
    })
  }

  return {
    from,
    host: server.host,
    async send(id, message) {
      if (!isOneAddress(message.to.address)) throw new MailFailed('recipient', undefined, true)
      opened ??= open()
      const transport = await opened
      const signal = AbortSignal.any([AbortSignal.timeout(whole), closing.signal])
      const sending = transport.sendMail({ ...mailOf(id, message, { from, host, clock }), signal })
      underWay.add(sending)
      try {
        await sending
      } catch (error) {
        throw mailFailedFrom(error)
      } finally {
        underWay.delete(sending)
      }
    },
    async close() {
      const transport = await opened
      opened = undefined
      await Promise.race([Promise.allSettled(underWay), setTimeout(patience, undefined, { ref: false })])
      closing.abort()
      closing = new AbortController()
      transport?.close()
    },
  }
}

const isThisMachine = (hostname: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)

const mailOf = (
  id: string,
  { sender, to, subject, text, html, language }: Message,
  { from, host, clock }: Pick<MailerOptions, 'from' | 'host' | 'clock'>,
) => ({
  from: from.includes('<') ? from : { name: headerLine(sender), address: from },
  to: { name: headerLine(to.name), address: to.address },
  subject: headerLine(subject),
  text,
  html,
  date: new Date(clock.now()),
  messageId: `<${id}@${host}>`,
  headers: {
    // Holiday notices are not wanted back (RFC 3834 section 5, and what Exchange looks at instead).
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'Content-Language': language,
  },
  xMailer: false as const,
  disableFileAccess: true,
  disableUrlAccess: true,
})
