import { formatNumber } from '../format.ts'

const mails = (count: number): string => (count === 1 ? 'One mail' : `${formatNumber('en', count)} mails`)

/** What the console says about mail. */
export const consoleMail = {
  title: 'Mail',
  lead: 'How mails get from here to people.',
  none: 'There is no mail server, so people cannot verify addresses or be helped with a forgotten password by mail. One-time links are shown to you instead.',
  noneTitle: 'Name a mail server',
  noneHow:
    'Two settings, beside the others that this place was started with (in `.env`, `compose.yaml` or the unit’s file). Fill in your own, and start it again:',
  noneBlock: 'Settings',
  noneMore:
    '`smtps://` speaks TLS from the start; `smtp://` with a port turns to it. Write what means something in an address, such as @ in a password, as `%40`. The guide to mail, `docs/guide/mail.md`, says the rest. Once it runs again, this page sends a test mail.',
  server: 'Mail server',
  host: 'Handed in at',
  from: 'Sent as',
  waiting: 'Waiting to be sent',
  failing: 'Not taken so far, and tried again',
  givenUp: 'Given up since yesterday',
  whatFailed: 'What was given up',
  test: 'Send a test mail',
  testLead: 'It is handed in at once, and you see what the server says.',
  address: 'To',
  send: 'Send it',
  sent: ({ address }: { address: string }) =>
    `The server took it. If nothing arrives at ${address}, look among spam, and into the server’s own log.`,
  said: 'It said:',
  failures: {
    too_late: 'It was not sent in time.',
    no_server: 'There is no mail server.',
    not_found: 'No host of that name was found. Check the host in PORTICO_SMTP_URL.',
    unreachable: 'Nobody answers there. Check host and port in PORTICO_SMTP_URL, and whether a firewall is in between.',
    timeout: 'It took too long to answer. Often the port is one that speaks TLS from the start: write smtps:// for it.',
    tls: 'No encrypted connection came about. Check the server’s certificate, and whether it offers STARTTLS.',
    sign_in: 'It did not take this user name and password. Check both in PORTICO_SMTP_URL.',
    sender: 'It does not send mails of this sender. Check PORTICO_MAIL_FROM.',
    recipient: 'It does not take mails for this address.',
    refused: 'It did not like the mail.',
    other: 'Something went wrong that has no name here.',
  },
  given_up: ({ count }: { count: number }) => `${mails(count)} could not be sent since yesterday.`,
  waits: ({ count }: { count: number }) => `${mails(count)} could not be sent so far, and will be tried again.`,
  mailLink: 'Send it by mail',
  mailed: ({ address }: { address: string }) => `A one-time link is on its way to ${address}.`,
  vouched: {
    mail: ({ date }: { date: string }) => `by a mail, on ${date}`,
    configuration: ({ date }: { date: string }) => `by the configuration file, on ${date}`,
    source: ({ date }: { date: string }) => `by where they come from, on ${date}`,
    administrator: ({ name, date }: { name: string; date: string }) => `by ${name}, on ${date}`,
    command: ({ date }: { date: string }) => `from the command line, on ${date}`,
    gone: ({ date }: { date: string }) => `by an administrator deleted since, on ${date}`,
  },
  proven: 'Address proven',
}
