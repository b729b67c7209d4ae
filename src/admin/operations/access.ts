import { findByIdentifier, findByUsername } from '../../accounts/account.ts'
import { findGroupByName } from '../../accounts/groups.ts'
import type { AccessRule, AccessRules } from '../../applications/access.ts'
import { type Application, findApplication } from '../../applications/application.ts'
import { problemsWithStored } from '../../applications/claims/settings.ts'
import type { ApplicationProblem } from '../../applications/outcome.ts'
import { applySettings } from '../../applications/settings.ts'
import { type ChangePreview, previewChange } from '../../diagnosis/preview-change.ts'
import { named } from '../../diagnosis/why.ts'
import type { World } from '../../storage/world.ts'
import { type ApplicationInput, type ApplicationView, changeApplication } from './applications.ts'
import { managedFields, withoutManaged } from './managed.ts'
import type { By } from './world.ts'

export { ruleKinds } from '../../applications/access.ts'
export type { ApplicationProblem } from '../../applications/outcome.ts'
export type { ChangePreview } from '../../diagnosis/preview-change.ts'

/** Rules, mappings and roles with names in place of ids, as people write them. */
export interface AccessInput {
  readonly accessRules?: AccessRules | undefined
  readonly claimMappings?: Application['claimMappings'] | undefined
  readonly roles?: Application['roles'] | undefined
  readonly rolesClaim?: string | undefined
}

/** An application's rules, mappings and roles by the names of today. What was deleted is named by its id. */
export const accessByName = async (
  world: Pick<World, 'storage'>,
  { accessRules, claimMappings, roles, rolesClaim }: Pick<ApplicationView, keyof AccessInput & keyof ApplicationView>,
): Promise<Required<{ readonly [F in keyof AccessInput]-?: NonNullable<AccessInput[F]> }>> => {
  const rules = await Promise.all(
    accessRules.rules.map(async (rule) => ({ ...rule, value: (await named(world, rule)).name })),
  )
  const groupName = async (id: string) => (await world.storage.find('groups', id))?.name ?? id
  return {
    accessRules: { match: accessRules.match, rules },
    claimMappings,
    roles: await Promise.all(
      roles.map(async ({ value, groups }) => ({ value, groups: await Promise.all(groups.map(groupName)) })),
    ),
    rolesClaim,
  }
}

interface Meant {
  readonly application: Application
  readonly input: ApplicationInput
  readonly problems: readonly ApplicationProblem[]
}

/** What was written, with ids in place of names. A name that nothing has is a problem; what was deleted keeps its place under its id. */
const meantBy = async (world: World, id: string, written: AccessInput): Promise<Meant | undefined> => {
  const application = await findApplication(world, id)
  if (application === undefined) return undefined
  const held = new Set(application.accessRules.rules.map(({ value }) => value))
  for (const { groups } of application.roles) for (const group of groups) held.add(group)
  const problems: ApplicationProblem[] = []
  const idOf = async (kind: AccessRule['kind'], name: string): Promise<string | undefined> => {
    if (kind !== 'group' && kind !== 'account') return name
    const found = kind === 'group' ? await findGroupByName(world, name) : await findByUsername(world, name)
    return found?.id ?? (held.has(name) ? name : undefined)
  }
  const rules: AccessRule[] = []
  for (const [item, rule] of (written.accessRules?.rules ?? []).entries()) {
    const value = await idOf(rule.kind, rule.value)
    if (value === undefined) problems.push({ field: 'accessRules', code: 'unknown', item })
    rules.push({ ...rule, value: value ?? rule.value })
  }
  const roles: { value: string; groups: readonly string[] }[] = []
  for (const [item, { value, groups }] of (written.roles ?? []).entries()) {
    const ids = await Promise.all(groups.map((name) => idOf('group', name)))
    if (ids.includes(undefined)) problems.push({ field: 'roles', code: 'unknown', item })
    roles.push({ value, groups: ids.filter((one) => one !== undefined) })
  }
  const input: ApplicationInput = {
    ...(written.accessRules === undefined ? {} : { accessRules: { match: written.accessRules.match, rules } }),
    ...(written.roles === undefined ? {} : { roles }),
    claimMappings: written.claimMappings,
    rolesClaim: written.rolesClaim,
  }
  return { application, input, problems }
}

type Changed = { readonly ok: true } | { readonly ok: false; readonly problems: readonly ApplicationProblem[] }

export const changeAccess = async (world: World, id: string, written: AccessInput, by: By): Promise<Changed> => {
  const meant = await meantBy(world, id, written)
  if (meant === undefined) return { ok: false, problems: [{ field: 'application', code: 'unknown' }] }
  if (meant.problems.length > 0) return { ok: false, problems: meant.problems }
  const changed = await changeApplication(world, id, meant.input, by)
  return changed.ok ? { ok: true } : changed
}

/** What saving this would change for people. `as` is a username or a verified address; whoever asks, if it is nobody's. */
export const previewAccess = async (
  world: World,
  id: string,
  written: AccessInput,
  { as, administratorId, base }: { readonly as: string; readonly administratorId: string; readonly base: string },
): Promise<
  | { readonly ok: true; readonly preview: ChangePreview }
  | { readonly ok: false; readonly problems: readonly ApplicationProblem[] }
> => {
  const meant = await meantBy(world, id, written)
  const person =
    (as === '' ? undefined : await findByIdentifier(world, as)) ??
    (await world.storage.find('accounts', administratorId))
  if (meant === undefined || person === undefined) {
    return { ok: false, problems: [{ field: 'application', code: 'unknown' }] }
  }
  const { application: before, input } = meant
  const managed = await managedFields(world, 'applications', before)
  const applied = applySettings(before, withoutManaged(input, managed))
  const problems = [
    ...meant.problems,
    ...applied.problems,
    ...(meant.problems.length > 0 ? [] : await problemsWithStored(world, applied.application, before)),
  ]
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, preview: await previewChange(world, { before, after: applied.application, person, base }) }
}
