import { happened } from '../../accounts/happened.ts'
import { canonicalDomain } from '../../lib/domain.ts'
import { type InstanceRule, ruleId } from '../../sources/fediverse/rules.ts'
import { putting, setting } from '../../storage/storage.ts'
import type { ConfigurationFile } from '../apply/configuration-file.ts'
import { compareFields, type Shown, type Step } from '../apply/difference.ts'
import type { InstanceRuleEntry } from '../apply/source-schema.ts'
import type { Planning } from './planning.ts'

const namedBy = ({ domain, software }: InstanceRuleEntry): Pick<InstanceRule, 'about' | 'value'> =>
  software === undefined
    ? { about: 'domain', value: canonicalDomain(domain ?? '') ?? domain ?? '' }
    : { about: 'software', value: software.toLowerCase() }

export const ruleIdOf = (entry: InstanceRuleEntry): string => {
  const { about, value } = namedBy(entry)
  return ruleId(about, value)
}

/** The rules the file names, whichever list they came from before; one that it names no longer stays and becomes the console's. */
export const planRules = (planning: Planning, file: ConfigurationFile): readonly Step[] => {
  const { stored, problem } = planning
  const entries = file.instanceRules ?? []
  const named = new Set<string>()
  const steps = entries.map((entry, at) => {
    const id = ruleIdOf(entry)
    if (named.has(id)) problem(['instanceRules', at], 'is about what a rule before it is about')
    named.add(id)
    return make(
      planning,
      entry,
      stored.instanceRules.find((rule) => rule.id === id),
    )
  })
  const left = planning.managing ? stored.instanceRules.filter(({ managed, id }) => managed && !named.has(id)) : []
  return [...steps.filter((step) => step !== undefined), ...left.map((rule) => release(rule))]
}

const make = (
  { world, by, managing }: Planning,
  entry: InstanceRuleEntry,
  held: InstanceRule | undefined,
): Step | undefined => {
  const { about, value } = namedBy(entry)
  const { action } = entry
  const next: InstanceRule = {
    ...{ id: ruleId(about, value), about, value, action },
    reason: entry.reason ?? held?.reason ?? '',
    list: undefined,
    managed: managing || held?.managed === true,
    createdAt: held?.createdAt ?? world.clock.now(),
  }
  const fields = compareFields(held === undefined ? {} : shown(held), shown(next))
  if (fields.length === 0 && held?.managed === next.managed) return undefined
  const data = { about, value, action }
  return {
    does: held === undefined ? 'create' : 'change',
    what: 'rule',
    name: `${about} ${value}`,
    fields,
    changes: [putting('instanceRules', next), happened(world, 'rule.added', by, { data })],
  }
}

const shown = ({ action, reason }: InstanceRule): Readonly<Record<string, Shown>> => ({
  action,
  reason: reason === '' ? undefined : reason,
})

const release = ({ id, about, value }: InstanceRule): Step => ({
  does: 'release',
  what: 'rule',
  name: `${about} ${value}`,
  fields: [],
  changes: [setting('instanceRules', id, { managed: false })],
})
