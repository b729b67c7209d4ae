import type { ClaimMapping } from '../applications/claims/mappings.ts'
import { discovered, emailIsVerified, hasText, idTokenHolds, merged } from './checks.ts'
import type { Given, Recipe } from './recipe.ts'
import { groupName } from './words.ts'

type Asks = 'host' | 'admin' | 'quota'

/** Immich, through openid-client 6: the ID token if an address is in it, and userinfo if not. */
export const immich: Recipe<Asks> = {
  slug: 'immich',
  name: 'Immich',
  family: 'files',
  asks: [
    { kind: 'address', name: 'host', example: 'photos.example.org' },
    { kind: 'word', name: 'admin', example: 'admins', pattern: groupName, fallback: '' },
    { kind: 'word', name: 'quota', example: '200', pattern: /^[1-9]\d{0,5}$/, fallback: '' },
  ],

  application: ({ answers: { host, admin, quota } }) => ({
    redirectUris: [
      `${host}/auth/login`,
      `${host}/user-settings`,
      'app.immich:///oauth-callback',
      `${host}/api/oauth/mobile-redirect`,
    ],
    backchannelLogoutUri: `${host}/api/oauth/backchannel-logout`,
    launchUrl: `${host}/auth/login`,
    confidential: true,
    pkce: 'required',
    signingAlgorithm: 'RS256',
    missingEmail: 'ask',
    uidField: 'sub',
    claimMappings: [...roleClaim(admin), ...quotaClaim(quota)],
  }),

  blocks: (given) => [
    {
      id: 'form',
      into: { kind: 'form', name: 'Administration › Settings › Authentication Settings › OAuth' },
      language: 'text',
      content: [
        { label: 'ISSUER_URL', value: given.installation.issuer },
        { label: 'CLIENT_ID', value: given.application.clientId },
        { label: 'CLIENT_SECRET', value: given.clientSecret },
        { label: 'TOKEN_ENDPOINT_AUTH_METHOD', value: 'client_secret_post' },
        { label: 'SCOPE', value: scope },
        { label: 'ID_TOKEN_SIGNED_RESPONSE_ALG', value: 'RS256' },
        { label: 'USERINFO_SIGNED_RESPONSE_ALG', value: 'none' },
        { label: 'BUTTON_TEXT', value: given.installation.name },
      ],
    },
    {
      id: 'json',
      insteadOf: 'form',
      into: { kind: 'file', name: 'immich.json' },
      language: 'json',
      content: JSON.stringify({ oauth: settings(given) }, undefined, 2),
    },
  ],
  restart: [],
  traps: ['algorithm', 'once', 'mobile', 'http'],

  checks: (seen, { admin }) => {
    const known = merged(seen)
    return [
      ...discovered(seen, ['authorization_endpoint', 'token_endpoint', 'jwks_uri']),
      ...idTokenHolds(seen, ['RS256']),
      hasText(seen.idToken, 'sub'),
      hasText(known, 'email'),
      // It takes the account with the same address, whoever proved it; so we look.
      emailIsVerified(known, { strict: true, needed: false }),
      hasText(known, 'name', { needed: false }),
      hasText(known, 'preferred_username', { needed: false }),
      hasText(known, 'picture', { needed: false }),
      ...(admin === '' ? [] : [hasText(known, 'immich_role', { needed: false })]),
    ]
  },

  sources: [
    'https://docs.immich.app/administration/oauth',
    'https://docs.immich.app/install/config-file',
    'https://github.com/immich-app/immich/blob/main/server/src/repositories/oauth.repository.ts',
  ],
}

const scope = 'openid email profile'

/** By the names that Immich looks for unless it is told others. Both are taken over once, when it makes an account. */
const roleClaim = (admin: string): readonly ClaimMapping[] =>
  admin === ''
    ? []
    : [{ scope: 'profile', expression: `{"immich_role": ${JSON.stringify(admin)} in groups ? "admin" : "user"}` }]

/** GiB. */
const quotaClaim = (quota: string): readonly ClaimMapping[] =>
  quota === '' ? [] : [{ scope: 'profile', expression: `{"immich_quota": ${quota}}` }]

const settings = ({ installation, application, clientSecret }: Given<Asks>) => ({
  enabled: true,
  issuerUrl: installation.issuer,
  clientId: application.clientId,
  clientSecret,
  tokenEndpointAuthMethod: 'client_secret_post',
  scope,
  signingAlgorithm: 'RS256',
  profileSigningAlgorithm: 'none',
  buttonText: installation.name,
  autoRegister: true,
  autoLaunch: false,
})
