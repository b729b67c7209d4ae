import type { Note, Plain } from '../imported.ts'
import { type Entries, type Entry, models, tagOf } from './entries.ts'
import { translate } from './expression.ts'

const scopes = ['openid', 'email', 'profile', 'offline_access', 'entitlements', 'authentik_api'] as const
type Usual = (typeof scopes)[number]

/** What a provider's scope mappings come to. */
export interface Mappings {
  readonly claimMappings: readonly Plain[]
  /** authentik says of every address that it is verified. */
  readonly assertEmailVerified: boolean
}

/** The claim mappings that a provider's scope mappings come to. Those that authentik comes with mostly say what Portico says by itself. */
export const readMappings = (entries: Entries, provider: Entry, leave: (note: Note) => void): Mappings => {
  const references = provider.values['property_mappings']
  if (!Array.isArray(references)) return { claimMappings: [], assertEmailVerified: false }
  let assertEmailVerified = false
  const claimMappings = references.flatMap((reference, at): readonly Plain[] => {
    const about = `${provider.about}.property_mappings[${at}]`
    const mapping = entries.find(models.mapping, reference)
    const { managed, scope_name: scope, expression } = mapping?.values ?? {}
    const usual = usualBy(managed) ?? (mapping === undefined ? usualIn(reference) : undefined)
    const translated = typeof expression === 'string' ? translate(expression) : undefined
    if (usual !== undefined) {
      if (usual === 'email' && translated?.known === true && translated.cel?.includes('"email_verified": true')) {
        assertEmailVerified = true
      }
      return beyond(usual)
    }
    if (mapping === undefined) {
      leave({ about, code: 'expression', detail: nameOf(reference) })
      return []
    }
    if (translated === undefined || typeof scope !== 'string') {
      leave({ about: mapping.about, code: 'malformed', detail: 'expression' })
      return []
    }
    if (translated.known) return translated.cel === undefined ? [] : [{ scope, expression: translated.cel }]
    leave({ about: mapping.about, code: 'expression', detail: `scope ${scope}\n${String(expression)}` })
    return []
  })
  return { claimMappings, assertEmailVerified }
}

/** What of a mapping of authentik's own Portico does not say by itself: the whole name is the given name too. */
const beyond = (usual: Usual): readonly Plain[] =>
  usual === 'profile' ? [{ scope: 'profile', expression: '{"given_name": user.name}' }] : []

const usualBy = (managed: unknown): Usual | undefined =>
  scopes.find((scope) => managed === `goauthentik.io/providers/oauth2/scope-${scope}`)

/** One that a blueprint looks up: by what manages it, by its name, or by its scope, of which a new authentik has no other. */
const usualIn = (reference: unknown): Usual | undefined => {
  const tagged = tagOf(reference)
  if (tagged === undefined) return undefined
  const text = JSON.stringify(tagged.value)
  return scopes.find(
    (scope) =>
      text.includes(`"goauthentik.io/providers/oauth2/scope-${scope}"`) ||
      text.includes(`authentik default OAuth Mapping: OpenID '${scope}'`) ||
      text.includes(`["scope_name","${scope}"]`),
  )
}

const nameOf = (reference: unknown): string => {
  const tagged = tagOf(reference)
  return tagged === undefined ? String(reference) : `!${tagged.tag} ${JSON.stringify(tagged.value)}`
}
