import type { OperationsWorld } from '../admin/operations/world.ts'
import { openOperations } from '../start/open-operations.ts'
import { closeWorld, type OpenWorld } from '../start/open-world.ts'
import { readConfig, type Settings } from '../start/read-config.ts'
import { logTo } from './log-to.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/** A command at work on the installation: the same database and key as the server's, which may be running meanwhile. */
export interface AtWork extends Terminal {
  readonly world: OpenWorld & OperationsWorld
  readonly settings: Settings
}

/** Opens the installation, lets the command work on it, and closes it whatever happens. Throws `Problems`. */
export const withWorld = async (terminal: Terminal, work: (at: AtWork) => Promise<ExitCode>): Promise<ExitCode> => {
  const settings = readConfig(terminal.environment, terminal.folder)
  const world = await openOperations(settings.config, await logTo(terminal))
  try {
    return await work({ ...terminal, settings, world })
  } finally {
    await closeWorld(world)
  }
}
