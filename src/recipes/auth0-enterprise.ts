import { auth0Api, auth0Asks, callbacks } from './auth0-api.ts'
import { discovered, emailIsVerified, hasText, idTokenHolds, offers } from './checks.ts'
import { bridgeFor } from './passing-through.ts'
import type { Recipe } from './recipe.ts'

const scopes = 'openid profile email'

/** An enterprise OpenID Connect connection of Auth0, back channel: it verifies the ID token and reads its claims. */
export const auth0Enterprise: Recipe<'host' | 'connection' | 'domain' | 'people'> = {
  slug: 'auth0-enterprise',
  name: 'Auth0 Enterprise',
  family: 'identity',
  asks: auth0Asks,

  application: ({ answers: { host, domain, people } }) => ({
    redirectUris: callbacks(host, domain),
    hidden: true,
    confidential: true,
    pkce: 'required',
    signingAlgorithm: 'RS256',
    ...bridgeFor({ people }),
  }),

  blocks: ({ installation, answers: { host, connection }, application, clientSecret }) => [
    ...auth0Api(host, {
      name: connection,
      strategy: 'oidc',
      display_name: installation.name,
      options: {
        type: 'back_channel',
        discovery_url: installation.discovery,
        issuer: installation.issuer,
        authorization_endpoint: installation.authorization,
        token_endpoint: installation.token,
        userinfo_endpoint: installation.userinfo,
        jwks_uri: installation.jwks,
        client_id: application.clientId,
        client_secret: clientSecret,
        scope: scopes,
        icon_url: installation.icon,
        connection_settings: { pkce: 'auto' },
      },
    }),
    {
      id: 'form',
      insteadOf: 'cli',
      into: { kind: 'form', name: 'Authentication › Enterprise › OpenID Connect › Create Connection' },
      language: 'text',
      content: [
        { label: 'Connection Name', value: connection },
        { label: 'OpenID Connect Discovery URL', value: installation.discovery },
        { label: 'Communication Channel', value: 'Back Channel' },
        { label: 'Client ID', value: application.clientId },
        { label: 'Client Secret', value: clientSecret },
        { label: 'Scopes', value: scopes },
      ],
    },
  ],
  restart: [],
  traps: ['enable', 'frontChannel', 'patch', 'idTokenOnly'],

  checks: (seen) => [
    ...discovered(seen, ['authorization_endpoint', 'token_endpoint', 'jwks_uri']),
    offers(seen, 'code_challenge_methods_supported', ['S256']),
    offers(seen, 'token_endpoint_auth_methods_supported', ['client_secret_post', 'private_key_jwt']),
    ...idTokenHolds(seen, ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'ES256', 'ES384']),
    hasText(seen.idToken, 'sub'),
    hasText(seen.idToken, 'email', { needed: false }),
    emailIsVerified(seen.idToken, { strict: true, needed: false }),
    hasText(seen.idToken, 'name', { needed: false }),
  ],

  sources: [
    'https://auth0.com/docs/authenticate/identity-providers/enterprise-identity-providers/oidc',
    'https://auth0.com/docs/authenticate/identity-providers/enterprise-identity-providers/configure-pkce-claim-mapping-for-oidc',
  ],
}
