import { openidSchema } from './openid-schema.ts'

/** As other programs name their settings, without case, hyphens, underscores and `oidc`. */
const otherNames: Readonly<Record<string, string>> = {
  // GoToSocial
  idpname: 'name',
  // Mastodon
  displayname: 'name',
  scope: 'scopes',
  usepkce: 'pkce',
  sendnonce: 'nonce',
  clientauthmethod: 'clientAuth',
  authendpoint: 'authorizationEndpoint',
  // RomM
  provider: 'name',
  servermetadataurl: 'discoveryUrl',
  serverapplicationurl: 'issuer',
  claimroles: 'rolesClaim',
  roleadmin: 'adminRoles',
  tlscacertfile: 'caFile',
  rpinitiatedlogout: 'signOutThere',
  autologin: 'autoRedirect',
}

const plain = (name: string): string =>
  name
    .replace(/^oidc(?=[-_A-Z])/i, '')
    .replace(/[-_]/g, '')
    .toLowerCase()

const own: ReadonlyMap<string, string> = new Map(Object.keys(openidSchema.shape).map((name) => [plain(name), name]))

/** What says the same in other words, as one field or another. */
const translated: Readonly<Record<string, (value: unknown) => readonly (readonly [string, unknown])[]>> = {
  enabled: (value) => (typeof value === 'boolean' ? [['disabled', !value]] : [['disabled', value]]),
  securityassumeemailisverified: (value) => (value === true ? [['emailTrust', 'assume-verified']] : []),
  allowregistration: (value) => [['firstSignIn', value === false ? 'linked' : 'everyone']],
}

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

const renamed = (source: unknown): unknown => {
  if (typeof source !== 'object' || source === null || !('kind' in source) || source.kind !== 'openid') return source
  const said = Object.entries(source)
  const result = new Map<string, unknown>(said.filter(([name]) => name in openidSchema.shape))
  for (const [name, value] of said) {
    if (name in openidSchema.shape) {
      result.set(name, meantBy(name, value))
      continue
    }
    const key = plain(name)
    const translate = Object.hasOwn(translated, key) ? translated[key] : undefined
    const to = own.get(key) ?? (Object.hasOwn(otherNames, key) ? otherNames[key] : undefined)
    const fields = translate?.(value) ?? (to === undefined ? [] : [[to, meantBy(to, value)] as const])
    const taken = (translate === undefined && fields.length === 0) || fields.some(([field]) => result.has(field))
    if (taken) result.set(name, value)
    else for (const [field, meant] of fields) result.set(field, meant)
  }
  return Object.fromEntries(result)
}
