import type { Note, Plain } from '../imported.ts'
import { isPlain } from '../plain.ts'

/** One thing that authentik knows, whichever way it was written down. */
export interface Entry {
  readonly model: string
  /** Where it stands. */
  readonly about: string
  /** A blueprint's own name for it. */
  readonly id?: string | undefined
  /** Identifiers and attributes together. */
  readonly values: Plain
}

export interface Entries {
  readonly all: readonly Entry[]
  of(model: string): readonly Entry[]
  /** What a reference means: a primary key, `!KeyOf`, `!Find`. Undefined for what is not in the file. */
  find(model: string, reference: unknown): Entry | undefined
  /** A value for which a tag stands; undefined, and noted, where nobody can tell which. */
  value(found: unknown, about: string): unknown
}

export const models = {
  application: 'authentik_core.application',
  provider: 'authentik_providers_oauth2.oauth2provider',
  mapping: 'authentik_providers_oauth2.scopemapping',
  binding: 'authentik_policies.policybinding',
  user: 'authentik_core.user',
  group: 'authentik_core.group',
  entitlement: 'authentik_core.applicationentitlement',
  keyPair: 'authentik_crypto.certificatekeypair',
  policy: 'authentik_policies_expression.expressionpolicy',
} as const

/** How the lists of an API export may be called. */
const lists: readonly (readonly [string, string])[] = [
  ['applications', models.application],
  ['core/applications', models.application],
  ['providers', models.provider],
  ['oauth2_providers', models.provider],
  ['providers/oauth2', models.provider],
  ['scope_mappings', models.mapping],
  ['propertymappings/provider/scope', models.mapping],
  ['bindings', models.binding],
  ['policies/bindings', models.binding],
  ['users', models.user],
  ['core/users', models.user],
  ['groups', models.group],
  ['core/groups', models.group],
  ['entitlements', models.entitlement],
  ['application_entitlements', models.entitlement],
  ['core/application_entitlements', models.entitlement],
  ['keys', models.keyPair],
  ['certificatekeypairs', models.keyPair],
  ['crypto/certificatekeypairs', models.keyPair],
  ['policies', models.policy],
  ['policies/expression', models.policy],
]

/** A blueprint's entries, or the lists of an API export; undefined when it is neither. */
export const readEntries = (
  values: unknown,
  environment: Readonly<Record<string, string | undefined>>,
  leave: (note: Note) => void,
): Entries | undefined => {
  if (!isPlain(values)) return undefined
  const { entries, context, metadata } = values
  const contexts = isPlain(context)
    ? context
    : isPlain(metadata) && isPlain(metadata['context'])
      ? metadata['context']
      : {}
  if (Array.isArray(entries)) return entriesOf(fromBlueprint(entries, leave), { environment, contexts, leave })
  const known = lists.filter(([name]) => Object.hasOwn(values, name))
  if (known.length === 0) return undefined
  for (const name of Object.keys(values)) {
    if (!lists.some(([list]) => list === name)) leave({ about: name, code: 'unknown' })
  }
  const all = known.flatMap(([name, model]) => fromList(values[name], name, model, leave))
  return entriesOf(all, { environment, contexts, leave })
}

const fromBlueprint = (entries: readonly unknown[], leave: (note: Note) => void): readonly Entry[] =>
  entries.flatMap((entry, at): readonly Entry[] => {
    const about = `entries[${at}]`
    const model = isPlain(entry) ? entry['model'] : undefined
    if (!isPlain(entry) || typeof model !== 'string') {
      leave({ about, code: 'malformed' })
      return []
    }
    const { id, identifiers, attrs, state } = entry
    if (state === 'absent') {
      leave({ about, code: 'switched_off', detail: 'state: absent' })
      return []
    }
    const values = { ...(isPlain(identifiers) ? identifiers : {}), ...(isPlain(attrs) ? attrs : {}) }
    return [{ model: model.toLowerCase(), about, id: typeof id === 'string' ? id : undefined, values }]
  })

