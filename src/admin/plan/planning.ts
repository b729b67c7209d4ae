import type { By } from '../../accounts/outcome.ts'
import type { Application } from '../../applications/application.ts'
import type { Expressions } from '../../applications/claims/compiled.ts'
import { Problems } from '../../lib/problems.ts'
import type { World } from '../../storage/world.ts'
import { formsOf, readSecret, type SecretSources } from '../apply/secret-forms.ts'
import type { Stored } from './stored.ts'

/** Where something stands in the file: `['accounts', 0, 'email']`. */
export type Path = readonly PropertyKey[]

/** What every part of planning works with, and where it leaves what it finds. */
export interface Planning {
  /** For new ids, the time, and hashes under the installation's key. Nothing is read from storage here. */
  readonly world: World
  readonly stored: Stored
  readonly sources: SecretSources
  readonly by: By
  /** There where the file has expressions. */
  readonly expressions: Expressions | undefined
  /** What is named is the file's from now on. An import says what is to be once, and leaves it to the console. */
  readonly managing: boolean
  /** Ids of groups by `groupKey`, those that this plan makes included. */
  readonly groupIds: Map<string, string>
  /** Ids of the accounts the file names, by the key of the username. */
  readonly accountIds: Map<string, string>
  /** Ids of the applications the file names, by slug. */
  readonly applicationIds: Map<string, string>
  /** Applications as they are once the file is applied, by id. */
  readonly applicationsAfter: Map<string, Application>
  /** Whose an identity is that this plan gives to somebody, by its id. */
  readonly identityOwners: Map<string, string>
  /** Says what is wrong with a value of the file. Planning goes on, so that all of it is said. */
  problem(path: Path, sentence: string): void
  warn(path: Path, sentence: string): void
}

/** On whose behalf it is planned, and whether what is named becomes the file's. */
export type Planner = Pick<Planning, 'by' | 'managing'>

export const byConfiguration: By = { via: 'configuration' }
export const byFile: Planner = { by: byConfiguration, managing: true }

/** A secret of an entry, or a problem about where it was to be found. */
export const tryReadSecret = <Name extends string>(
  { sources, problem }: Planning,
  entry: { readonly [F in Name | `${Name}Env` | `${Name}File`]?: string | undefined },
  name: Name,
  path: Path,
): string | undefined => {
  try {
    return readSecret(entry, name, sources)
  } catch (error) {
    if (!(error instanceof Problems)) throw error
    problem([...path, formsOf(entry, name)[0] ?? name], `cannot be used: ${error.message}`)
    return undefined
  }
}
