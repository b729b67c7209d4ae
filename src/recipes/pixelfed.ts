import { bearerToken, emailIsVerified, hasText, isUsername, textOf, userinfoAnswers } from './checks.ts'
import type { Recipe } from './recipe.ts'
import { envLines } from './text.ts'

/** Pixelfed, through league/oauth2-client: no discovery, no ID token; userinfo says everything. */
export const pixelfed: Recipe<'host'> = {
  slug: 'pixelfed',
  name: 'Pixelfed',
  family: 'fediverse',
  asks: [{ kind: 'address', name: 'host', example: 'pixels.example.org' }],

  application: ({ answers: { host } }) => ({
    redirectUris: [`${host}/auth/oidc/callback`],
    launchUrl: `${host}/login`,
    confidential: true,
    pkce: 'optional',
    signingAlgorithm: 'RS256',
    missingEmail: 'ask',
    usernameRule: 'mastodon',
    uidField: 'sub',
  }),

  blocks: ({ installation, application, clientSecret }) => [
    {
      id: 'env',
      into: { kind: 'file', name: '.env' },
      language: 'env',
      content: envLines([
        ['PF_OIDC_ENABLED', 'true'],
        ['PF_OIDC_CLIENT_ID', application.clientId],
        ['PF_OIDC_CLIENT_SECRET', clientSecret],
        ['PF_OIDC_SCOPES', 'openid profile email'],
        ['PF_OIDC_AUTHORIZE_URL', installation.authorization],
        ['PF_OIDC_TOKEN_URL', installation.token],
        ['PF_OIDC_PROFILE_URL', installation.userinfo],
        ['PF_OIDC_LOGOUT_URL', installation.endSession],
        ['PF_OIDC_USERNAME_FIELD', 'handle'],
        ['PF_OIDC_FIELD_ID', 'sub'],
      ]),
    },
  ],
  restart: ['php artisan config:cache', 'docker compose up -d --force-recreate'],
  traps: ['version', 'domain', 'name', 'avatar', 'verified'],

  checks: (seen) => [
    bearerToken(seen),
    userinfoAnswers(seen),
    hasText(seen.userinfo, 'sub'),
    isUsername(seen.userinfo, 'handle', /^(?=.{2,30}$)[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)?$/),
    hasText(seen.userinfo, 'email'),
    // It never asks, and takes every address for proven; so we look.
    emailIsVerified(seen.userinfo, { strict: true, needed: false }),
    // Without one it takes the username's place; too long a one it refuses.
    ...(textOf(seen.userinfo, 'name') === undefined
      ? [hasText(seen.userinfo, 'name', { needed: false })]
      : [isUsername(seen.userinfo, 'name', /^.{1,30}$/su, { remedy: 'set_name' })]),
  ],

  sources: [
    'https://github.com/pixelfed/pixelfed/blob/dev/config/remote-auth.php',
    'https://github.com/pixelfed/pixelfed/blob/dev/app/Http/Controllers/RemoteOidcController.php',
  ],
}
