import type { Note, Plain } from '../imported.ts'
import { type Entries, type Entry, models, tagOf } from './entries.ts'
import { translate } from './expression.ts'

/** Those that authentik comes with say nothing that Portico does not say by itself. */
const usual = new Set(
  ['openid', 'email', 'profile', 'offline_access', 'entitlements'].map(
    (scope) => `goauthentik.io/providers/oauth2/scope-${scope}`,
  ),
)

/** The claim mappings that a provider's scope mappings come to. */
export const readMappings = (entries: Entries, provider: Entry, leave: (note: Note) => void): readonly Plain[] => {
  const references = provider.values['property_mappings']
  if (!Array.isArray(references)) return []
  return references.flatMap((reference, at): readonly Plain[] => {
    const about = `${provider.about}.property_mappings[${at}]`
    if (isUsual(reference)) return []
    const mapping = entries.find(models.mapping, reference)
    if (mapping === undefined) {
      leave({ about, code: 'expression', detail: nameOf(reference) })
      return []
    }
    const { managed, scope_name: scope, expression } = mapping.values
    if (typeof managed === 'string' && usual.has(managed)) return []
    if (typeof expression !== 'string' || typeof scope !== 'string') {
      leave({ about: mapping.about, code: 'malformed', detail: 'expression' })
      return []
    }
    const translated = translate(expression)
    if (translated.known) return translated.cel === undefined ? [] : [{ scope, expression: translated.cel }]
    leave({ about: mapping.about, code: 'expression', detail: `scope ${scope}\n${expression}` })
    return []
  })
}

const isUsual = (reference: unknown): boolean => {
  const tagged = tagOf(reference)
  return tagged !== undefined && [...usual].some((name) => JSON.stringify(tagged.value).includes(`"${name}"`))
}

const nameOf = (reference: unknown): string => {
  const tagged = tagOf(reference)
  return tagged === undefined ? String(reference) : `!${tagged.tag} ${JSON.stringify(tagged.value)}`
}
