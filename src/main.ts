import { systemClock } from './lib/clock.ts'
import type { Log } from './lib/log.ts'
import { silentLog } from './lib/log.ts'
import { Problems } from './lib/problems.ts'
import { openLog } from './lib/write-log.ts'
import { readConfig } from './start/read-config.ts'
import { serve } from './start/serve.ts'

/**
 * The process. Nothing else reads its environment, hears its signals or ends it (the command line, which has a process of its own,
 * is loaded for every command but `serve`).
 */

const tell = (text: string): void => void process.stdout.write(`${text}\n`)
const complain = (text: string): void => void process.stderr.write(`${text}\n`)

const fail = (error: unknown, log: Log): never => {
  if (error instanceof Problems) for (const problem of error.problems) complain(problem)
  else log.error('Portico has to stop', { error })
  process.exit(1)
}

const start = async (): Promise<void> => {
  let log: Log = { ...silentLog, error: (message, fields) => complain(`${message}: ${String(fields?.error)}`) }
  process.on('uncaughtException', (error) => fail(error, log))
  process.on('unhandledRejection', (error) => fail(error, log))
  try {
    const settings = readConfig(process.env, process.cwd())
    const { level, format = process.stderr.isTTY ? 'text' : 'json' } = settings.config.log
    const write = (lines: string): void => void process.stderr.write(lines)
    log = await openLog({ level, format, write, clock: systemClock })
    const running = await serve(settings, log)

    let stopping = false
    const stop = async (): Promise<void> => {
      // Whoever asks twice means it.
      if (stopping) process.exit(1)
      stopping = true
      await running.stop()
      process.exit(0)
    }
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop())

    tell(`Portico is at ${running.base}`)
    if (running.setUpLink !== undefined) {
      tell('Nobody administers it yet. This link makes the first administrator and works once:\n')
      tell(`${running.setUpLink}\n`)
    }
  } catch (error) {
    fail(error, log)
  }
}

// A reader that went away (`portico ... | head`) is no error of ours.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

const [command = 'serve', ...others] = process.argv.slice(2)
if (command === 'serve' && others.length === 0) await start()
