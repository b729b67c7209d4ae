import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface Received {
  /** As the envelope has it. */
  readonly from: string
  readonly to: readonly string[]
  readonly raw: string
  readonly mail: Email
}

/**
 * - `takes` every mail;
 * - `nobody`: there is no such mailbox; `forbidden`: it will not pass mails on; `later`: it is too busy;
 * - `unwelcome`: it takes no mail from this sender; `unwanted`: it does not like what is in the mail;
 * - `drops` the connection in the middle of a mail; `forgets` to say that it took one, and drops then;
 * - `silent`: it listens, and never says a word.
 */
export type Mood =
  | 'takes'
  | 'nobody'
  | 'forbidden'
  | 'later'
  | 'unwelcome'
  | 'unwanted'
  | 'drops'
  | 'forgets'
  | 'silent'

const replies: Partial<Record<Mood, readonly [code: number, text: string]>> = {
  nobody: [550, '5.1.1 No such mailbox'],
  forbidden: [550, '5.7.1 Relaying denied'],
  later: [451, '4.7.1 Try again later'],
  unwelcome: [550, '5.7.1 Sender not allowed'],
  unwanted: [554, '5.7.1 This looks like spam'],
}

const replyOf = (mood: Mood): Error => {
  const [responseCode, text] = replies[mood] ?? [451, 'Later']
  return Object.assign(new Error(text), { responseCode })
}

export interface MailServer {
  /** `smtp://127.0.0.1:port`. */
  readonly url: string
  readonly port: number
  /** Everything it has taken, in order. */
  readonly received: readonly Received[]
  /** The next mail that it takes. */
  next(): Promise<Received>
  /** How many connections there ever were. */
  connections(): number
  mood: Mood
  close(): Promise<void>
}

/** A mail server on this machine. With `login` it wants that password; with `tls` it can do STARTTLS, or begins so. */
export const startMailServer = async (
  options: {
    readonly login?: { readonly user: string; readonly password: string }
    readonly tls?: { readonly key: string; readonly cert: string; readonly implicit?: boolean }
  } = {},
): Promise<MailServer> => {
  const { login, tls } = options
  const received: Received[] = []
  const waiting: ((mail: Received) => void)[] = []
  const server = { mood: 'takes' as Mood, connections: 0 }
  const given: SMTPServerOptions = {
    logger: false,
    disableReverseLookup: true,
    hideSMTPUTF8: false,
    secure: tls?.implicit === true,
    ...(tls === undefined ? {} : { key: tls.key, cert: tls.cert }),
    disabledCommands: [...(tls === undefined ? ['STARTTLS'] : []), ...(login === undefined ? ['AUTH'] : [])],
    authOptional: login === undefined,
    allowInsecureAuth: true,
    closeTimeout: 100,
    onAuth({ username, password }, _session, done) {
      const right = username === login?.user && password === login?.password
      done(right ? null : new Error('No'), right ? { user: username } : undefined)
    },
    onConnect(_session, done) {
      server.connections += 1
      if (server.mood !== 'silent') done()
    },
    onMailFrom(_address, _session, done) {
      done(server.mood === 'unwelcome' ? replyOf(server.mood) : null)
    },
    onRcptTo(_address, _session, done) {
      done(['nobody', 'forbidden', 'later'].includes(server.mood) ? replyOf(server.mood) : null)
    },
    onData(stream, session, done) {
      if (server.mood === 'drops') return hangUp()
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (server.mood === 'unwanted') return done(replyOf(server.mood))
        const raw = Buffer.concat(chunks)
        const { mailFrom, rcptTo } = session.envelope
        void PostalMime.parse(raw).then((mail) => {
          const from = mailFrom === false ? '' : mailFrom.address
          received.push({ from, to: rcptTo.map(({ address }) => address), raw: raw.toString('utf8'), mail })
          for (const tell of waiting.splice(0)) tell(received.at(-1) as Received)
          if (server.mood === 'forgets') hangUp()
          else done()
        })
      })
    },
  }
  const smtp = new SMTPServer(given)
  const sockets = new Set<{ destroy(): unknown }>()
  smtp.server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  // A client that hangs up is not the server's trouble.
  smtp.on('error', () => undefined)
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve()))
  const { port } = smtp.server.address() as AddressInfo
  return {
    url: `${tls?.implicit === true ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    port,
    received,
    next: () => new Promise((resolve) => waiting.push(resolve)),
    connections: () => server.connections,
    get mood() {
      return server.mood
    },
    set mood(mood) {
      server.mood = mood
    },
    close: () => new Promise((resolve) => smtp.close(() => resolve())),
  }
}
