import { openidSchema } from './openid-schema.ts'

/** As other programs name their settings, without their `oidc`. */
const otherNames: Readonly<Record<string, string>> = {
  // GoToSocial
  idpName: 'name',
  // Mastodon
  displayName: 'name',
  scope: 'scopes',
  usePkce: 'pkce',
  sendNonce: 'nonce',
  clientAuthMethod: 'clientAuth',
  authEndpoint: 'authorizationEndpoint',
  userInfoEndpoint: 'userinfoEndpoint',
  // RomM
  provider: 'name',
  serverMetadataUrl: 'discoveryUrl',
  serverApplicationUrl: 'issuer',
  claimRoles: 'rolesClaim',
  roleViewer: 'allowedRoles',
  roleEditor: 'allowedRoles',
  roleAdmin: 'adminRoles',
  tlsCacertfile: 'caFile',
  rpInitiatedLogout: 'signOutThere',
  autologin: 'autoRedirect',
}

const plain = (name: string): string =>
  name
    .replace(/^oidc(?=[-_A-Z])/i, '')
    .replace(/[-_]/g, '')
    .toLowerCase()

const own: ReadonlyMap<string, string> = new Map(Object.keys(openidSchema.shape).map((name) => [plain(name), name]))
const others: ReadonlyMap<string, string> = new Map(Object.entries(otherNames).map(([name, to]) => [plain(name), to]))

interface OtherWord {
  readonly says: string
  readonly means: (value: unknown) => readonly (readonly [string, unknown])[]
}

/** What says the same in other words, as one field or another: each a boolean. */
const otherWords: Readonly<Record<string, OtherWord>> = {
  enabled: {
    says: 'The opposite of disabled.',
    means: (value) => (typeof value === 'boolean' ? [['disabled', !value]] : [['disabled', value]]),
  },
  securityAssumeEmailIsVerified: {
    says: 'The same as emailTrust: assume-verified.',
    means: (value) => (value === true ? [['emailTrust', 'assume-verified']] : []),
  },
  allowRegistration: {
    says: 'The same as firstSignIn: everyone, or linked when it is false.',
    means: (value) => [['firstSignIn', value === false ? 'linked' : 'everyone']],
  },
}
const translated = new Map(Object.entries(otherWords).map(([name, { means }]) => [plain(name), means]))

const lists: ReadonlySet<string> = new Set(['scopes', 'allowedGroups', 'adminGroups', 'allowedRoles', 'adminRoles'])

const meantBy = (name: string, value: unknown): unknown => {
  if (name === 'pkce' && typeof value === 'boolean') return value ? 'always' : 'never'
  if (!lists.has(name) || typeof value !== 'string') return value
  return value.split(name === 'scopes' ? /[\s,]+/ : /\s*,\s*/).filter((one) => one !== '')
}

/**
 * GoToSocial's, Mastodon's and RomM's settings of an OpenID provider, by their names there: `skip-verification`, `oidc-link-existing`,
 * `OIDC_UID_FIELD`. What is said twice, or by a name nobody knows, is left for the schema to refuse.
 */
export const withKnownNames = (file: unknown): unknown => {
  if (typeof file !== 'object' || file === null || !('sources' in file) || !Array.isArray(file.sources)) return file
  return { ...file, sources: file.sources.map((source: unknown) => renamed(source)) }
}

/** Each of RomM's roles lets people in, and `*` as a viewer lets in everybody; all but the last one make the same of them. */
const rolesOfRomm: ReadonlySet<string> = new Set(['roleviewer', 'roleeditor', 'roleadmin'])

const takeRoles = (result: Map<string, unknown>, roles: readonly (readonly [string, unknown])[]): void => {
  const here = result.has('allowedRoles')
  for (const [name, value] of roles) {
    const meant = meantBy('allowedRoles', value)
    const admin = plain(name) === 'roleadmin'
    if (!isTexts(meant) || (admin ? result.has('adminRoles') : here)) {
      result.set(name, value)
      continue
    }
    if (admin) result.set('adminRoles', meant)
    const before = result.get('allowedRoles') ?? []
    const more = meant.filter((role) => role !== '*' || plain(name) === 'roleviewer')
    if (!here && isTexts(before) && more.length > 0) result.set('allowedRoles', [...before, ...more])
  }
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

const renamed = (source: unknown): unknown => {
  if (typeof source !== 'object' || source === null || !('kind' in source) || source.kind !== 'openid') return source
  const said = Object.entries(source)
  const result = new Map<string, unknown>(said.filter(([name]) => name in openidSchema.shape))
  const roles = said.filter(([name]) => rolesOfRomm.has(plain(name)))
  for (const [name, value] of said) {
    if (rolesOfRomm.has(plain(name))) continue
    if (name in openidSchema.shape) {
      result.set(name, meantBy(name, value))
      continue
    }
    const key = plain(name)
    const translate = translated.get(key)
    const to = own.get(key) ?? others.get(key)
    const fields = translate?.(value) ?? (to === undefined ? [] : [[to, meantBy(to, value)] as const])
    const taken = (translate === undefined && fields.length === 0) || fields.some(([field]) => result.has(field))
    if (taken) result.set(name, value)
    else for (const [field, meant] of fields) result.set(field, meant)
  }
  takeRoles(result, roles)
  return Object.fromEntries(result)
}

type Schema = Readonly<Record<string, unknown>>

/** The same for editors, which know nothing of case and hyphens: a pattern for each name, with what may stand there. */
export const withPatterns = <T extends { readonly properties: Readonly<Record<string, Schema>> }>(entry: T): T => {
  const taken = Object.entries(entry.properties).map(([name, schema]) => [name, taking(name, schema)] as const)
  const properties = Object.fromEntries(taken)
  const same = (name: string): Schema => ({ ...properties[name], description: `The same as ${name}.` })
  return {
    ...entry,
    properties,
    patternProperties: Object.fromEntries([
      ...taken.filter(([name]) => name !== 'id' && name !== 'kind').map(([name]) => [patternOf(name), same(name)]),
      ...Object.entries(otherNames).map(([name, to]) => [patternOf(name), same(to)]),
      ...Object.entries(otherWords).map(([name, { says }]) => [
        patternOf(name),
        { type: 'boolean', description: says },
      ]),
    ]),
  }
}

/** `oidc-client-id`, `client_id`, `OIDC_CLIENT_ID`, `clientID`. */
const patternOf = (name: string): string => {
  const parts = name.split(/(?=[A-Z])/)
  const small = parts.map((part) => part.toLowerCase()).join('[-_]')
  const camel = name.replace(/Id$/, 'I[Dd]')
  return `^(?:(?:oidc[-_])?${small}|${camel}|(?:OIDC_)?${parts.map((part) => part.toUpperCase()).join('_')})$`
}

/** Where a list is due, others have one text with commas; where a word is, `true` or `false`. */
const taking = (name: string, { description, ...schema }: Schema): Schema => {
  const looser = lists.has(name) ? 'string' : name === 'pkce' ? 'boolean' : undefined
  return looser === undefined ? { description, ...schema } : { description, anyOf: [schema, { type: looser }] }
}
