import { goOidc } from './algorithms.ts'
import { bearerToken, discovered, hasList, hasOneOf, hasText, idTokenHolds, isFlag, isUsername } from './checks.ts'
import type { Recipe } from './recipe.ts'
import { envLines, type Settings, yamlLines } from './text.ts'
import { groupNames, namesIn } from './words.ts'

const scopes = ['openid', 'profile', 'email', 'groups']

/** GoToSocial, through go-oidc and x/oauth2. It reads the ID token and nothing else. */
export const gotosocial: Recipe<'host' | 'admins' | 'allowed'> = {
  slug: 'gotosocial',
  name: 'GoToSocial',
  family: 'fediverse',
  asks: [
    { kind: 'address', name: 'host', example: 'social.example.org' },
    { kind: 'word', name: 'admins', example: 'admins', pattern: groupNames, fallback: '' },
    { kind: 'word', name: 'allowed', example: 'friends,family', pattern: groupNames, fallback: '' },
  ],

  application: ({ answers: { host } }) => ({
    redirectUris: [`${host}/auth/callback`],
    // Its own sign-in page wants to know for which app; the settings do that themselves.
    launchUrl: `${host}/settings`,
    confidential: true,
    pkce: 'optional',
    signingAlgorithm: 'RS256',
    missingEmail: 'ask',
    usernameRule: 'gotosocial',
    uidField: 'sub',
  }),

  blocks: ({ installation, answers: { admins, allowed }, application, clientSecret }) => [
    {
      id: 'yaml',
      into: { kind: 'file', name: 'config.yaml' },
      language: 'yaml',
      content: yamlLines([
        ['oidc-enabled', true],
        ['oidc-idp-name', installation.name],
        ['oidc-skip-verification', false],
        ['oidc-issuer', installation.issuer],
        ['oidc-client-id', application.clientId],
        ['oidc-client-secret', clientSecret],
        ['oidc-scopes', scopes],
        ['oidc-link-existing', false],
        ['oidc-allowed-groups', namesIn(allowed)],
        ['oidc-admin-groups', namesIn(admins)],
      ]),
    },
    {
      id: 'env',
      insteadOf: 'yaml',
      into: { kind: 'environment', name: 'gotosocial' },
      language: 'env',
      content: envLines([
        ['GTS_OIDC_ENABLED', 'true'],
        ['GTS_OIDC_IDP_NAME', installation.name],
        ['GTS_OIDC_SKIP_VERIFICATION', 'false'],
        ['GTS_OIDC_ISSUER', installation.issuer],
        ['GTS_OIDC_CLIENT_ID', application.clientId],
        ['GTS_OIDC_CLIENT_SECRET', clientSecret],
        ['GTS_OIDC_SCOPES', scopes.join(',')],
        ...groups('GTS_OIDC_ALLOWED_GROUPS', allowed),
        ...groups('GTS_OIDC_ADMIN_GROUPS', admins),
      ]),
    },
    {
      id: 'link',
      only: 'existing',
      into: { kind: 'environment', name: 'gotosocial' },
      language: 'env',
      content: envLines([['GTS_OIDC_LINK_EXISTING', 'true']]),
    },
  ],
  restart: ['systemctl restart gotosocial', 'docker compose up -d --force-recreate gotosocial'],
  traps: ['order', 'username', 'password', 'adminsOnce', 'anotherIssuer', 'denied'],

  checks: (seen, { admins, allowed }) => [
    ...discovered(seen, ['authorization_endpoint', 'token_endpoint', 'jwks_uri']),
    bearerToken(seen),
    ...idTokenHolds(seen, goOidc),
    hasText(seen.idToken, 'sub'),
    hasText(seen.idToken, 'email'),
    isFlag(seen.idToken, 'email_verified'),
    hasList(seen.idToken, 'groups', { needed: seen.idToken['groups'] !== undefined || admins + allowed !== '' }),
    hasOneOf(seen.idToken, 'groups', namesIn(allowed)),
    isUsername(seen.idToken, 'preferred_username', /^[A-Za-z0-9_]{1,64}$/, { needed: false }),
  ],

  sources: [
    'https://docs.gotosocial.org/en/latest/configuration/oidc/',
    'https://codeberg.org/superseriousbusiness/gotosocial/src/branch/main/internal/oidc/claims.go',
  ],
}

const groups = (name: string, list: string): Settings => (list === '' ? [] : [[name, namesIn(list).join(',')]])
