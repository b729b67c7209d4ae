import { isIP } from 'node:net'
import { isOutboundTarget } from '../lib/outbound-target.ts'

/**
 * Every setting of the environment and of `.env`: its form, what it is for, and what holds without it.
 * `docs/reference/settings.md` is made from this. A sentence of a problem says what is wrong and what to write instead.
 * Plain functions, since this is all that every start reads: zod, for `portico.yaml`, costs 20 MB and is loaded with one.
 */

/** A setting's text as a value, or what is wrong with it. */
export type Read<T> = (text: string) => T | Wrong

export class Wrong {
  readonly sentence: string
  constructor(sentence: string) {
    this.sentence = sentence
  }
}
const wrong = (sentence: string): Wrong => new Wrong(sentence)

export interface Setting<T> {
  readonly description: string
  readonly form: string
  /** What holds when it is not set. */
  readonly without: string
  readonly read: Read<T>
}

const setting = <T>(about: Omit<Setting<T>, 'read'>, read: Read<T>): Setting<T> => ({ ...about, read })

const oneOf =
  <const T extends string>(...allowed: readonly T[]): Read<T> =>
  (text) =>
    allowed.find((one) => one === text.toLowerCase()) ?? wrong(`"${text}" is none of ${allowed.join(', ')}.`)

const yesOrNo: Read<boolean> = (text) => {
  if (/^(1|true|yes|on)$/i.test(text)) return true
  if (/^(0|false|no|off)$/i.test(text)) return false
  return wrong(`"${text}" is neither yes nor no. Write 1 or 0.`)
}

/** `8080`, `127.0.0.1:8080`, `[::1]:8080`, `:8080` (every address). */
const listen: Read<{ readonly host: string | undefined; readonly port: number }> = (text) => {
  const [, six, plain, digits] = /^(?:(?:\[([^\]]+)\]|([^:[\]]*)):)?(\d{1,5})$/.exec(text) ?? []
  const port = Number(digits)
  if (digits === undefined || port > 65_535 || (six !== undefined && isIP(six) !== 6)) {
    return wrong(`"${text}" is not an address to listen on. Write host:port or port, such as 127.0.0.1:8080.`)
  }
  if (six !== undefined) return { host: six, port }
  if (plain === undefined) return { host: '127.0.0.1', port }
  return { host: plain === '' || plain === '*' ? undefined : plain, port }
}

const base: Read<string> = (text) => {
  const bad = `"${text}" is not a public address.`
  if (!URL.canParse(text)) return wrong(`${bad} Write https:// and the host, such as https://id.example.org.`)
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return wrong(`${bad} Write https:// and the host.`)
  if (url.username !== '' || url.password !== '')
    return wrong(`a user name or password has no place in it. Write ${url.origin}`)
  if (url.search !== '' || url.hash !== '' || text.includes('?') || text.includes('#'))
    return wrong(`"${text}" has a query or a fragment. Write ${url.origin}`)
  if (url.pathname !== '/')
    return wrong(`"${text}" has a path, but Portico needs a host of its own. Write ${url.origin}`)
  if (text.endsWith('/')) return wrong(`"${text}" ends in a slash. Write ${url.origin}`)
  // Applications compare the issuer as text, so there is exactly one way to write it.
  return text === url.origin ? text : wrong(`"${text}" is not how browsers write it. Write ${url.origin}`)
}

const databaseUrl: Read<string> = (text) =>
  /^postgres(ql)?:$/.test(URL.canParse(text) ? new URL(text).protocol : '')
    ? text
    : wrong(
        'it does not begin with postgres://. Write postgres://user:password@host/database, or leave it out for SQLite.',
      )

const fewestBytes = 32

/** Each at least 32 bytes, and not one letter held down: a guess, since nobody can measure the chance in a given text. */
const secrets: Read<readonly string[]> = (text) => {
  const list = text.split(/[,\r\n]/).map((part) => part.trim())
  const keys = list.filter((part) => part !== '')
  const make = '`openssl rand -hex 32` makes a good one.'
  if (keys.length === 0) return wrong(`there is no secret in it. ${make}`)
  const short = keys.findIndex((key) => Buffer.byteLength(key) < fewestBytes)
  const which = (at: number) => (keys.length === 1 ? 'it' : `number ${at + 1} of its secrets`)
  if (short >= 0) return wrong(`${which(short)} has fewer than ${fewestBytes} bytes. ${make}`)
  const plain = keys.findIndex((key) => new Set(key).size < 8)
  return plain >= 0 ? wrong(`${which(plain)} can be guessed. ${make}`) : keys
}

const list = (text: string): readonly string[] => text.split(/[\s,]+/).filter((part) => part !== '')

/** Whether text is an address, or a range of addresses in CIDR notation. */
const isRange = (text: string): boolean => {
  const [address = '', bits, more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || more !== undefined || address.includes('%')) return false
  if (bits === undefined) return true
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)
}

const ranges: Read<readonly string[]> = (text) => {
  const bad = list(text).find((part) => !isRange(part))
  return bad === undefined ? list(text) : wrong(`"${bad}" is not a range of addresses. Write 10.0.0.0/8 or 192.0.2.7.`)
}

const outbound: Read<readonly string[]> = (text) => {
  const bad = list(text).find((part) => !isOutboundTarget(part))
  return bad === undefined
    ? list(text)
    : wrong(`"${bad}" is not a place to go. Write host:port, or http://host:port for one without TLS.`)
}

