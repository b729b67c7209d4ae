import { slugFrom } from '../../applications/slug.ts'
import type { Plain } from '../imported.ts'
import { present, type Reading, reading } from '../plain.ts'
import {
  type Admission,
  admits,
  everybody,
  githubAdmission,
  gitlabAdmission,
  googleAdmission,
  microsoftAdmission,
  oidcAdmission,
} from './admission.ts'
import type { DexReading } from './dex-reading.ts'
import { expanded } from './expand.ts'

/** What is the same in every connector, in the words of a source. */
interface Made {
  readonly preset: string
  readonly fields: Plain
  readonly admission: Admission
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
  const written = connector.inside('config')
  const read = Object.hasOwn(kinds, type) ? kinds[type] : undefined
  if (read === undefined) {
    const code = directories.has(type) ? 'directory' : 'source_kind'
    leave({ about: connector.about, code, detail: name === undefined ? type : `${type}: ${name}` })
    return undefined
  }
  const missing: string[] = []
  const noting: DexReading = {
    ...dex,
    fromEnvironment: (variable, about) => {
      const found = dex.fromEnvironment(variable, about)
      if (found === undefined) missing.push(variable)
      return found
    },
  }
  const config = reading(expanded(written.values, written.about, noting), written.about, leave)
  const clientId = config.text('clientID')
  const clientSecret = config.text('clientSecret')
  config.skip('redirectURI')
  const { preset, fields, admission } = read(config, dex)
  const byLogin = withLogins.has(type) && config.flag('useLoginAsID') === true
  if (byLogin) warn({ about: `${config.about}.useLoginAsID`, code: 'known_by_name' })
  const ca = readAuthorities(config, dex)
  if (config.flag('insecureSkipVerify') === true)
    leave({ about: `${config.about}.insecureSkipVerify`, code: 'by_hand', detail: 'ca' })
  for (const other of config.rest()) leave({ about: `${config.about}.${other}`, code: 'unsupported' })
  for (const other of connector.rest()) leave({ about: `${connector.about}.${other}`, code: 'unsupported' })
  if (missing.length > 0) {
    // Another provider, another secret, fewer conditions: without one of its settings it is something else.
    leave({ about: connector.about, code: 'environment', detail: missing.join(', ') })
    return undefined
  }
  const wanted = fields['issuer'] === undefined && preset === 'generic' ? 'issuer' : undefined
  if (clientId === undefined || wanted !== undefined) {
    leave({ about: connector.about, code: 'malformed', detail: wanted ?? 'clientID' })
    return undefined
  }
  const id = ids(slugFrom(connectorId === 'fediverse' ? 'fediverse-source' : connectorId))
  warn({ about: connector.about, code: 'register_callback', detail: `/sources/${id}/callback` })
  const admitted = admits(config, admission, dex)
  return present({
    id,
    kind: 'openid',
    preset,
    name: name ?? connectorId,
    clientId,
    clientSecret,
    ...(clientSecret === undefined ? { clientAuth: 'none' } : {}),
    ...fields,
    ca,
    ...admitted,
    legacySubject: { kind: 'dex', connector: connectorId, ...(byLogin ? { by: 'username' } : {}) },
  })
}

/** Certificates stand in the file, as PEM or the base64 of it, or somewhere on Dex's machine. */
const readAuthorities = (config: Reading, { leave }: DexReading): string | undefined => {
  const written = [config.texts('rootCAs') ?? [], config.text('rootCA') ?? [], config.text('rootCAData') ?? []].flat()
  const found = written.flatMap((text) => {
    const pem = [text, Buffer.from(text, 'base64').toString('latin1')].find((one) => one.includes('-----BEGIN CERT'))
    if (pem === undefined)
      leave({ about: `${config.about}.rootCAs`, code: 'by_hand', detail: `caFile: ${text.slice(0, 200)}` })
    return pem ?? []
  })
  return found.length === 0 ? undefined : found.join('\n')
}

/** Where Dex knew people by what they are called, if somebody wanted that. */
const withLogins: ReadonlySet<string> = new Set(['github', 'gitlab', 'gitea'])

