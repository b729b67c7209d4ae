import { offeredIn } from './algorithms.ts'
import {
  discovered,
  emailIsVerified,
  hasList,
  hasOneOf,
  hasText,
  idTokenHolds,
  issuerByHttps,
  nonceComesBack,
  offers,
} from './checks.ts'
import { clientQuestion, openedWith } from './matrix.ts'
import type { Given, Recipe } from './recipe.ts'
import { yamlText } from './text.ts'
import { groupName } from './words.ts'

type Asks = 'host' | 'client' | 'allowed'

/** Synapse with its own sign-in, through Authlib. With `openid` among the scopes it reads the ID token and nothing else. */
export const synapse: Recipe<Asks> = {
  slug: 'synapse',
  name: 'Matrix Synapse',
  family: 'chat',
  asks: [
    { kind: 'address', name: 'host', example: 'matrix.example.org' },
    clientQuestion,
    { kind: 'word', name: 'allowed', example: 'family', pattern: groupName, fallback: '' },
  ],

  application: ({ answers: { host, client } }) => ({
    redirectUris: [`${host}/_synapse/client/oidc/callback`],
    ...openedWith(client),
    confidential: true,
    pkce: 'optional',
    signingAlgorithm: 'RS256',
    uidField: 'sub',
  }),

  blocks: (given) => [
    { id: 'yaml', into: { kind: 'file', name: 'homeserver.yaml' }, language: 'yaml', content: provider(given) },
  ],
  restart: ['systemctl restart matrix-synapse', 'docker compose restart synapse'],
  traps: ['list', 'delegated', 'once', 'publicBaseurl'],

  checks: (seen, { allowed }) => [
    issuerByHttps(seen),
    ...discovered(seen, ['authorization_endpoint', 'token_endpoint', 'jwks_uri']),
    offers(seen, 'token_endpoint_auth_methods_supported', ['client_secret_basic']),
    offers(seen, 'code_challenge_methods_supported', ['S256']),
    ...idTokenHolds(seen, offeredIn(seen.discovery)),
    nonceComesBack(seen),
    hasText(seen.idToken, 'sub'),
    ...(allowed === '' ? [] : [hasList(seen.idToken, 'groups'), hasOneOf(seen.idToken, 'groups', [allowed])]),
    hasText(seen.idToken, 'preferred_username'),
    hasText(seen.idToken, 'name', { needed: false }),
    hasText(seen.idToken, 'email', { needed: false }),
    // It takes every address for proven; so we look.
    emailIsVerified(seen.idToken, { strict: true, needed: false }),
  ],

  sources: [
    'https://element-hq.github.io/synapse/latest/openid.html',
    'https://element-hq.github.io/synapse/latest/usage/configuration/config_documentation.html#oidc_providers',
    'https://github.com/element-hq/synapse/blob/develop/synapse/handlers/oidc.py',
  ],
}

const provider = ({ installation, answers: { allowed }, application, clientSecret }: Given<Asks>): string =>
  [
    'oidc_providers:',
    '  - idp_id: portico',
    `    idp_name: ${yamlText(installation.name)}`,
    '    discover: true',
    `    issuer: ${yamlText(installation.issuer)}`,
    `    client_id: ${yamlText(application.clientId)}`,
    `    client_secret: ${yamlText(clientSecret)}`,
    '    client_auth_method: client_secret_basic',
    '    scopes: ["openid", "profile", "email"]',
    '    allow_existing_users: false',
    ...(allowed === ''
      ? []
      : ['    attribute_requirements:', '      - attribute: groups', `        value: ${yamlText(allowed)}`]),
    '    user_mapping_provider:',
    '      config:',
    '        localpart_template: "{{ user.preferred_username }}"',
    '        display_name_template: "{{ user.name }}"',
    '        email_template: "{{ user.email }}"',
  ].join('\n')
