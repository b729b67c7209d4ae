import { bearerToken, discovered, hasText, idTokenHolds } from './checks.ts'
import type { Recipe } from './recipe.ts'

const address = /^[a-z][a-z0-9+.-]*:[^\s\\]+$/i

/** Anything that speaks OpenID Connect. What it calls its fields nobody knows here, so they have the standard's names. */
export const generic: Recipe<'redirect' | 'kind' | 'after'> = {
  slug: 'generic',
  name: 'OpenID Connect',
  family: 'any',
  asks: [
    {
      kind: 'word',
      name: 'redirect',
      example: 'https://app.example.org/callback',
      pattern: address,
    },
    { kind: 'choice', name: 'kind', options: ['server', 'browser'] },
    { kind: 'word', name: 'after', example: 'https://app.example.org/', pattern: address, fallback: '' },
  ],

  application: ({ answers: { redirect, kind, after } }) => ({
    redirectUris: [redirect],
    postLogoutRedirectUris: after === '' ? [] : [after],
    confidential: kind === 'server',
    pkce: kind === 'server' ? 'optional' : 'required',
    signingAlgorithm: 'RS256',
  }),

  blocks: ({ installation, answers: { redirect, kind, after }, application, clientSecret }) => [
    {
      id: 'fields',
      into: { kind: 'form', name: application.name },
      language: 'text',
      content: [
        { label: 'Issuer', value: installation.issuer },
        { label: 'Client ID', value: application.clientId },
        ...(kind === 'server' ? [{ label: 'Client Secret', value: clientSecret }] : []),
        { label: 'Redirect URI', value: redirect },
        { label: 'Scope', value: 'openid profile email groups' },
        { label: 'Discovery', value: installation.discovery },
        { label: 'Authorization endpoint', value: installation.authorization },
        { label: 'Token endpoint', value: installation.token },
        { label: 'Userinfo endpoint', value: installation.userinfo },
        { label: 'Key set', value: installation.jwks },
        { label: 'End of session', value: installation.endSession },
        ...(after === '' ? [] : [{ label: 'After signing out', value: after }]),
      ],
    },
  ],
  restart: [],
  traps: ['issuer', 'discovery', 'proxy', 'subject', 'logout'],

  checks: (seen) => [
    ...discovered(seen, ['authorization_endpoint', 'token_endpoint', 'jwks_uri']),
    bearerToken(seen),
    ...idTokenHolds(seen, ['RS256', 'ES256', 'EdDSA']),
    hasText(seen.idToken, 'sub'),
    hasText(seen.idToken, 'email', { needed: false }),
    hasText(seen.idToken, 'preferred_username', { needed: false }),
  ],

  sources: ['https://openid.net/specs/openid-connect-core-1_0.html'],
}
