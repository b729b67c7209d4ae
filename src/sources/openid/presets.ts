import type { OpenidWords } from './settings.ts'

export const presetNames = [
  'generic',
  'google',
  'gitlab',
  'github',
  'microsoft',
  'keycloak',
  'authentik',
  'dex',
  'auth0',
  'portico',
] as const
export type PresetName = (typeof presetNames)[number]

/** What is usual with a provider; each word may be said otherwise. */
export interface Preset {
  /** What the source is called when nobody says. */
  readonly name: string
  /** How its issuer looks; empty where there is but one. */
  readonly issuerExample: string
  readonly words: OpenidWords
}

/** Everybody can have an account there: whoever comes for the first time needs more than that. */
const open = { firstSignIn: 'invited' } as const

export const presets: Readonly<Record<PresetName, Preset>> = {
  generic: { name: 'OpenID Connect', issuerExample: 'https://login.example.org', words: {} },
  google: {
    name: 'Google',
    issuerExample: '',
    words: { ...open, issuer: 'https://accounts.google.com', scopes: ['openid', 'profile', 'email'], nonce: true },
  },
  gitlab: {
    name: 'GitLab',
    issuerExample: 'https://gitlab.com',
    words: {
      ...open,
      issuer: 'https://gitlab.com',
      scopes: ['openid', 'profile', 'email'],
      usernameAttribute: 'nickname',
      userinfo: 'always',
    },
  },
  github: {
    name: 'GitHub',
    issuerExample: '',
    words: {
      ...open,
      protocol: 'oauth',
      issuer: 'https://github.com',
      discovery: false,
      authorizationEndpoint: 'https://github.com/login/oauth/authorize',
      tokenEndpoint: 'https://github.com/login/oauth/access_token',
      userinfoEndpoint: 'https://api.github.com/user',
      emailsEndpoint: 'https://api.github.com/user/emails',
      groupsEndpoint: 'https://api.github.com/user/orgs',
      clientAuth: 'post',
      scopes: ['read:user', 'user:email', 'read:org'],
      nonce: false,
      uidField: 'id',
      usernameAttribute: 'login',
      pictureClaim: 'avatar_url',
    },
  },
  microsoft: {
    name: 'Microsoft',
    issuerExample: 'https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0',
    words: {
      ...open,
      issuer: 'https://login.microsoftonline.com/common/v2.0',
      scopes: ['openid', 'profile', 'email'],
      clientAuth: 'post',
      // Anybody can put any address into the directory of a tenant of their own; and the picture is behind a token.
      take: { email: 'suggest', picture: 'ignore' },
    },
  },
  keycloak: {
    name: 'Keycloak',
    issuerExample: 'https://keycloak.example.org/realms/main',
    words: { scopes: ['openid', 'profile', 'email'], signOutThere: true },
  },
  authentik: {
    name: 'authentik',
    issuerExample: 'https://authentik.example.org/application/o/portico/',
    words: { scopes: ['openid', 'profile', 'email'] },
  },
  dex: { name: 'Dex', issuerExample: 'https://dex.example.org', words: { userinfo: 'never' } },
  auth0: {
    name: 'Auth0',
    issuerExample: 'https://example.eu.auth0.com/',
    words: { scopes: ['openid', 'profile', 'email'], usernameAttribute: 'nickname', clientAuth: 'post' },
  },
  portico: {
    name: 'Portico',
    issuerExample: 'https://id.example.org',
    words: { pkce: 'always', signOutThere: true },
  },
}