const smtp: Read<string> = (text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^smtps?:$/.test(url.protocol) && url.hostname !== ''
    ? text
    : wrong('it does not name a mail server. Write smtps://user:password@host, or smtp://host:port for STARTTLS.')
}

const sender: Read<string> = (text) =>
  /^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(text)
    ? text
    : wrong(`"${text}" is not a sender. Write Portico <no-reply@example.org>.`)

const path: Read<string> = (text) => text

export const settings = {
  PORTICO_URL: setting(
    {
      description:
        'The public address. It is the issuer that applications are given, and every link begins with it; what a request or a proxy says in Host or X-Forwarded-* never changes that. ' +
        '`https`, or `http` on the loopback hosts `localhost`, `127.0.0.1` and `[::1]`. No path and no trailing slash.',
      form: 'https://host or https://host:port',
      without: '`http://localhost:8080`, with the port of `PORTICO_LISTEN`',
    },
    base,
  ),
  PORTICO_LISTEN: setting(
    {
      description:
        'Where to listen. A port alone means 127.0.0.1: a reverse proxy on the same machine reaches it and nobody else does. In a container write `0.0.0.0:8080`; `:8080` is every address of the machine.',
      form: 'host:port, [address]:port, :port or port',
      without: '`127.0.0.1:8080`',
    },
    listen,
  ),
  PORTICO_DATA: setting(
    {
      description: 'The folder with the database, the key file and the compile cache. It is made when it is not there.',
      form: 'path',
      without: '`./data`',
    },
    path,
  ),
  DATABASE_URL: setting(
    {
      description: 'PostgreSQL in place of SQLite. `PORTICO_SECRET` or `PORTICO_SECRET_FILE` is then required.',
      form: 'postgres://user:password@host:port/database',
      without: 'SQLite, in `portico.sqlite` in the data folder',
    },
    databaseUrl,
  ),
  PORTICO_SECRET: setting(
    {
      description:
        'What signing keys and other people’s secrets are sealed with: at least 32 bytes, such as `openssl rand -hex 32` makes. To replace it write the new one before the old one, separated by a comma: the first seals, all of them open, and `portico keys reseal` moves over what is there (docs/guide/backup.md). ' +
        'Without it nothing that was sealed can be read again, so keep a copy away from the database.',
      form: 'secret, or new,old',
      without: 'with SQLite, the file `secret` in the data folder, made at the first start',
    },
    secrets,
  ),
  PORTICO_SECRET_FILE: setting(
    {
      description:
        'The path of a file that holds `PORTICO_SECRET`, several on lines of their own or separated by commas.',
      form: 'path',
      without: '`PORTICO_SECRET`',
    },
    path,
  ),
  PORTICO_CONFIG: setting(
    {
      description: 'The configuration file, applied at every start and by `portico apply`.',
      form: 'path',
      without: '`./portico.yaml`, if there is one',
    },
    path,
  ),
  PORTICO_TRUSTED_PROXIES: setting(
    {
      description:
        'Addresses of your reverse proxies. Only from them is `X-Forwarded-For` believed, read from its right end to the first address that is not one of them. It is used for limits and for what people see of their sessions.',
      form: 'addresses and CIDR ranges, separated by commas',
      without: 'none: the address of the connection counts',
    },
    ranges,
  ),
  PORTICO_SMTP_URL: setting(
    {
      description: 'The mail server. Without one, links that would be mailed are shown to the administrator.',
      form: 'smtps://user:password@host or smtp://host:port',
      without: 'no mail',
    },
    smtp,
  ),
  PORTICO_MAIL_FROM: setting(
    {
      description: 'The sender of every mail.',
      form: 'address, or Name <address>',
      without: '`no-reply@` and the host of `PORTICO_URL`',
    },
    sender,
  ),
  PORTICO_LOG_LEVEL: setting(
    { description: 'The least important line that is logged.', form: 'debug, info, warn or error', without: '`info`' },
    oneOf('debug', 'info', 'warn', 'error'),
  ),
  PORTICO_LOG_FORMAT: setting(
    {
      description: 'One JSON object a line for programs, or text for people. Logs go to the standard error stream.',
      form: 'json or text',
      without: '`text` on a terminal, otherwise `json`',
    },
    oneOf('json', 'text'),
  ),
  PORTICO_METRICS_LISTEN: setting(
    {
      description:
        'A port of its own for `/metrics`, in the form Prometheus reads. Keep it off the public network. When it is set the main port does not serve `/metrics` at all.',
      form: 'as `PORTICO_LISTEN`',
      without: '`/metrics` on the main port answers only callers on the machine itself that no proxy stands before',
    },
    listen,
  ),
  PORTICO_UNSAFE_HTTP: setting(
    {
      description:
        'Allows a `PORTICO_URL` with `http` on a host that is not loopback. Passwords and codes then travel in the open; for trials on a network of your own only.',
      form: '1 or 0',
      without: '`0`',
    },
    yesOrNo,
  ),
  PORTICO_UNSAFE_OUTBOUND_ALLOW: setting(
    {
      description:
        'Places Portico may ask although their address is not public, their port is not 443 or they have no TLS; otherwise it only ever goes to public addresses by https.',
      form: 'host:port or http://host:port, separated by commas',
      without: 'none',
    },
    outbound,
  ),
}

type Settings = typeof settings
export type SettingName = keyof Settings
/** What the settings say that are given. */
export type GivenSettings = {
  readonly [N in SettingName]?: Exclude<ReturnType<Settings[N]['read']>, Wrong> | undefined
}