/** Portico asks no directory and speaks no SAML: people come in by a provider that does, or with an account here. */
const directories = new Set(['ldap', 'saml', 'atlassiancrowd', 'keystone', 'authproxy', 'openshift'])

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
    scopes: withOpenid(scopes),
    ...(config.flag('getUserInfo') === true ? { userinfo: 'always' } : {}),
    uidField: config.text('userIDKey'),
    usernameAttribute: claims.text('preferred_username'),
    nameClaim: config.text('userNameKey'),
    emailClaim: claims.text('email'),
    ...(config.flag('insecureSkipEmailVerified') === true ? { emailTrust: 'assume-verified' } : {}),
    groupsClaim: claims.text('groups'),
    ...(groups ? { take: { groups: 'always' } } : {}),
    pkce: config.text('pkceChallenge') === 'S256' ? 'always' : undefined,
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
  oidc: (config) => ({ preset: 'generic', fields: openid(config), admission: oidcAdmission(config) }),
  google: (config) => ({
    preset: 'google',
    fields: { scopes: withOpenid(config.texts('scopes')), prompt: config.text('promptType') },
    admission: googleAdmission(config),
  }),
  gitlab: (config) => ({
    preset: 'gitlab',
    fields: { issuer: config.text('baseURL') ?? 'https://gitlab.com' },
    admission: gitlabAdmission(config),
  }),
  github: (config) => {
    const host = config.text('hostName')
    config.skip('loadAllGroups', 'teamNameField', 'preferredEmailDomain')
    return {
      preset: 'github',
      fields: host === undefined || host === '' ? {} : ofEnterprise(host),
      admission: githubAdmission(config),
    }
  },
  microsoft: (config) => {
    const tenant = config.text('tenant') ?? 'common'
    const domain = config.text('domainHint')
    // What Dex knows people by is their id in the directory, not the one that is made for each application.
    return {
      preset: 'microsoft',
      fields: {
        issuer: `https://login.microsoftonline.com/${tenant}/v2.0`,
        uidField: 'oid',
        prompt: config.text('promptType'),
        ...(domain === undefined || domain === '' ? {} : { authorizeParameters: { domain_hint: domain } }),
      },
      admission: microsoftAdmission(config),
    }
  },
  gitea: (config) => {
    const base = (config.text('baseURL') ?? 'https://gitea.com').replace(/\/+$/, '')
    return {
      preset: 'generic',
      fields: {
        ...asOauth,
        issuer: originOf(base),
        authorizationEndpoint: `${base}/login/oauth/authorize`,
        tokenEndpoint: `${base}/login/oauth/access_token`,
        userinfoEndpoint: `${base}/api/v1/user`,
        groupsEndpoint: `${base}/api/v1/user/orgs`,
        scopes: [],
        uidField: 'id',
        usernameAttribute: 'login',
        nameClaim: 'full_name',
        pictureClaim: 'avatar_url',
      },
      admission: githubAdmission(config),
    }
  },
  oauth: (config) => {
    const claims = config.inside('claimMapping')
    return {
      preset: 'generic',
      fields: {
        ...asOauth,
        issuer: originOf(config.text('tokenURL')),
        authorizationEndpoint: config.text('authorizationURL'),
        tokenEndpoint: config.text('tokenURL'),
        userinfoEndpoint: config.text('userInfoURL'),
        scopes: config.texts('scopes'),
        uidField: config.text('userIDKey') ?? 'id',
        usernameAttribute: claims.text('preferredUsernameKey') ?? 'preferred_username',
        nameClaim: claims.text('userNameKey') ?? 'user_name',
        emailClaim: claims.text('emailKey') ?? 'email',
        groupsClaim: claims.text('groupsKey') ?? 'groups',
      },
      admission: everybody,
    }
  },
}

const asOauth: Plain = { protocol: 'oauth', discovery: false, userinfo: 'always' }

const withOpenid = (scopes: readonly string[] | undefined): readonly string[] | undefined =>
  scopes === undefined ? undefined : ['openid', ...scopes.filter((scope) => scope !== 'openid')]

const ofEnterprise = (host: string): Plain => ({
  issuer: `https://${host}`,
  authorizationEndpoint: `https://${host}/login/oauth/authorize`,
  tokenEndpoint: `https://${host}/login/oauth/access_token`,
  userinfoEndpoint: `https://${host}/api/v3/user`,
  emailsEndpoint: `https://${host}/api/v3/user/emails`,
  groupsEndpoint: `https://${host}/api/v3/user/orgs`,
})
