import { sendTestMail, type TestMail } from '../admin/operations/mail.ts'
import { type ExitCode, printable } from './terminal.ts'
import type { AtWork } from './with-world.ts'

type Failure = Extract<TestMail, { ok: false }>['failure']

const sentences: Readonly<Record<Failure, string>> = {
  malformed: 'That is not an e-mail address.',
  too_late: 'It was not sent in time.',
  no_server: 'There is no mail server: set PORTICO_SMTP_URL.',
  not_found: 'No host of that name was found. Check the host in PORTICO_SMTP_URL.',
  unreachable: 'Nobody answers there. Check host and port in PORTICO_SMTP_URL, and whether a firewall is in between.',
  timeout: 'It took too long to answer. If the port speaks TLS from the start, write smtps:// for it.',
  tls: 'No encrypted connection came about. Check the certificate, and whether the server offers STARTTLS.',
  sign_in: 'The server did not take this user name and password. Check both in PORTICO_SMTP_URL.',
  sender: 'The server does not send mails of this sender. Check PORTICO_MAIL_FROM.',
  recipient: 'The server does not take mails for this address.',
  refused: 'The server did not like the mail.',
  other: 'Something went wrong that has no name here.',
}

/** Sends a test mail, and repeats what the mail server said of it. */
export const test = async ({ world, settings, out, err }: AtWork, address: string): Promise<ExitCode> => {
  const sent = await sendTestMail(world, { address }, { via: 'command' })
  if (sent.ok) {
    out(printable(`${new URL(settings.config.mail?.url ?? '').host} took a mail to ${sent.address}.`))
    return 0
  }
  err(sentences[sent.failure])
  if (sent.said !== undefined) err(printable(`It said: ${sent.said}`))
  return 1
}
