import {
  discovered,
  emailIsVerified,
  hasText,
  idTokenHolds,
  issuerByHttps,
  isUsername,
  nonceComesBack,
} from './checks.ts'
import { clientQuestion, openedWith } from './matrix.ts'
import type { Given, Recipe } from './recipe.ts'
import { yamlText } from './text.ts'

type Asks = 'host' | 'client' | 'provider'

/** The Matrix Authentication Service in front of Synapse. It reads the ID token, and gives accounts their names by templates. */
export const matrixAuthenticationService: Recipe<Asks> = {
  slug: 'matrix-authentication-service',
  name: 'Matrix Authentication Service',
  family: 'chat',
  asks: [
    { kind: 'address', name: 'host', example: 'account.example.org', path: true },
    clientQuestion,
    {
      kind: 'word',
      name: 'provider',
      example: '01K0PRT1C00000000000000000',
      // A ULID. It only has to differ from the others in that file.
      pattern: /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/,
      fallback: '01K0PRT1C00000000000000000',
    },
  ],

  application: ({ answers: { host, client, provider } }) => ({
    redirectUris: [`${host}/upstream/callback/${provider}`],
    backchannelLogoutUri: `${host}/upstream/backchannel-logout/${provider}`,
    ...openedWith(client),
    confidential: true,
    pkce: 'required',
    signingAlgorithm: 'RS256',
    uidField: 'sub',
  }),

  blocks: (given) => [
    { id: 'yaml', into: { kind: 'file', name: 'config.yaml' }, language: 'yaml', content: configuration(given) },
    {
      id: 'link',
      only: 'existing',
      into: { kind: 'file', name: 'config.yaml' },
      language: 'yaml',
      content: ['localpart:', ...localpart, '  on_conflict: set'].join('\n'),
    },
  ],
  restart: ['mas-cli config sync', 'systemctl restart matrix-authentication-service', 'docker compose restart mas'],
  traps: ['list', 'issuer', 'names', 'algorithm'],

  checks: (seen) => [
    issuerByHttps(seen),
    ...discovered(seen, [
      'authorization_endpoint',
      'token_endpoint',
      'jwks_uri',
      'response_types_supported',
      'subject_types_supported',
      'id_token_signing_alg_values_supported',
    ]),
    ...idTokenHolds(seen, ['RS256']),
    nonceComesBack(seen),
    hasText(seen.idToken, 'sub'),
    isUsername(seen.idToken, 'preferred_username', /^[A-Za-z0-9._=/-]{1,200}$/),
    hasText(seen.idToken, 'name', { needed: false }),
    hasText(seen.idToken, 'email', { needed: false }),
    // It takes every address for proven; so we look.
    emailIsVerified(seen.idToken, { strict: true, needed: false }),
  ],

  sources: [
    'https://element-hq.github.io/matrix-authentication-service/setup/sso.html',
    'https://element-hq.github.io/matrix-authentication-service/reference/configuration.html#upstream_oauth2providers',
  ],
}

const localpart = ['  action: require', '  template: "{{ user.preferred_username | lower }}"']

const configuration = ({ installation, answers, application, clientSecret }: Given<Asks>): string =>
  [
    'upstream_oauth2:',
    '  providers:',
    `    - id: ${yamlText(answers.provider)}`,
    `      human_name: ${yamlText(installation.name)}`,
    `      issuer: ${yamlText(installation.issuer)}`,
    `      client_id: ${yamlText(application.clientId)}`,
    `      client_secret: ${yamlText(clientSecret)}`,
    '      token_endpoint_auth_method: client_secret_basic',
    '      id_token_signed_response_alg: RS256',
    '      scope: "openid profile email"',
    '      discovery_mode: oidc',
    '      pkce_method: always',
    '      on_backchannel_logout: logout_browser_only',
    '      claims_imports:',
    '        subject:',
    '          template: "{{ user.sub }}"',
    '        localpart:',
    ...localpart.map((line) => `        ${line}`),
    '        displayname:',
    '          action: suggest',
    '          template: "{{ user.name }}"',
    '        email:',
    '          action: suggest',
    '          template: "{{ user.email }}"',
  ].join('\n')
