import { happened } from '../../accounts/happened.ts'
import { passwordCredential } from '../../accounts/passwords/credential.ts'
import type { Hasher } from '../../accounts/passwords/hasher.ts'
import { dropUnused } from '../../accounts/pictures/keep.ts'
import { policyFrom } from '../../lib/policy.ts'
import { type Change, Missing, Taken } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { turnAwayDenied, turnOutOfClosed } from '../operations/turn-away.ts'
import { plan } from '../plan/plan.ts'
import { byFile, type Planner } from '../plan/planning.ts'
import type { Difference } from './difference.ts'
import type { ReadConfiguration } from './read-configuration.ts'
import type { SecretSources } from './secret-forms.ts'

const mostTries = 5

/**
 * Makes everything as the configuration file says: all of it in one commit, or nothing. Safe to repeat, and for several nodes to do at
 * once: whoever finds that things changed since looks again. Resolves to what was done.
 * Throws `Problems` when it cannot be done.
 */
export const apply = async (
  given: World & { readonly hasher: Hasher },
  configuration: ReadConfiguration,
  sources: SecretSources,
  planner: Planner = byFile,
): Promise<Difference> => {
  const { policy } = configuration.file
  // What the file says of how long things last holds for the lines that tell of it too.
  const world =
    policy === undefined ? given : { ...given, policy: () => policyFrom({ ...given.policy?.(), ...policy }) }
  const hashes = new Map<string, string>()
  for (let tries = 1; ; tries += 1) {
    const difference = await plan(world, configuration, sources, planner)
    if (difference.steps.length + difference.notes.length === 0) return difference
    try {
      await world.storage.atomically(await changesOf(world, difference, hashes, planner))
      for (const { replaces } of difference.steps) await dropUnused(world, replaces)
      if (difference.steps.some(({ what }) => what === 'rule')) await turnAwayDenied(world, planner.by)
      if (difference.steps.some(({ what }) => what === 'source')) await turnOutOfClosed(world, planner.by)
      return difference
    } catch (error) {
      const overtaken = error instanceof Taken || error instanceof Missing
      if (!overtaken || tries === mostTries) throw error
    }
  }
}

const changesOf = async (
  world: World & { readonly hasher: Hasher },
  { steps, notes }: Difference,
  hashes: Map<string, string>,
  { by, managing }: Planner,
): Promise<readonly Change[]> => {
  const changes: Change[] = [...notes]
  if (steps.length === 0) return changes
  for (const { changes: own, password } of steps) {
    changes.push(...own)
    if (password === undefined) continue
    const hash = hashes.get(password.plain) ?? (await world.hasher.hash(password.plain))
    hashes.set(password.plain, hash)
    changes.push(...passwordCredential(world, password.accountId, hash))
  }
  const count = (does: string) => steps.filter((step) => step.does === does).length
  const settings = steps.flatMap(({ what, name, fields }) =>
    what === 'setting' ? fields.map(({ field }) => `${name}.${field}`) : [],
  )
  const data = { created: count('create'), changed: count('change'), released: count('release'), settings }
  return [...changes, happened(world, managing ? 'configuration.applied' : 'import.applied', by, { data })]
}
