import type { Time } from '../../lib/clock.ts'
import { adding, type Change, expecting, putting, removing } from '../../storage/storage.ts'
import { type InstanceRule, type RuleAction, ruleId } from '../fediverse/rules.ts'
import type { Listed, Severity, SkippedRow } from './rule-list.ts'

export interface ImportAs {
  /** What the list is called: importing one of that name again takes away what it no longer has. */
  readonly list: string
  readonly action: RuleAction
  /** Which rows of a list with severities count. */
  readonly severities: readonly Severity[]
}

export interface RulePlan {
  readonly adds: readonly InstanceRule[]
  /** Those of this list that have another reason now, or act otherwise. */
  readonly changes: readonly { readonly from: InstanceRule; readonly to: InstanceRule }[]
  readonly removes: readonly InstanceRule[]
  readonly unchanged: number
  readonly skipped: readonly SkippedRow[]
}

/**
 * What importing a list would change. Pure. A rule that somebody wrote by hand, the configuration file or another list is never touched
 * by a list: an exception stays one.
 */
export const planRuleImport = (
  present: readonly InstanceRule[],
  read: { readonly rows: readonly Listed[]; readonly skipped: readonly SkippedRow[] },
  as: ImportAs,
  now: Time,
): RulePlan => {
  const named = new Map(present.map((rule) => [rule.id, rule]))
  const adds: InstanceRule[] = []
  const changes: { from: InstanceRule; to: InstanceRule }[] = []
  const skipped: SkippedRow[] = [...read.skipped]
  const listed = new Set<string>()
  let unchanged = 0
  for (const { line, domain, severity, reason } of read.rows) {
    const skip = (why: SkippedRow['why']): unknown => skipped.push({ line, domain, why })
    if (severity !== undefined && !as.severities.includes(severity)) {
      skip('severity')
      continue
    }
    const id = ruleId('domain', domain)
    const held = named.get(id)
    const kept = held !== undefined && (held.managed || held.list !== as.list)
    if (kept) {
      skip('kept')
      continue
    }
    listed.add(id)
    const to: InstanceRule = {
      ...{ id, about: 'domain', value: domain, action: as.action, reason, list: as.list, managed: false },
      createdAt: held?.createdAt ?? now,
    }
    if (held === undefined) adds.push(to)
    else if (held.reason !== reason || held.action !== as.action) changes.push({ from: held, to })
    else unchanged += 1
  }
  const removes = present.filter(({ id, list, managed }) => list === as.list && !managed && !listed.has(id))
  return { adds, changes, removes, unchanged, skipped: skipped.sort((one, other) => one.line - other.line) }
}

export const isEmptyPlan = ({ adds, changes, removes }: RulePlan): boolean =>
  adds.length + changes.length + removes.length === 0

/** The plan as changes. Fails as a whole with `Missing` or `Taken` when a rule it concerns has changed since. */
export const changesOfPlan = ({ adds, changes, removes }: RulePlan): readonly Change[] => [
  ...[...changes.map(({ from }) => from), ...removes].map(({ id, list }) => expecting('instanceRules', id, { list })),
  ...adds.map((row) => adding('instanceRules', row)),
  ...changes.map(({ to }) => putting('instanceRules', to)),
  ...removes.map(({ id }) => removing('instanceRules', id)),
]
