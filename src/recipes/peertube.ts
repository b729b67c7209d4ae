import {
  bearerToken,
  discovered,
  hasList,
  hasOneOf,
  hasText,
  idTokenHolds,
  isUsername,
  userinfoAnswers,
  userinfoIsAboutTheSame,
} from './checks.ts'
import type { Recipe } from './recipe.ts'
import { groupName } from './words.ts'

/** PeerTube by its own plugin, which uses openid-client: the answer comes as a form, and userinfo says who it is. */
export const peertube: Recipe<'host' | 'allowed'> = {
  slug: 'peertube',
  name: 'PeerTube',
  family: 'fediverse',
  asks: [
    { kind: 'address', name: 'host', example: 'videos.example.org', httpsOnly: true },
    { kind: 'word', name: 'allowed', example: 'film-club', pattern: groupName, fallback: '' },
  ],

  application: ({ answers: { host } }) => ({
    redirectUris: [`${host}/plugins/auth-openid-connect/router/code-cb`],
    postLogoutRedirectUris: [`${host}/`],
    launchUrl: `${host}/login`,
    confidential: true,
    pkce: 'required',
    signingAlgorithm: 'RS256',
    missingEmail: 'ask',
    usernameRule: 'gotosocial',
    uidField: 'handle',
  }),

  blocks: ({ installation, answers: { allowed }, application, clientSecret }) => [
    {
      id: 'form',
      into: { kind: 'form', name: 'Administration › Settings › Plugins/Themes › auth-openid-connect › Settings' },
      language: 'text',
      content: [
        { label: 'Auth display name', value: installation.name },
        { label: 'Discover URL', value: installation.discovery },
        { label: 'Client ID', value: application.clientId },
        { label: 'Client secret', value: clientSecret },
        { label: 'Scope', value: 'openid email profile groups' },
        { label: 'Username property', value: 'handle' },
        { label: 'Email property', value: 'email' },
        { label: 'Display name property', value: 'name' },
        ...(allowed === ''
          ? []
          : [
              { label: 'Group property', value: 'groups' },
              { label: 'Allowed group', value: allowed },
            ]),
        { label: 'Token signature algorithm', value: 'RS256' },
      ],
    },
  ],
  restart: [],
  traps: ['plugin', 'silent', 'names', 'tenMinutes'],

  checks: (seen, { allowed }) => [
    ...discovered(seen, ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint']),
    bearerToken(seen),
    ...idTokenHolds(seen, ['RS256']),
    userinfoAnswers(seen),
    userinfoIsAboutTheSame(seen),
    isUsername(seen.userinfo, 'handle', /^[A-Za-z0-9_]{1,50}$/),
    hasText(seen.userinfo, 'email'),
    hasText(seen.userinfo, 'name', { needed: false }),
    ...(allowed === '' ? [] : [hasList(seen.userinfo, 'groups'), hasOneOf(seen.userinfo, 'groups', [allowed])]),
  ],

  sources: [
    'https://framagit.org/framasoft/peertube/official-plugins/-/tree/master/peertube-plugin-auth-openid-connect',
    'https://www.authelia.com/integration/openid-connect/clients/peertube/',
  ],
}
