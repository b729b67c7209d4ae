import { happened } from '../../accounts/happened.ts'
import { canonicalDomain, everyDomain } from '../../lib/domain.ts'
import { type InstanceRule, type RuleAbout, type RuleAction, ruleId } from '../../sources/fediverse/rules.ts'
import { writeRuleList } from '../../sources/rules/rule-list.ts'
import { adding, expecting, Missing, removing, Taken } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { turnAwayDenied } from './turn-away.ts'
import type { By } from './world.ts'

export type { InstanceRule, RuleAction } from '../../sources/fediverse/rules.ts'

export interface RuleQuery {
  /** Part of a domain, of a software's name, or of a list's. */
  readonly search?: string | undefined
  readonly limit?: number | undefined
  readonly offset?: number | undefined
}

/** A page of rules by what they are about. */
export const listRules = async (
  { storage }: Pick<World, 'storage'>,
  { search = '', limit = 50, offset = 0 }: RuleQuery = {},
): Promise<{ readonly rules: readonly InstanceRule[]; readonly more: boolean }> => {
  const contains = search.trim()
  const anyOf = [{ value: { contains } }, { list: { contains } }]
  const rows = await storage.list('instanceRules', {
    ...(contains === '' ? {} : { anyOf }),
    orderBy: 'value',
    limit: limit + 1,
    offset,
  })
  return { rules: rows.slice(0, limit), more: rows.length > limit }
}

export interface RuleInput {
  readonly about: RuleAbout
  /** As it was typed. */
  readonly value: string
  readonly action: RuleAction
  readonly reason: string
}

export interface RuleProblem {
  readonly field: 'value' | 'reason'
  readonly code: 'required' | 'bad_domain' | 'bad_software' | 'too_long' | 'taken'
}

export type RuleOutcome =
  | { readonly ok: true; readonly rule: InstanceRule; readonly ended: number }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] }

const mostReason = 500

/** Whoever it turns away is signed out at once: `ended` says how many. */
export const addRule = async (world: World, input: RuleInput, by: By): Promise<RuleOutcome> => {
  const { about, action } = input
  const value = readValue(input)
  const reason = input.reason.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  const problems: RuleProblem[] = []
  if (value === undefined) {
    const bad = about === 'domain' ? 'bad_domain' : 'bad_software'
    problems.push({ field: 'value', code: input.value.trim() === '' ? 'required' : bad })
  }
  if (reason.length > mostReason) problems.push({ field: 'reason', code: 'too_long' })
  if (value === undefined || problems.length > 0) return { ok: false, problems }
  const rule: InstanceRule = {
    ...{ id: ruleId(about, value), about, value, action, reason, list: undefined, managed: false },
    createdAt: world.clock.now(),
  }
  try {
    await world.storage.atomically([
      adding('instanceRules', rule),
      happened(world, 'rule.added', by, { data: { about, value, action } }),
    ])
  } catch (error) {
    if (error instanceof Taken) return { ok: false, problems: [{ field: 'value', code: 'taken' }] }
    throw error
  }
  return { ok: true, rule, ended: await turnAwayDenied(world, by) }
}

const readValue = ({ about, value }: RuleInput): string | undefined => {
  const typed = value.trim()
  if (typed === everyDomain) return typed
  if (about === 'domain') return canonicalDomain(typed)
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(typed) ? typed.toLowerCase() : undefined
}

/** An exception that goes may turn people away. The rule that went; undefined when there was none, or the configuration file names it. */
export const removeRule = async (world: World, id: string, by: By): Promise<InstanceRule | undefined> => {
  const rule = await world.storage.find('instanceRules', id)
  if (rule === undefined || rule.managed) return undefined
  const { about, value, action } = rule
  try {
    await world.storage.atomically([
      expecting('instanceRules', id, { managed: false }),
      removing('instanceRules', id),
      happened(world, 'rule.removed', by, { data: { about, value, action } }),
    ])
  } catch (error) {
    if (error instanceof Missing) return undefined
    throw error
  }
  if (action === 'allow') await turnAwayDenied(world, by)
  return rule
}

/** In the form in which Mastodon imports them. */
export const exportRules = async ({ storage }: Pick<World, 'storage'>, action: RuleAction): Promise<string> =>
  writeRuleList(await storage.list('instanceRules', { where: { action } }), action)
