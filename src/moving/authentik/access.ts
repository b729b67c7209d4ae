import type { Note, Plain } from '../imported.ts'
import { isPlain } from '../plain.ts'
import { type Entries, type Entry, models } from './entries.ts'
import type { Group, Person } from './people.ts'

export interface Around {
  readonly entries: Entries
  readonly people: readonly Person[]
  readonly groups: readonly Group[]
  leave(note: Note): void
}

/** Met by nobody: what cannot be brought along must not let in those whom it kept out. */
const nobody: Plain = { kind: 'expression', value: 'false' }

/** Who may enter, by the bindings of an application. */
export const readAccess = (application: Entry, around: Around): Plain => {
  const { entries, leave } = around
  const bindings = entries
    .of(models.binding)
    .filter(({ values }) => entries.find(models.application, values['target']) === application)
    .filter(({ values }) => values['enabled'] !== false)
    .sort((one, other) => orderOf(one) - orderOf(other))
  if (bindings.length === 0) return {}
  const match = application.values['policy_engine_mode'] === 'all' ? 'all' : 'any'
  const rules: Plain[] = []
  let missing = false
  for (const binding of bindings) {
    const rule = readRule(binding, around)
    if (rule === undefined) {
      missing = true
      leave({
        about: binding.about,
        code: 'policy',
        detail: [nameOf(application), ...policyOf(binding, around)].join('\n'),
      })
    } else rules.push(rule)
  }
  // One of several doors may be missing; a condition may not.
  if (missing && (match === 'all' || rules.length === 0)) rules.push(nobody)
  const groups = rules.map(({ value }) => value)
  const plain = match === 'any' && rules.every(({ kind, negate }) => kind === 'group' && negate !== true)
  return plain ? { accessGroups: groups } : { accessRules: { match, rules } }
}

const readRule = ({ values }: Entry, { entries, people, groups }: Around): Plain | undefined => {
  const negate = values['negate'] === true ? { negate: true } : {}
  if (given(values['policy'])) return undefined
  if (given(values['group'])) {
    const wanted = values['group']
    const held = groups.find(({ entry, name }) => name === wanted || entry === entries.find(models.group, wanted))
    return held && { kind: 'group', value: held.name, ...negate }
  }
  if (given(values['user'])) {
    const held = people.find(({ entry }) => entry === entries.find(models.user, values['user']))
    return held && { kind: 'account', value: held.username, ...negate }
  }
  return undefined
}

/** The policy as it is written, where the file has it, for whoever writes a rule in its place. */
const policyOf = ({ values }: Entry, { entries }: Around): readonly string[] => {
  const policy = entries.find(models.policy, values['policy'])
  const { name, expression } = policy?.values ?? {}
  return [name, expression].filter((text) => typeof text === 'string')
}

const given = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

const orderOf = ({ values }: Entry): number => (typeof values['order'] === 'number' ? values['order'] : 0)

const nameOf = ({ values }: Entry): string =>
  isPlain(values['name']) ? '' : String(values['name'] ?? values['slug'] ?? '')
