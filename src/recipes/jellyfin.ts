import {
  bearerToken,
  discovered,
  hasList,
  hasOneOf,
  hasText,
  idTokenIsFor,
  merged,
  userinfoAnswers,
  userinfoIsAboutTheSame,
} from './checks.ts'
import type { Given, Recipe } from './recipe.ts'
import { shellWord } from './text.ts'
import { groupName } from './words.ts'

type Asks = 'host' | 'provider' | 'admins' | 'allowed'

/** Jellyfin by its plugin SSO-Auth, through OidcClient. It knows people by their name, so it is given one that stays. */
export const jellyfin: Recipe<Asks> = {
  slug: 'jellyfin',
  name: 'Jellyfin',
  family: 'media',
  asks: [
    { kind: 'address', name: 'host', example: 'films.example.org', path: true },
    { kind: 'word', name: 'provider', example: 'portico', pattern: /^[A-Za-z0-9_-]{1,50}$/, fallback: 'portico' },
    { kind: 'word', name: 'admins', example: 'admins', pattern: groupName, fallback: '' },
    { kind: 'word', name: 'allowed', example: 'film-club', pattern: groupName, fallback: '' },
  ],

  application: ({ answers: { host, provider } }) => ({
    redirectUris: [`${host}/sso/OID/redirect/${provider}`, `${host}/sso/OID/r/${provider}`],
    launchUrl: `${host}/sso/OID/start/${provider}`,
    confidential: true,
    pkce: 'required',
    signingAlgorithm: 'RS256',
    uidField: 'handle',
  }),

  blocks: (given) => [
    {
      id: 'form',
      into: { kind: 'form', name: 'Dashboard › Plugins › SSO-Auth › Settings' },
      language: 'text',
      content: fields(given),
    },
    {
      id: 'api',
      insteadOf: 'form',
      into: { kind: 'command', name: 'curl' },
      language: 'sh',
      content: call(given),
    },
  ],
  restart: ['systemctl restart jellyfin', 'docker compose restart jellyfin'],
  traps: ['plugin', 'button', 'sameName', 'rights', 'apps'],

  checks: (seen, { admins, allowed }) => {
    const known = merged(seen)
    return [
      ...discovered(seen, ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint']),
      bearerToken(seen),
      ...idTokenIsFor(seen),
      userinfoAnswers(seen),
      userinfoIsAboutTheSame(seen),
      hasText(known, 'handle'),
      ...(admins + allowed === '' ? [] : [hasList(known, 'groups', { needed: allowed !== '' })]),
      ...(allowed === ''
        ? []
        : [
            hasOneOf(
              known,
              'groups',
              [allowed, admins].filter((group) => group !== ''),
            ),
          ]),
      hasText(known, 'picture', { needed: false }),
    ]
  },

  sources: [
    'https://github.com/9p4/jellyfin-plugin-sso',
    'https://github.com/9p4/jellyfin-plugin-sso/blob/main/providers.md',
  ],
}

const usesRoles = ({ admins, allowed }: Readonly<Record<'admins' | 'allowed', string>>) => admins + allowed !== ''

/** Whoever may not come in is turned away; an administrator may. */
const rolesIn = ({ admins, allowed }: Readonly<Record<'admins' | 'allowed', string>>): readonly string[] =>
  allowed === '' ? [] : [allowed, admins].filter((group) => group !== '')

const avatar = '@{picture}'

const fields = ({ installation, answers, application, clientSecret }: Given<Asks>) => [
  { label: 'Name of OpenID Provider', value: answers.provider },
  { label: 'OpenID Endpoint', value: installation.issuer },
  { label: 'OpenID Client ID', value: application.clientId },
  { label: 'OpenID client secret', value: clientSecret },
  { label: 'Enabled', value: 'yes' },
  // Otherwise it would take away what was given there by hand.
  { label: 'Enable Authorization by Plugin', value: answers.admins === '' ? 'no' : 'yes' },
  { label: 'Enable All Folders', value: 'yes' },
  ...(answers.allowed === '' ? [] : [{ label: 'Roles', value: rolesIn(answers).join('\n') }]),
  ...(answers.admins === '' ? [] : [{ label: 'Admin Roles', value: answers.admins }]),
  ...(usesRoles(answers)
    ? [
        { label: 'Role Claim', value: 'groups' },
        { label: 'Request Additional Scopes', value: 'groups' },
      ]
    : []),
  { label: 'Set default username claim', value: 'handle' },
  { label: 'Set avatar url format', value: avatar },
  { label: 'Scheme Override', value: new URL(answers.host).protocol.slice(0, -1) },
]

/** The plugin's own API, with a key of Jellyfin's. */
const call = ({ installation, answers, application, clientSecret }: Given<Asks>): string => {
  const body = {
    oidEndpoint: installation.issuer,
    oidClientId: application.clientId,
    oidSecret: clientSecret,
    enabled: true,
    enableAuthorization: answers.admins !== '',
    enableAllFolders: true,
    roles: rolesIn(answers),
    adminRoles: answers.admins === '' ? [] : [answers.admins],
    roleClaim: usesRoles(answers) ? 'groups' : '',
    oidScopes: usesRoles(answers) ? ['groups'] : [],
    defaultUsernameClaim: 'handle',
    avatarUrlFormat: avatar,
    schemeOverride: new URL(answers.host).protocol.slice(0, -1),
  }
  const url = shellWord(`${answers.host}/sso/OID/Add/${answers.provider}`)
  return [
    `curl --fail-with-body --request POST ${url}"?api_key=$JELLYFIN_API_KEY" \\`,
    `  --header 'content-type: application/json' --data @- <<'PROVIDER'`,
    JSON.stringify(body, undefined, 2),
    'PROVIDER',
  ].join('\n')
}
