import { bearerToken, discovered, hasText, idTokenHolds } from './checks.ts'
import { onlyPassingThrough } from './passing-through.ts'
import type { Recipe } from './recipe.ts'
import { envLines } from './text.ts'

/** http is for trying it out, and refused elsewhere unless somebody insists. */
const address = /^https?:\/\/[^\s\\]+$/i

/** A website whose visitors sign in with any fediverse account: three settings, and whatever OpenID Connect library it likes. */
export const website: Recipe<'redirect' | 'after'> = {
  slug: 'website',
  name: 'Website',
  family: 'fediverse',
  asks: [
    { kind: 'word', name: 'redirect', example: 'https://www.example.org/callback', pattern: address },
    { kind: 'word', name: 'after', example: 'https://www.example.org/', pattern: address, fallback: '' },
  ],

  application: ({ answers: { redirect, after } }) => ({
    redirectUris: [redirect],
    postLogoutRedirectUris: after === '' ? [] : [after],
    confidential: true,
    pkce: 'optional',
    signingAlgorithm: 'RS256',
    // Their own server has just asked them.
    consent: 'implicit',
    hidden: true,
    ...onlyPassingThrough,
  }),

  blocks: ({ installation, answers: { redirect }, application, clientSecret }) => [
    {
      id: 'env',
      into: { kind: 'environment', name: application.name },
      language: 'env',
      content: envLines([
        ['ISSUER', installation.issuer],
        ['CLIENT_ID', application.clientId],
        ['CLIENT_SECRET', clientSecret],
      ]),
    },
    {
      id: 'fields',
      insteadOf: 'env',
      into: { kind: 'form', name: application.name },
      language: 'text',
      content: [
        { label: 'Issuer', value: installation.issuer },
        { label: 'Client ID', value: application.clientId },
        { label: 'Client Secret', value: clientSecret },
        { label: 'Redirect URI', value: redirect },
        { label: 'Scope', value: 'openid profile' },
      ],
    },
  ],
  restart: [],
  traps: ['switchedOn', 'subject', 'acct', 'email', 'hint'],

  checks: (seen) => [
    ...discovered(seen, ['authorization_endpoint', 'token_endpoint', 'jwks_uri']),
    bearerToken(seen),
    ...idTokenHolds(seen, ['RS256', 'ES256', 'EdDSA']),
    hasText(seen.idToken, 'sub'),
    hasText(seen.idToken, 'preferred_username'),
    hasText(seen.idToken, 'acct', { needed: false }),
    hasText(seen.idToken, 'name', { needed: false }),
    hasText(seen.idToken, 'picture', { needed: false }),
  ],

  sources: ['https://openid.net/specs/openid-connect-core-1_0.html'],
}
