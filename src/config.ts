import { type GivenSettings, settings, Wrong } from './config/settings.ts'
import { nearest } from './lib/nearest.ts'
import { Problems } from './lib/problems.ts'
import type { LogLevel } from './lib/write-log.ts'

/** Everything the operator decides before the program runs. Parsed once; nothing else reads the environment. */
export interface Config {
  /** The public base and the issuer: `https://id.example.org`, no trailing slash, no path. */
  readonly base: string
  readonly secure: boolean
  readonly listen: Listen
  /** Where the database, the key file and the compile cache are, unless the settings below say otherwise. */
  readonly dataFolder: string
  readonly database: Database
  /** Texts that sealing keys are made of, the active one first. None: the key file in the data folder. */
  readonly secrets: readonly string[]
  readonly configurationFile: string | undefined
  /** CIDRs of the proxies whose word on a visitor's address is taken. */
  readonly trustedProxies: readonly string[]
  readonly mail: { readonly url: string; readonly from: string } | undefined
  readonly log: { readonly level: LogLevel; readonly format: 'json' | 'text' | undefined }
  readonly metricsListen: Listen | undefined
  /** `host:port` or `http://host:port` that may be asked although it is not public, or not https. */
  readonly outboundAllow: readonly string[]
}

export type Database =
  | { readonly engine: 'sqlite'; readonly file: string }
  | { readonly engine: 'postgresql'; readonly url: string }

export interface Listen {
  /** Undefined: every address of the machine. */
  readonly host: string | undefined
  readonly port: number
}

/** What the parser needs of the file system. Both throw as `node:fs` does. */
export interface ConfigFiles {
  read(path: string): string
  exists(path: string): boolean
  /** An absolute path. */
  resolve(...parts: readonly string[]): string
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Throws `Problems` with every problem there is. An empty value counts as not given. */
export const parseConfig = (environment: Environment, files: ConfigFiles): Config => {
  const problems: string[] = []
  const given = readSettings(environment, problems)

  const listen = given.PORTICO_LISTEN ?? { host: '127.0.0.1', port: 8080 }
  const base = given.PORTICO_URL ?? `http://localhost:${listen.port}`
  if (environment['PORTICO_URL'] === undefined && listen.port === 0)
    problems.push('PORTICO_URL is needed when PORTICO_LISTEN leaves the port (0) to the system.')
  if (given.PORTICO_URL?.startsWith('http:') && !isLoopback(new URL(base).hostname) && !given.PORTICO_UNSAFE_HTTP) {
    problems.push(
      `PORTICO_URL: without TLS anybody on the way reads passwords. Write https://${new URL(base).host}, ` +
        'or set PORTICO_UNSAFE_HTTP=1 if this is only a trial on a network of your own.',
    )
  }

  const dataFolder = files.resolve(given.PORTICO_DATA ?? 'data')
  const url = given.DATABASE_URL
  const secrets = readSecrets(given, files, problems)
  if (url !== undefined && secrets.length === 0 && !problems.some((problem) => problem.startsWith('PORTICO_SECRET')))
    problems.push(
      'PORTICO_SECRET (or PORTICO_SECRET_FILE) is needed with DATABASE_URL. `openssl rand -hex 32` makes one.',
    )

  const configurationFile = findConfigurationFile(given, files, problems)
  problems.push(...unknownNames(environment, configurationFile, files))
  if (problems.length > 0) throw new Problems(problems)

  const smtp = given.PORTICO_SMTP_URL
  return deepFreeze({
    base,
    secure: base.startsWith('https:'),
    listen,
    dataFolder,
    database:
      url === undefined
        ? { engine: 'sqlite', file: files.resolve(dataFolder, 'portico.sqlite') }
        : { engine: 'postgresql', url },
    secrets,
    configurationFile,
    trustedProxies: given.PORTICO_TRUSTED_PROXIES ?? [],
    mail:
      smtp === undefined
        ? undefined
        : { url: smtp, from: given.PORTICO_MAIL_FROM ?? `no-reply@${new URL(base).hostname}` },
    log: { level: given.PORTICO_LOG_LEVEL ?? 'info', format: given.PORTICO_LOG_FORMAT },
    metricsListen: given.PORTICO_METRICS_LISTEN,
    outboundAllow: given.PORTICO_UNSAFE_OUTBOUND_ALLOW ?? [],
  } satisfies Config)
}

/** Each setting by itself, so that one mistake does not hide another. */
const readSettings = (environment: Environment, problems: string[]): GivenSettings => {
  const values: Record<string, unknown> = {}
  for (const [name, { read }] of Object.entries(settings)) {
    const text = (environment[name] ?? '').trim()
    if (text === '') continue
    const value = read(text)
    if (value instanceof Wrong) problems.push(`${name}: ${value.sentence}`)
    else values[name] = value
  }
  return values
}

const readSecrets = (given: GivenSettings, files: ConfigFiles, problems: string[]): readonly string[] => {
  const file = given.PORTICO_SECRET_FILE
  if (given.PORTICO_SECRET !== undefined && file !== undefined) {
    problems.push('PORTICO_SECRET and PORTICO_SECRET_FILE are both set. Keep one of them.')
    return []
  }
  if (file === undefined) return given.PORTICO_SECRET ?? []
  const text = readText(files, file)
  if (text === undefined) {
    problems.push(`PORTICO_SECRET_FILE: ${file} cannot be read. Write the path of a file that holds the secret.`)
    return []
  }
  const read = settings.PORTICO_SECRET.read(text)
  if (!(read instanceof Wrong)) return read
  problems.push(`PORTICO_SECRET_FILE: ${read.sentence}`)
  return []
}

const findConfigurationFile = (given: GivenSettings, files: ConfigFiles, problems: string[]) => {
  const path = files.resolve(given.PORTICO_CONFIG ?? 'portico.yaml')
  if (files.exists(path)) return path
  if (given.PORTICO_CONFIG !== undefined)
    problems.push(`PORTICO_CONFIG: there is no file ${path}. Write the path of your portico.yaml, or leave it out.`)
  return undefined
}

/** A misspelt setting must not be ignored. Names that the configuration file mentions (`clientSecretEnv`) are the operator's own. */
const unknownNames = (environment: Environment, configurationFile: string | undefined, files: ConfigFiles) => {
  const known = Object.keys(settings)
  const unknown = Object.keys(environment)
    .filter((name) => name.startsWith('PORTICO_') && !known.includes(name))
    .sort()
  if (unknown.length === 0) return []
  const words = (configurationFile === undefined ? '' : (readText(files, configurationFile) ?? '')).split(/\W+/)
  const mentioned = new Set(words)
  return unknown
    .filter((name) => !mentioned.has(name))
    .map((name) => {
      const meant = nearest(name, known)
      return `${name} is not a setting.${meant === undefined ? ' Remove it.' : ` Did you mean ${meant}?`}`
    })
}

const readText = (files: ConfigFiles, path: string): string | undefined => {
  try {
    return files.read(path)
  } catch {
    return undefined
  }
}

/** Hosts that never leave the machine, where plain http is as safe as it gets (W3C Secure Contexts section 3.1). */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127\.\d+\.\d+\.\d+$/.test(hostname)

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze)
  return value
}
