import { bearerToken, hasList, hasText, merged, userinfoAnswers } from './checks.ts'
import { environmentBlocks } from './environment.ts'
import type { Given, Recipe } from './recipe.ts'
import { envLines, type Settings } from './text.ts'
import { groupName } from './words.ts'

type Asks = 'host' | 'admins' | 'editors'

/** Grafana's generic OAuth, on x/oauth2: no discovery; claims by expressions, from the ID token and from userinfo. */
export const grafana: Recipe<Asks> = {
  slug: 'grafana',
  name: 'Grafana',
  family: 'work',
  asks: [
    { kind: 'address', name: 'host', example: 'grafana.example.org', path: true },
    { kind: 'word', name: 'admins', example: 'admins', pattern: groupName, fallback: '' },
    { kind: 'word', name: 'editors', example: 'editors', pattern: groupName, fallback: '' },
  ],

  application: ({ answers: { host } }) => ({
    redirectUris: [`${host}/login/generic_oauth`],
    postLogoutRedirectUris: [`${host}/login`],
    launchUrl: `${host}/login/generic_oauth`,
    confidential: true,
    pkce: 'required',
    signingAlgorithm: 'RS256',
    missingEmail: 'ask',
    uidField: 'sub',
  }),

  blocks: (given) => [
    ...environmentBlocks('grafana', settings(given)),
    {
      id: 'alone',
      only: 'extra',
      into: { kind: 'environment', name: 'grafana' },
      language: 'env',
      content: envLines([
        ['GF_AUTH_GENERIC_OAUTH_AUTO_LOGIN', 'true'],
        ['GF_AUTH_DISABLE_LOGIN_FORM', 'true'],
      ]),
    },
    {
      id: 'link',
      only: 'existing',
      into: { kind: 'environment', name: 'grafana' },
      language: 'env',
      content: envLines([['GF_AUTH_OAUTH_ALLOW_INSECURE_EMAIL_LOOKUP', 'true']]),
    },
  ],
  restart: ['systemctl restart grafana-server', 'docker compose up -d grafana'],
  traps: ['rootUrl', 'roles', 'locked'],

  checks: (seen, answers) => {
    const known = merged(seen)
    return [
      bearerToken(seen),
      userinfoAnswers(seen),
      hasText(known, 'sub'),
      hasText(known, 'email'),
      hasText(known, 'preferred_username', { needed: false }),
      hasText(known, 'name', { needed: false }),
      ...(usesRoles(answers) ? [hasList(known, 'groups', { needed: false })] : []),
    ]
  },

  sources: [
    'https://grafana.com/docs/grafana/latest/setup-grafana/configure-access/configure-authentication/generic-oauth/',
    'https://www.authelia.com/integration/openid-connect/clients/grafana/',
  ],
}

type Roles = Readonly<Record<'admins' | 'editors', string>>

const usesRoles = ({ admins, editors }: Roles): boolean => admins + editors !== ''

const settings = ({ installation, answers, application, clientSecret }: Given<Asks>): Settings => [
  ['GF_SERVER_ROOT_URL', `${answers.host}/`],
  ['GF_AUTH_GENERIC_OAUTH_ENABLED', 'true'],
  ['GF_AUTH_GENERIC_OAUTH_NAME', installation.name],
  ['GF_AUTH_GENERIC_OAUTH_CLIENT_ID', application.clientId],
  ['GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET', clientSecret],
  ['GF_AUTH_GENERIC_OAUTH_SCOPES', 'openid profile email groups'],
  ['GF_AUTH_GENERIC_OAUTH_AUTH_URL', installation.authorization],
  ['GF_AUTH_GENERIC_OAUTH_TOKEN_URL', installation.token],
  ['GF_AUTH_GENERIC_OAUTH_API_URL', installation.userinfo],
  ['GF_AUTH_GENERIC_OAUTH_USE_PKCE', 'true'],
  ['GF_AUTH_GENERIC_OAUTH_LOGIN_ATTRIBUTE_PATH', 'preferred_username'],
  ['GF_AUTH_GENERIC_OAUTH_NAME_ATTRIBUTE_PATH', 'name'],
  ['GF_AUTH_GENERIC_OAUTH_EMAIL_ATTRIBUTE_PATH', 'email'],
  ['GF_AUTH_GENERIC_OAUTH_GROUPS_ATTRIBUTE_PATH', 'groups'],
  ['GF_AUTH_GENERIC_OAUTH_ALLOW_SIGN_UP', 'true'],
  ['GF_AUTH_GENERIC_OAUTH_SIGNOUT_REDIRECT_URL', signOut(installation.endSession, `${answers.host}/login`)],
  ...(usesRoles(answers)
    ? ([['GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH', rolePath(answers)]] as const)
    : ([['GF_AUTH_GENERIC_OAUTH_SKIP_ORG_ROLE_SYNC', 'true']] as const)),
]

const signOut = (endSession: string, back: string): string =>
  `${endSession}?post_logout_redirect_uri=${encodeURIComponent(back)}`

/** In JMESPath. Everybody else may look. */
const rolePath = ({ admins, editors }: Roles): string =>
  [
    ...[
      [admins, 'Admin'],
      [editors, 'Editor'],
    ].flatMap(([group = '', role]) => (group === '' ? [] : [`contains(groups[*], ${raw(group)}) && '${role}'`])),
    "'Viewer'",
  ].join(' || ')

const raw = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
