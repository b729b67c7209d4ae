import { bearerToken, emailIsVerified, hasText, merged, userinfoAnswers } from './checks.ts'
import { environmentBlocks } from './environment.ts'
import type { Recipe } from './recipe.ts'

/** Outline, through passport-oauth2: userinfo, and the ID token for what is missing there, whoever signed it. */
export const outline: Recipe<'host'> = {
  slug: 'outline',
  name: 'Outline',
  family: 'writing',
  asks: [{ kind: 'address', name: 'host', example: 'wiki.example.org' }],

  application: ({ answers: { host } }) => ({
    redirectUris: [`${host}/auth/oidc.callback`],
    postLogoutRedirectUris: [host, `${host}/`],
    launchUrl: `${host}/auth/oidc`,
    confidential: true,
    pkce: 'optional',
    signingAlgorithm: 'RS256',
    missingEmail: 'ask',
    uidField: 'sub',
  }),

  blocks: ({ installation, application, clientSecret }) =>
    environmentBlocks('outline', [
      ['OIDC_CLIENT_ID', application.clientId],
      ['OIDC_CLIENT_SECRET', clientSecret],
      ['OIDC_AUTH_URI', installation.authorization],
      ['OIDC_TOKEN_URI', installation.token],
      ['OIDC_USERINFO_URI', installation.userinfo],
      ['OIDC_LOGOUT_URI', installation.endSession],
      ['OIDC_USERNAME_CLAIM', 'preferred_username'],
      ['OIDC_DISPLAY_NAME', installation.name],
      ['OIDC_SCOPES', 'openid profile email'],
    ]),
  restart: ['docker compose up -d outline', 'systemctl restart outline'],
  traps: ['first', 'redirect', 'picture'],

  checks: (seen) => {
    const known = merged(seen)
    return [
      bearerToken(seen),
      userinfoAnswers(seen),
      hasText(known, 'sub'),
      hasText(known, 'email'),
      // It takes the account with the same address, whoever proved it; so we look.
      emailIsVerified(known, { strict: true, needed: false }),
      hasText(known, 'name'),
      hasText(known, 'picture', { needed: false }),
    ]
  },

  sources: [
    'https://docs.getoutline.com/s/hosting/doc/oidc-8CPBm6uC0I',
    'https://github.com/outline/outline/tree/main/plugins/oidc',
  ],
}
