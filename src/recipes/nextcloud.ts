import { discovered, hasText, idTokenHolds, issuerByHttps, nonceComesBack } from './checks.ts'
import type { Given, Recipe } from './recipe.ts'
import { option, shellCommand } from './text.ts'

type Asks = 'host' | 'uid'

/** Nextcloud by its app user_oidc. It reads the ID token; what it calls somebody there never changes. */
export const nextcloud: Recipe<Asks> = {
  slug: 'nextcloud',
  name: 'Nextcloud',
  family: 'files',
  asks: [
    { kind: 'address', name: 'host', example: 'cloud.example.org', path: true },
    { kind: 'choice', name: 'uid', options: ['sub', 'handle'] },
  ],

  application: ({ answers: { host, uid } }) => ({
    redirectUris: [`${host}/apps/user_oidc/code`, `${host}/index.php/apps/user_oidc/code`],
    postLogoutRedirectUris: [`${host}/`],
    backchannelLogoutUri: `${host}/index.php/apps/user_oidc/backchannel-logout/portico`,
    launchUrl: host,
    confidential: true,
    pkce: 'optional',
    signingAlgorithm: 'RS256',
    uidField: uid === 'handle' ? 'handle' : 'sub',
  }),

  blocks: (given) => [
    {
      id: 'occ',
      into: { kind: 'command', name: 'occ' },
      language: 'sh',
      content: commands('sudo -u www-data php occ', given),
    },
    {
      id: 'docker',
      insteadOf: 'occ',
      into: { kind: 'command', name: 'docker compose' },
      language: 'sh',
      content: commands('docker compose exec --user www-data app php occ', given),
    },
    {
      id: 'alone',
      only: 'extra',
      into: { kind: 'command', name: 'occ' },
      language: 'sh',
      content: `sudo -u www-data php occ ${alone}`,
    },
    {
      id: 'aloneDocker',
      only: 'extra',
      insteadOf: 'alone',
      into: { kind: 'command', name: 'docker compose' },
      language: 'sh',
      content: `docker compose exec --user www-data app php occ ${alone}`,
    },
  ],
  restart: [],
  traps: ['privateAddress', 'fiveMinutes', 'groups', 'keys'],

  checks: (seen, { uid }) => [
    issuerByHttps(seen),
    ...discovered(seen, ['authorization_endpoint', 'token_endpoint', 'jwks_uri']),
    ...idTokenHolds(seen, ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'EdDSA']),
    nonceComesBack(seen),
    hasText(seen.idToken, uid),
    hasText(seen.idToken, 'name', { needed: false }),
    hasText(seen.idToken, 'email', { needed: false }),
    hasText(seen.idToken, 'picture', { needed: false }),
  ],

  sources: [
    'https://github.com/nextcloud/user_oidc',
    'https://github.com/nextcloud/user_oidc/blob/main/lib/Controller/LoginController.php',
  ],
}

const alone = 'config:app:set --type=string --value=0 user_oidc allow_multiple_user_backends'

const commands = (occ: string, { installation, answers, application, clientSecret }: Given<Asks>): string =>
  [
    `${occ} app:enable user_oidc`,
    shellCommand([
      `${occ} user_oidc:provider portico`,
      option('clientid', application.clientId),
      option('clientsecret', clientSecret),
      option('discoveryuri', installation.discovery),
      option('scope', 'openid profile email'),
      option('postlogouturi', `${answers.host}/`),
      option('mapping-uid', answers.uid),
      option('unique-uid', answers.uid === 'handle' ? '0' : '1'),
      option('mapping-display-name', 'name'),
      option('mapping-email', 'email'),
      option('mapping-avatar', 'picture'),
      option('send-id-token-hint', '1'),
    ]),
  ].join('\n')
