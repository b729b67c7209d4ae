import { isDeepStrictEqual } from 'node:util'
import { canonicalDomain } from '../../lib/domain.ts'
import type { World } from '../../storage/world.ts'
import { type AccessRules, groupsAlone } from '../access.ts'
import type { Application } from '../application.ts'
import type { ApplicationProblem } from '../outcome.ts'
import { type Expressions, loadExpressions, wrongInMapping, wrongInRule } from './compiled.ts'
import type { ClaimMapping } from './mappings.ts'
import { isClaimName, isProtocolClaim } from './protocol-claims.ts'
import type { Role } from './roles.ts'

/** As it is kept: without space around, domains as DNS has them. */
export const tidyRules = ({ match, rules }: AccessRules): AccessRules => ({
  match,
  rules: rules.map(({ kind, value, negate, enabled }) => {
    const text = value.trim()
    return { kind, value: kind === 'instance' ? (canonicalDomain(text) ?? text) : text, negate, enabled }
  }),
})

export const tidyMappings = (mappings: readonly ClaimMapping[]): readonly ClaimMapping[] =>
  mappings.map(({ scope, expression }) => ({ scope: scope.trim(), expression: expression.trim() }))

export const tidyRoles = (roles: readonly Role[]): readonly Role[] =>
  roles.map(({ value, groups }) => ({ value: value.trim(), groups: [...new Set(groups)] }))

const mostRules = 100
const mostMappings = 50
const mostRoles = 100
const longestValue = 500

export function* ruleProblems({
  accessRules: { rules },
}: Pick<Application, 'accessRules'>): Iterable<ApplicationProblem> {
  const field = 'accessRules'
  if (rules.length > mostRules) yield { field, code: 'too_many' }
  for (const [item, { kind, value }] of rules.entries()) {
    if (value === '') yield { field, code: 'required', item }
    else if (kind === 'instance' && canonicalDomain(value) === undefined) yield { field, code: 'bad_domain', item }
    else if (kind !== 'expression' && value.length > longestValue) yield { field, code: 'too_long', item }
  }
}

export function* mappingProblems({ claimMappings }: Pick<Application, 'claimMappings'>): Iterable<ApplicationProblem> {
  const field = 'claimMappings'
  if (claimMappings.length > mostMappings) yield { field, code: 'too_many' }
  for (const [item, { scope, expression }] of claimMappings.entries()) {
    if (!isScopeName(scope)) yield { field, code: 'bad_scope', item }
    if (expression === '') yield { field, code: 'required', item }
  }
}

/** RFC 6749 section 3.3 allows more, which nobody could type into every form; `offline_access` tells nothing about anybody. */
const isScopeName = (scope: string): boolean => /^[A-Za-z0-9_.:/-]{1,100}$/.test(scope) && scope !== 'offline_access'

export function* roleProblems({
  roles,
  rolesClaim,
}: Pick<Application, 'roles' | 'rolesClaim'>): Iterable<ApplicationProblem> {
  if (roles.length > mostRoles) yield { field: 'roles', code: 'too_many' }
  if (isProtocolClaim(rolesClaim)) yield { field: 'rolesClaim', code: 'protocol_claim' }
  else if (!isClaimName(rolesClaim) || !isScopeName(rolesClaim)) yield { field: 'rolesClaim', code: 'bad_claim' }
  for (const [item, { value, groups }] of roles.entries()) {
    if (value === '' || groups.length === 0) yield { field: 'roles', code: 'required', item }
    else if (value.length > 100) yield { field: 'roles', code: 'too_long', item }
  }
}

type Speaking = Pick<Application, 'accessRules' | 'claimMappings'>

/** Whether there is anything to compile. */
export const hasExpressions = ({ accessRules, claimMappings }: Speaking): boolean =>
  claimMappings.length > 0 || accessRules.rules.some(({ kind }) => kind === 'expression')

/** What is wrong with expressions, and where. What was there before stays, as everywhere: it gives nothing, and says so. */
export function* expressionProblems(
  expressions: Expressions,
  application: Speaking,
  present?: Speaking,
): Iterable<ApplicationProblem> {
  for (const [item, rule] of application.accessRules.rules.entries()) {
    if (rule.kind !== 'expression' || rule.value === '') continue
    const held = present?.accessRules.rules.some(({ kind, value }) => kind === 'expression' && value === rule.value)
    const wrong = held === true ? undefined : wrongInRule(expressions, rule.value)
    if (wrong !== undefined) yield { field: 'accessRules', code: 'bad_expression', item, wrong }
  }
  for (const [item, mapping] of application.claimMappings.entries()) {
    if (mapping.expression === '' || present?.claimMappings.some((held) => isDeepStrictEqual(held, mapping))) continue
    const wrong = wrongInMapping(expressions, mapping.expression)
    if (wrong === undefined) continue
    const code = wrong.code === 'protocol_claim' ? 'protocol_claim' : 'bad_expression'
    yield { field: 'claimMappings', code, item, wrong }
  }
}

/** The ids of groups that an application's rules and roles name. */
export const groupsNamed = ({ accessRules, roles }: Pick<Application, 'accessRules' | 'roles'>): readonly string[] => [
  ...new Set([
    ...accessRules.rules.flatMap(({ kind, value }) => (kind === 'group' ? [value] : [])),
    ...roles.flatMap(({ groups }) => groups),
  ]),
]

/**
 * What can only be seen with what is stored: expressions, and groups and accounts that are not there. A rule that names nobody would be read as something
 * it is not. One that was deleted goes on shutting people out until somebody decides otherwise; it may stay.
 */
export const problemsWithStored = async (
  world: Pick<World, 'storage'>,
  application: Application,
  present?: Application,
): Promise<readonly ApplicationProblem[]> => {
  const problems = hasExpressions(application)
    ? [...expressionProblems(await loadExpressions(), application, present)]
    : []
  const { rules } = application.accessRules
  const heldGroups = new Set(present === undefined ? [] : groupsNamed(present))
  const held = new Set(present?.accessRules.rules.map(({ kind, value }) => `${kind} ${value}`))
  const newGroups = groupsNamed(application).filter((id) => !heldGroups.has(id))
  const newAccounts = rules
    .filter(({ kind, value }) => kind === 'account' && value !== '' && !held.has(`account ${value}`))
    .map(({ value }) => value)
  const [groups, accounts] = await Promise.all([
    newGroups.length === 0 ? [] : world.storage.list('groups', { where: { id: { oneOf: newGroups } } }),
    newAccounts.length === 0 ? [] : world.storage.list('accounts', { where: { id: { oneOf: newAccounts } } }),
  ])
  const lost = (ids: readonly string[], there: readonly { readonly id: string }[]) =>
    new Set(ids.filter((id) => !there.some((row) => row.id === id)))
  const lostGroups = lost(newGroups, groups)
  const lostAccounts = lost(newAccounts, accounts)
  const field = groupsAlone(application.accessRules) === undefined ? 'accessRules' : 'accessGroups'
  return [
    ...problems,
    ...rules.flatMap(({ kind, value }, item): readonly ApplicationProblem[] => {
      if (kind === 'group' && lostGroups.has(value)) return [{ field, code: 'unknown', item }]
      return kind === 'account' && lostAccounts.has(value) ? [{ field: 'accessRules', code: 'unknown', item }] : []
    }),
    ...application.roles.flatMap(({ groups }, item): readonly ApplicationProblem[] =>
      groups.some((id) => lostGroups.has(id)) ? [{ field: 'roles', code: 'unknown', item }] : [],
    ),
  ]
}
