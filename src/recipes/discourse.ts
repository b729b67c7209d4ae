import {
  bearerToken,
  discovered,
  emailIsVerified,
  hasText,
  idTokenIsFor,
  nonceComesBack,
  userinfoAnswers,
  userinfoIsAboutTheSame,
} from './checks.ts'
import type { Entry, Given, Recipe } from './recipe.ts'

/** Discourse by its plugin, on OmniAuth's OAuth 2: always a nonce, and userinfo for what it knows of somebody. */
export const discourse: Recipe<'host'> = {
  slug: 'discourse',
  name: 'Discourse',
  family: 'chat',
  asks: [{ kind: 'address', name: 'host', example: 'forum.example.org' }],

  application: ({ answers: { host } }) => ({
    redirectUris: [`${host}/auth/oidc/callback`],
    postLogoutRedirectUris: [host, `${host}/`],
    launchUrl: `${host}/login`,
    confidential: true,
    pkce: 'required',
    signingAlgorithm: 'RS256',
    missingEmail: 'ask',
    uidField: 'sub',
  }),

  blocks: (given) => [
    {
      id: 'form',
      into: { kind: 'form', name: 'Admin › Settings › openid_connect' },
      language: 'text',
      content: settings(given),
    },
    {
      id: 'rails',
      insteadOf: 'form',
      into: { kind: 'command', name: 'rails' },
      language: 'sh',
      content: [
        "rails runner - <<'SETTINGS'",
        ...settings(given).map(({ label, value }) => `SiteSetting.${label} = ${rubyValue(value)}`),
        'SETTINGS',
      ].join('\n'),
    },
  ],
  restart: [],
  traps: ['plugin', 'names', 'address', 'privateAddress', 'reasons'],

  checks: (seen) => [
    ...discovered(seen, ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint']),
    bearerToken(seen),
    ...idTokenIsFor(seen),
    nonceComesBack(seen),
    hasText(seen.idToken, 'sub'),
    userinfoAnswers(seen),
    userinfoIsAboutTheSame(seen),
    hasText(seen.userinfo, 'email'),
    // It then asks for a proof itself.
    emailIsVerified(seen.userinfo, { strict: false, needed: false }),
    hasText(seen.userinfo, 'preferred_username', { needed: false }),
    hasText(seen.userinfo, 'name', { needed: false }),
    hasText(seen.userinfo, 'picture', { needed: false }),
  ],

  sources: [
    'https://meta.discourse.org/t/openid-connect-authentication-plugin/103632',
    'https://github.com/discourse/discourse-openid-connect',
  ],
}

const settings = ({ installation, application, clientSecret }: Given<'host'>): readonly Entry[] =>
  [
    ['openid_connect_enabled', 'true'],
    ['openid_connect_discovery_document', installation.discovery],
    ['openid_connect_client_id', application.clientId],
    ['openid_connect_client_secret', clientSecret],
    ['openid_connect_authorize_scope', 'openid email profile'],
    ['openid_connect_use_pkce', 'true'],
    ['openid_connect_match_by_email', 'true'],
    ['openid_connect_rp_initiated_logout', 'true'],
  ].map(([label = '', value = '']) => ({ label, value }))

const rubyValue = (value: string): string => (value === 'true' ? value : `'${value.replace(/[\\']/g, '\\$&')}'`)
