import { resolve } from 'node:path'
import { Problems } from '../lib/problems.ts'
import { backup as makeBackup, restore as restoreBackup } from '../start/backup.ts'
import { readConfig } from '../start/read-config.ts'
import { logTo } from './log-to.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { withWorld } from './with-world.ts'

/** Copies the installation, as it is at this instant, into a new file; the server goes on meanwhile. */
export const backup = async (terminal: Terminal, file: string): Promise<ExitCode> => {
  const { config } = readConfig(terminal.environment, terminal.folder)
  const path = resolve(terminal.folder, file)
  const { records } = await makeBackup(config, path, await logTo(terminal))
  terminal.out(`${path} holds ${sum(records)} records.`)
  terminal.err(
    config.secrets.length > 0
      ? 'It is of no use without PORTICO_SECRET: keep that too, in another place.'
      : 'It is of no use without the file `secret` of the data folder: keep that too, in another place.',
  )
  return 0
}

/** Makes the installation out of a backup; there must be none yet. */
export const restore = async (terminal: Terminal, file: string): Promise<ExitCode> => {
  const { config } = readConfig(terminal.environment, terminal.folder)
  const path = resolve(terminal.folder, file)
  const { records } = await restoreBackup(config, path, await logTo(terminal))
  terminal.out(`Restored ${sum(records)} records from ${path}.`)
  try {
    return await withWorld(terminal, async () => 0)
  } catch (error) {
    if (!(error instanceof Problems)) throw error
    // That its key is missing is better heard now than at the first start.
    for (const problem of error.problems) terminal.err(problem)
    return 0
  }
}

const sum = (records: ReadonlyMap<string, number>): number =>
  [...records.values()].reduce((one, other) => one + other, 0)
