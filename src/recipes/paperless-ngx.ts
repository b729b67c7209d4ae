import { bearerToken, discovered, hasList, hasText, userinfoAnswers } from './checks.ts'
import { environmentBlocks } from './environment.ts'
import type { Given, Recipe } from './recipe.ts'
import { envLines, type Settings } from './text.ts'

type Asks = 'host' | 'groups'

/** Its name for us, which is part of the address that people are sent back to. */
const provider = 'portico'

/** Paperless-ngx, through django-allauth: discovery, and userinfo for what it knows of somebody. */
export const paperlessNgx: Recipe<Asks> = {
  slug: 'paperless-ngx',
  name: 'Paperless-ngx',
  family: 'files',
  asks: [
    { kind: 'address', name: 'host', example: 'papers.example.org', path: true },
    { kind: 'choice', name: 'groups', options: ['there', 'here'] },
  ],

  application: ({ answers: { host } }) => ({
    redirectUris: [`${host}/accounts/oidc/${provider}/login/callback/`],
    launchUrl: `${host}/`,
    confidential: true,
    pkce: 'required',
    signingAlgorithm: 'RS256',
    uidField: 'sub',
  }),

  blocks: (given) => [
    ...environmentBlocks('webserver', settings(given)),
    {
      id: 'alone',
      only: 'extra',
      into: { kind: 'environment', name: 'webserver' },
      language: 'env',
      content: envLines([
        ['PAPERLESS_REDIRECT_LOGIN_TO_SSO', 'true'],
        ['PAPERLESS_DISABLE_REGULAR_LOGIN', 'true'],
      ]),
    },
  ],
  restart: ['docker compose up -d webserver', 'systemctl restart paperless-webserver'],
  traps: ['slash', 'rights', 'groups', 'privateCa'],

  checks: (seen, { groups }) => [
    ...discovered(seen, ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint']),
    bearerToken(seen),
    userinfoAnswers(seen),
    hasText(seen.userinfo, 'sub'),
    hasText(seen.userinfo, 'preferred_username', { needed: false }),
    hasText(seen.userinfo, 'email', { needed: false }),
    ...(groups === 'here' ? [hasList(seen.userinfo, 'groups', { needed: false })] : []),
  ],

  sources: [
    'https://docs.paperless-ngx.com/advanced_usage/#openid-connect-and-social-authentication',
    'https://docs.allauth.org/en/latest/socialaccount/providers/openid_connect.html',
    'https://www.authelia.com/integration/openid-connect/clients/paperless/',
  ],
}

const settings = ({ installation, answers, application, clientSecret }: Given<Asks>): Settings => [
  ['PAPERLESS_URL', new URL(answers.host).origin],
  ['PAPERLESS_APPS', 'allauth.socialaccount.providers.openid_connect'],
  [
    'PAPERLESS_SOCIALACCOUNT_PROVIDERS',
    plainJson({
      openid_connect: {
        SCOPE: ['openid', 'profile', 'email', ...(answers.groups === 'here' ? ['groups'] : [])],
        OAUTH_PKCE_ENABLED: true,
        APPS: [
          {
            provider_id: provider,
            name: installation.name,
            client_id: application.clientId,
            secret: clientSecret,
            settings: { server_url: installation.discovery, token_auth_method: 'client_secret_basic' },
          },
        ],
      },
    }),
  ],
  ['PAPERLESS_SOCIAL_AUTO_SIGNUP', 'true'],
  ['PAPERLESS_SOCIALACCOUNT_ALLOW_SIGNUPS', 'true'],
  ...(answers.groups === 'here' ? ([['PAPERLESS_SOCIAL_ACCOUNT_SYNC_GROUPS', 'true']] as const) : []),
]

/** Without what readers of such files disagree about: quotes and backslashes between single quotes, and variables. */
const plainJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll('\\\\', '\\u005c').replaceAll("'", '\\u0027').replaceAll('$', '\\u0024')
