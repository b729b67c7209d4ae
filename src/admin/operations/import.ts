import type { Hasher } from '../../accounts/passwords/hasher.ts'
import type { Imported, Note } from '../../moving/imported.ts'
import type { World } from '../../storage/world.ts'
import { apply } from '../apply/apply.ts'
import type { ConfigurationFile } from '../apply/configuration-file.ts'
import type { Difference } from '../apply/difference.ts'
import type { SecretSources } from '../apply/secret-forms.ts'
import { fit } from '../moving/import-fit.ts'
import { settle } from '../moving/import-settle.ts'
import { plan } from '../plan/plan.ts'
import type { Path } from '../plan/planning.ts'
import type { By } from './world.ts'

export type { Imported, Note } from '../../moving/imported.ts'

/** What an import would change, or has changed, and what it left alone. */
export interface ImportResult {
  readonly difference: Difference
  readonly left: readonly Note[]
  readonly warnings: readonly Note[]
}

/** What importing would change. Nothing is written. Throws `Problems` with everything that cannot be done. */
export const planImport = async (world: World, imported: Imported, by: By): Promise<ImportResult> => {
  const { configuration, ...told } = await configurationOf(world, imported)
  return { difference: await plan(world, configuration, noSources, plannerOf(by)), ...told }
}

/**
 * Does it, in one commit or not at all; doing it once more changes nothing. What it makes is the console's, not the configuration file's.
 * Throws `Problems` with everything that cannot be done.
 */
export const applyImport = async (
  world: World & { readonly hasher: Hasher },
  imported: Imported,
  by: By,
): Promise<ImportResult> => {
  const { configuration, ...told } = await configurationOf(world, imported)
  return { difference: await apply(world, configuration, noSources, plannerOf(by)), ...told }
}

const plannerOf = (by: By) => ({ by: { ...by, via: 'import' as const }, managing: false })

const configurationOf = async (world: World, imported: Imported) => {
  const settled = await settle(world, imported)
  const { file, left } = fit(settled)
  return {
    configuration: { file, where: (path: Path) => spell(file, path) },
    left: [...settled.left, ...left],
    warnings: settled.warnings,
  }
}

/** An import has no file of Portico's beside it: what it says it says itself. */
const noSources: SecretSources = {
  environment: {},
  readFile: () => {
    throw new Error('an import reads no files')
  },
  readBytes: () => {
    throw new Error('an import reads no files')
  },
}

/** There are no lines to point to, but names. */
const spell = (file: ConfigurationFile, path: Path): string => {
  const [section, at, ...rest] = path
  const index = typeof at === 'number' ? at : -1
  const names: Readonly<Record<string, string | undefined>> = {
    accounts: file.accounts?.[index]?.username,
    applications: file.applications?.[index]?.slug,
    sources: file.sources?.[index]?.id,
  }
  const name = names[String(section)]
  const whole = name === undefined ? path : [section, name, ...rest]
  return whole.map(String).join('.')
}
