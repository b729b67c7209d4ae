import { isWithin } from '../lib/domain.ts'
import type { Application } from './application.ts'

/** What a rule looks at. See `Entrant`. */
export const ruleKinds = ['group', 'account', 'source', 'instance', 'expression'] as const
export type RuleKind = (typeof ruleKinds)[number]

export interface AccessRule {
  readonly kind: RuleKind
  /** By kind: the id of an account or a group, a source's name, a domain with everything below it, an expression. */
  readonly value: string
  /** It is met by whom it does not name. */
  readonly negate: boolean
  /** One that is switched off counts as if it were not there. */
  readonly enabled: boolean
}

/** Who may enter: whoever meets one of the rules, or all of them. Everybody, where there is none. */
export interface AccessRules {
  readonly match: 'any' | 'all'
  readonly rules: readonly AccessRule[]
}

export const everybody: AccessRules = { match: 'any', rules: [] }

/** Members of one of these groups; everybody when there is none. */
export const membersOf = (groupIds: readonly string[]): AccessRules => ({
  match: 'any',
  rules: groupIds.map((value) => ({ kind: 'group', value, negate: false, enabled: true })),
})

/** The groups, where the rules say no more than that one is in one of them. */
export const groupsAlone = ({ match, rules }: AccessRules): readonly string[] | undefined =>
  rules.every(isPlainGroup) && (match === 'any' || rules.length < 2) ? rules.map(({ value }) => value) : undefined

const isPlainGroup = ({ kind, negate, enabled }: AccessRule): boolean => kind === 'group' && !negate && enabled

/** Somebody at the door, as far as rules look. */
export interface Entrant {
  readonly accountId: string
  readonly groupIds: readonly string[]
  /** The sources that an account of theirs is linked from. */
  readonly sources: readonly string[]
  /** The domains of their linked accounts: see `domainsOf`. */
  readonly domains: readonly string[]
  /** What expressions come to for them. One that came to nothing is not here. */
  readonly expressions: ReadonlyMap<string, boolean>
}

export type Access =
  | { readonly allowed: true }
  | {
      readonly allowed: false
      readonly reason: 'not_in_group' | 'access_rules'
      /** The rules that shut them out. */
      readonly unmet: readonly AccessRule[]
    }

/** Whether somebody may enter an application. Pure; the only place where that is decided. */
export const decideAccess = ({ accessRules }: Pick<Application, 'accessRules'>, entrant: Entrant): Access => {
  const counting = countingRules(accessRules)
  const unmet = counting.filter((rule) => !isMet(rule, entrant))
  if (unmet.length === 0 || (accessRules.match === 'any' && unmet.length < counting.length)) return { allowed: true }
  return { allowed: false, reason: unmet.every(isPlainGroup) ? 'not_in_group' : 'access_rules', unmet }
}

export const countingRules = ({ rules }: AccessRules): readonly AccessRule[] => rules.filter(({ enabled }) => enabled)

/** An expression that comes to nothing is met by nobody, and its opposite neither: a mistake opens no door. */
const isMet = (rule: AccessRule, entrant: Entrant): boolean => {
  const holds = rule.kind === 'expression' ? entrant.expressions.get(rule.value) : names(rule, entrant)
  return holds !== undefined && holds !== rule.negate
}

const names = ({ kind, value }: AccessRule, { accountId, groupIds, sources, domains }: Entrant): boolean => {
  switch (kind) {
    case 'account':
      return accountId === value
    case 'group':
      return groupIds.includes(value)
    case 'source':
      return sources.includes(value)
    case 'instance':
      return domains.some((domain) => isWithin(domain, [value]))
    case 'expression':
      return false
  }
}

/** Whether nobody at all can enter, because every door that is left leads through a group that is gone. */
export const opensToNobody = (rules: AccessRules, isThere: (groupId: string) => boolean): boolean => {
  const gone = (rule: AccessRule): boolean => isPlainGroup(rule) && !isThere(rule.value)
  const counting = countingRules(rules)
  return counting.length > 0 && (rules.match === 'any' ? counting.every(gone) : counting.some(gone))
}
