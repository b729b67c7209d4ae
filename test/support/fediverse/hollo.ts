import { mastodonScopes } from './mastodon.ts'
import { mastodonApi } from './mastodon-api.ts'
import { type Blueprint, refusal, textOf, words } from './site.ts'

const keys = ['client_name', 'redirect_uris', 'scopes', 'website']

/**
 * Hollo. Every key of a registration that it does not know is one too many, and so was a scope where a code is redeemed (0.6.0). Its one owner has several
 * accounts, and picks one. Mistakes are shown where they are made, and whoever says no goes back without `state`.
 */
export const hollo = (): Blueprint =>
  mastodonApi({
    software: { name: 'hollo', version: '0.6.0' },
    instanceVersion: '4.2.0 (compatible; Hollo 0.6.0)',
    hasInstance2: true,
    actor: (site, { username }) => `${site.origin}/@${username}`,
    scopes: [...mastodonScopes, 'profile'],
    refusesRegistration(given) {
      const unknown = Object.keys(given).find((key) => !keys.includes(key))
      if (unknown !== undefined) return refusal(422, `Unrecognized key: ${unknown}`)
      const { website } = given
      return website === undefined || URL.canParse(textOf(website)) ? undefined : refusal(422, 'Invalid url: website')
    },
    redirects: (given) => {
      const uris = given['redirect_uris']
      return Array.isArray(uris) ? uris.map(String) : words(textOf(uris))
    },
    matches: (registered, given) => registered.includes(given),
    pkce: true,
    codeLasts: 600_000,
    remembersConsent: false,
    keepsMistakes: true,
    deniesWithoutState: true,
    choices: (account, accounts) => [account, ...[...accounts.values()].filter((other) => other !== account)],
    basic: true,
    refusesExchange: (given) =>
      given['grant_type'] === 'authorization_code' && given['scope'] !== undefined
        ? refusal(400, 'invalid_request', 'scope is not expected here')
        : undefined,
    verifiesApps: 'any',
    revokes: 'client',
    identityScopes: ['profile', 'read:accounts', 'read'],
    hasUri: false,
    metadata: ({ origin }) => ({
      issuer: `${origin}/`,
      authorization_endpoint: `${origin}/oauth/authorize`,
      token_endpoint: `${origin}/oauth/token`,
      revocation_endpoint: `${origin}/oauth/revoke`,
      userinfo_endpoint: `${origin}/oauth/userinfo`,
      app_registration_endpoint: `${origin}/api/v1/apps`,
      scopes_supported: [...mastodonScopes, 'profile'],
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'client_credentials'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      code_challenge_methods_supported: ['S256'],
    }),
    userinfo: ({ origin }, { actor, name, username }) => ({
      ...{ iss: `${origin}/`, sub: actor, name, preferredUsername: username },
      ...{ profile: `${origin}/@${username}`, picture: `${origin}/avatars/${username}.png` },
    }),
  })
