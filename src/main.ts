import { readFileSync } from 'node:fs'
import { systemClock } from './lib/clock.ts'
import { type Log, silentLog } from './lib/log.ts'
import { Problems } from './lib/problems.ts'
import { openLog } from './lib/write-log.ts'
import type { Running } from './start/serve.ts'

/** The process: nothing else reads its environment, writes to it, hears its signals or ends it. */

const tell = (text: string): void => void process.stdout.write(`${text}\n`)
const complain = (text: string): void => void process.stderr.write(`${text}\n`)

let log: Log = { ...silentLog, error: (message, fields) => complain(`${message}: ${String(fields?.error)}`) }

const fail = (error: unknown): never => {
  if (error instanceof Problems) for (const problem of error.problems) complain(problem)
  else log.error('Portico has to stop', { error })
  process.exit(1)
}

const serve = async (): Promise<void> => {
  const { readConfig } = await import('./start/read-config.ts')
  const settings = readConfig(process.env, process.cwd())
  const { level, format = process.stderr.isTTY ? 'text' : 'json' } = settings.config.log
  const write = (lines: string): void => void process.stderr.write(lines)
  log = await openLog({ level, format, write, clock: systemClock })

  // From the first moment on: whoever sees us answer may tell us to stop.
  let stopping = false
  let running: Running | undefined
  const stop = async (): Promise<void> => {
    // Whoever asks twice means it.
    if (stopping && running !== undefined) process.exit(1)
    stopping = true
    if (running === undefined) return
    await running.stop()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop())
  stopWithNpm(stop)

  const { giveBackMemory } = await import('./start/give-back-memory.ts')
  const { serve } = await import('./start/serve.ts')
  running = await serve(settings, log)
  if (stopping) {
    await running.stop()
    process.exit(0)
  }
  // When the first visitors have been served.
  setTimeout(giveBackMemory, 1000).unref()

  tell(`Portico is at ${running.base}`)
  if (running.setUpLink !== undefined) {
    tell('Nobody administers it yet. This link makes the first administrator, and works once:\n')
    tell(`${running.setUpLink}\n`)
  }
}

/** The shell that npm runs a script in ends at a signal and does not pass it on: we would stay behind, and keep the port. */
const stopWithNpm = (stop: () => Promise<void>): void => {
  if (process.env['npm_lifecycle_event'] === undefined) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    void stop()
  }, 500).unref()
}

const command = async (): Promise<void> => {
  const { runCommand } = await import('./cli/program.ts')
  const terminal = {
    arguments: process.argv.slice(2),
    environment: process.env,
    folder: process.cwd(),
    out: tell,
    err: complain,
  }
  process.exitCode = await runCommand(terminal, version())
}

const version = (): string => {
  const about: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return typeof about === 'object' && about !== null && 'version' in about ? String(about.version) : 'unknown'
}

process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)
// A reader that went away (`portico ... | head`) is no error of ours.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

const [first = 'serve', ...others] = process.argv.slice(2)
await (first === 'serve' && others.length === 0 ? serve() : command()).catch(fail)
