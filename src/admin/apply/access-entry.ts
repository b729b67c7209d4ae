import { canonicalUsername } from '../../accounts/canonical.ts'
import { groupKey } from '../../accounts/groups.ts'
import { type AccessRules, groupsAlone } from '../../applications/access.ts'
import type { Application } from '../../applications/application.ts'
import { expressionProblems } from '../../applications/claims/settings.ts'
import type { ApplicationSettings } from '../../applications/settings.ts'
import type { Path, Planning } from '../plan/planning.ts'
import type { ApplicationEntry } from './application-schema.ts'
import type { ConfigurationFile } from './configuration-file.ts'
import type { Shown } from './difference.ts'

type Rule = NonNullable<ApplicationEntry['accessRules']>['rules'][number]

const usernameKey = (name: string): string => {
  const canonical = canonicalUsername(name)
  return canonical.ok ? canonical.key : name
}

const rulesIn = (file: ConfigurationFile): readonly Rule[] =>
  (file.applications ?? []).flatMap(({ accessRules }) => accessRules?.rules ?? [])

/** Names of groups that applications' entries speak of. */
export const groupsMentioned = (file: ConfigurationFile): readonly string[] =>
  (file.applications ?? []).flatMap(({ accessGroups = [], accessRules, roles = [] }) => [
    ...accessGroups,
    ...(accessRules?.rules ?? []).filter(({ kind }) => kind === 'group').map(({ value }) => value),
    ...roles.flatMap(({ groups }) => groups),
  ])

/** Keys of the usernames that rules name. */
export const accountsMentioned = (file: ConfigurationFile): readonly string[] =>
  rulesIn(file)
    .filter(({ kind }) => kind === 'account')
    .map(({ value }) => usernameKey(value))

/** Whether there is anything to compile. */
export const speaksExpressions = (file: ConfigurationFile): boolean =>
  rulesIn(file).some(({ kind }) => kind === 'expression') ||
  (file.applications ?? []).some(({ claimMappings = [] }) => claimMappings.length > 0)

/** The entry's rules and roles in the words of the room that keeps applications: ids in place of names. */
export const accessSettings = (
  { groupIds, accountIds, stored, problem }: Planning,
  { accessGroups, accessRules, roles, claimMappings, rolesClaim }: ApplicationEntry,
  path: Path,
): ApplicationSettings => {
  const groupId = (name: string): string => groupIds.get(groupKey(name)) ?? ''
  const accountId = (name: string, at: number): string => {
    const key = usernameKey(name)
    const id = accountIds.get(key) ?? stored.accounts.find((account) => account.usernameKey === key)?.id
    if (id === undefined) problem([...path, 'accessRules', 'rules', at, 'value'], 'is nobody’s username')
    return id ?? name
  }
  const ids = { group: groupId, account: accountId } as const
  const rules = accessRules?.rules.map(({ kind, value, negate = false, enabled = true }, at) => ({
    ...{ kind, negate, enabled },
    value: kind === 'group' || kind === 'account' ? ids[kind](value, at) : value,
  }))
  return {
    accessGroups: accessGroups?.map(groupId),
    accessRules: rules && { match: accessRules?.match ?? 'any', rules },
    claimMappings,
    roles: roles?.map(({ value, groups }) => ({ value, groups: groups.map(groupId) })),
    rolesClaim,
  }
}

/** Says what is wrong with expressions, and at which character. */
export const judgeExpressions = ({ expressions, problem }: Planning, application: Application, path: Path): void => {
  if (expressions === undefined) return
  for (const { field, item = 0, wrong } of expressionProblems(expressions, application)) {
    if (wrong === undefined) continue
    const at = field === 'accessRules' ? [field, 'rules', item, 'value'] : [field, item, 'expression']
    problem(
      [...path, ...at],
      wrong.code === 'protocol_claim'
        ? `makes the claim ${wrong.detail}, which only the protocol makes`
        : `has a mistake at character ${wrong.from + 1}: ${wrong.detail || wrong.code.replaceAll('_', ' ')}`,
    )
  }
}

/** As a difference shows it. */
export const shownAccess = (
  { stored, groupIds }: Planning,
  { accessRules, claimMappings, roles, rolesClaim }: Application,
): Readonly<Record<string, Shown>> => {
  const names = new Map([...groupIds].map(([key, id]) => [id, key]))
  for (const { id, name } of stored.groups) names.set(id, name)
  for (const { id, username } of stored.accounts) names.set(id, username)
  const named = (id: string): string => names.get(id) ?? id
  const alone = groupsAlone(accessRules)
  return {
    accessGroups: alone?.map(named) ?? [],
    accessRules: alone === undefined ? shownRules(accessRules, named) : [],
    claimMappings: claimMappings.map(({ scope, expression }) => `${scope}: ${expression}`),
    roles: roles.map(({ value, groups }) => `${value}: ${groups.map(named).join(', ')}`),
    rolesClaim: rolesClaim === 'roles' ? undefined : rolesClaim,
  }
}

const shownRules = ({ match, rules }: AccessRules, named: (id: string) => string): readonly string[] => [
  `match ${match}`,
  ...rules.map(({ kind, value, negate, enabled }) =>
    [enabled ? '' : 'off:', negate ? 'not' : '', kind, kind === 'group' || kind === 'account' ? named(value) : value]
      .filter((word) => word !== '')
      .join(' '),
  ),
]
