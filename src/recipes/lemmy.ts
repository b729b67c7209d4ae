import { bearerToken, codeAtMost, emailIsVerified, hasText, userinfoAnswers } from './checks.ts'
import type { Recipe } from './recipe.ts'

/** Lemmy 1.0: plain OAuth 2; the id and the address it reads at userinfo, and the name everybody chooses there. */
export const lemmy: Recipe<'host'> = {
  slug: 'lemmy',
  name: 'Lemmy',
  family: 'fediverse',
  asks: [{ kind: 'address', name: 'host', example: 'lemmy.example.org' }],

  application: ({ answers: { host } }) => ({
    redirectUris: [`${host}/oauth/callback`],
    launchUrl: `${host}/login`,
    confidential: true,
    pkce: 'optional',
    signingAlgorithm: 'RS256',
    missingEmail: 'ask',
    uidField: 'sub',
  }),

  blocks: ({ installation, application, clientSecret }) => [
    {
      id: 'form',
      into: { kind: 'form', name: 'Admin settings › Authentication' },
      language: 'text',
      content: [
        { label: 'Display name', value: installation.name },
        { label: 'Issuer', value: installation.issuer },
        { label: 'Authorization endpoint', value: installation.authorization },
        { label: 'Token endpoint', value: installation.token },
        { label: 'Userinfo endpoint', value: installation.userinfo },
        { label: 'ID claim', value: 'sub' },
        { label: 'Client ID', value: application.clientId },
        { label: 'Client secret', value: clientSecret },
        { label: 'Scopes', value: 'openid email' },
        { label: 'Auto verify email', value: 'yes' },
        { label: 'Account linking enabled', value: 'no' },
        { label: 'Enabled', value: 'yes' },
      ],
    },
  ],
  restart: [],
  traps: ['version', 'registration', 'username', 'verify'],

  checks: (seen) => [
    codeAtMost(seen, 300),
    bearerToken(seen),
    userinfoAnswers(seen),
    hasText(seen.userinfo, 'sub'),
    hasText(seen.userinfo, 'email'),
    // The box in its form says that we have looked.
    emailIsVerified(seen.userinfo, { strict: true, needed: false }),
  ],

  sources: [
    'https://github.com/LemmyNet/lemmy/blob/main/crates/api/api_crud/src/user/create.rs',
    'https://github.com/LemmyNet/lemmy-ui/tree/main/src/shared/components/home/oauth',
    'https://join-lemmy.org/docs/administration/administration.html',
  ],
}
