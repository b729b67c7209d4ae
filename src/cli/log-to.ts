import { systemClock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import { openLog } from '../lib/write-log.ts'
import type { Terminal } from './terminal.ts'

/** What goes wrong on the way, for the person at the terminal; what goes well is the command's to say. */
export const logTo = ({ err }: Terminal): Promise<Log> =>
  openLog({ level: 'warn', format: 'text', clock: systemClock, write: (lines) => err(lines.trimEnd()) })
