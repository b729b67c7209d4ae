import { type Group, groupKey } from '../../accounts/groups.ts'
import { happened } from '../../accounts/happened.ts'
import { cleanName } from '../../accounts/text.ts'
import { newId } from '../../lib/ids.ts'
import { adding, setting } from '../../storage/storage.ts'
import { groupsMentioned } from '../apply/access-entry.ts'
import type { ConfigurationFile } from '../apply/configuration-file.ts'
import { compareFields, type Step } from '../apply/difference.ts'
import type { Planning } from './planning.ts'

interface Named {
  readonly name: string
  readonly description?: string | undefined
  /** Named in `groups`, not only as somebody's group. */
  readonly declared: boolean
}

/** The groups the file declares, and those it merely puts people into; which it names no longer become the console's again. */
export const planGroups = (planning: Planning, file: ConfigurationFile): readonly Step[] => {
  const { stored, groupIds } = planning
  const named = namedGroups(planning, file)
  for (const group of stored.groups) groupIds.set(group.nameKey, group.id)
  const steps = [...named].map(([key, group]) => {
    const held = stored.groups.find(({ nameKey }) => nameKey === key)
    return held === undefined ? create(planning, key, group) : change(planning, held, group)
  })
  const left = planning.managing ? stored.groups.filter(({ managed, nameKey }) => managed && !named.has(nameKey)) : []
  return [...steps.filter((step) => step !== undefined), ...left.map((group) => release(planning, group))]
}

const namedGroups = ({ problem }: Planning, file: ConfigurationFile): ReadonlyMap<string, Named> => {
  const named = new Map<string, Named>()
  for (const [at, entry] of (file.groups ?? []).entries()) {
    const group = typeof entry === 'string' ? { name: entry } : entry
    const key = groupKey(group.name)
    if (named.has(key)) problem(['groups', at], 'is a group that the file names before')
    named.set(key, { ...group, name: cleanName(group.name), declared: true })
  }
  const mentioned = [...(file.accounts ?? []).flatMap(({ groups = [] }) => groups), ...groupsMentioned(file)]
  for (const name of mentioned) {
    if (!named.has(groupKey(name))) named.set(groupKey(name), { name: cleanName(name), declared: false })
  }
  return named
}

const create = (planning: Planning, nameKey: string, { name, description = '' }: Named): Step => {
  const { world, by, groupIds, managing: managed } = planning
  const group = { id: newId(world.random), name, nameKey, description, managed, createdAt: world.clock.now() }
  groupIds.set(nameKey, group.id)
  const changes = [adding('groups', group), happened(world, 'group.created', by, { data: { groupId: group.id, name } })]
  return { does: 'create', what: 'group', name, fields: compareFields({}, shown(group)), changes }
}

const change = (planning: Planning, held: Group, { name, description, declared }: Named): Step | undefined => {
  const next = {
    name: declared ? name : held.name,
    description: description ?? held.description,
    managed: planning.managing || held.managed,
  }
  const fields = compareFields({ name: held.name, ...shown(held) }, { name: next.name, ...shown(next) })
  if (fields.length === 0 && held.managed === next.managed) return undefined
  return { does: 'change', what: 'group', name: held.name, fields, changes: changesOf(planning, held, next) }
}

const release = (planning: Planning, held: Group): Step => ({
  does: 'release',
  what: 'group',
  name: held.name,
  fields: [],
  changes: changesOf(planning, held, { managed: false }),
})

const changesOf = ({ world, by }: Planning, held: Group, to: Partial<Group>) => [
  setting('groups', held.id, to),
  happened(world, 'group.changed', by, { data: { groupId: held.id, name: to.name ?? held.name } }),
]

const shown = ({ description }: Pick<Group, 'description'>) => ({
  description: description === '' ? undefined : description,
})
