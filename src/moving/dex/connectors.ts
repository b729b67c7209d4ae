import { slugFrom } from '../../applications/slug.ts'
import type { Plain } from '../imported.ts'
import { present, type Reading } from '../plain.ts'
import type { DexReading } from './dex-reading.ts'

/** What is the same in every connector, in the words of a source. */
interface Made {
  readonly preset: string
  readonly fields: Plain
}

/** One of `connectors`, as a source; undefined, and noted, for a kind that there is none of here. */
export const readConnector = (
  connector: Reading,
  dex: DexReading,
  ids: (wanted: string) => string,
): Plain | undefined => {
  const { leave, warn } = dex
  const type = connector.text('type') ?? ''
  const connectorId = connector.text('id') ?? type
  const name = connector.text('name')
  const config = connector.inside('config')
  const read = Object.hasOwn(kinds, type) ? kinds[type] : undefined
  if (read === undefined) {
    leave({ about: connector.about, code: 'source_kind', detail: type })
    return undefined
  }
  const clientId = expanded(config, 'clientID', dex)
  const clientSecret = expanded(config, 'clientSecret', dex)
  const lost = clientSecret === undefined && config.values['clientSecret'] !== undefined
  config.skip('redirectURI')
  const { preset, fields } = read(config, dex)
  for (const other of config.rest()) leave({ about: `${config.about}.${other}`, code: 'unsupported' })
  for (const other of connector.rest()) leave({ about: `${connector.about}.${other}`, code: 'unsupported' })
  if (clientId === undefined) {
    leave({ about: connector.about, code: 'malformed', detail: 'clientID' })
    return undefined
  }
  if (lost) {
    leave({ about: connector.about, code: 'no_secret', detail: connectorId })
    return undefined
  }
  const id = ids(slugFrom(connectorId === 'fediverse' ? 'fediverse-source' : connectorId))
  warn({ about: connector.about, code: 'register_callback', detail: `/sources/${id}/callback` })
  return present({
    id,
    kind: 'openid',
    preset,
    name: name ?? connectorId,
    clientId,
    clientSecret,
    ...(clientSecret === undefined ? { clientAuth: 'none' } : {}),
    // Dex lets in whoever comes that way.
    firstSignIn: 'everyone',
    ...fields,
    legacySubject: { kind: 'dex', connector: connectorId },
  })
}

/** Dex expands variables in a connector's settings. */
const expanded = (config: Reading, name: string, { fromEnvironment }: DexReading): string | undefined => {
  const text = config.text(name)
  const [, bare, braced] = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})$/.exec(text ?? '') ?? []
  const variable = bare ?? braced
  return variable === undefined ? text : fromEnvironment(variable, `${config.about}.${name}`)
}

const openid = (config: Reading): Plain => {
  const claims = config.inside('claimMapping')
  const groups = config.flag('insecureEnableGroups') === true
  const scopes = config.texts('scopes')
  const prompt = config.text('promptType')
  const acr = config.texts('acrValues')
  return {
    issuer: config.text('issuer'),
    issuerAlias: config.text('issuerAlias'),
    ...(config.flag('basicAuthUnsupported') === true ? { clientAuth: 'post' } : {}),
    scopes: scopes === undefined ? undefined : ['openid', ...scopes.filter((scope) => scope !== 'openid')],
    ...(config.flag('getUserInfo') === true ? { userinfo: 'always' } : {}),
    uidField: config.text('userIDKey'),
    usernameAttribute: claims.text('preferred_username'),
    nameClaim: config.text('userNameKey'),
    emailClaim: claims.text('email'),
    ...(config.flag('insecureSkipEmailVerified') === true ? { emailTrust: 'assume-verified' } : {}),
    groupsClaim: claims.text('groups'),
    ...(groups ? { take: { groups: 'always' } } : {}),
    allowedGroups: config.texts('allowedGroups'),
    prompt: prompt === '' ? undefined : prompt,
    acrValues: acr === undefined || acr.length === 0 ? undefined : acr.join(' '),
    ...readEndpoints(config.inside('providerDiscoveryOverrides')),
  }
}

const readEndpoints = (overrides: Reading): Plain => ({
  tokenEndpoint: overrides.text('tokenURL'),
  authorizationEndpoint: overrides.text('authURL'),
  jwksUri: overrides.text('jwksURL'),
})

/** There is nothing else that names a provider that is only OAuth's. */
const originOf = (address: string | undefined): string | undefined =>
  address !== undefined && URL.canParse(address) ? new URL(address).origin : undefined

const kinds: Readonly<Record<string, (config: Reading, dex: DexReading) => Made>> = {
  oidc: (config) => ({ preset: 'generic', fields: openid(config) }),
  google: (config) => ({
    preset: 'google',
    fields: {
      scopes: config.texts('scopes'),
      prompt: config.text('promptType'),
    },
  }),
  gitlab: (config, { leave }) => {
    // Whoever is known by a name is another after a renaming; the id is what stays.
    if (config.flag('useLoginAsID') === true) leave({ about: `${config.about}.useLoginAsID`, code: 'unsupported' })
    return {
      preset: 'gitlab',
      fields: { issuer: config.text('baseURL') ?? 'https://gitlab.com', allowedGroups: config.texts('groups') },
    }
  },
  github: (config, { leave }) => {
    if (config.flag('useLoginAsID') === true) leave({ about: `${config.about}.useLoginAsID`, code: 'unsupported' })
    return { preset: 'github', fields: {} }
  },
  microsoft: (config) => {
    const tenant = config.text('tenant') ?? 'common'
    // What Dex knows people by is their id in the directory, not the one that is made for each application.
    return {
      preset: 'microsoft',
      fields: { issuer: `https://login.microsoftonline.com/${tenant}/v2.0`, uidField: 'oid' },
    }
  },
  oauth: (config) => {
    const claims = config.inside('claimMapping')
    return {
      preset: 'generic',
      fields: {
        protocol: 'oauth',
        issuer: originOf(config.text('tokenURL')),
        discovery: false,
        authorizationEndpoint: config.text('authorizationURL'),
        tokenEndpoint: config.text('tokenURL'),
        userinfoEndpoint: config.text('userInfoURL'),
        userinfo: 'always',
        scopes: config.texts('scopes'),
        uidField: config.text('userIDKey') ?? 'id',
        usernameAttribute: claims.text('preferredUsernameKey'),
        nameClaim: claims.text('userNameKey'),
        groupsClaim: claims.text('groupsKey'),
      },
    }
  },
}
