import {
  clientAuths,
  emailTrusts,
  type OpenidSettings,
  pkceUses,
  takings,
  userinfoUses,
} from '../../sources/openid/settings.ts'

/**
 * How a setting is typed: a text, several lines, words with spaces between them, `name=value` in lines, a whole number, a tick, one of few, or a
 * text of many lines.
 */
type Kind = 'text' | 'lines' | 'words' | 'pairs' | 'number' | 'flag' | 'choice' | 'block'

export interface ProviderField {
  /** As in `portico.yaml`; `take.name` is one inside another. */
  readonly name: string
  readonly kind: Kind
  readonly choices?: readonly string[]
}

const field = <const N extends string>(name: N, kind: Kind = 'text', choices?: readonly string[]) =>
  ({ name, kind, ...(choices === undefined ? {} : { choices }) }) as const

/** All that `portico.yaml` can say of a provider, as a form asks it; besides its id, preset, icon and secret, and whether it is on. */
export const providerFields = {
  registration: [field('name'), field('issuer'), field('clientId'), field('scopes', 'words')],
  admission: [
    field('firstSignIn', 'choice', ['everyone', 'invited', 'linked']),
    field('allowedGroups', 'lines'),
    field('adminGroups', 'lines'),
  ],
  conduct: [
    field('take.groups', 'choice', takings),
    field('emailTrust', 'choice', emailTrusts),
    field('linkExisting', 'flag'),
    field('linkExistingUntil'),
    field('autoRedirect', 'flag'),
    field('signOutThere', 'flag'),
    field('position', 'number'),
  ],
  addresses: [
    field('protocol', 'choice', ['openid', 'oauth']),
    field('issuerAlias'),
    field('discovery', 'flag'),
    field('discoveryUrl'),
    field('authorizationEndpoint'),
    field('tokenEndpoint'),
    field('userinfoEndpoint'),
    field('jwksUri'),
    field('endSessionEndpoint'),
    field('emailsEndpoint'),
    field('groupsEndpoint'),
  ],
  leaving: [
    field('clientAuth', 'choice', clientAuths),
    field('pkce', 'choice', pkceUses),
    field('nonce', 'flag'),
    field('forwardLoginHint', 'flag'),
    field('prompt'),
    field('acrValues'),
    field('responseMode', 'choice', ['query', 'form_post']),
    field('authorizeParameters', 'pairs'),
  ],
  checking: [
    field('userinfo', 'choice', userinfoUses),
    field('algorithms', 'words'),
    field('leeway', 'number'),
    field('timeout', 'number'),
    field('ca', 'block'),
    field('skipVerification', 'flag'),
    field('forceSkipVerification', 'flag'),
  ],
  claims: [
    field('uidField'),
    field('usernameAttribute'),
    field('take.username', 'choice', takings),
    field('nameClaim'),
    field('take.name', 'choice', takings),
    field('emailClaim'),
    field('take.email', 'choice', takings),
    field('pictureClaim'),
    field('take.picture', 'choice', takings),
    field('groupsClaim'),
    field('groupsFilter'),
    field('groupsPrefix'),
    field('rolesClaim'),
    field('allowedRoles', 'lines'),
    field('adminRoles', 'lines'),
    field('roleGroups', 'pairs'),
    field('legacySubject.connector'),
  ],
  expressions: [
    field('mapping.username'),
    field('mapping.name'),
    field('mapping.email'),
    field('mapping.picture'),
    field('mapping.groups'),
  ],
} as const

export type ProviderPart = keyof typeof providerFields
export type ProviderFieldName = (typeof providerFields)[ProviderPart][number]['name']

/** What was typed, by the field's name; a tick is `yes` or nothing. */
export type ProviderTyped = Readonly<Partial<Record<ProviderFieldName, string>>>

const all: readonly (ProviderField & { readonly name: ProviderFieldName })[] = Object.values(providerFields).flat()
export const providerFieldNames: readonly ProviderFieldName[] = all.map(({ name }) => name)

/** Settings as they stand in the form. */
export const typedOf = (
  settings: OpenidSettings,
  { name, position }: { readonly name: string; readonly position: number },
): ProviderTyped => {
  const { linkExisting, linkExistingUntil: until } = settings
  const ends = !linkExisting ? '' : until === undefined ? 'never' : new Date(until).toISOString().slice(0, 10)
  const values: Readonly<Record<string, unknown>> = { ...settings, name, position, linkExistingUntil: ends }
  return Object.fromEntries(all.map((one) => [one.name, textOf(one.kind, valueAt(values, one.name))]))
}

const valueAt = (values: Readonly<Record<string, unknown>>, name: string): unknown => {
  const [first = '', second] = name.split('.')
  const value = values[first]
  if (second === undefined) return value
  return typeof value === 'object' && value !== null ? Reflect.get(value, second) : undefined
}

const textOf = (kind: Kind, value: unknown): string => {
  if (kind === 'flag') return value === true ? 'yes' : ''
  if (kind === 'lines') return Array.isArray(value) ? value.join('\n') : ''
  if (kind === 'words') return Array.isArray(value) ? value.join(' ') : ''
  if (kind === 'pairs') return typeof value === 'object' && value !== null ? pairsText(value) : ''
  return value === undefined ? '' : String(value)
}

const pairsText = (pairs: object): string =>
  Object.entries(pairs)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join('\n')

/** What was typed, in the words of `portico.yaml`; what is empty is as usual with that provider. */
export const wordsTyped = (typed: ProviderTyped): Readonly<Record<string, unknown>> => {
  const words: Record<string, unknown> = { mapping: {}, take: {} }
  for (const { name, kind } of all) {
    const value = readTyped(kind, typed[name] ?? '')
    if (value === undefined) continue
    const [first = '', second] = name.split('.')
    const inside = words[first]
    if (second === undefined) words[first] = value
    else words[first] = { ...(typeof inside === 'object' ? inside : {}), [second]: value }
  }
  return words
}

const readTyped = (kind: Kind, text: string): unknown => {
  const trimmed = text.trim()
  if (kind === 'flag') return trimmed !== ''
  if (kind === 'lines') return linesIn(text)
  if (trimmed === '') return undefined
  if (kind === 'words') return trimmed.split(/[\s,]+/)
  if (kind === 'pairs') return Object.fromEntries(linesIn(text).map(pairOf))
  if (kind === 'number') return /^\d{1,6}$/.test(trimmed) ? Number(trimmed) : trimmed
  return kind === 'block' ? text : trimmed
}

const linesIn = (text: string): readonly string[] =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

const pairOf = (line: string): readonly [string, string] => {
  const at = line.indexOf('=')
  return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
}
