import { goOidc } from './algorithms.ts'
import { bearerToken, discovered, hasText, idTokenHolds, userinfoAnswers, userinfoIsAboutTheSame } from './checks.ts'
import { environmentBlocks } from './environment.ts'
import type { Recipe } from './recipe.ts'
import { envLines } from './text.ts'

/** Miniflux, through go-oidc and x/oauth2: PKCE always, and userinfo for what it knows of somebody. */
export const miniflux: Recipe<'host'> = {
  slug: 'miniflux',
  name: 'Miniflux',
  family: 'writing',
  asks: [{ kind: 'address', name: 'host', example: 'feeds.example.org', path: true }],

  application: ({ answers: { host } }) => ({
    redirectUris: [`${host}/oauth2/oidc/callback`],
    launchUrl: `${host}/oauth2/oidc/redirect`,
    confidential: true,
    pkce: 'required',
    signingAlgorithm: 'RS256',
    uidField: 'sub',
  }),

  blocks: ({ installation, answers: { host }, application, clientSecret }) => [
    ...environmentBlocks('miniflux', [
      ['OAUTH2_PROVIDER', 'oidc'],
      ['OAUTH2_CLIENT_ID', application.clientId],
      ['OAUTH2_CLIENT_SECRET', clientSecret],
      ['OAUTH2_REDIRECT_URL', `${host}/oauth2/oidc/callback`],
      ['OAUTH2_OIDC_DISCOVERY_ENDPOINT', installation.issuer],
      ['OAUTH2_OIDC_PROVIDER_NAME', installation.name],
      ['OAUTH2_USER_CREATION', '1'],
    ]),
    {
      id: 'alone',
      only: 'extra',
      into: { kind: 'environment', name: 'miniflux' },
      language: 'env',
      content: envLines([['DISABLE_LOCAL_AUTH', '1']]),
    },
  ],
  restart: ['systemctl restart miniflux', 'docker compose up -d miniflux'],
  traps: ['silent', 'username', 'administrator'],

  checks: (seen) => [
    ...discovered(seen, ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri']),
    bearerToken(seen),
    ...idTokenHolds(seen, goOidc),
    userinfoAnswers(seen),
    userinfoIsAboutTheSame(seen),
    hasText(seen.userinfo, 'sub'),
    // Without it the address becomes the name, and without that, the name itself.
    hasText(seen.userinfo, 'preferred_username', { needed: false }),
  ],

  sources: [
    'https://miniflux.app/docs/howto.html#oauth2',
    'https://miniflux.app/docs/configuration.html',
    'https://github.com/miniflux/v2/blob/main/internal/oauth2/oidc.go',
  ],
}
