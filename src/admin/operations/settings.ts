import { happened } from '../../accounts/happened.ts'
import { type Policy, policyFrom, policyLimits, policySetting } from '../../lib/policy.ts'
import { putting } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { settingIsManaged } from './managed.ts'
import type { By } from './world.ts'

export type { Policy } from '../../lib/policy.ts'

export type PolicyProblem = {
  readonly field: keyof Policy
  /** `above_absolute`: nothing can be unused for longer than it lasts. `managed`: only the configuration file changes it. */
  readonly code: 'out_of_range' | 'above_absolute' | 'managed'
}

type Changed =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] }

export const getPolicy = async ({ storage }: Pick<World, 'storage'>): Promise<Policy> =>
  policyFrom((await storage.find('settings', policySetting))?.value)

/** How many lines of the audit log are older than they would be kept from then on, and would go for good. */
export const countEventsLost = async (world: World, policy: Policy): Promise<number> => {
  const held = await getPolicy(world)
  if (problemsIn(policy).length > 0 || policy.eventsKeptFor >= held.eventsKeptFor) return 0
  return world.storage.count('events', { at: { before: world.clock.now() - policy.eventsKeptFor } })
}

/** How long sessions and the audit log last from now on. What is made shorter holds for what is there too. */
export const changePolicy = async (world: World, policy: Policy, by: By): Promise<Changed> => {
  const problems = problemsIn(policy)
  if (problems.length > 0) return { ok: false, problems }
  const held = await getPolicy(world)
  const fields = names.filter((name) => held[name] !== policy[name])
  if (fields.length === 0) return { ok: true, policy }
  for (const field of fields) {
    if (await settingIsManaged(world, policySetting, field))
      return { ok: false, problems: [{ field, code: 'managed' }] }
  }
  const { sessionIdle, sessionAbsolute, eventsKeptFor } = policy
  await world.storage.atomically([
    putting('settings', { id: policySetting, value: { sessionIdle, sessionAbsolute, eventsKeptFor } }),
    happened(world, 'setting.changed', by, { data: { setting: policySetting, fields } }),
  ])
  return { ok: true, policy }
}

const names = ['sessionIdle', 'sessionAbsolute', 'eventsKeptFor'] as const

const problemsIn = (policy: Policy): readonly PolicyProblem[] => {
  const out = names.filter((name) => {
    const [least, most] = policyLimits[name]
    return !(policy[name] >= least && policy[name] <= most)
  })
  if (out.length > 0) return out.map((field) => ({ field, code: 'out_of_range' }))
  return policy.sessionIdle > policy.sessionAbsolute ? [{ field: 'sessionIdle', code: 'above_absolute' }] : []
}