const fromList = (list: unknown, name: string, model: string, leave: (note: Note) => void): readonly Entry[] => {
  const rows = isPlain(list) ? list['results'] : list
  if (!Array.isArray(rows)) {
    leave({ about: name, code: 'malformed' })
    return []
  }
  return rows.flatMap((values, at): readonly Entry[] => {
    const about = `${name}[${at}]`
    if (isPlain(values)) return [{ model, about, values }]
    leave({ about, code: 'malformed' })
    return []
  })
}

interface Around {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly contexts: Plain
  leave(note: Note): void
}

const entriesOf = (all: readonly Entry[], { environment, contexts, leave }: Around): Entries => {
  const byModel = new Map<string, Entry[]>()
  const byKey = new Map<string, Entry>()
  for (const entry of all) {
    byModel.set(entry.model, [...(byModel.get(entry.model) ?? []), entry])
    for (const key of [
      entry.values['pk'],
      entry.values['uuid'],
      entry.values['pbm_uuid'],
      entry.values['group_uuid'],
    ]) {
      if (typeof key === 'string' || typeof key === 'number') byKey.set(`${entry.model} ${key}`, entry)
    }
    if (entry.id !== undefined) byKey.set(`!KeyOf ${entry.id}`, entry)
  }
  /** A reference to a reference ends somewhere, or means nothing. */
  const meant = (found: unknown, about: string, depth: number): unknown => {
    const tagged = tagOf(found)
    if (tagged === undefined) return found
    const parts: readonly unknown[] = Array.isArray(tagged.value) ? tagged.value : [tagged.value]
    const again = (part: unknown): unknown => (depth > 8 ? undefined : meant(part, about, depth + 1))
    const [first, otherwise] = parts
    const name = String(first)
    if (tagged.tag === 'Env' || tagged.tag === 'Context') {
      const held = tagged.tag === 'Env' ? environment : contexts
      const known = Object.hasOwn(held, name) ? again(held[name]) : undefined
      const value = known ?? again(otherwise)
      if (value !== undefined && value !== null) return value
    }
    if (tagged.tag === 'Format' && typeof first === 'string') {
      const rest = parts.slice(1).map(again)
      let at = 0
      const text = first.replaceAll('%s', () => String(rest[at++] ?? ''))
      if (at === rest.length && rest.every((part) => typeof part === 'string' || typeof part === 'number')) return text
    }
    if (tagged.tag === 'Env') leave({ about, code: 'environment', detail: name })
    else leave({ about, code: 'unsupported', detail: `!${tagged.tag}` })
    return undefined
  }
  const value = (found: unknown, about: string): unknown => meant(found, about, 0)
  /** What cannot be said is said where it stands, and not at everything that is compared with it. */
  const quietly = (found: unknown): unknown =>
    tagOf(found) === undefined
      ? found
      : entriesOf([], { environment, contexts, leave: () => undefined }).value(found, '')
  return {
    all,
    of: (model) => byModel.get(model) ?? [],
    value,
    find(model, reference) {
      const tagged = tagOf(reference)
      if (tagged === undefined) return isKey(reference) ? byKey.get(`${model} ${reference}`) : undefined
      if (tagged.tag === 'KeyOf') return byKey.get(`!KeyOf ${String(tagged.value)}`)
      if (tagged.tag !== 'Find' && tagged.tag !== 'FindObject') return undefined
      const [wanted, ...conditions] = Array.isArray(tagged.value) ? tagged.value : []
      if (conditions.length === 0) return undefined
      return (byModel.get(String(wanted).toLowerCase()) ?? []).find(({ values }) =>
        conditions.every(
          (condition) =>
            Array.isArray(condition) &&
            condition.length === 2 &&
            quietly(values[String(condition[0])]) === quietly(condition[1]),
        ),
      )
    },
  }
}

const isKey = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'

export const tagOf = (value: unknown): { readonly tag: string; readonly value: unknown } | undefined =>
  isPlain(value) && typeof value['!tag'] === 'string' ? { tag: value['!tag'], value: value['!value'] } : undefined

/** With every tag in them looked up, as far as somebody can tell. */
export const resolved = (entries: Entries, { values, about }: Entry, names: readonly string[]): Plain =>
  Object.fromEntries(names.map((name) => [name, entries.value(values[name], `${about}.${name}`)] as const))
