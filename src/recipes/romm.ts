import { offeredIn } from './algorithms.ts'
import {
  bearerToken,
  discovered,
  emailIsVerified,
  hasList,
  hasOneOf,
  hasText,
  idTokenHolds,
  listOf,
  nonceComesBack,
} from './checks.ts'
import { environmentBlocks } from './environment.ts'
import { issuers } from './issuers.ts'
import type { Given, Recipe } from './recipe.ts'
import { envLines, type Settings } from './text.ts'
import { groupName } from './words.ts'

type Asks = 'host' | 'issuer' | 'admin' | 'editor' | 'viewer'

/** RomM, through Authlib. It makes of the ID token what it knows; userinfo is never asked. */
export const romm: Recipe<Asks> = {
  slug: 'romm',
  name: 'RomM',
  family: 'media',
  asks: [
    { kind: 'address', name: 'host', example: 'romm.example.org' },
    { kind: 'word', name: 'admin', example: 'admins', pattern: groupName, fallback: '' },
    { kind: 'word', name: 'editor', example: 'curators', pattern: groupName, fallback: '' },
    { kind: 'word', name: 'viewer', example: 'players', pattern: groupName, fallback: '' },
    { kind: 'choice', name: 'issuer', options: issuers },
  ],

  application: ({ answers: { host, issuer } }) => ({
    issuer: issuer === 'application' ? 'application' : 'global',
    redirectUris: [`${host}/api/oauth/openid`],
    launchUrl: `${host}/api/login/openid`,
    confidential: true,
    pkce: 'optional',
    signingAlgorithm: 'RS256',
    missingEmail: 'ask',
    uidField: 'email',
  }),

  blocks: (given) => [
    ...environmentBlocks('romm', settings(given)),
    {
      id: 'alone',
      only: 'extra',
      into: { kind: 'environment', name: 'romm' },
      language: 'env',
      content: envLines([
        ['DISABLE_USERPASS_LOGIN', 'true'],
        ['OIDC_AUTOLOGIN', 'true'],
      ]),
    },
  ],
  restart: ['docker compose up -d romm'],
  traps: ['verified', 'emailIsKey', 'usernameTaken', 'oneValueEach', 'privateCa', 'clock'],

  checks: ({ ...seen }, answers) => [
    ...discovered(seen, ['authorization_endpoint', 'token_endpoint', 'jwks_uri']),
    bearerToken(seen),
    ...idTokenHolds(seen, offeredIn(seen.discovery)),
    hasText(seen.idToken, 'sub'),
    nonceComesBack(seen),
    hasText(seen.idToken, 'email'),
    // What discovery promises has to be there, and true.
    emailIsVerified(seen.idToken, { strict: promised(seen.discovery).includes('email_verified') }),
    hasText(seen.idToken, 'preferred_username'),
    ...(usesRoles(answers)
      ? [hasList(seen.idToken, 'groups'), hasOneOf(seen.idToken, 'groups', rolesOf(answers))]
      : []),
  ],

  sources: [
    'https://docs.romm.app/latest/OIDC-Guides/OIDC-Setup-With-Authentik/',
    'https://github.com/rommapp/romm/blob/master/backend/config/__init__.py',
    'https://github.com/rommapp/romm/blob/master/backend/handler/auth/base_handler.py',
  ],
}

const settings = ({ installation, answers, application, clientSecret }: Given<Asks>): Settings => [
  ['OIDC_ENABLED', 'true'],
  ['OIDC_PROVIDER', installation.name],
  ['OIDC_CLIENT_ID', application.clientId],
  ['OIDC_CLIENT_SECRET', clientSecret],
  ['OIDC_REDIRECT_URI', `${answers.host}/api/oauth/openid`],
  // It takes the slashes off itself.
  ['OIDC_SERVER_APPLICATION_URL', installation.issuer.replace(/\/$/, '')],
  ['OIDC_USERNAME_ATTRIBUTE', 'preferred_username'],
  ['OIDC_RP_INITIATED_LOGOUT', 'true'],
  ['ROMM_BASE_URL', answers.host],
  ...(usesRoles(answers) ? roleSettings(answers) : []),
]

type Roles = Readonly<Record<'admin' | 'editor' | 'viewer', string>>

const usesRoles = ({ admin, editor, viewer }: Roles): boolean => admin + editor + viewer !== ''

/** Once roles are asked for, whoever has none is turned away; so those who only look may be everybody. */
const roleSettings = ({ admin, editor, viewer }: Roles): Settings => {
  const all: Settings = [
    ['OIDC_CLAIM_ROLES', 'groups'],
    ['OIDC_ROLE_ADMIN', admin],
    ['OIDC_ROLE_EDITOR', editor],
    ['OIDC_ROLE_VIEWER', viewer || '*'],
  ]
  return all.filter(([, value]) => value !== '')
}

const rolesOf = ({ admin, editor, viewer }: Roles): readonly string[] =>
  viewer === '' ? [] : [viewer, editor, admin].filter((role) => role !== '')

const promised = (discovery: Readonly<Record<string, unknown>>): readonly string[] =>
  listOf(discovery, 'claims_supported') ?? []
