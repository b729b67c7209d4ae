import type { Clock } from './clock.ts'
import type { Log, LogFields } from './log.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

/** Every field that may be said, once more at run time: what a cast or a spread let through the types stops here. */
const allowed: { readonly [F in keyof Required<LogFields>]: true } = {
  id: true,
  route: true,
  status: true,
  code: true,
  kind: true,
  host: true,
  count: true,
  path: true,
  url: true,
  reason: true,
  error: true,
}
const names = Object.keys(allowed) as readonly (keyof LogFields)[]

interface Told {
  readonly name: string
  readonly message: string
  readonly stack: string
}

/** Errors carry more than they should: a database's repeats the values of a row, an HTTP client's the whole request. */
const tellError = (error: unknown): Told =>
  error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack ?? '' }
    : { name: 'Error', message: typeof error === 'string' ? error : `not an error: ${typeof error}`, stack: '' }

const pick = (fields: LogFields): Readonly<Record<string, string | number | Told>> => {
  const told: Record<string, string | number | Told> = {}
  for (const name of names) {
    const value = fields[name]
    if (name === 'error' && value !== undefined) told[name] = tellError(value)
    else if (typeof value === 'string' || typeof value === 'number') told[name] = value
  }
  return told
}

export interface LogOptions {
  readonly level: LogLevel
  readonly format: 'json' | 'text'
  /** Takes one or more whole lines. */
  readonly write: (lines: string) => void
  readonly clock: Clock
}

type Line = (level: LogLevel, message: string, fields: Readonly<Record<string, string | number | Told>>) => void

/** A log that writes as it is told. pino, for JSON, is loaded only when it is wanted. */
export const openLog = async (options: LogOptions): Promise<Log> => {
  const line = options.format === 'json' ? await jsonLines(options) : textLines(options)
  const least = levels.indexOf(options.level)
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (levels.indexOf(level) >= least) line(level, message, pick(fields))
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

const jsonLines = async ({ write, clock }: LogOptions): Promise<Line> => {
  const { pino } = await import('pino')
  const logger = pino(
    {
      level: 'debug',
      base: null,
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: {},
    },
    { write },
  )
  return (level, message, fields) => logger[level](fields, message)
}

// Whatever could end a line, move the cursor or colour a terminal.
const printable = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ')
const quoted = (text: string): string => (/^[\w.:/@<>*-]+$/.test(text) ? text : JSON.stringify(printable(text)))

const textLines =
  ({ write, clock }: LogOptions): Line =>
  (level, message, fields) => {
    const parts = [new Date(clock.now()).toISOString(), level.padEnd(5), printable(message)]
    let stack = ''
    for (const [name, value] of Object.entries(fields)) {
      if (typeof value === 'object') {
        parts.push(`${name}=${quoted(`${value.name}: ${value.message}`)}`)
        stack = value.stack
      } else parts.push(`${name}=${quoted(String(value))}`)
    }
    const frames = stack.split('\n').filter((frame) => /^\s+at /.test(frame))
    write(`${[parts.join(' '), ...frames.map((frame) => `    ${printable(frame.trim())}`)].join('\n')}\n`)
  }
