import type { Group } from '../../accounts/groups.ts'
import { type Application, applicationOf } from '../../applications/application.ts'
import type { World } from '../../storage/world.ts'

/** What would mean something else without a group: `mention` is an expression with its name in it, which may be about something else. */
export type GroupUse = 'rule' | 'role' | 'mention'

export interface GroupUser {
  readonly id: string
  readonly name: string
  readonly uses: readonly GroupUse[]
}

/** The applications that name a group, by name: in a rule (negated ones too, and those that are switched off), a role, or an expression. */
export const usesOfGroup = async (
  { storage }: Pick<World, 'storage'>,
  group: Pick<Group, 'id' | 'name'>,
): Promise<readonly GroupUser[]> => {
  const rows = await storage.list('applications', { orderBy: 'name' })
  return rows.map(applicationOf).flatMap((application) => {
    const uses = [...usesIn(application, group)]
    return uses.length === 0 ? [] : [{ id: application.id, name: application.name, uses }]
  })
}

function* usesIn(
  { accessRules: { rules }, roles, claimMappings }: Application,
  { id, name }: Pick<Group, 'id' | 'name'>,
): Iterable<GroupUse> {
  if (rules.some(({ kind, value }) => kind === 'group' && value === id)) yield 'rule'
  if (roles.some(({ groups }) => groups.includes(id))) yield 'role'
  const expressions = [
    ...rules.flatMap(({ kind, value }) => (kind === 'expression' ? [value] : [])),
    ...claimMappings.map(({ expression }) => expression),
  ]
  if (expressions.some((text) => text.includes(`"${name}"`) || text.includes(`'${name}'`))) yield 'mention'
}

/** Whether somebody has to decide first: without the group a rule would shut out everybody, or, negated, let in whom it kept out. */
export const isHeld = ({ uses }: Pick<GroupUser, 'uses'>): boolean => uses.some((use) => use !== 'mention')
