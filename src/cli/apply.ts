import { tellDifference } from '../admin/apply/difference.ts'
import { applyFile } from '../start/apply-file.ts'
import type { ExitCode } from './terminal.ts'
import type { AtWork } from './with-world.ts'

/** Prints what the configuration file changes and, unless it is only asked, changes it. */
export const apply = async ({ world, settings, out, err }: AtWork, dryRun: boolean): Promise<ExitCode> => {
  const difference = await applyFile(world, settings, { dryRun })
  if (difference === undefined) {
    err('There is no portico.yaml here. Write one, or set PORTICO_CONFIG to where it is.')
    return 1
  }
  out(tellDifference(difference))
  if (dryRun && difference.steps.length > 0) err('Nothing was changed: `portico apply` without --dry-run does it.')
  return 0
}
