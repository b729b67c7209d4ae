/** Why a mail server did not take a mail, each with its sentence for administrators in `locales/`. */
export type MailFailure =
  /** It was not sent while somebody had a use for it. */
  | 'too_late'
  | 'no_server'
  | 'not_found'
  | 'unreachable'
  | 'timeout'
  | 'tls'
  | 'sign_in'
  | 'sender'
  | 'recipient'
  | 'refused'
  | 'other'

/** The mail server did not take a mail. Its message is a word of ours: it may be logged and stored. */
export class MailFailed extends Error {
  readonly code: MailFailure
  /** What the server said, for whoever set it up to read; it may repeat an address and is kept nowhere. */
  readonly said: string | undefined
  /** There is no such mailbox: trying again would not find one. */
  readonly forGood: boolean
  constructor(code: MailFailure, said?: string, forGood = false) {
    super(code)
    this.name = 'MailFailed'
    this.code = code
    this.said = said
    this.forGood = forGood
  }
}

/** What an error of the SMTP client means. */
export const mailFailedFrom = (error: unknown): MailFailed => {
  const { code, command, response } = partsOf(error)
  const said = response?.replace(/[\p{C}\s]+/gu, ' ').slice(0, 300)
  // RFC 3463: 5.1.x is about the address; of the sender's it would be said at another command.
  const forGood = command === 'RCPT TO' && /^5\d\d[ -]5\.1\.\d/.test(response ?? '')
  return new MailFailed(failureOf(code, command), said, forGood)
}

const partsOf = (error: unknown): { readonly [K in 'code' | 'command' | 'response']?: string | undefined } => {
  if (!(error instanceof Error)) return {}
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(error, name)
    return typeof value === 'string' ? value : undefined
  }
  // Of what the system or TLS said, the client makes one word for all; the other is kept beside it.
  return { code: text('originalCode') ?? text('code'), command: text('command'), response: text('response') }
}

const failureOf = (code: string | undefined, command: string | undefined): MailFailure => {
  if (code === 'EENVELOPE') return command === 'MAIL FROM' ? 'sender' : 'recipient'
  return failures.find(([codes]) => codes.test(code ?? ''))?.[1] ?? 'other'
}

const failures: readonly (readonly [RegExp, MailFailure])[] = [
  [/^(?:EDNS|ENOTFOUND|EAI_\w+)$/, 'not_found'],
  [/^(?:ETIMEDOUT|EABORT|ABORT_ERR)$/, 'timeout'],
  [/^(?:ETLS|EREQUIRETLS|CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+)$/, 'tls'],
  [/^(?:EAUTH|ENOAUTH)$/, 'sign_in'],
  [/^(?:EMESSAGE|EPROTOCOL)$/, 'refused'],
  [/^(?:ECONNECTION|ESOCKET|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EPIPE)$/, 'unreachable'],
]
