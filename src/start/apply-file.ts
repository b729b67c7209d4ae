import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { Difference } from '../admin/apply/difference.ts'
import type { SecretSources } from '../admin/apply/secret-forms.ts'
import { Problems } from '../lib/problems.ts'
import type { OpenWorld } from './open-world.ts'
import type { Settings } from './read-config.ts'

/** What the configuration file would change, and, unless it is only asked, changes. Undefined when there is no file. Throws `Problems`. */
export const applyFile = async (
  world: OpenWorld,
  { config, environment }: Settings,
  options: { readonly dryRun: boolean },
): Promise<Difference | undefined> => {
  const path = config.configurationFile
  if (path === undefined) return undefined
  const folder = dirname(path)
  const sources: SecretSources = {
    environment,
    readFile: (asked) => readFileSync(resolve(folder, asked), 'utf8'),
    readBytes: (asked) => readFileSync(resolve(folder, asked)),
  }
  // Neither YAML nor the schema of the file is loaded by an installation that has none.
  const { readConfiguration } = await import('../admin/apply/read-configuration.ts')
  const configuration = await readConfiguration(read(path), basename(path))
  if (options.dryRun) {
    const { plan } = await import('../admin/plan/plan.ts')
    return plan(world, configuration, sources)
  }
  const { apply } = await import('../admin/apply/apply.ts')
  return apply(world, configuration, sources)
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new Problems([`${path} cannot be read.`])
  }
}
