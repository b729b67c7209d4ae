import { goOidc } from './algorithms.ts'
import { discovered, emailIsVerified, hasText, idTokenHolds, merged } from './checks.ts'
import type { Given, Recipe } from './recipe.ts'
import { yamlText } from './text.ts'

type Asks = 'host' | 'key'

/** Vikunja, through go-oidc and x/oauth2: the ID token, and userinfo where something is missing in it. */
export const vikunja: Recipe<Asks> = {
  slug: 'vikunja',
  name: 'Vikunja',
  family: 'work',
  asks: [
    { kind: 'address', name: 'host', example: 'todo.example.org' },
    { kind: 'word', name: 'key', example: 'portico', pattern: /^[a-z0-9]{1,50}$/, fallback: 'portico' },
  ],

  application: ({ answers: { host, key } }) => ({
    redirectUris: [`${host}/auth/openid/${key}`],
    launchUrl: `${host}/login`,
    confidential: true,
    pkce: 'optional',
    signingAlgorithm: 'RS256',
    missingEmail: 'ask',
    uidField: 'sub',
  }),

  blocks: (given) => [
    {
      id: 'yaml',
      into: { kind: 'file', name: 'config.yml' },
      language: 'yaml',
      content: provider(given).join('\n'),
    },
    {
      id: 'alone',
      only: 'extra',
      into: { kind: 'file', name: 'config.yml' },
      language: 'yaml',
      content: ['auth:', '  local:', '    enabled: false'].join('\n'),
    },
    {
      id: 'link',
      only: 'existing',
      into: { kind: 'file', name: 'config.yml' },
      language: 'yaml',
      content: [...provider(given), '        emailfallback: true'].join('\n'),
    },
  ],
  restart: ['systemctl restart vikunja', 'docker compose restart vikunja'],
  traps: ['section', 'order', 'key', 'picture'],

  checks: (seen) => {
    const known = merged(seen)
    return [
      ...discovered(seen, ['authorization_endpoint', 'token_endpoint', 'jwks_uri']),
      ...idTokenHolds(seen, goOidc),
      hasText(seen.idToken, 'sub'),
      hasText(known, 'email'),
      // Only for accounts that are there already.
      emailIsVerified(known, { strict: true, needed: false }),
      hasText(known, 'preferred_username', { needed: false }),
      hasText(known, 'name', { needed: false }),
      hasText(known, 'picture', { needed: false }),
    ]
  },

  sources: [
    'https://vikunja.io/docs/openid/',
    'https://vikunja.io/docs/config-options/',
    'https://github.com/go-vikunja/vikunja/blob/main/pkg/modules/auth/openid/openid.go',
  ],
}

const provider = ({ installation, answers: { key }, application, clientSecret }: Given<Asks>): readonly string[] => [
  'auth:',
  '  openid:',
  '    enabled: true',
  '    providers:',
  `      ${key}:`,
  `        name: ${yamlText(installation.name)}`,
  `        authurl: ${yamlText(installation.issuer)}`,
  `        logouturl: ${yamlText(installation.endSession)}`,
  `        clientid: ${yamlText(application.clientId)}`,
  `        clientsecret: ${yamlText(clientSecret)}`,
  '        scope: "openid email profile"',
]
